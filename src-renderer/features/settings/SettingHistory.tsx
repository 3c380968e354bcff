import { Text } from '@mantine/core';
import { shortTime } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import type { Setting, SettingChange } from './types.ts';

const statusWords: Readonly<Record<SettingChange['status'], string>> = {
  proposed: 'Waits',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
};

const columns: readonly DataColumn<SettingChange>[] = [
  {
    id: 'value',
    label: 'Value',
    cell: ({ lines }) => lines.map(({ label, text }) => <div key={label}>{`${label}: ${text}`}</div>),
  },
  {
    id: 'proposed',
    label: 'Proposed',
    cell: ({ proposedBy, proposedAt, reason }) => (
      <>
        {proposedBy.fullName}, {shortTime(proposedAt)}
        <Text size="sm" c="dimmed">
          {reason}
        </Text>
      </>
    ),
  },
  {
    id: 'decided',
    label: 'Decided',
    cell: ({ status, decidedBy, decidedAt, decisionReason }) => (
      <>
        {statusWords[status]}
        {decidedBy !== null && decidedAt !== null && ` by ${decidedBy.fullName}, ${shortTime(decidedAt)}`}
        {decisionReason !== null && (
          <Text size="sm" c="dimmed">
            {decisionReason}
          </Text>
        )}
      </>
    ),
  },
];

/** Every change that was ever proposed and decided, newest first. */
export const SettingHistory = ({ setting }: { readonly setting: Setting }) => {
  if (setting.history.length === 0) return null;
  return (
    <details>
      <summary>
        History ({setting.history.length === 1 ? '1 change' : `${String(setting.history.length)} changes`})
      </summary>
      <DataTable
        label={`History of ${setting.title}`}
        rows={setting.history}
        rowKey={({ changeId }) => changeId}
        columns={columns}
      />
    </details>
  );
};
