import { completenessOf, type Finding } from '../../domain/completeness.ts';
import type { Content } from '../../domain/form.ts';
import type { CheckContext, RecordType } from '../../domain/record-type.ts';
import { stageEntries, type ReadableVault, type Revision, type SystemEntry } from '../../vault/index.ts';
import { linkedRecords } from '../links/linked.ts';
import { figuresOf } from './figures.ts';
import { previousRecord } from './history.ts';
import { storedContent } from '../stored.ts';

/** A revision with what its rules are asked about. */
export interface Checked {
  readonly type: RecordType;
  readonly system: SystemEntry;
  readonly revision: Revision;
  /** What is checked, which need not be stored yet. */
  readonly content: Content;
  readonly today: string;
}

/** What the rules of a record type may ask of the vault. */
export const checkContext = (db: ReadableVault, { type, system, revision, today }: Checked): CheckContext => ({
  recordId: revision.recordId,
  today,
  previousEnd: previousRecord(db, type.id, system.id, revision.recordId)?.record.periodEnd ?? null,
  system: storedContent(system.content),
  stage: revision.stage,
  steps: stageEntries(db, revision.recordId, revision.revision),
  links: linkedRecords(db, revision.recordId),
  figures: figuresOf(db, type.id, revision.recordId, today),
});

/** Everything that stands against sending this content for signature, and what its author should look at. */
export const findingsOf = (db: ReadableVault, checked: Checked): readonly Finding[] => [
  ...completenessOf(checked.type.form, checked.content),
  ...checked.type.check(checked.content, checkContext(db, checked)),
];
