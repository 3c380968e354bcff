import type { Output } from '../../../src-main/contract/index.ts';
import { shortTime } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Page.tsx';

type Version = Output<'systems.get'>['versions'][number];

const columns: readonly DataColumn<Version>[] = [
  { id: 'version', label: 'Version', cell: ({ version }) => version },
  { id: 'when', label: 'When', nowrap: true, cell: ({ changedAt }) => shortTime(changedAt) },
  { id: 'who', label: 'Who', cell: ({ changedBy }) => changedBy },
  { id: 'why', label: 'Reason', cell: ({ reason }) => reason },
];

/** Who changed an entry of an inventory, when and why; newest first. */
export const EntryVersions = ({ versions }: { readonly versions: readonly Version[] }) => (
  <Panel title="Versions" flush>
    <DataTable label="Versions" columns={columns} rows={versions} rowKey={({ version }) => version} />
  </Panel>
);
