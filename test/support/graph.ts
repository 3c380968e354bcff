import type { JsonValue } from '../../src-main/domain/result.ts';
import {
  createRecord,
  nextRecordId,
  setRevisionState,
  updateRecord,
  type AuditWriter,
  type WritableVault,
} from '../../src-main/vault/index.ts';

/** A record as the graph sees it: type, day, facts and state, without a form behind it. */
export interface PlainRecord {
  readonly type: string;
  readonly prefix: string;
  readonly systemId: string;
  readonly ownerId: string;
  readonly title: string;
  readonly state: string;
  readonly eventOn?: string | null;
  readonly periodEnd?: string | null;
  readonly facts?: JsonValue;
}

/** Puts a record into a vault as its type would have left it. */
export const plainRecord = (db: WritableVault, audit: AuditWriter, record: PlainRecord): string => {
  const { prefix, ...input } = record;
  const { id } = createRecord(db, audit, { id: nextRecordId(db, prefix, 2026), ...input, state: 'draft', content: {} });
  if (record.state !== 'draft') {
    setRevisionState(db, audit, id, 1, record.state);
    updateRecord(db, audit, id, { state: record.state });
  }
  audit.record({ action: 'record.create', subject: { type: 'record', id } });
  return id;
};
