import type { SqlValue } from '../driver.ts';
import type { ReadableVault, WritableVault } from '../handle.ts';
import { keysetPage, pageKey, type Page } from '../paging.ts';
import type { Stamp } from '../stamp.ts';

/** Which lists a review works on. */
export interface ReviewPointer {
  readonly accountsFile: string | null;
  readonly rosterFile: string | null;
  readonly rulesVersion: number | null;
  /** When accounts and roster were last compared; null before that. */
  readonly analysedAt: string | null;
}

export const reviewPointer = (db: ReadableVault, recordId: string): ReviewPointer =>
  db.get<ReviewPointer>(
    `SELECT accounts_file AS accountsFile, roster_file AS rosterFile, rules_version AS rulesVersion,
       analysed_at AS analysedAt FROM access_review WHERE record_id = ?`,
    recordId,
  ) ?? { accountsFile: null, rosterFile: null, rulesVersion: null, analysedAt: null };

export const setReviewPointer = (db: WritableVault, recordId: string, pointer: ReviewPointer): void => {
  db.run(
    `INSERT INTO access_review (record_id, accounts_file, roster_file, rules_version, analysed_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (record_id) DO UPDATE SET accounts_file = excluded.accounts_file, roster_file = excluded.roster_file,
       rules_version = excluded.rules_version, analysed_at = excluded.analysed_at`,
    recordId,
    pointer.accountsFile,
    pointer.rosterFile,
    pointer.rulesVersion,
    pointer.analysedAt,
  );
};

/** A row of a list as JSON, and the text by which it is searched (folded). */
export interface StoredRow {
  readonly line: number;
  readonly json: string;
  readonly search: string;
}

/** Adds a line of an account list. */
export const addAccessLine = (db: WritableVault, fileId: string, { line, json, search }: StoredRow): void => {
  db.run('INSERT INTO access_line (file_id, line, account, search) VALUES (?, ?, ?, ?)', fileId, line, json, search);
};

/** What the comparison found of one line. `person` and `candidates` are lines of the roster; texts are JSON. */
export interface LineState {
  readonly line: number;
  readonly person: number | null;
  readonly method: string;
  readonly confidence: string;
  readonly evidence: string;
  readonly candidates: string;
  readonly kind: string;
  readonly privileged: boolean;
  readonly active: boolean;
  readonly mask: number;
  readonly findings: string;
}

/** Writes what was found of a line, in place of what was found before. Its decision stays. */
export const putLineState = (db: WritableVault, fileId: string, state: LineState): void => {
  db.run(
    `INSERT INTO access_state (file_id, line, person, privileged, active, mask) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (file_id, line) DO UPDATE SET person = excluded.person, privileged = excluded.privileged,
       active = excluded.active, mask = excluded.mask`,
    fileId,
    state.line,
    state.person,
    state.privileged ? 1 : 0,
    state.active ? 1 : 0,
    state.mask,
  );
  db.run(
    `INSERT INTO access_comparison (file_id, line, method, confidence, evidence, candidates, kind, findings)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (file_id, line) DO UPDATE SET method = excluded.method, confidence = excluded.confidence,
       evidence = excluded.evidence, candidates = excluded.candidates, kind = excluded.kind,
       findings = excluded.findings`,
    fileId,
    state.line,
    state.method,
    state.confidence,
    state.evidence,
    state.candidates,
    state.kind,
    state.findings,
  );
};

/** A line of a population with all that is known of it. */
export interface AccessLine extends Omit<LineState, 'privileged' | 'active'> {
  /** The account's row, as JSON. */
  readonly account: string;
  readonly privileged: 0 | 1;
  readonly active: 0 | 1;
  readonly decision: string | null;
  /** The act by which it stands decided. */
  readonly act: number | null;
  readonly justification: string | null;
  readonly removeRoles: string | null;
  readonly mode: string | null;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
}

/** Which lines; all that is given must hold. */
export interface LineFilter {
  /** Bits of which at least one is set; 0 asks for lines without a finding. */
  readonly mask?: number;
  readonly noFinding?: boolean;
  /** `open`: not settled, whether undecided or handed on. */
  readonly decision?: string;
  readonly privileged?: boolean;
  readonly active?: boolean;
  /** Folded text; every word must stand in the row. */
  readonly words?: readonly string[];
}

const select = `
  SELECT state.line, line.account, person, method, confidence, evidence, candidates, kind, privileged, active, mask,
    findings, state.decision, state.act, act.justification, act.remove_roles AS removeRoles, act.mode,
    act.at AS decidedAt, act.account_id AS decidedBy
  FROM access_state AS state JOIN access_line AS line ON line.file_id = state.file_id AND line.line = state.line
    JOIN access_comparison AS compared ON compared.file_id = state.file_id AND compared.line = state.line
    LEFT JOIN access_act AS act ON act.id = state.act`;

