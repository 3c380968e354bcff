import type { RecordType } from '../../domain/record-type.ts';
import { isRecordType, recordTypes } from '../../domain/records/index.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import {
  record,
  revision,
  system,
  type ReadableVault,
  type RecordEntry,
  type Revision,
  type SystemEntry,
} from '../../vault/index.ts';
import { type Caller, type ServiceContext } from '../context.ts';

/** A record with one of its revisions, its type and its system. */
export interface LoadedRecord {
  readonly record: RecordEntry;
  readonly revision: Revision;
  readonly type: RecordType;
  readonly system: SystemEntry;
}

/** Loads a record; `number` null means its current revision. */
export const loadRecord = (
  db: ReadableVault,
  id: string,
  number: number | null,
): Result<LoadedRecord, Failure<'records/not-found'>> => {
  const found = record(db, id);
  if (!found || !isRecordType(found.type)) return fail('records/not-found', { recordId: id });
  const wanted = revision(db, id, number ?? found.currentRevision);
  const of = system(db, found.systemId);
  if (!wanted || !of) return fail('records/not-found', { recordId: id, revision: number });
  return ok({ record: found, revision: wanted, type: recordTypes[found.type], system: of });
};

/** The caller, and the current revision of the record they act on. */
export const callerAndRecord = (
  context: ServiceContext,
  recordId: string,
): Result<LoadedRecord & { readonly caller: Caller }> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const loaded = caller.value.vault.read((db) => loadRecord(db, recordId, null));
  return loaded.ok ? ok({ ...loaded.value, caller: caller.value }) : loaded;
};
