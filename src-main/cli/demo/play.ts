import { join } from 'node:path';
import type { CallName, Input, Output, Reply } from '../../contract/index.ts';
import { loadFonts } from '../../documents/index.ts';
import { localTime } from '../../domain/local-time.ts';
import type { Content } from '../../domain/form.ts';
import { createServices, type TrustMaterial } from '../../services/index.ts';
import { fontsFolder, systemClock, version } from '../runtime.ts';
import { organisation, people, vaultName, type DemoPerson } from './case.ts';
import { fillEvaluation } from './case-evaluation.ts';
import { systemContent } from './case-system.ts';

export interface Played {
  readonly vault: string;
  readonly recordId: string;
  readonly type: string;
  readonly pdf: { readonly fileName: string; readonly bytes: Uint8Array };
  readonly trust: TrustMaterial;
}

/** Plays the case through the services, person by person, each logging in with their own pass phrase. */
export const play = async (folder: string, say: (line: string) => void): Promise<Played> => {
  const services = createServices({
    clock: systemClock,
    fonts: await loadFonts(fontsFolder),
    version,
    host: { kind: 'browser', dataFolder: folder, chooseFolder: () => Promise.resolve(null) },
  });
  const ask = async <N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const handler = services.handlers[name] as (value: Input<N>) => Promise<Reply<N>>;
    const reply = await handler(input);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${JSON.stringify(reply.error.details ?? {})}`);
    return reply.value;
  };
  try {
    const { administrator } = people;
    const created = await ask('vaults.create', { name: vaultName, organisation, administrator });
    const vaultId = created.vault.id;
    say(`${administrator.fullName} creates the vault "${vaultName}" with its certificate authority`);
    const as = (person: DemoPerson): Promise<unknown> =>
      ask('session.login', { vaultId, userName: person.userName, passPhrase: person.passPhrase });

    const signers = [people.evaluator, people.systemOwner, people.qualityAssurance];
    const accounts = new Map<string, string>();
    for (const person of signers) {
      const added = await ask('accounts.create', {
        userName: person.userName,
        fullName: person.fullName,
        email: person.email,
        roles: [person.role],
        passPhrase: firstPassPhrase(person),
      });
      accounts.set(person.userName, added.accountId);
    }
    for (const person of signers) {
      await ask('session.login', { vaultId, userName: person.userName, passPhrase: firstPassPhrase(person) });
      await ask('session.changePassPhrase', { current: firstPassPhrase(person), next: person.passPhrase });
      await ask('keys.request', { signingPassPhrase: person.signingPassPhrase, algorithm: 'ecdsa-p256' });
    }
    await as(administrator);
    for (const person of signers)
      await ask('keys.approve', {
        accountId: idOf(accounts, person),
        identityProof: 'Identity card shown in person; training record TR-2231 seen.',
      });
    say(`${signers.map((person) => person.fullName).join(', ')} have accounts, keys of their own and certificates`);

    await as(people.evaluator);
    const today = localTime(systemClock.now().toISOString(), systemClock.zone()).date;
    const system = await ask('systems.save', {
      systemId: null,
      baseVersion: null,
      content: systemContent(today) as Input<'systems.save'>['content'],
      reason: 'Entered into the inventory',
    });
    const draft = await ask('records.create', { type: 'periodic-evaluation', systemId: system.summary.id });
    const recordId = draft.summary.id;
    await ask('records.saveDraft', {
      recordId,
      base: draft.savedAt,
      content: fillEvaluation(draft.content as Content, today) as Input<'records.saveDraft'>['content'],
    });
    await ask('records.sendForSignature', {
      recordId,
      signers: {
        'system-owner': idOf(accounts, people.systemOwner),
        'quality-assurance': idOf(accounts, people.qualityAssurance),
      },
    });
    say(`${people.evaluator.fullName} writes ${recordId} on ${system.summary.name} and sends it for signature`);

    for (const person of signers) {
      await as(person);
      const { items } = await ask('work.list', {});
      const waiting = items.find((item) => item.kind === 'sign' && item.recordId === recordId);
      if (!waiting?.requirementId) throw new Error(`${recordId} does not wait for ${person.userName}`);
      const place = { recordId, requirementId: waiting.requirementId };
      const shown = await ask('signing.prepare', place);
      await ask('signing.sign', {
        ...place,
        userName: person.userName,
        signingPassPhrase: person.signingPassPhrase,
        shown: shown.sha256,
        comment: null,
      });
      say(`${person.fullName} signs: ${shown.meaning}`);
    }
    const pdf = await ask('records.pdf', { recordId, revision: 1 });
    const trust = services.trust();
    if (!trust.ok) throw new Error(trust.error.code);
    return {
      vault: join(folder, 'vaults', `${vaultName}.vault`),
      recordId,
      type: draft.summary.type,
      pdf,
      trust: trust.value,
    };
  } finally {
    services.dispose();
  }
};

/** What the administrator hands out; its owner must change it at the first login. */
const firstPassPhrase = (person: DemoPerson): string => `first day: ${person.passPhrase}`;

const idOf = (accounts: ReadonlyMap<string, string>, person: DemoPerson): string => {
  const found = accounts.get(person.userName);
  if (found === undefined) throw new Error(`no account of ${person.userName}`);
  return found;
};
