import type { ComponentType } from 'react';
import { AccountsPanel } from '../access-review/AccountsPanel.tsx';
import { ListsPanel } from '../access-review/ListsPanel.tsx';
import { RemedyPanel } from '../access-review/RemedyPanel.tsx';
import type { RecordTypeId } from '../../../src-main/contract/index.ts';
import { SamplePanel } from '../trail-review/SamplePanel.tsx';
import { RecordActionItems } from '../actions/RecordActionItems.tsx';
import { RelatedPanel } from '../links/Related.tsx';
import { RecordChanges } from './RecordChanges.tsx';
import type { PanelProps, RecordView } from './types.ts';

/** A tab of the record page that a record type, or every type, brings along. */
export interface RecordPanel {
  /** Its place in the address: `/records/AR-2026-0001/accounts`. */
  readonly id: string;
  readonly label: string;
  readonly component: ComponentType<PanelProps>;
  /** Whether this record has something to show there; always, where absent. */
  readonly visible?: (view: RecordView) => boolean;
}

/** Tabs of every record, between its content and its signatures. */
const common: readonly RecordPanel[] = [
  { id: 'changes', label: 'Changes', component: RecordChanges, visible: ({ revision }) => revision > 1 },
  { id: 'related', label: 'Related', component: RelatedPanel },
  { id: 'actions', label: 'Actions', component: RecordActionItems },
];

/** Tabs of one type. */
const ofType: Partial<Readonly<Record<RecordTypeId, readonly RecordPanel[]>>> = {
  'audit-trail-review': [{ id: 'sample', label: 'Sample', component: SamplePanel }],
  'access-review': [
    { id: 'lists', label: 'Lists', component: ListsPanel },
    { id: 'accounts', label: 'Accounts', component: AccountsPanel },
    { id: 'remediation', label: 'Remediation', component: RemedyPanel },
  ],
};

export const panelsOf = (view: RecordView): readonly RecordPanel[] =>
  [...(ofType[view.summary.type] ?? []), ...common].filter(({ visible }) => visible?.(view) ?? true);
