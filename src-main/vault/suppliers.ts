import type { JsonValue } from '../domain/result.ts';
import { nextNumber } from './counters.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A supplier or internal provider in its current version (Annex 11, 3.1). */
export interface Supplier {
  /** `SUP-0001` */
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** What the supplier form holds; opaque to the vault. */
  readonly content: JsonValue;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One version of a supplier: append-only, with who changed it and why. */
export interface SupplierVersion {
  readonly version: number;
  readonly content: JsonValue;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly reason: string | null;
}

type Stored<T extends { readonly content: JsonValue }> = Omit<T, 'content'> & { readonly content: string };
const parsed = <T extends { readonly content: JsonValue }>(row: Stored<T>): T =>
  ({ ...row, content: JSON.parse(row.content) as JsonValue }) as unknown as T;

const select = `
  SELECT supplier.id, name, version, content, created_at AS createdAt, updated_at AS updatedAt
  FROM supplier JOIN supplier_version ON supplier_id = supplier.id AND version = current_version`;

export const supplier = (db: ReadableVault, id: string): Supplier | undefined => {
  const row = db.get<Stored<Supplier>>(`${select} WHERE supplier.id = ?`, id);
  return row && parsed<Supplier>(row);
};

/** All suppliers by name: an organisation has dozens, not thousands. */
export const suppliers = (db: ReadableVault): readonly Supplier[] =>
  db.all<Stored<Supplier>>(`${select} ORDER BY name COLLATE NOCASE, supplier.id`).map((row) => parsed<Supplier>(row));

/** All versions, oldest first. */
export const supplierVersions = (db: ReadableVault, id: string): readonly SupplierVersion[] =>
  db
    .all<Stored<SupplierVersion>>(
      `SELECT version, content, changed_at AS changedAt, changed_by AS changedBy, reason
       FROM supplier_version WHERE supplier_id = ? ORDER BY version`,
      id,
    )
    .map((row) => parsed<SupplierVersion>(row));

/** Saves a new supplier (`id` null) or a new version of one. */
export const saveSupplier = (
  db: WritableVault,
  stamp: Stamp,
  id: string | null,
  input: { readonly name: string; readonly content: JsonValue; readonly reason: string | null },
): Supplier => {
  const at = id ?? `SUP-${String(nextNumber(db, 'supplier')).padStart(4, '0')}`;
  const version = id === null ? 1 : (supplier(db, id)?.version ?? 0) + 1;
  if (id === null)
    db.run(
      'INSERT INTO supplier (id, name, current_version, created_at, updated_at) VALUES (?, ?, 1, ?, ?)',
      at,
      input.name,
      stamp.at,
      stamp.at,
    );
  db.run(
    'INSERT INTO supplier_version (supplier_id, version, content, changed_at, changed_by, reason) VALUES (?, ?, ?, ?, ?, ?)',
    at,
    version,
    JSON.stringify(input.content),
    stamp.at,
    stamp.account.id,
    input.reason,
  );
  if (id !== null)
    db.run(
      'UPDATE supplier SET name = ?, current_version = ?, updated_at = ? WHERE id = ?',
      input.name,
      version,
      stamp.at,
      id,
    );
  const saved = supplier(db, at);
  if (!saved) throw new Error(`no supplier ${at}`);
  return saved;
};
