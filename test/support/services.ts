import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, type CallName, type Input, type Output, type Reply } from '../../src-main/contract/index.ts';
import { loadFonts } from '../../src-main/documents/index.ts';
import type { Clock } from '../../src-main/domain/clock.ts';
import type { Content } from '../../src-main/domain/form.ts';
import { signingRoles, type Role } from '../../src-main/domain/roles.ts';
import { createServices, type Services } from '../../src-main/services/index.ts';
import { enrol, openSigning, type EnrolmentTeam, type Staff } from '../../src-main/cli/demo/enrol.ts';
import { withItsEntry } from './call-trail.ts';
import { typing, type Asked } from './own-pass-phrase.ts';
import { fillEvaluation } from '../../src-main/cli/demo/case-evaluation.ts';
import { systemContent } from '../../src-main/cli/demo/case-system.ts';

/** A clock that a test sets; it advances by a second with every look, so that no two acts share a moment. */
export interface TestClock extends Clock {
  set(iso: string): void;
  advance(milliseconds: number): void;
  /** Somebody sets the clock, while the time that passes stays what it is. */
  jump(milliseconds: number): void;
}

export const testClock = (start = '2026-11-23T09:00:00.000Z'): TestClock => {
  let now = Date.parse(start);
  let jumped = 0;
  return {
    now: () => new Date((now += 1000)),
    zone: () => 'Europe/Berlin',
    steady: () => now - jumped,
    set: (iso) => {
      now = Date.parse(iso);
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
    jump: (milliseconds) => {
      now += milliseconds;
      jumped += milliseconds;
    },
  };
};

export interface TestPerson {
  readonly userName: string;
  readonly fullName: string;
  readonly role: Role;
  readonly passPhrase: string;
  readonly signingPassPhrase: string;
}

/** Somebody with a role, and pass phrases of their own. */
export const person = (userName: string, fullName: string, role: Role): TestPerson => ({
  userName,
  fullName,
  role,
  passPhrase: `login of nobody else: ${fullName.length}`,
  signingPassPhrase: `signature of nobody else: ${fullName.length}`,
});

export const administrator = {
  userName: 'admin.one',
  fullName: 'Monika Keller',
  passPhrase: 'quiet harbour nine lanterns',
} as const;

export const evaluator = person('evaluator', 'Ирина Петрова', 'validation-lead');
export const owner = person('owner', 'Tobias Okafor', 'system-owner');
export const quality = person('quality', 'Ελένη Παπαδάκη', 'quality-assurance');
export const operative = person('operative', 'Jana Nováková', 'operative');

/** Real services over a new data folder, with pass phrases that are quick to try. */
export interface TestServices extends Services {
  readonly folder: string;
  readonly clock: TestClock;
  /** Asks and gives the whole reply. */
  reply<N extends CallName>(name: N, input: Asked<N>): Promise<Reply<N>>;
  /** Asks and gives the value. @throws where the answer is a failure. */
  ask<N extends CallName>(name: N, input: Asked<N>): Promise<Output<N>>;
  /** Asks and gives the failure's code. @throws where the answer is none. */
  refusal<N extends CallName>(name: N, input: Asked<N>): Promise<string>;
  /** The folder that the host's next dialogs choose; null: the person cancels. */
  choose(folder: string | null): void;
  dispose(): void;
}

const fonts = loadFonts(new URL('../../assets/fonts', import.meta.url).pathname);

export const quickKdf = { memoryKiB: 256, iterations: 1, parallelism: 1 } as const;

/** How a test asks. Apart from what the host holds on to: what is typed anew is let go of with the test's services. */
const asking = (services: Services, folder: string): Pick<TestServices, 'reply' | 'ask' | 'refusal'> => {
  const typed = typing();
  const reply = <N extends CallName>(name: N, input: Asked<N>): Promise<Reply<N>> =>
    // Parsed as the router does it, so that defaults are filled in; each call is held to what it leaves in the trail.
    withItsEntry(folder, name, async () =>
      (services.handlers[name] as (value: unknown) => Promise<Reply<N>>)(
        contract[name].input.parse(typed(name, input)),
      ),
    );
  return {
    reply,
    ask: async (name, input) => {
      const answer = await reply(name, input);
      if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${JSON.stringify(answer.error.details ?? {})}`);
      return answer.value;
    },
    refusal: async (name, input) => {
      const answer = await reply(name, input);
      if (answer.ok) throw new Error(`${name} was expected to be refused`);
      return answer.error.code;
    },
  };
};

export const testServices = async (given?: {
  readonly folder: string;
  readonly clock?: Clock;
}): Promise<TestServices> => {
  const folder = given?.folder ?? mkdtempSync(join(tmpdir(), 'countersign-test-'));
  const clock = testClock();
  let chosen: string | null = null;
  const services = createServices({
    clock: given?.clock ?? clock,
    fonts: await fonts,
    version: '0.0.0-test',
    kdf: quickKdf,
    keyIterations: 1_000,
    host: {
      kind: 'browser',
      dataFolder: folder,
      chooseFolder: () => Promise.resolve(chosen),
      choosePlace: (name) => Promise.resolve(join(folder, name)),
    },
  });
  return {
    ...services,
    folder,
    clock,
    choose: (path) => {
      chosen = path;
    },
    ...asking(services, folder),
    dispose: () => {
      services.dispose();
      if (!given) rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Who enrols the others in a test: the administrator, approved by quality, and quality by the owner. */
const enrolmentTeam = ({ clock }: TestServices): EnrolmentTeam => ({
  administrator,
  approver: quality,
  second: owner,
  today: clock.now().toISOString().slice(0, 10),
});

/** Adds somebody with an approved key to a staffed vault; nobody is logged in as before afterwards. */
export const addPerson = async (team: Staffed, one: TestPerson): Promise<string> => {
  const { services, vaultId, accounts } = team;
  const first = `initial ${one.passPhrase}`;
  await team.login(administrator);
  const { accountId } = await services.ask('accounts.create', {
    userName: one.userName,
    fullName: one.fullName,
    email: null,
    roles: [one.role],
    passPhrase: first,
  });
  await services.ask('session.login', { vaultId, userName: one.userName, passPhrase: first });
  await services.ask('session.changePassPhrase', { current: first, next: one.passPhrase });
  await services.ask('keys.request', { signingPassPhrase: one.signingPassPhrase, algorithm: 'ecdsa-p256' });
  await team.login(administrator);
  await services.ask('keys.approve', { accountId, identityProof: 'Identity card seen' });
  (accounts as Record<string, string>)[one.userName] = accountId;
  if (signingRoles.includes(one.role)) await enrol(team.staff, enrolmentTeam(services), [one], accounts);
  return accountId;
};

/** A vault with three people who can sign, and one system. */
export interface Staffed {
  readonly services: TestServices;
  /** The same calls as the demo makes them. */
  readonly staff: Staff;
  readonly vaultId: string;
  readonly accounts: Readonly<Record<string, string>>;
  readonly systemId: string;
  login(who: { readonly userName: string; readonly passPhrase: string }): Promise<void>;
  /** A new evaluation of this system, or of the one there is, complete to the last field, as the evaluator leaves it. */
  draft(of?: string): Promise<string>;
  /** A complete evaluation, sent for signature. */
  sent(): Promise<string>;
  /** Signs at the requirement that waits for this person. */
  sign(recordId: string, who: TestPerson): Promise<Reply<'signing.sign'>>;
}

/** Staffs a new vault: evaluator, owner and quality, and whom a test needs besides. */
export const staffed = async (services: TestServices, also: readonly TestPerson[] = []): Promise<Staffed> => {
  const team = [evaluator, owner, quality, ...also];
  const ask: TestServices['ask'] = (name, input) => services.ask(name, input);
  const created = await ask('vaults.create', { name: 'Test', organisation: 'Meridian Biologics', administrator });
  const vaultId = created.vault.id;
  const login = async (who: { readonly userName: string; readonly passPhrase: string }): Promise<void> => {
    await ask('session.login', { vaultId, userName: who.userName, passPhrase: who.passPhrase });
  };
  const accounts: Record<string, string> = {};
  for (const one of team) {
    const added = await ask('accounts.create', {
      userName: one.userName,
      fullName: one.fullName,
      email: null,
      roles: [one.role],
      passPhrase: `initial ${one.passPhrase}`,
    });
    accounts[one.userName] = added.accountId;
  }
  for (const one of team) {
    await login({ userName: one.userName, passPhrase: `initial ${one.passPhrase}` });
    await ask('session.changePassPhrase', { current: `initial ${one.passPhrase}`, next: one.passPhrase });
    await ask('keys.request', { signingPassPhrase: one.signingPassPhrase, algorithm: 'ecdsa-p256' });
  }
  await login(administrator);
  for (const accountId of Object.values(accounts))
    await ask('keys.approve', { accountId, identityProof: 'Identity card seen' });
  // What the demo asks is whole.
  const staff: Staff = { ask: ask as Staff['ask'], login };
  await openSigning(staff, enrolmentTeam(services), '0.0.0-test');
  await enrol(staff, enrolmentTeam(services), team, accounts);
  await login(evaluator);
  const system = await ask('systems.save', {
    systemId: null,
    baseVersion: null,
    content: systemContent(today) as Input<'systems.save'>['content'],
    reason: 'New in the inventory',
  });
  return teamOver(services, { vaultId, accounts, systemId: system.summary.id });
};

const today = '2026-11-23';

/** The team of a vault that is staffed, by these services. */
export const teamOver = (
  services: TestServices,
  { vaultId, accounts, systemId }: Pick<Staffed, 'vaultId' | 'accounts' | 'systemId'>,
): Staffed => {
  const ask: TestServices['ask'] = (name, input) => services.ask(name, input);
  const login = async (who: { readonly userName: string; readonly passPhrase: string }): Promise<void> => {
    await ask('session.login', { vaultId, userName: who.userName, passPhrase: who.passPhrase });
  };
  const draft = async (of = systemId): Promise<string> => {
    await login(evaluator);
    const record = await ask('records.create', { type: 'periodic-evaluation', systemId: of });
    await ask('records.saveDraft', {
      recordId: record.summary.id,
      base: record.savedAt,
      content: fillEvaluation(record.content as Content, today) as Input<'records.saveDraft'>['content'],
    });
    return record.summary.id;
  };
  return {
    services,
    staff: { ask: ask as Staff['ask'], login },
    vaultId,
    accounts,
    systemId,
    login,
    draft,
    sent: async () => {
      const recordId = await draft();
      await ask('records.sendForSignature', { recordId, signers: signersOf(accounts) });
      return recordId;
    },
    sign: async (recordId, who) => {
      await login(who);
      const view = await ask('records.get', { recordId, revision: null });
      const { requirementId } = view.actions.sign;
      if (requirementId === null) throw new Error(`nothing waits for ${who.userName}`);
      const shown = await ask('signing.prepare', { recordId, requirementId });
      return services.reply('signing.sign', {
        recordId,
        requirementId,
        userName: who.userName,
        signingPassPhrase: who.signingPassPhrase,
        shown: shown.sha256,
        comment: null,
        trailReviewed: shown.trail?.upTo ?? null,
      });
    },
  };
};

export const signersOf = (accounts: Readonly<Record<string, string>>): Record<string, string> => ({
  'system-owner': accounts[owner.userName] ?? '',
  'quality-assurance': accounts[quality.userName] ?? '',
});
