import type { Input } from '../../contract/index.ts';
import { addDays } from '../../domain/days.ts';
import type { Content } from '../../domain/form.ts';
import { sampleLists } from '../bench/access-lists.ts';
import { demoPeriod, people } from './case.ts';
import { withValues } from '../../domain/records/operations/prefilled.ts';
import type { Sealed, Troupe } from './troupe.ts';

/** Accounts of the laboratory system that are looked at. */
const accountCount = 160;

type Filter = Input<'access.numbers'>['filter'];
type FindingKind = Filter['findings'][number];
const everything: Filter = {
  findings: [],
  noFinding: false,
  decision: null,
  privileged: null,
  active: null,
  search: '',
};

/** The access review of a system: lists, decisions account by account, removals proven by a later list. */
export const accessReview = async (troupe: Troupe, systemId: string): Promise<Sealed> => {
  const { today } = troupe;
  await troupe.as(people.evaluator);
  const asOf = addDays(demoPeriod(today).end, -6);
  const lists = sampleLists(accountCount, asOf);
  const draft = await troupe.ask('records.create', { type: 'access-review', systemId });
  const recordId = draft.summary.id;
  const numbers = async (filter: Partial<Filter>): Promise<number[]> =>
    (await troupe.ask('access.numbers', { recordId, filter: { ...everything, ...filter } })).numbers;

  await load(troupe, recordId, 'accounts', lists.accounts, { extractedAt: `${asOf}T06:30:00.000Z`, reason: null });
  await load(troupe, recordId, 'roster', lists.roster, { extractedAt: `${asOf}T06:45:00.000Z`, reason: null });
  await troupe.steps(recordId, 'load', 'begin');

  for (const line of await numbers({ findings: ['unconfirmed'] })) {
    const { candidates } = await troupe.ask('access.line', { recordId, line });
    const person = candidates[0]?.line ?? null;
    await troupe.ask('access.settleMatch', { recordId, line, person, reason: 'Spelling checked with the laboratory' });
  }
  const decide = async (
    kinds: readonly FindingKind[],
    decision: Input<'access.decide'>['decision'],
    justification: string,
  ): Promise<void> => {
    const lines = await numbers({ findings: [...kinds], decision: 'none' });
    if (lines.length > 0)
      await troupe.ask('access.decide', { recordId, lines, decision, justification, removeRoles: [] });
  };
  await decide(['leaver'], 'revoke', 'Left the company; confirmed by human resources');
  await decide(['orphan'], 'revoke', 'Unknown to human resources, and nobody answers for it');
  await decide(['never-used', 'dormant'], 'revoke', 'Not used; can be asked for again');
  const rest = await numbers({ decision: 'none' });
  for (const line of rest) {
    const { findings } = await troupe.ask('access.line', { recordId, line });
    const justification =
      findings.length > 0 ? 'Needed for the work of the bench; seen with the head of laboratory' : '';
    await troupe.ask('access.decide', { recordId, lines: [line], decision: 'keep', justification, removeRoles: [] });
  }
  await troupe.steps(recordId, 'complete', 'remedy');
  const revoked = await numbers({ decision: 'revoke' });
  await troupe.ask('access.remedy', {
    recordId,
    lines: revoked,
    ticket: 'CHG-ACC-118',
    doneBy: 'IT administration',
    doneOn: today,
  });
  // The list of today no longer has the accounts: that proves their removal.
  const [header = '', ...rows] = lists.accounts.split('\r\n');
  const later = [header, ...rows.filter((_, index) => !revoked.includes(index + 1))].join('\r\n');
  await load(troupe, recordId, 'later', later, { extractedAt: new Date().toISOString(), reason: null });
  await troupe.steps(recordId, 'verify');
  const view = await troupe.ask('records.get', { recordId, revision: null });
  await troupe.write(view, (content) => filled(content));
  return troupe.seal(recordId);
};

/** Imports a list as its preview reads it. */
const load = async (
  troupe: Troupe,
  recordId: string,
  kind: 'accounts' | 'roster' | 'later',
  text: string,
  about: { readonly extractedAt: string; readonly reason: string | null },
): Promise<void> => {
  const file = { recordId, kind, fileName: `${kind}.csv`, bytes: new TextEncoder().encode(text) };
  const seen = await troupe.ask('access.preview', { ...file, encoding: null, delimiter: null, mapping: null });
  await troupe.ask('access.import', {
    ...file,
    encoding: seen.encoding,
    delimiter: seen.delimiter,
    mapping: seen.mapping,
    source: kind === 'roster' ? 'Personnel system' : 'LabCore LIMS, production',
    extractor: people.technicalOwner.fullName,
    query: kind === 'roster' ? 'Report HR-12, people of the plant' : 'Report USR-07, all accounts',
    declaredRows: seen.totalRows,
    ...about,
  });
};

const filled = (content: Content): Content =>
  withValues(content, {
    scope: { environments: 'Production', types: 'Accounts of people, services and benches' },
    sources: { completeness: 'Row counts were compared with the footer of the report; it resolves nested groups.' },
    rules: { roleContent: 'The permissions of each role were compared with its description.' },
    reviewers: {
      assigned: [{ name: people.evaluator.fullName, part: 'All accounts', why: 'Leads the laboratory systems' }],
    },
    outcome: { assessment: 'Accounts of leavers, of nobody, and unused ones were revoked; all others are needed.' },
    conclusion: {
      verdict: 'remedied',
      rationale: 'Every account was compared with the roster; each removal is proven by the list of today.',
      paceRationale: 'Accounts without a finding were decided from a list that had been discussed beforehand.',
    },
  });
