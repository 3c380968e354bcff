import type { ComponentType } from 'react';
import type { RecordTypeId } from '../../../src-main/contract/index.ts';
import type { RecordView } from './types.ts';

/** What a panel is given. */
export interface PanelProps {
  readonly view: RecordView;
  /** Whether the person who looks may edit the draft. */
  readonly editable: boolean;
  readonly onReload: () => Promise<void>;
}

/** A tab of the record page that a record type, or every type, brings along. */
export interface RecordPanel {
  /** Its place in the address: `/records/AR-2026-0001/accounts`. */
  readonly id: string;
  readonly label: string;
  readonly component: ComponentType<PanelProps>;
}

/** Tabs of every record, between its content and its signatures. */
const common: readonly RecordPanel[] = [];

/** Tabs of one type. */
const ofType: Partial<Readonly<Record<RecordTypeId, readonly RecordPanel[]>>> = {};

export const panelsOf = (type: RecordTypeId): readonly RecordPanel[] => [...(ofType[type] ?? []), ...common];
