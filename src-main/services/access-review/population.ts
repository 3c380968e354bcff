import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '../../contract/index.ts';
import type { ListMapping } from '../../domain/access-review/mapping.ts';
import type { AccountRow, PersonRow } from '../../domain/access-review/rows.ts';
import { fail, ok, type JsonValue } from '../../domain/result.ts';
import {
  accessFile,
  accessMapping,
  accessMatches,
  account as readAccount,
  accessLineNumbers,
  accessLinesOf,
  addAccessLine,
  accessRows,
  addAccessPerson,
  addContributor,
  carryDecisions,
  putLineState,
  reopenLines,
  reviewPointer,
  setReviewPointer,
  type AuditWriter,
  type LineState,
  type OpenVault,
  type ReadableVault,
  type WritableVault,
  type WriteSteps,
} from '../../vault/index.ts';
import { today, type ServiceContext } from '../context.ts';
import { reviewFor, reviewToWork, type LoadedReview } from './access.ts';
import { accountRows, compare, personRows, rulesOf } from './analyse.ts';
import { overviewOf } from './overview.ts';
import type { Rest } from './read-csv.ts';

/** What a comparison found, and by which rules. */
export interface Compared {
  readonly states: readonly LineState[];
  readonly rulesVersion: number;
}

interface Given {
  /** A list that is being imported; the one in the vault where absent. */
  readonly accounts?: readonly AccountRow[];
  readonly accountsAsOf?: string;
  readonly mapping?: ListMapping;
  readonly roster?: readonly PersonRow[];
}

/** Rows read at once: some milliseconds. */
const page = 2_000;

/** The rows of a list that was kept; they never change, so that they may be read a part at a time. */
const rowsOf = async <Row>(
  vault: OpenVault,
  table: 'access_line' | 'access_person',
  fileId: string,
  rest: Rest,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const from: number = after;
    const part = vault.read((db) => accessRows(db, table, fileId, { after: from, limit: page }));
    for (const { json } of part) rows.push(JSON.parse(json) as Row);
    after = part.length < page ? undefined : part.at(-1)?.line;
    await rest(0);
  }
  return rows;
};

const nextTurn: Rest = () => setImmediate();

/** Compares what is given and what the vault holds; null where a list is still missing. */
export const comparisonOf = async (
  context: ServiceContext,
  { record, revision, pointer, caller }: LoadedReview,
  given: Given,
  rest: Rest = nextTurn,
): Promise<Compared | null> => {
  const { vault } = caller;
  const accounts =
    given.accounts ??
    (pointer.accountsFile === null ? null : await rowsOf<AccountRow>(vault, 'access_line', pointer.accountsFile, rest));
  const roster =
    given.roster ??
    (pointer.rosterFile === null ? null : await rowsOf<PersonRow>(vault, 'access_person', pointer.rosterFile, rest));
  const inputs = vault.read((db) => {
    const file = pointer.accountsFile === null ? undefined : accessFile(db, pointer.accountsFile);
    const mapping =
      given.mapping ??
      (accessMapping(db, record.systemId, 'accounts', file?.mappingVersion ?? null)?.value as unknown as
        | ListMapping
        | undefined);
    const rules = rulesOf(db, record.systemId, revision.stage === 'in-review' ? pointer.rulesVersion : null);
    const settled =
      given.accounts || pointer.accountsFile === null || given.roster
        ? new Map()
        : accessMatches(db, pointer.accountsFile);
    return {
      mapping,
      rules,
      settled,
      extractedAt: given.accountsAsOf ?? file?.extractedAt,
      reviewer: readAccount(db, revision.createdBy),
    };
  });
  const { rules, reviewer } = inputs;
  if (accounts === null || roster === null || reviewer === undefined) return null;
  const comparison = {
    accounts,
    roster,
    rules: rules.rules,
    asOf: inputs.extractedAt?.slice(0, 10) ?? today(context),
    reviewer,
    listsLogins: inputs.mapping?.columns['lastLogin'] !== undefined,
    settled: new Map([...inputs.settled].map(([line, { person }]) => [line as number, person as number | null])),
  };
  const states = await compare(comparison, rest);
  return { states, rulesVersion: rules.version };
};

interface NewPopulation {
  readonly accountsFile?: string;
  readonly rosterFile?: string;
  readonly accounts: readonly AccountRow[] | null;
  readonly roster: readonly PersonRow[] | null;
  readonly comparison: Compared | null;
}

/**
 * Stores lists and what was found, inside the transaction of their import. Replacing a population keeps the old one and
 * its history; decisions on lines that did not change are carried over, all others wait again.
 */
