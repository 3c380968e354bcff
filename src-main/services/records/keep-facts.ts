import type { JsonValue } from '../../domain/result.ts';
import { updateRecord, type AuditWriter, type WritableVault } from '../../vault/index.ts';
import type { LoadedRecord } from './access.ts';
import { contentOf } from './history.ts';
import { workOf } from './work.ts';

/** Keeps the facts of a record in step with its work, after a step that changed nothing of its content. */
export const keepFacts = (db: WritableVault, audit: AuditWriter, { record, revision, type }: LoadedRecord): void => {
  if (type.factsOf === undefined || type.stages === undefined) return;
  const facts = type.factsOf(contentOf(revision), workOf(db, type, record.id)) as JsonValue;
  updateRecord(db, audit, record.id, { facts });
};
