import type { Output } from '../../../src-main/contract/index.ts';

export type RecordView = Output<'records.get'>;
export type RecordSummary = RecordView['summary'];
/** A row of the list: a record of this vault, or one that was imported. */
export type ListedRecord = Output<'records.list'>['records'][number];
export type Requirement = RecordView['requirements'][number];
export type AuditEntry = Output<'records.history'>['entries'][number];

/** What a panel is given. */
export interface PanelProps {
  readonly view: RecordView;
  /** Whether the person who looks may edit the draft. */
  readonly editable: boolean;
  readonly onReload: () => Promise<void>;
}
