import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ask } from '../../bridge/bridge.ts';
import { download } from '../../lib/download.ts';
import { shortly } from '../../lib/messages.ts';
import type { Input } from '../../../src-main/contract/index.ts';
import type { Filter } from './types.ts';

type What = Input<'access.export'>['what'];

const tables: readonly (readonly [What, string])[] = [
  ['lines', 'Accounts shown'],
  ['findings', 'Findings of the accounts shown'],
  ['decisions', 'All decisions, those taken back included'],
];

/** Tables for a spreadsheet. Cells that it would take for a formula are neutralised; each export is in the audit trail. */
export const ExportMenu = ({ recordId, filter }: { readonly recordId: string; readonly filter: Filter }) => {
  const save = async (what: What) => {
    const reply = await ask('access.export', { recordId, what, filter });
    if (reply.ok) download(reply.value.fileName, reply.value.bytes, 'text/csv');
    else notifications.show({ color: 'red', message: shortly(reply.error.code) });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="default">
          Export CSV
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {tables.map(([what, label]) => (
          <Menu.Item key={what} onClick={() => void save(what)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
