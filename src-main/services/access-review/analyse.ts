import { setImmediate } from 'node:timers/promises';
import {
  createJudge,
  findingMask,
  type AccountFinding,
  type JudgedAccount,
  type PersonInReview,
} from '../../domain/access-review/findings.ts';
import { createMatcher, type Match } from '../../domain/access-review/matching.ts';
import { searchText } from '../../domain/access-review/normalise.ts';
import { mayWork, type AccountRow, type PersonRow } from '../../domain/access-review/rows.ts';
import { defaultRules, type AccessRules } from '../../domain/access-review/rules.ts';
import type { Rest } from './read-csv.ts';
import { accessRules, type LineState, type ReadableVault, type StoredRow } from '../../vault/index.ts';

const nextTurn: Rest = () => setImmediate();

/** Lines worked on before the program sees to its other duties: some milliseconds. */
const slice = 4_000;

/** The rules that a system's accounts are judged by; version 0 is what every system begins with. */
export const rulesOf = (
  db: ReadableVault,
  systemId: string,
  version: number | null = null,
): { readonly version: number; readonly rules: AccessRules; readonly savedAt: string | null } => {
  const saved = version === 0 ? undefined : accessRules(db, systemId, version);
  return saved === undefined
    ? { version: 0, rules: defaultRules, savedAt: null }
    : { version: saved.version, rules: saved.value as unknown as AccessRules, savedAt: saved.savedAt };
};

export interface Comparison {
  readonly accounts: readonly AccountRow[];
  readonly roster: readonly PersonRow[];
  readonly rules: AccessRules;
  readonly asOf: string;
  readonly reviewer: PersonInReview;
  readonly listsLogins: boolean;
  /** Lines that a person has settled: line -> line of the person, or null for nobody. */
  readonly settled: ReadonlyMap<number, number | null>;
}

/** Compares accounts, people and rules: what each line is and what was found of it. Works in slices. */
export const compare = async (input: Comparison, rest: Rest = nextTurn): Promise<readonly LineState[]> => {
  const { accounts, roster } = input;
  const places =
    input.settled.size === 0 ? null : new Map(roster.map((person, place) => [person.line, place] as const));
  const matcher = createMatcher(roster);
  await rest(0);
  const matches: Match[] = [];
  for (const account of accounts) {
    const settled = input.settled.get(account.line);
    matches.push(
      settled === undefined ? matcher.matchOf(account) : settledMatch(places?.get(settled ?? -1) ?? null, roster),
    );
    if (matches.length % slice === 0) await rest(Math.floor(matches.length / 2));
  }
  const judge = createJudge({ ...input, matches });
  const states: LineState[] = [];
  for (const [place, match] of matches.entries()) {
    states.push(stateOf(accounts[place] as AccountRow, match, judge.judge(place), roster));
    if (states.length % slice === 0) await rest(Math.floor((accounts.length + states.length) / 2));
  }
  return states;
};

/** A line as it is stored: its match and what was found of it. */
export const stateOf = (
  account: AccountRow,
  match: Match,
  judged: JudgedAccount,
  roster: readonly PersonRow[],
): LineState => {
  const { kind, privileged, findings } = judged;
  return {
    line: account.line,
    person: match.person === null ? null : (roster[match.person]?.line ?? null),
    method: match.method,
    confidence: match.confidence,
    evidence: match.evidence,
    candidates: linesOf(match.candidates, roster),
    kind,
    privileged,
    active: mayWork(account),
    mask: findingMask(findings),
    findings: findingsJson(findings),
  };
};

const linesOf = (places: readonly number[], roster: readonly PersonRow[]): string =>
  places.length === 0 ? '[]' : JSON.stringify(places.flatMap((place) => roster[place]?.line ?? []));

const findingsJson = (findings: readonly AccountFinding[]): string =>
  findings.length === 0 ? '[]' : JSON.stringify(findings);

/** A match that a person settled. */
export const settledMatch = (person: number | null, roster: readonly PersonRow[]): Match => ({
  person,
  method: person === null ? 'none' : 'person',
  confidence: person === null ? 'none' : 'exact',
  candidates: [],
  evidence:
    person === null
      ? 'A person decided that nobody on the roster is meant.'
      : `A person decided that ${roster[person]?.name ?? ''} is meant.`,
});

/** Accounts as they are stored, each with the text by which it is searched. */
export const accountRows = function* (accounts: readonly AccountRow[]): Generator<StoredRow> {
  for (const account of accounts)
    yield {
      line: account.line,
      json: JSON.stringify(account),
      search: searchText(
        `${account.account} ${account.name} ${account.email} ${account.employeeId} ${account.department} ${account.roles.join(' ')}`,
      ),
    };
};

export const personRows = function* (people: readonly PersonRow[]): Generator<StoredRow> {
  for (const person of people)
    yield {
      line: person.line,
      json: JSON.stringify(person),
      search: searchText(`${person.name} ${person.email} ${person.employeeId} ${person.department} ${person.title}`),
    };
};
