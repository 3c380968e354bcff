import { Badge, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconLink, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { stateLabel, type Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import type { PanelProps } from '../records/types.ts';
import { AddLink } from './AddLink.tsx';
import { AddReference } from './AddReference.tsx';
import { EntityName, kindOf } from './EntityName.tsx';
import { Trace } from './Trace.tsx';

type Links = Output<'links.of'>;
type LinkView = Links['links'][number];

/** The tab of a record: what it is linked with, and what hangs together with that. */
export const RelatedPanel = ({ view, onReload }: PanelProps) => (
  <Related of={{ kind: 'record', id: view.summary.id }} systemId={view.summary.systemId} onChanged={onReload} />
);

interface Props {
  readonly of: { readonly kind: 'record' | 'action'; readonly id: string };
  readonly systemId: string;
  readonly onChanged?: () => Promise<void>;
}

/** Links of an entity in both directions, with dialogs to add and end them; and the walk along them. */
export const Related = ({ of, systemId, onChanged }: Props) => {
  const links = useCall('links.of', of);
  const [shown, setShown] = useState<'links' | 'trace'>('links');
  const [open, setOpen] = useState<'none' | 'link' | 'reference'>('none');
  const changed = async () => {
    setOpen('none');
    await links.reload();
    await onChanged?.();
  };
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <SegmentedControl
          aria-label="What to show"
          value={shown}
          onChange={setShown}
          data={[
            { value: 'links', label: 'Links' },
            { value: 'trace', label: 'What hangs together' },
          ]}
        />
        {links.state.kind === 'have' && links.state.value.add === null && (
          <Group gap="sm">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} />}
              onClick={() => setOpen('reference')}
            >
              Add change, commit or address
            </Button>
            <Button size="xs" leftSection={<IconLink size={14} />} onClick={() => setOpen('link')}>
              Add link
            </Button>
          </Group>
        )}
      </Group>
      {shown === 'links' ? (
        <Panel flush>
          <Loaded of={links}>{(value) => <LinkTable links={value.links} onChanged={changed} />}</Loaded>
        </Panel>
      ) : (
        <Trace of={of} />
      )}
      {links.state.kind === 'have' && open === 'link' && (
        <AddLink of={of} relations={links.state.value.relations} onClose={() => setOpen('none')} onAdded={changed} />
      )}
      {links.state.kind === 'have' && open === 'reference' && (
        <AddReference
          of={of}
          systemId={systemId}
          relations={links.state.value.relations}
          onClose={() => setOpen('none')}
          onAdded={changed}
        />
      )}
    </Stack>
  );
};

interface TableProps {
  readonly links: readonly LinkView[];
  readonly onChanged: () => Promise<void>;
}

const LinkTable = ({ links, onChanged }: TableProps) => {
  const [ending, setEnding] = useState<LinkView | null>(null);
  const end = useAction('links.end');
  const columns = useMemo(() => columnsFor(setEnding), []);
  const close = () => {
    end.clear();
    setEnding(null);
  };
  const submit = async (reason: string) => {
    if (ending === null || (await end.run({ linkId: ending.id, reason })) === null) return;
    setEnding(null);
    announce('The link was ended.');
    await onChanged();
  };
  if (links.length === 0)
    return (
      <EmptyState icon={<IconLink size={34} />} title="No links yet">
        Link what caused it, what fixed it, where it was analysed. Links are seen from both ends and stay when a new
        revision begins.
      </EmptyState>
    );
  return (
    <>
      <DataTable label="Links" columns={columns} rows={links} rowKey={({ id }) => id} />
      <ReasonDialog
        opened={ending !== null}
        title={`End the link with ${ending?.other.id ?? ''}`}
        confirm="End link"
        danger
        state={end.state}
        onClose={close}
        onConfirm={(reason) => void submit(reason)}
      >
        The link stays readable at both ends with your reason. Nothing is deleted.
      </ReasonDialog>
    </>
  );
};

/** The columns of the list of links; `onEnd` begins to end one. */
const columnsFor = (onEnd: (link: LinkView) => void): readonly DataColumn<LinkView>[] => [
  { id: 'words', label: 'Relation', nowrap: true, cell: ({ words }) => words },
  { id: 'other', label: 'With', cell: ({ other }) => <EntityName entity={other} /> },
  { id: 'kind', label: 'Kind', cell: ({ other }) => kindOf(other) },
  { id: 'state', label: 'State', cell: ({ other, ended }) => <LinkState state={other.state} ended={ended} /> },
  {
    id: 'since',
    label: 'Since',
    cell: ({ createdAt, createdBy }) => (
      <Text size="sm" c="dimmed">
        {shortTime(createdAt)}, {createdBy}
      </Text>
    ),
  },
  {
    id: 'end',
    label: 'End the link',
    hiddenLabel: true,
    align: 'end',
    cell: (link) =>
      link.end === null ? (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={`End: ${link.words} ${link.other.id}`}
          onClick={() => onEnd(link)}
        >
          End
        </Button>
      ) : null,
  },
];

const LinkState = ({ state, ended }: { readonly state: string | null; readonly ended: LinkView['ended'] }) => {
  if (ended !== null)
    return (
      <Text size="sm" c="dimmed">
        Ended {shortTime(ended.at)} by {ended.by}: {ended.reason}
      </Text>
    );
  return state === null ? null : (
    <Badge variant="light" color="gray" tt="none" fw={500} radius="sm">
      {(stateLabel as Readonly<Record<string, string>>)[state] ?? state}
    </Badge>
  );
};
