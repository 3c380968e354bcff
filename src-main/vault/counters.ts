import type { WritableVault } from './handle.ts';

/** The next number of a named series, from 1. A number that was given is never given again, deleted rows or not. */
export const nextNumber = (db: WritableVault, series: string): number => {
  db.run('INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1', series);
  const row = db.get<{ readonly value: number }>('SELECT value FROM counter WHERE name = ?', series);
  if (row === undefined) throw new Error(`no counter ${series}`);
  return row.value;
};

/** The next record id of a type and year: `PE-2026-0001`. */
export const nextRecordId = (db: WritableVault, prefix: string, year: number): string =>
  `${prefix}-${year}-${String(nextNumber(db, `record/${prefix}/${year}`)).padStart(4, '0')}`;
