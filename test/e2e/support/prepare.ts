import { people } from '../../../src-main/cli/demo/case.ts';
import { fillEvaluation } from '../../../src-main/cli/demo/case-evaluation.ts';
import { RecordTypeId, type Input } from '../../../src-main/contract/index.ts';
import { prepareTeam, type Signer } from '../../support/team.ts';
import type { App } from './app.ts';

export { enrolTeam, logInAs, prepareKeys, prepareTeam, signAs } from '../../support/team.ts';

type DraftContent = Input<'records.saveDraft'>['content'];

export const signers = [people.evaluator, people.systemOwner, people.qualityAssurance] as const;

/** Somebody who works on incidents and defects. */
export const engineer: Signer = {
  userName: 'j.weber',
  fullName: 'Jonas Weber',
  email: 'j.weber@meridian.example',
  role: 'operative',
  passPhrase: 'copper window five sparrows',
  signingPassPhrase: 'five sparrows at a window',
};

/**
 * What test/e2e/main-job.spec.ts does by hand, past the page: vault, three people with keys, a system, and its evaluation
 * sent for signature. Tells the record's id; nobody is logged in afterwards.
 */
export const prepareRecord = async (app: App, today: string): Promise<string> => {
  const { accounts, systemId } = await prepareTeam(app, today, signers);
  const recordId = await sendEvaluation(app, today, accounts, systemId);
  await app.ask('session.logout', {});
  return recordId;
};

/** An evaluation of a system, sent for signature by the evaluator, who is logged in. Tells its id. */
export const sendEvaluation = async (
  app: App,
  today: string,
  accounts: Readonly<Record<string, string>>,
  systemId: string,
): Promise<string> => {
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
  return recordId;
};
