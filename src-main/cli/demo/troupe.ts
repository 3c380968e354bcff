import { contract, type CallName, type Input, type Output, type Reply } from '../../contract/index.ts';
import { localTime } from '../../domain/local-time.ts';
import type { Content } from '../../domain/form.ts';
import type { RecordTypeId } from '../../domain/record-type.ts';
import type { Services } from '../../services/index.ts';
import { systemClock, version } from '../runtime.ts';
import { enrol, openSigning, type Staff } from './enrol.ts';
import { organisation, people, vaultName, type DemoPerson } from './case.ts';

type RecordView = Output<'records.get'>;

/** A record that everybody has signed. */
export interface Sealed {
  readonly id: string;
  readonly type: RecordTypeId;
  readonly signatures: number;
}

/** The people of the case at one window: each acts with their own login and signs with their own key. */
export class Troupe {
  /** Today where they work. */
  readonly today = localTime(systemClock.now().toISOString(), systemClock.zone()).date;
  readonly say: (line: string) => void;
  readonly #services: Services;
  readonly #accounts = new Map<string, string>();
  #vaultId = '';

  constructor(services: Services, say: (line: string) => void) {
    this.#services = services;
    this.say = say;
  }

  /** Asks and gives the value. @throws where the services refuse: the case is made so that they do not */
  async ask<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
    const handler = this.#services.handlers[name] as (value: unknown) => Promise<Reply<N>>;
    // Parsed as the window's calls are, so that defaults are filled in.
    const reply = await handler(contract[name].input.parse(input));
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${JSON.stringify(reply.error.details ?? {})}`);
    return reply.value;
  }

  /** From here on this person acts. */
  async as({ userName, passPhrase }: Pick<DemoPerson, 'userName' | 'passPhrase'>): Promise<void> {
    await this.ask('session.login', { vaultId: this.#vaultId, userName, passPhrase });
  }

  /** Creates the vault; everybody gets an account, chooses pass phrases and makes a key; the administrator certifies it. */
  async assemble(): Promise<void> {
    const { administrator, ...others } = people;
    const created = await this.ask('vaults.create', { name: vaultName, organisation, administrator });
    this.#vaultId = created.vault.id;
    this.say(`${administrator.fullName} creates the vault "${vaultName}" with its certificate authority`);
    const signers = Object.values(others);
    for (const { userName, fullName, email, role, passPhrase } of signers) {
      const added = await this.ask('accounts.create', {
        userName,
        fullName,
        email,
        roles: [role],
        passPhrase: first(passPhrase),
        ownPassPhrase: administrator.passPhrase,
      });
      this.#accounts.set(userName, added.accountId);
    }
    for (const { userName, passPhrase, signingPassPhrase } of signers) {
      await this.as({ userName, passPhrase: first(passPhrase) });
      await this.ask('session.changePassPhrase', { current: first(passPhrase), next: passPhrase });
      await this.ask('keys.request', { signingPassPhrase, algorithm: 'ecdsa-p256', ownPassPhrase: passPhrase });
    }
    await this.as(administrator);
    for (const accountId of this.#accounts.values())
      await this.ask('keys.approve', {
        accountId,
        identityProof: 'Identity card shown in person; training record TR-2231 seen.',
        ownPassPhrase: administrator.passPhrase,
      });
    this.say(`${signers.map(({ fullName }) => fullName).join(', ')} have accounts, keys of their own and certificates`);
    const staff: Staff = { ask: (name, input) => this.ask(name, input), login: (who) => this.as(who) };
    const { qualityAssurance: approver, systemOwner: second } = people;
    const team = { administrator, approver, second, today: this.today };
    await openSigning(staff, team, version);
    await enrol(staff, team, signers, Object.fromEntries(this.#accounts));
    this.say('    identity and training are on record, each has signed the undertaking, a second person approved');
  }

  /** A draft as its author leaves it. */
  async write(view: RecordView, fill: (prefilled: Content) => Content): Promise<RecordView> {
    await this.ask('records.saveDraft', {
      recordId: view.summary.id,
      base: view.savedAt,
      content: fill(view.content as Content) as Input<'records.saveDraft'>['content'],
    });
    return this.ask('records.get', { recordId: view.summary.id, revision: null });
  }

  /** Takes the working steps of a record, one after the other. */
  async steps(recordId: string, ...steps: readonly string[]): Promise<void> {
    for (const step of steps) await this.ask('records.takeStage', { recordId, step, reason: null });
  }

  /** Sends a complete draft for signature; everybody who is needed signs in order. Whoever sends must be logged in. */
  async seal(recordId: string): Promise<Sealed> {
    const view = await this.ask('records.get', { recordId, revision: null });
    const chosen: Record<string, string> = {};
    const author = view.author.accountId;
    for (const { id, optional, candidates } of view.requirements) {
      const taken = [author, ...Object.values(chosen)];
      const free = candidates.find(({ accountId }) => !taken.includes(accountId));
      if (free !== undefined && !optional) chosen[id] = free.accountId;
    }
    let sent = await this.ask('records.sendForSignature', { recordId, signers: chosen });
    const signed: string[] = [];
    for (const requirement of sent.requirements) {
      const person = Object.values(people).find(({ userName }) => userName === requirement.signer?.userName);
      if (person?.signingPassPhrase == null) throw new Error(`nobody to sign ${recordId} as ${requirement.title}`);
      await this.as(person);
      const place = { recordId, requirementId: requirement.id };
      const shown = await this.ask('signing.prepare', place);
      const { userName, signingPassPhrase } = person;
      await this.ask('signing.sign', {
        ...place,
        userName,
        signingPassPhrase,
        shown: shown.sha256,
        comment: null,
        trailReviewed: shown.trail?.upTo ?? null,
      });
      signed.push(`${person.fullName} (${shown.meaning})`);
    }
    sent = await this.ask('records.get', { recordId, revision: null });
    this.say(`${recordId}: ${sent.summary.title}\n    signed by ${signed.join(', ')}`);
    return { id: recordId, type: sent.summary.type, signatures: signed.length };
  }
}

/** What the administrator hands out; its owner must change it at the first login. */
const first = (passPhrase: string): string => `first day: ${passPhrase}`;
