import { organisation, people, vaultName } from '../../../src-main/cli/demo/case.ts';
import { fillEvaluation } from '../../../src-main/cli/demo/case-evaluation.ts';
import { systemContent } from '../../../src-main/cli/demo/case-system.ts';
import { RecordTypeId, type Input, type Role } from '../../../src-main/contract/index.ts';
import type { App } from './app.ts';

type DraftContent = Input<'records.saveDraft'>['content'];

export const signers = [people.evaluator, people.systemOwner, people.qualityAssurance] as const;

const given = 'handed over at the reception desk';

export const logInAs = async (app: App, { userName, passPhrase }: { userName: string; passPhrase: string }) => {
  const { vaults } = await app.ask('vaults.list', {});
  return app.ask('session.login', { vaultId: vaults[0]?.id ?? '', userName, passPhrase });
};

interface Signer {
  readonly userName: string;
  readonly fullName: string;
  readonly email: string;
  readonly role: Role;
  readonly passPhrase: string;
  readonly signingPassPhrase: string;
}

/** Somebody who works on incidents and defects. */
export const engineer: Signer = {
  userName: 'j.weber',
  fullName: 'Jonas Weber',
  email: 'j.weber@meridian.example',
  role: 'operative',
  passPhrase: 'copper window five sparrows',
  signingPassPhrase: 'five sparrows at a window',
};

/** A vault past the page: people with keys, and a system. Account ids are by user name; the evaluator is logged in. */
export const prepareTeam = async (
  app: App,
  today: string,
  team: readonly Signer[],
): Promise<{ readonly accounts: Readonly<Record<string, string>>; readonly systemId: string }> => {
  const { administrator } = people;
  await app.ask('vaults.create', {
    name: vaultName,
    organisation,
    administrator: {
      userName: administrator.userName,
      fullName: administrator.fullName,
      passPhrase: administrator.passPhrase,
    },
  });
  const accounts: Record<string, string> = {};
  for (const { userName, fullName, email, role } of team) {
    const { accountId } = await app.ask('accounts.create', {
      userName,
      fullName,
      email,
      roles: [role],
      passPhrase: given,
    });
    accounts[userName] = accountId;
  }
  for (const person of team) {
    await logInAs(app, { userName: person.userName, passPhrase: given });
    await app.ask('session.changePassPhrase', { current: given, next: person.passPhrase });
    await app.ask('keys.request', { signingPassPhrase: person.signingPassPhrase, algorithm: 'ecdsa-p256' });
  }
  await logInAs(app, administrator);
  for (const accountId of Object.values(accounts)) {
    await app.ask('keys.approve', { accountId, identityProof: 'Seen in person, company badge compared.' });
  }
  await logInAs(app, people.evaluator);
  const system = await app.ask('systems.save', {
    systemId: null,
    baseVersion: null,
    content: systemContent(today) as DraftContent,
    reason: 'New entry in the inventory',
  });
  return { accounts, systemId: system.summary.id };
};

/** Signs past the page at the requirement that waits for this person. */
export const signAs = async (app: App, person: Signer, recordId: string): Promise<void> => {
  await logInAs(app, person);
  const { actions } = await app.ask('records.get', { recordId, revision: null });
  const requirementId = actions.sign.requirementId ?? '';
  const { sha256 } = await app.ask('signing.prepare', { recordId, requirementId });
  await app.ask('signing.sign', {
    recordId,
    requirementId,
    userName: person.userName,
    signingPassPhrase: person.signingPassPhrase,
    shown: sha256,
    comment: null,
  });
};

/**
 * What test/e2e/main-job.spec.ts does by hand, past the page: vault, three people with keys, a system, and its evaluation
 * sent for signature. Tells the record's id; nobody is logged in afterwards.
 */
export const prepareRecord = async (app: App, today: string): Promise<string> => {
  const { accounts, systemId } = await prepareTeam(app, today, signers);
  const { summary, content, savedAt, requirements } = await app.ask('records.create', {
    type: RecordTypeId.PeriodicEvaluation,
    systemId,
  });
  const recordId = summary.id;
  await app.ask('records.saveDraft', {
    recordId,
    base: savedAt,
    content: fillEvaluation(content, today) as DraftContent,
  });
  const ordered = [...requirements].filter(({ optional }) => !optional).sort((a, b) => a.ordinal - b.ordinal);
  const chosen = ordered.map(({ id }, index) => [id, accounts[signers[index]?.userName ?? ''] ?? ''] as const);
  await app.ask('records.sendForSignature', { recordId, signers: Object.fromEntries(chosen) });
  await app.ask('session.logout', {});
  return recordId;
};
