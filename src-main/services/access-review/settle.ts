import { createJudge } from '../../domain/access-review/findings.ts';
import type { Confidence, Match, MatchMethod } from '../../domain/access-review/matching.ts';
import type { ListMapping } from '../../domain/access-review/mapping.ts';
import { accountKey, searchText } from '../../domain/access-review/normalise.ts';
import type { AccountRow, PersonRow } from '../../domain/access-review/rows.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  account as readAccount,
  accessFile,
  accessLineNumbers,
  accessLinesOf,
  accessMapping,
  accessPeople,
  linesOfPeople,
  type AccessLine,
  type LineState,
  type ReadableVault,
} from '../../vault/index.ts';
import type { LoadedReview } from './access.ts';
import { rulesOf, settledMatch, stateOf } from './analyse.ts';

export interface Settled {
  /** Findings and person of each touched line as they were: `mask person`. */
  readonly before: ReadonlyMap<number, string>;
  readonly states: readonly LineState[];
}

/**
 * What a settled match changes: the line itself, the other accounts of the person it belonged to and of the one it
 * belongs to now, and lines of the same account name. All others stand as they are.
 */
export const settle = (
  db: ReadableVault,
  { record, revision, pointer }: LoadedReview,
  fileId: string,
  { line, person }: { readonly line: number; readonly person: number | null },
): Result<Settled> => {
  const { rosterFile } = pointer;
  const [target] = accessLinesOf(db, fileId, [line]);
  if (target === undefined || rosterFile === null) return fail('access/no-such-line', { line });
  if (person !== null && !accessPeople(db, rosterFile, [person]).has(person))
    return fail('access/no-such-person', { person });
  const reviewer = readAccount(db, revision.createdBy);
  if (reviewer === undefined) throw new Error(`no account ${revision.createdBy}`);
  const file = accessFile(db, fileId);
  const mapping = accessMapping(db, record.systemId, 'accounts', file?.mappingVersion ?? null)?.value as unknown as
    | ListMapping
    | undefined;

  const touched = accessLinesOf(db, fileId, [
    line,
    ...linesOfPeople(
      db,
      fileId,
      [target.person, person].filter((one) => one !== null),
    ),
    ...sameName(db, fileId, target),
  ]);
  const people = [...new Set([person, ...touched.map((one) => one.person)])].filter((one) => one !== null);
  const stored = accessPeople(db, rosterFile, people);
  const roster = people.flatMap((one) => {
    const json = stored.get(one);
    return json === undefined ? [] : [JSON.parse(json) as PersonRow];
  });
  const places = new Map(roster.map((one, place) => [one.line, place] as const));
  const placeOf = (one: number | null): number | null => (one === null ? null : (places.get(one) ?? null));

  const accounts = touched.map(({ account }) => JSON.parse(account) as AccountRow);
  const matches = touched.map(
    (one): Match =>
      one.line === line
        ? settledMatch(placeOf(person), roster)
        : {
            person: placeOf(one.person),
            method: one.method as MatchMethod,
            confidence: one.confidence as Confidence,
            candidates: [],
            evidence: one.evidence,
          },
  );
  const judge = createJudge({
    accounts,
    matches,
    roster,
    rules: rulesOf(db, record.systemId, pointer.rulesVersion).rules,
    asOf: file?.extractedAt.slice(0, 10) ?? '',
    reviewer,
    listsLogins: mapping?.columns['lastLogin'] !== undefined,
  });
  return ok({
    before: new Map(touched.map((one) => [one.line, `${one.mask} ${String(one.person)}`])),
    states: touched.map((one, index) => {
      const state = stateOf(accounts[index] as AccountRow, matches[index] as Match, judge.judge(index), roster);
      return one.line === line ? state : { ...state, candidates: one.candidates };
    }),
  });
};

const sameName = (db: ReadableVault, fileId: string, target: AccessLine): readonly number[] => {
  const key = accountKey((JSON.parse(target.account) as AccountRow).account);
  const words = searchText(key).split(' ');
  return accessLinesOf(db, fileId, accessLineNumbers(db, fileId, { words }))
    .filter(({ account }) => accountKey((JSON.parse(account) as AccountRow).account) === key)
    .map((one) => one.line);
};
