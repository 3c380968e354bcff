import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkVault, type DamagedItem } from '../../../src-main/vault/index.ts';
import type { Connection } from '../../../src-main/vault/driver.ts';
import {
  administrator,
  evaluator,
  owner,
  quality,
  staffed,
  testClock,
  testServices,
  type Staffed,
} from '../../support/services.ts';
import { openAt, tamper } from '../../support/vault.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

/**
 * An insider who has the data key moves signed bytes between records, with every hash beside them, and puts the guards back.
 * Each part is whole in itself; what the trail says of sending and signing is not (21 CFR 11.70).
 */
let team: Staffed;
let folder: string;
let first: string;
let second: string;
let copies = 0;

beforeAll(async () => {
  team = await staffed(await testServices());
  first = await team.sent();
  second = await team.sent();
  for (const who of [evaluator, owner, quality]) expect(await team.sign(first, who)).toMatchObject({ ok: true });
  expect(await team.sign(second, evaluator)).toMatchObject({ ok: true });
  await team.services.ask('session.logout', {});
  folder = vaultFolderOf(team.services.folder);
});
afterAll(() => team.services.dispose());

/** What `vault check` finds after an attack. */
const damage = async (work: (db: Connection) => void): Promise<readonly DamagedItem[]> => {
  const copy = join(team.services.folder, `exchanged-${(copies += 1)}.vault`);
  cpSync(folder, copy, { recursive: true });
  await tamper(copy, work, administrator);
  const opened = await openAt(copy, testClock(), administrator);
  if (!opened.ok) throw new Error(opened.error.code);
  const check = opened.value.read((db) => checkVault(db));
  expect(check.intact).toBe(check.damaged.length === 0);
  return check.damaged;
};

const swap = (db: Connection, table: string, columns: readonly string[], where: string): void => {
  const rows = [first, second].map((id) =>
    db.get(`SELECT ${columns.join(', ')} FROM ${table} WHERE record_id = ? AND ${where}`, [id]),
  ) as Record<string, unknown>[];
  const set = columns.map((column) => `${column} = ?`).join(', ');
  [first, second].forEach((id, index) => {
    const other = rows[1 - index] ?? {};
    db.run(`UPDATE ${table} SET ${set} WHERE record_id = ? AND ${where}`, [
      ...(columns.map((column) => other[column]) as never[]),
      id,
    ]);
  });
};

describe('signed bytes that were moved', () => {
  test('are not found where nobody moved any [11.70]', async () => {
    expect(await damage(() => undefined)).toEqual([]);
  });

  test('are found where the signatures of two records were exchanged [11.70]', async () => {
    const found = await damage((db) =>
      swap(
        db,
        'sealed_part',
        ['bytes', 'total_length', 'sha256'],
        'ordinal IN (1, 2) AND revision = 1 AND ordinal = 2',
      ),
    );
    // The update of one file does not continue the other: already the sums of the parts say so.
    expect(found.map(({ recordId }) => recordId)).toEqual(expect.arrayContaining([first, second]));
  });

  test('are found where a whole PDF was moved to another record, with its sums [11.70]', async () => {
    const found = await damage((db) => {
      db.run('DELETE FROM sealed_part WHERE record_id = ?', [second]);
      db.run(
        `INSERT INTO sealed_part SELECT ? AS record_id, revision, ordinal, requirement_id, bytes, total_length, sha256, added_at
         FROM sealed_part WHERE record_id = ?`,
        [second, first],
      );
    });
    expect(found).toContainEqual({ kind: 'not-as-recorded', recordId: second, revision: 1 });
  });

  test('are found where an older state was put back: the last signature cut off [11.70]', async () => {
    const found = await damage((db) => db.run('DELETE FROM sealed_part WHERE record_id = ? AND ordinal = 4', [first]));
    expect(found).toContainEqual({ kind: 'not-as-recorded', recordId: first, revision: 1 });
  });

  test('are found where the frozen JSON of two records was exchanged, with its sums [11.70]', async () => {
    const found = await damage((db) => swap(db, 'revision', ['frozen_json', 'frozen_sha256'], 'revision = 1'));
    expect(found).toEqual([
      { kind: 'not-as-recorded', recordId: first, revision: 1 },
      { kind: 'not-as-recorded', recordId: second, revision: 1 },
    ]);
  });
});
