import { hash } from 'node:crypto';
import type { JsonValue } from '../../domain/result.ts';
import { nextNumber } from '../counters.ts';
import { VaultFault } from '../failures.ts';
import type { ReadableVault, WritableVault } from '../handle.ts';
import type { Stamp } from '../stamp.ts';

export type AccessListKind = 'accounts' | 'roster' | 'later';

/** An imported list without its bytes: where it came from, how it was read, what it held. */
export interface AccessFile {
  /** `AL-000001` */
  readonly id: string;
  readonly recordId: string;
  readonly kind: AccessListKind;
  /** From 1, within its record and kind. */
  readonly number: number;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly encoding: string;
  readonly delimiter: string;
  readonly mappingVersion: number;
  /** System, extractor and report or query by which it was made, and when (UTC, ISO 8601). */
  readonly source: string;
  readonly extractor: string;
  readonly query: string;
  readonly extractedAt: string;
  /** Rows that the source system said there are; null where it says nothing. */
  readonly declaredRows: number | null;
  readonly totals: JsonValue;
  /** Why a population was replaced; null for a first one. */
  readonly reason: string | null;
  readonly importedAt: string;
  readonly importedBy: string;
}

export type NewAccessFile = Omit<AccessFile, 'id' | 'number' | 'size' | 'sha256' | 'importedAt' | 'importedBy'> & {
  readonly bytes: Uint8Array;
};

type Row = Omit<AccessFile, 'totals'> & { readonly totals: string };

const select = `
  SELECT id, record_id AS recordId, kind, number, name, length(bytes) AS size, sha256, encoding, delimiter,
    mapping_version AS mappingVersion, source, extractor, query, extracted_at AS extractedAt,
    declared_rows AS declaredRows, totals, reason, imported_at AS importedAt, imported_by AS importedBy
  FROM access_file`;

const fileOf = (row: Row): AccessFile => ({ ...row, totals: JSON.parse(row.totals) as JsonValue });

export const accessFile = (db: ReadableVault, id: string): AccessFile | undefined => {
  const row = db.get<Row>(`${select} WHERE id = ?`, id);
  return row && fileOf(row);
};

/** The lists of a review, oldest first. */
export const accessFiles = (db: ReadableVault, recordId: string): readonly AccessFile[] =>
  db.all<Row>(`${select} WHERE record_id = ? ORDER BY imported_at, id`, recordId).map(fileOf);

/**
 * The bytes of a list as they were imported.
 *
 * @throws VaultFault `vault/database-damaged` where they are not what was hashed then.
 */
export const accessFileBytes = (db: ReadableVault, id: string): Uint8Array => {
  const row = db.get<{ readonly bytes: Uint8Array; readonly sha256: string }>(
    'SELECT bytes, sha256 FROM access_file WHERE id = ?',
    id,
  );
  if (row === undefined) throw new Error(`no list ${id}`);
  if (hash('sha256', row.bytes, 'hex') !== row.sha256) throw new VaultFault('vault/database-damaged', `list ${id}`);
  return row.bytes;
};

/** Keeps a list byte for byte. */
export const addAccessFile = (db: WritableVault, stamp: Stamp, file: NewAccessFile): AccessFile => {
  const id = `AL-${String(nextNumber(db, 'access-file')).padStart(6, '0')}`;
  const number = nextNumber(db, `access-file/${file.recordId}/${file.kind}`);
  db.run(
    `INSERT INTO access_file (id, record_id, kind, number, name, bytes, sha256, encoding, delimiter, mapping_version,
       source, extractor, query, extracted_at, declared_rows, totals, reason, imported_at, imported_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    file.recordId,
    file.kind,
    number,
    file.name,
    file.bytes,
    hash('sha256', file.bytes, 'hex'),
    file.encoding,
    file.delimiter,
    file.mappingVersion,
    file.source,
    file.extractor,
    file.query,
    file.extractedAt,
    file.declaredRows,
    JSON.stringify(file.totals),
    file.reason,
    stamp.at,
    stamp.account.id,
  );
  const added = accessFile(db, id);
  if (added === undefined) throw new Error(`no list ${id}`);
  return added;
};
