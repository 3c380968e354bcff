import { organisation, people, vaultName } from '../../../src-main/cli/demo/case.ts';
import { fillEvaluation } from '../../../src-main/cli/demo/case-evaluation.ts';
import { systemContent } from '../../../src-main/cli/demo/case-system.ts';
import { RecordTypeId, type Input } from '../../../src-main/contract/index.ts';
import type { App } from './app.ts';

type DraftContent = Input<'records.saveDraft'>['content'];

export const signers = [people.evaluator, people.systemOwner, people.qualityAssurance] as const;

const given = 'handed over at the reception desk';

export const logInAs = async (app: App, { userName, passPhrase }: { userName: string; passPhrase: string }) => {
  const { vaults } = await app.ask('vaults.list', {});
  return app.ask('session.login', { vaultId: vaults[0]?.id ?? '', userName, passPhrase });
};

/**
 * What test/e2e/main-job.spec.ts does by hand, past the page: vault, three people with keys, a system, and its evaluation
 * sent for signature. Tells the record's id; nobody is logged in afterwards.
 */
export const prepareRecord = async (app: App, today: string): Promise<string> => {
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
  const accounts: string[] = [];
  for (const { userName, fullName, email, role } of signers) {
    const { accountId } = await app.ask('accounts.create', {
      userName,
      fullName,
      email,
      roles: [role],
      passPhrase: given,
    });
    accounts.push(accountId);
  }
  for (const person of signers) {
    await logInAs(app, { userName: person.userName, passPhrase: given });
    await app.ask('session.changePassPhrase', { current: given, next: person.passPhrase });
    await app.ask('keys.request', { signingPassPhrase: person.signingPassPhrase, algorithm: 'ecdsa-p256' });
  }
  await logInAs(app, administrator);
  for (const accountId of accounts) {
    await app.ask('keys.approve', { accountId, identityProof: 'Seen in person, company badge compared.' });
  }
  await logInAs(app, people.evaluator);
  const system = await app.ask('systems.save', {
    systemId: null,
    baseVersion: null,
    content: systemContent(today) as DraftContent,
    reason: 'New entry in the inventory',
  });
  const { summary, content, savedAt, requirements } = await app.ask('records.create', {
    type: RecordTypeId.PeriodicEvaluation,
    systemId: system.summary.id,
  });
  const recordId = summary.id;
  await app.ask('records.saveDraft', {
    recordId,
    base: savedAt,
    content: fillEvaluation(content, today) as DraftContent,
  });
  const ordered = [...requirements].filter(({ optional }) => !optional).sort((a, b) => a.ordinal - b.ordinal);
  const chosen = ordered.map(({ id }, index) => [id, accounts[index] ?? ''] as const);
  await app.ask('records.sendForSignature', { recordId, signers: Object.fromEntries(chosen) });
  await app.ask('session.logout', {});
  return recordId;
};
