import { Alert, Badge, FileButton, Button, Stack, Text } from '@mantine/core';
import { IconFilePlus } from '@tabler/icons-react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { useOpenSession } from '../../stores/session.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';

type List = Output<'trust.lists'>['lists'][number];

/** Revocation lists of the site's own authorities: which are at hand, and the way to take in newer ones. */
export const SiteLists = () => {
  const lists = useCall('trust.lists', {});
  const add = useAction('trust.addLists');
  const manages = useOpenSession().account.roles.includes('administrator');
  const take = async (file: File | null) => {
    if (file === null) return;
    const next = await add.run({ file: new Uint8Array(await file.arrayBuffer()) });
    if (next === null) return;
    lists.put(next);
    announce('The revocation lists were taken in.');
  };
  return (
    <Panel
      title="Revocation lists of your own PKI"
      aside={
        manages && (
          <FileButton accept=".crl,.pem,.der" onChange={(file) => void take(file)}>
            {(props) => (
              <Button
                {...props}
                size="xs"
                variant="default"
                leftSection={<IconFilePlus size={14} />}
                loading={add.state.kind === 'running'}
              >
                Take in lists
              </Button>
            )}
          </FileButton>
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Which certificates your authorities revoked. Signatures carry the list that was at hand, so that they can be
          judged later without a network.
        </Text>
        {add.state.kind === 'failed' && <FailureNote failure={add.state.failure} />}
        <Loaded of={lists}>
          {({ lists: all, without }) => (
            <>
              {without.length > 0 && (
                <Alert color="yellow" title="No list at hand">
                  <Text size="sm">
                    Of {without.join('; ')}. Whether certificates of theirs are revoked cannot be said until an
                    administrator takes in a list.
                  </Text>
                </Alert>
              )}
              {all.length > 0 && (
                <DataTable
                  label="Revocation lists of your own PKI"
                  columns={columns}
                  rows={all}
                  rowKey={({ issuer, thisUpdate }) => `${issuer} ${thisUpdate}`}
                />
              )}
            </>
          )}
        </Loaded>
      </Stack>
    </Panel>
  );
};

const columns: readonly DataColumn<List>[] = [
  { id: 'issuer', label: 'Authority', cell: ({ issuer }) => issuer },
  { id: 'of', label: 'Issued', cell: ({ thisUpdate }) => shortTime(thisUpdate) },
  {
    id: 'until',
    label: 'Current until',
    cell: ({ nextUpdate, current }) => (
      <>
        {nextUpdate === null ? 'Not said' : shortTime(nextUpdate)}{' '}
        {!current && (
          <Badge color="red" variant="light" tt="none" fw={500} radius="sm">
            Ended
          </Badge>
        )}
      </>
    ),
  },
  { id: 'by', label: 'Taken in by', cell: ({ addedBy, addedAt }) => `${addedBy}, ${shortTime(addedAt)}` },
];
