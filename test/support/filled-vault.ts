import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Role } from '../../src-main/domain/roles.ts';
import { Meaning } from '../../src-main/domain/signing.ts';
import { Connection } from '../../src-main/vault/driver.ts';
import { readable } from '../../src-main/vault/handle.ts';
import {
  addRequirements,
  appendSealed,
  createRecord,
  createSystem,
  freezeRevision,
  tableRows,
  tables,
  type OpenVault,
} from '../../src-main/vault/index.ts';
import { addPerson, testVault, type TestVault } from './vault.ts';

/** Bytes that look random and are the same at every run. */
export const noise = (seed: string, length: number): Buffer => {
  const parts: Buffer[] = [];
  for (let n = 0; n * 32 < length; n += 1) parts.push(createHash('sha256').update(`${seed} ${n}`).digest());
  return Buffer.concat(parts).subarray(0, length);
};

/** Numbers from 0 up to `below`, the same ones for the same seed (mulberry32). */
export const seeded = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
};

/** Records with frozen revisions and sealed PDFs of two signatures, a transaction each. */
export const fillWith = (vault: OpenVault, count: number, from = 1): void => {
  for (let n = from; n < from + count; n += 1) {
    const id = `PE-2026-${String(n).padStart(4, '0')}`;
    vault.write(vault, (db, audit) => {
      const common = { type: 'periodic-evaluation', systemId: 'SYS-0001', ownerId: vault.accountId, state: 'draft' };
      createRecord(db, audit, {
        ...common,
        id,
        title: `Evaluation ${n}`,
        content: { text: noise(id, 300 + (n % 7) * 900).toString('hex') },
      });
      audit.record({ action: 'record.create', subject: { type: 'record', id }, reason: `because ${n}` });
    });
    if (n % 3 === 0) continue;
    let pdf = Buffer.concat([Buffer.from(`%PDF-1.7 ${id}\n`), noise(`pdf ${id}`, 9000)]);
    vault.write(vault, (db, audit) => {
      freezeRevision(db, audit, {
        recordId: id,
        revision: 1,
        state: 'awaiting-signatures',
        canonical: noise(`frozen ${id}`, 2500),
      });
      const requirement = {
        id: 'author',
        ordinal: 1,
        title: 'A',
        role: Role.Operative,
        meaning: Meaning.Authorship,
        accountId: vault.accountId,
      };
      addRequirements(db, id, 1, [requirement]);
      appendSealed(db, audit, { recordId: id, revision: 1, pdf, requirementId: null });
      audit.record({ action: 'record.send-for-signature', subject: { type: 'record', id } });
    });
    pdf = Buffer.concat([pdf, noise(`signature ${id}`, 5000)]);
    vault.write(vault, (db, audit) => {
      appendSealed(db, audit, { recordId: id, revision: 1, pdf, requirementId: 'author' });
      audit.record({ action: 'record.sign', subject: { type: 'record', id } });
    });
  }
};

/** A vault with a second person, a system and records; closed where `stay` is not `open`. */
export const filledVault = async (
  count: number,
  stay: 'open' | 'closed' = 'closed',
  folder?: string,
): Promise<TestVault> => {
  const one = await testVault(folder);
  await addPerson(one.vault, 'quinn', ['quality-assurance']);
  await addPerson(one.vault, 'kim', ['operative']);
  one.vault.write(one.vault, (db, audit) => {
    const { id } = createSystem(db, audit, { name: 'LIMS', content: {}, reason: null });
    audit.record({ action: 'system.create', subject: { type: 'system', id } });
  });
  fillWith(one.vault, count);
  if (stay === 'closed') one.vault.close();
  return one;
};

/** Every row of every table as text, by table; `rowid` and key do not matter, the bytes do. */
export const rowsOf = (db: Connection): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    tables(readable(db))
      .filter(({ name }) => name !== 'search_entry')
      .map((table) => [table.name, new Set([...tableRows(readable(db), table)].map(textOf))]),
  );

/** A row as text that two rows share only if they are byte for byte the same. */
export const textOf = (row: readonly unknown[]): string =>
  JSON.stringify(row, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );

/** Looks into the database of a closed vault, or of a copy of it that is thrown away. */
export const inside = async <T>(folder: string, key: Buffer, work: (db: Connection) => T): Promise<T> => {
  const connection = Connection.open(join(folder, 'vault.db'), key, 'existing');
  try {
    return work(connection);
  } finally {
    connection.close();
  }
};

/** A copy of a vault's folder as it lies on the disk, beside it. */
export const copyOf = (folder: string, name: string): string => {
  const copy = `${folder}-${name}.vault`;
  cpSync(folder, copy, { recursive: true });
  return copy;
};
