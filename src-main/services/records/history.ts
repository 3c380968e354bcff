import type { Content } from '../../domain/form.ts';
import { RecordState } from '../../domain/lifecycle.ts';
import { records, revisions, type ReadableVault, type RecordEntry, type Revision } from '../../vault/index.ts';
import { storedContent } from '../stored.ts';

/** A record of a type and system with its revision in force. */
export interface EffectiveRecord {
  readonly record: RecordEntry;
  readonly revision: Revision;
}

/** Records of a type and system that are in force or were: what a new one continues. Latest period first. */
export const effectiveRecords = (db: ReadableVault, type: string, systemId: string): readonly EffectiveRecord[] => {
  const { items } = records(db, { type, systemId, limit: 1000 });
  return items
    .flatMap((record): readonly EffectiveRecord[] => {
      const inForce = revisions(db, record.id).find((one) => one.state === RecordState.Effective);
      return inForce ? [{ record, revision: inForce }] : [];
    })
    .sort((a, b) => ((a.record.periodEnd ?? '') < (b.record.periodEnd ?? '') ? 1 : -1));
};

/** The record that one of this type and system follows: the latest in force, other than `exceptId`. */
export const previousRecord = (
  db: ReadableVault,
  type: string,
  systemId: string,
  exceptId: string | null,
): EffectiveRecord | undefined => effectiveRecords(db, type, systemId).find(({ record }) => record.id !== exceptId);

export const contentOf = (revision: Revision): Content => storedContent(revision.content);