export const putPopulation = function* (
  db: WritableVault,
  audit: AuditWriter,
  { record, revision, pointer }: LoadedReview,
  next: NewPopulation,
): WriteSteps<Readonly<Record<string, JsonValue>>> {
  if (JSON.stringify(reviewPointer(db, record.id)) !== JSON.stringify(pointer))
    throw new Error('the review changed while a list was read');
  addContributor(db, audit, record.id, revision.revision);
  if (next.accountsFile !== undefined && next.accounts !== null)
    yield* addAccounts(db, next.accountsFile, next.accounts, next.comparison);
  if (next.rosterFile !== undefined && next.roster !== null)
    for (const row of personRows(next.roster)) {
      addAccessPerson(db, next.rosterFile, row);
      if (row.line % stepRows === 0) yield;
    }
  const accountsFile = next.accountsFile ?? pointer.accountsFile;
  const { comparison } = next;
  let carried = 0;
  let reopened = 0;
  if (accountsFile !== null && comparison !== null) {
    if (next.accountsFile === undefined) {
      const changed = changedLines(db, accountsFile, comparison.states);
      for (const state of comparison.states) {
        putLineState(db, accountsFile, state);
        if (state.line % stepRows === 0) yield;
      }
      reopened = reopenLines(db, accountsFile, changed);
    } else if (pointer.accountsFile !== null && next.accounts !== null)
      carried = carryDecisions(db, {
        from: pointer.accountsFile,
        to: accountsFile,
        pairs: unchanged(db, pointer.accountsFile, next.accounts, comparison.states),
      });
  }
  setReviewPointer(db, record.id, {
    accountsFile,
    rosterFile: next.rosterFile ?? pointer.rosterFile,
    rulesVersion: comparison?.rulesVersion ?? pointer.rulesVersion,
    analysedAt: comparison === null ? null : audit.at,
  });
  return { lines: comparison?.states.length ?? 0, carried, reopened };
};

/** Each account with what was found of it, one after the other: its row is still at hand when the state refers to it. */
const addAccounts = function* (
  db: WritableVault,
  fileId: string,
  accounts: readonly AccountRow[],
  comparison: Compared | null,
): WriteSteps<void> {
  let place = 0;
  for (const row of accountRows(accounts)) {
    addAccessLine(db, fileId, row);
    const state = comparison?.states[place];
    if (state !== undefined) putLineState(db, fileId, state);
    place += 1;
    if (place % stepRows === 0) yield;
  }
};

/** Rows written in a step: about a millisecond. */
export const stepRows = 50;

/** Lines that were decided and of which something else is found now. */
const changedLines = (db: ReadableVault, fileId: string, states: readonly LineState[]): readonly number[] => {
  const decided = new Map(
    accessLinesOf(
      db,
      fileId,
      ['keep', 'modify', 'revoke', 'escalate', 'not-mine'].flatMap((decision) => [
        ...accessLineNumbers(db, fileId, { decision }),
      ]),
    ).map((line) => [line.line, line] as const),
  );
  return states.flatMap((state) => {
    const before = decided.get(state.line);
    return before === undefined || (before.mask === state.mask && before.person === state.person) ? [] : [state.line];
  });
};

/** Old and new numbers of lines that say and mean the same in both lists. */
const unchanged = (
  db: ReadableVault,
  oldFile: string,
  accounts: readonly AccountRow[],
  states: readonly LineState[],
): readonly (readonly [number, number])[] => {
  const meaning = (account: AccountRow, mask: number): string => JSON.stringify({ ...account, line: mask });
  const decided = ['keep', 'modify', 'revoke', 'escalate', 'not-mine'].flatMap((decision) => [
    ...accessLineNumbers(db, oldFile, { decision }),
  ]);
  const old = new Map(
    accessLinesOf(db, oldFile, decided).map(
      (line) => [meaning(JSON.parse(line.account) as AccountRow, line.mask), line.line] as const,
    ),
  );
  return accounts.flatMap((account, index) => {
    const before = old.get(meaning(account, states[index]?.mask ?? -1));
    return before === undefined ? [] : [[before, account.line] as const];
  });
};

/** Comparing again by the newest rules, before the accounts are frozen. */
export const populationHandlers = (context: ServiceContext): Pick<Handlers, 'access.analyse'> => ({
  'access.analyse': async ({ recordId }) => {
    const found = reviewToWork(context, recordId, 'load');
    if (!found.ok) return found;
    const review = found.value;
    if (review.revision.stage === 'in-review') return fail('access/population-frozen', { stage: 'in-review' });
    const comparison = await comparisonOf(context, review, {});
    if (comparison === null) return fail('access/nothing-loaded');
    const { vault } = review.caller;
    const steps = function* (db: WritableVault, audit: AuditWriter): WriteSteps<true> {
      const details = yield* putPopulation(db, audit, review, { accounts: null, roster: null, comparison });
      audit.record({
        action: 'access.compare',
        subject: { type: 'record', id: recordId },
        details: { ...details, rulesVersion: comparison.rulesVersion },
      });
      return true;
    };
    await vault.writeInSteps(vault, steps, () => true);
    const now = reviewFor(context, recordId);
    return now.ok ? ok(vault.read((db) => overviewOf(db, context, now.value))) : now;
  },
});
