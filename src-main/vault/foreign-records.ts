import { hash } from 'node:crypto';
import { VaultFault } from './failures.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { keysetPage, pageKey, type Page } from './paging.ts';
import type { Stamp } from './stamp.ts';

/** A sealed record of another vault. Read-only for good. */
export interface ForeignRecord {
  /** Of the PDF, lower-case hex: what it is known by here. */
  readonly sha256: string;
  readonly vaultId: string;
  readonly organisation: string;
  /** Its id there; ids of two vaults may be the same. */
  readonly recordId: string;
  readonly revision: number;
  readonly type: string;
  readonly typeTitle: string;
  readonly title: string;
  readonly systemName: string;
  readonly frozenAt: string;
  readonly jsonSha256: string;
  /** Anchors that were accepted for it besides the vault's own, as PEM; empty where none was needed. */
  readonly anchors: string;
  /** What verification said when it was imported. */
  readonly indication: string;
  /** Whether drawing its JSON again gave the very pages that were signed. */
  readonly pages: 'reproduced' | 'not-provable';
  readonly importedAt: string;
  readonly importedBy: string;
}

const select = `
  SELECT sha256, vault_id AS vaultId, organisation, record_id AS recordId, revision, type, type_title AS typeTitle, title,
    system_name AS systemName, frozen_at AS frozenAt, json_sha256 AS jsonSha256, anchors, indication, pages,
    imported_at AS importedAt, imported_by AS importedBy
  FROM foreign_record`;

export const foreignRecord = (db: ReadableVault, sha256: string): ForeignRecord | undefined =>
  db.get<ForeignRecord>(`${select} WHERE sha256 = ?`, sha256);

/** What lists show of an imported record. */
export type ForeignRow = Pick<
  ForeignRecord,
  'sha256' | 'organisation' | 'recordId' | 'revision' | 'type' | 'typeTitle' | 'title' | 'systemName' | 'importedAt'
>;

interface ForeignQuery {
  readonly type?: string;
  /** Those with these hashes alone. */
  readonly ids?: readonly string[];
  readonly order?: 'last-imported' | 'number';
  /** A key of the order and a hash, as JSON. */
  readonly after?: string | null;
  readonly limit: number;
}

/** Imported records as lists show them, newest import first or by their number there. */
export const foreignRows = (db: ReadableVault, query: ForeignQuery): Page<ForeignRow> => {
  const byNumber = query.order === 'number';
  const [column, direction, beyond] = byNumber ? ['record_id', 'ASC', '>'] : ['imported_at', 'DESC', '<'];
  const after = pageKey(query.after, 'string', 'string');
  const conditions = [
    ...(query.type === undefined ? [] : ['type = ?']),
    ...(query.ids === undefined ? [] : ['sha256 IN (SELECT value FROM json_each(?))']),
    ...(after.length === 0 ? [] : [`(${column}, sha256) ${beyond} (?, ?)`]),
  ];
  const rows = db.all<ForeignRow>(
    `SELECT sha256, organisation, record_id AS recordId, revision, type, type_title AS typeTitle, title,
       system_name AS systemName, imported_at AS importedAt
     FROM foreign_record ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY ${column} ${direction}, sha256 ${direction} LIMIT ?`,
    ...(query.type === undefined ? [] : [query.type]),
    ...(query.ids === undefined ? [] : [JSON.stringify(query.ids)]),
    ...after,
    query.limit + 1,
  );
  return keysetPage(rows, query.limit, (last) =>
    JSON.stringify([byNumber ? last.recordId : last.importedAt, last.sha256]),
  );
};

export const foreignCount = (db: ReadableVault, { type }: Pick<ForeignQuery, 'type'>): number =>
  db.get<{ readonly n: number }>(
    `SELECT count(*) AS n FROM foreign_record ${type === undefined ? '' : 'WHERE type = ?'}`,
    ...(type === undefined ? [] : [type]),
  )?.n ?? 0;

/** Newest import first. `after` is the `next` of the page before. */
export const foreignRecords = (
  db: ReadableVault,
  query: { readonly limit: number; readonly after?: string | null },
): Page<ForeignRecord> => {
  const after = pageKey(query.after, 'string', 'string');
  const rows = db.all<ForeignRecord>(
    `${select} ${after.length === 0 ? '' : 'WHERE (imported_at, sha256) < (?, ?)'}
     ORDER BY imported_at DESC, sha256 DESC LIMIT ?`,
    ...after,
    query.limit + 1,
  );
  return keysetPage(rows, query.limit, (last) => JSON.stringify([last.importedAt, last.sha256]));
};

/** @throws VaultFault `vault/database-damaged` where the bytes are not those that were imported. */
export const foreignPdf = (db: ReadableVault, sha256: string): Uint8Array | undefined => {
  const row = db.get<{ readonly pdf: Uint8Array }>('SELECT pdf FROM foreign_record WHERE sha256 = ?', sha256);
  if (row === undefined) return undefined;
  if (hash('sha256', row.pdf, 'hex') !== sha256)
    throw new VaultFault('vault/database-damaged', `imported PDF ${sha256}`);
  return row.pdf;
};

export type NewForeignRecord = Omit<ForeignRecord, 'sha256' | 'jsonSha256' | 'importedAt' | 'importedBy'> & {
  readonly pdf: Uint8Array;
  readonly json: Uint8Array;
};

/** Adds a record; answers the SHA-256 it is known by. @throws where these bytes are there already */
export const addForeignRecord = (db: WritableVault, stamp: Stamp, input: NewForeignRecord): string => {
  const sha256 = hash('sha256', input.pdf, 'hex');
  db.run(
    `INSERT INTO foreign_record (sha256, vault_id, organisation, record_id, revision, type, type_title, title,
       system_name, frozen_at, pdf, json, json_sha256, anchors, indication, pages, imported_at, imported_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    sha256,
    input.vaultId,
    input.organisation,
    input.recordId,
    input.revision,
    input.type,
    input.typeTitle,
    input.title,
    input.systemName,
    input.frozenAt,
    input.pdf,
    input.json,
    hash('sha256', input.json, 'hex'),
    input.anchors,
    input.indication,
    input.pages,
    stamp.at,
    stamp.account.id,
  );
  return sha256;
};
