import type { ReadableVault, WritableVault } from '../handle.ts';
import { keysetPage, type Page } from '../paging.ts';
import type { StoredRow } from './population.ts';

export const addAccessPerson = (db: WritableVault, fileId: string, { line, json, search }: StoredRow): void => {
  db.run('INSERT INTO access_person (file_id, line, person, search) VALUES (?, ?, ?, ?)', fileId, line, json, search);
};

/** People of a roster by their lines. */
export const accessPeople = (
  db: ReadableVault,
  fileId: string,
  lines: readonly number[],
): ReadonlyMap<number, string> =>
  new Map(
    db
      .all<{ readonly line: number; readonly person: string }>(
        'SELECT line, person FROM access_person WHERE file_id = ? AND line IN (SELECT value FROM json_each(?))',
        fileId,
        JSON.stringify(lines),
      )
      .map(({ line, person }) => [line, person]),
  );

/**
 * Keys of which a row's search text must hold at least one, whole: a key is words (folded), all of which stand in the
 * row. One pass over the rows, however many keys.
 */
export type SearchKeys = readonly (readonly string[])[];

const holdsOne = (keys: SearchKeys): string =>
  keys.map((words) => `(${words.map(() => 'instr(search, ?) > 0').join(' AND ')})`).join(' OR ');

/** Lines of an account list that hold one of the keys. */
export const accessLinesNaming = (db: ReadableVault, fileId: string, keys: SearchKeys): readonly number[] =>
  keys.length === 0
    ? []
    : db
        .all<{ readonly line: number }>(
          `SELECT line FROM access_line WHERE file_id = ? AND (${holdsOne(keys)})`,
          fileId,
          ...keys.flat(),
        )
        .map(({ line }) => line);

/** People of a roster whose row holds one of the keys, at most `limit`. */
export const findAccessPeople = (
  db: ReadableVault,
  fileId: string,
  keys: SearchKeys,
  limit: number,
): readonly { readonly line: number; readonly person: string }[] =>
  keys.length === 0
    ? []
    : db.all(
        `SELECT line, person FROM access_person WHERE file_id = ? AND (${holdsOne(keys)}) ORDER BY line LIMIT ?`,
        fileId,
        ...keys.flat(),
        limit,
      );

/** A roster in the order of its file, or the people on it whose row holds every word. `after` is the `next` before. */
export const accessPeoplePage = (
  db: ReadableVault,
  query: {
    readonly fileId: string;
    readonly words: readonly string[];
    readonly after: string | null;
    readonly limit: number;
  },
): Page<{ readonly line: number; readonly person: string }> =>
  keysetPage(
    db.all<{ readonly line: number; readonly person: string }>(
      `SELECT line, person FROM access_person
       WHERE file_id = ? AND line > ?${query.words.length === 0 ? '' : ` AND ${holdsOne([query.words])}`}
       ORDER BY line LIMIT ?`,
      query.fileId,
      Number(query.after ?? 0),
      ...query.words,
      query.limit + 1,
    ),
    query.limit,
    (last) => String(last.line),
  );