const conditions = (filter: LineFilter): { readonly sql: string; readonly values: readonly SqlValue[] } => {
  const sql: string[] = [];
  const values: SqlValue[] = [];
  if (filter.mask !== undefined) {
    sql.push('state.mask & ? <> 0');
    values.push(filter.mask);
  }
  if (filter.noFinding === true) sql.push('state.mask = 0');
  if (filter.decision === 'open') sql.push("(state.decision IS NULL OR state.decision IN ('escalate', 'not-mine'))");
  else if (filter.decision === 'none') sql.push('state.decision IS NULL');
  else if (filter.decision !== undefined) {
    sql.push('state.decision = ?');
    values.push(filter.decision);
  }
  if (filter.privileged !== undefined) sql.push(`state.privileged = ${filter.privileged ? 1 : 0}`);
  if (filter.active !== undefined) sql.push(`state.active = ${filter.active ? 1 : 0}`);
  for (const word of filter.words ?? []) {
    sql.push(`(SELECT instr(search, ?) FROM access_line AS found
      WHERE found.file_id = state.file_id AND found.line = state.line) > 0`);
    values.push(word);
  }
  return { sql: sql.map((one) => ` AND ${one}`).join(''), values };
};

/** Lines in the order of their file. `after` is the `next` of the page before. */
export const accessLines = (
  db: ReadableVault,
  query: LineFilter & { readonly fileId: string; readonly after?: string | null; readonly limit: number },
): Page<AccessLine> => {
  const { sql, values } = conditions(query);
  const rows = db.all<AccessLine>(
    `${select} WHERE state.file_id = ? AND state.line > ?${sql} ORDER BY state.line LIMIT ?`,
    query.fileId,
    pageKey(query.after, 'number')[0] ?? 0,
    ...values,
    query.limit + 1,
  );
  return keysetPage(rows, query.limit, (last) => JSON.stringify([last.line]));
};

/** The numbers of all lines that fit, in order: what a grid scrolls over. */
export const accessLineNumbers = (db: ReadableVault, fileId: string, filter: LineFilter): readonly number[] => {
  const { sql, values } = conditions(filter);
  return db
    .all<{ readonly line: number }>(
      `SELECT state.line FROM access_state AS state WHERE state.file_id = ?${sql} ORDER BY state.line`,
      fileId,
      ...values,
    )
    .map(({ line }) => line);
};

/** Lines by their numbers, in their order. */
export const accessLinesOf = (db: ReadableVault, fileId: string, lines: readonly number[]): readonly AccessLine[] =>
  db.all<AccessLine>(
    `${select} WHERE state.file_id = ? AND state.line IN (SELECT value FROM json_each(?)) ORDER BY state.line`,
    fileId,
    JSON.stringify(lines),
  );

/** Rows of a list as JSON by their lines, in order: at most `limit` behind the line `after`. */
export const accessRows = (
  db: ReadableVault,
  table: 'access_line' | 'access_person',
  fileId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): readonly { readonly line: number; readonly json: string }[] =>
  db.all(
    `SELECT line, ${table === 'access_line' ? 'account' : 'person'} AS json FROM ${table}
     WHERE file_id = ? AND line > ? ORDER BY line LIMIT ?`,
    fileId,
    after,
    limit,
  );

/** How many lines stand where: one row for every combination of findings and decision that occurs. */
export interface Tally {
  readonly mask: number;
  readonly decision: string | null;
  readonly privileged: 0 | 1;
  readonly active: 0 | 1;
  readonly mode: string | null;
  readonly lines: number;
}

export const accessTally = (db: ReadableVault, fileId: string): readonly Tally[] =>
  db.all<Tally>(
    `SELECT mask, decision, privileged, active,
       (SELECT mode FROM access_act WHERE id = act) AS mode, sum(n) AS lines
     FROM (SELECT mask, decision, privileged, active, act, count(*) AS n FROM access_state WHERE file_id = ?
       GROUP BY mask, decision, privileged, active, act)
     GROUP BY mask, decision, privileged, active, mode`,
    fileId,
  );

/** A person settles who a line belongs to; null: nobody on the roster. */
export const addAccessMatch = (
  db: WritableVault,
  stamp: Stamp,
  match: { readonly fileId: string; readonly line: number; readonly person: number | null; readonly reason: string },
): void => {
  db.run(
    `INSERT INTO access_match (file_id, line, ordinal, person, reason, at, account_id)
     VALUES (?, ?, 1 + (SELECT count(*) FROM access_match WHERE file_id = ? AND line = ?), ?, ?, ?, ?)`,
    match.fileId,
    match.line,
    match.fileId,
    match.line,
    match.person,
    match.reason,
    stamp.at,
    stamp.account.id,
  );
};

/** The latest settlement of each line that has one. */
export const accessMatches = (
  db: ReadableVault,
  fileId: string,
): ReadonlyMap<number, { readonly person: number | null; readonly at: string; readonly accountId: string }> =>
  new Map(
    db
      .all<{ line: number; person: number | null; at: string; accountId: string }>(
        `SELECT line, person, at, account_id AS accountId FROM access_match WHERE file_id = ? ORDER BY line, ordinal`,
        fileId,
      )
      .map(({ line, ...rest }) => [line, rest]),
  );

/** Lines that were matched to one of these people. */
export const linesOfPeople = (db: ReadableVault, fileId: string, people: readonly number[]): readonly number[] =>
  people.length === 0
    ? []
    : db
        .all<{ readonly line: number }>(
          'SELECT line FROM access_state WHERE file_id = ? AND person IN (SELECT value FROM json_each(?))',
          fileId,
          JSON.stringify(people),
        )
        .map(({ line }) => line);
