import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../bridge/bridge.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { download } from '../../lib/download.ts';
import { fileSize, shortHash } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import type { PanelProps } from '../records/types.ts';
import { ImportWizard } from './ImportWizard.tsx';
import { RosterDialog } from './RosterDialog.tsx';
import { RulesEditor } from './RulesEditor.tsx';
import type { ListKindId, Overview } from './types.ts';
import { listWords } from './words.ts';

type ListFile = Overview['files'][number];

const columns = (
  onSave: (file: ListFile) => void,
  onShow: (file: ListFile) => void,
): readonly DataColumn<ListFile>[] => [
  {
    id: 'list',
    label: 'List',
    cell: (file) => (
      <>
        {listWords(file.kind)} {file.number > 1 ? `(${String(file.number)})` : ''}
        <br />
        <Text span size="xs" c="dimmed">
          {file.id}
        </Text>
        {!file.current && (
          <Badge size="sm" variant="light" color="gray" tt="none" ml={6}>
            Replaced
          </Badge>
        )}
        {file.kind === 'roster' && (
          <div>
            <Button size="compact-xs" variant="default" mt={4} onClick={() => onShow(file)}>
              Show the people
            </Button>
          </div>
        )}
      </>
    ),
  },
  {
    id: 'file',
    label: 'File',
    cell: (file) => (
      <>
        <Anchor component="button" type="button" size="sm" onClick={() => onSave(file)}>
          {file.name}
        </Anchor>
        <br />
        <Text span size="xs" c="dimmed">
          {fileSize(file.size)}, {file.encoding}, <span className="mono">{shortHash(file.sha256)}</span>
        </Text>
      </>
    ),
  },
  {
    id: 'source',
    label: 'Source',
    cell: (file) => (
      <>
        {file.query}, {file.source}
        <br />
        <Text span size="xs" c="dimmed">
          {file.extractor}, {shortTime(file.extractedAt)}
          {file.reason === null ? '' : `; replaced because: ${file.reason}`}
        </Text>
      </>
    ),
  },
  {
    id: 'totals',
    label: 'Control totals',
    cell: ({ totals, declaredRows }) => (
      <>
        {totals.rows.toLocaleString('en')} rows{declaredRows === null ? '' : ', as the source states'}
        <br />
        <Text span size="xs" c="dimmed">
          {totals.active.toLocaleString('en')} active
          {totals.unknown > 0 ? `, ${totals.unknown.toLocaleString('en')} of unknown status` : ''}
          {totals.roles > 0 ? `, ${String(totals.roles)} roles` : ''}
        </Text>
      </>
    ),
  },
];

/** The lists of a review and the rules they are compared by. */
export const ListsPanel = ({ view, onReload }: PanelProps) => {
  const recordId = view.summary.id;
  const overview = useCall('access.overview', { recordId });
  const [importing, setImporting] = useState<ListKindId | null>(null);
  const [editing, setEditing] = useState(false);
  const [shown, setShown] = useState<ListFile | null>(null);
  const compare = useAction('access.analyse');
  const changed = async (next: Overview) => {
    overview.put(next);
    await onReload();
  };
  const compareAgain = async () => {
    const next = await compare.run({ recordId });
    if (next === null) return;
    announce('Accounts were compared again.');
    await changed(next);
  };
  const save = async (file: ListFile) => {
    const reply = await ask('access.file', { recordId, fileId: file.id });
    if (reply.ok) download(reply.value.fileName, reply.value.bytes, 'application/octet-stream');
  };
  return (
    <Loaded of={overview}>
      {(now) => {
        const has = (kind: ListKindId) => now.files.some((file) => file.kind === kind);
        return (
          <Stack gap="md">
            <Panel
              title="Lists"
              flush
              aside={
                <Group gap={8}>
                  {now.may.load === null && (
                    <>
                      <Button variant={has('accounts') ? 'default' : 'filled'} onClick={() => setImporting('accounts')}>
                        {has('accounts') ? 'Replace the account list' : 'Import the account list'}
                      </Button>
                      <Button variant={has('roster') ? 'default' : 'filled'} onClick={() => setImporting('roster')}>
                        {has('roster') ? 'Replace the roster' : 'Import the HR roster'}
                      </Button>
                    </>
                  )}
                  {now.may.remedy === null && (
                    <Button onClick={() => setImporting('later')}>Import a later account list</Button>
                  )}
                </Group>
              }
            >
              {now.files.length === 0 ? (
                <Text c="dimmed" p="md">
                  Nothing was imported yet. Take a list of all accounts from the system, and one of all people from HR,
                  as CSV.
                </Text>
              ) : (
                <DataTable
                  label="Lists"
                  columns={columns((file) => void save(file), setShown)}
                  rows={now.files}
                  rowKey={({ id }) => id}
                />
              )}
            </Panel>
            <Panel
              title="Rules"
              aside={
                <Group gap={8}>
                  <Button variant="default" onClick={() => setEditing(true)}>
                    Rules of this system
                  </Button>
                  {now.analysedAt !== null && now.may.load === null && now.stage !== 'in-review' && (
                    <Button
                      variant={now.rulesVersion === now.newestRules ? 'default' : 'filled'}
                      loading={compare.state.kind === 'running'}
                      onClick={() => void compareAgain()}
                    >
                      Compare again
                    </Button>
                  )}
                </Group>
              }
            >
              <Text size="sm">
                {now.analysedAt === null
                  ? 'Accounts and roster are compared once both are imported.'
                  : `Compared on ${shortTime(now.analysedAt)} by version ${String(now.rulesVersion ?? 0)} of the rules${
                      now.rulesVersion === now.newestRules ? '' : `; version ${String(now.newestRules)} is newer`
                    }.`}
              </Text>
              {compare.state.kind === 'failed' && <FailureNote failure={compare.state.failure} />}
            </Panel>
            {importing !== null && (
              <ImportWizard
                recordId={recordId}
                kind={importing}
                replaces={now.stage === 'in-review'}
                systemName={view.summary.systemName}
                onClose={() => setImporting(null)}
                onImported={(next) => {
                  setImporting(null);
                  announce('The list was imported.');
                  void changed(next);
                }}
              />
            )}
            {shown !== null && <RosterDialog recordId={recordId} file={shown} onClose={() => setShown(null)} />}
            {editing && (
              <RulesEditor
                systemId={now.systemId}
                onClose={() => setEditing(false)}
                onSaved={() => {
                  setEditing(false);
                  void overview.reload();
                }}
              />
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
};
