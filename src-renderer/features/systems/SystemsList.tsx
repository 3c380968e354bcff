import { Anchor, Badge, Button, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconServer2 } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { optionLabel } from './labels.ts';

type Summary = Output<'systems.list'>['systems'][number];

const columns: readonly DataColumn<Summary>[] = [
  {
    id: 'name',
    label: 'System',
    cell: ({ id, name }) => (
      <>
        <Anchor component={Link} href={`/systems/${encodeURIComponent(id)}`} fw={500}>
          {name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {id}
        </Text>
      </>
    ),
  },
  { id: 'status', label: 'Status', cell: ({ status }) => optionLabel('identity', 'status', status) },
  { id: 'regulated', label: 'GxP', cell: ({ regulated }) => (regulated ? 'Yes' : 'No') },
  { id: 'risk', label: 'Risk', cell: ({ riskClass }) => optionLabel('classification', 'riskClass', riskClass) },
  { id: 'version', label: 'Version', cell: ({ version }) => version },
  {
    id: 'validation',
    label: 'Validation',
    cell: ({ validationStatus }) => optionLabel('operation', 'validationStatus', validationStatus),
  },
  { id: 'owner', label: 'System owner', cell: ({ systemOwner }) => systemOwner },
  { id: 'due', label: 'Next evaluation', nowrap: true, cell: (system) => <Due system={system} /> },
  {
    id: 'overdue',
    label: 'Overdue in all',
    nowrap: true,
    cell: ({ overdue }) => (overdue === 0 ? 'Nothing' : count(overdue, 'item')),
  },
];

/** The inventory of regulated systems. */
export const SystemsList = () => {
  const systems = useCall('systems.list', {});
  const [search, setSearch] = useState('');
  const mayCreate = systems.state.kind === 'have' && systems.state.value.mayCreate;
  const add = (
    <Button component={Link} href="/systems/new" leftSection={<IconPlus size={16} />}>
      Add a system
    </Button>
  );
  return (
    <Page title="Systems" lead="The inventory of computer systems that records are about." actions={mayCreate && add}>
      <Loaded of={systems}>
        {({ systems: all }) => {
          if (all.length === 0)
            return (
              <Panel>
                <EmptyState icon={<IconServer2 size={34} />} title="No system yet" action={mayCreate && add}>
                  {mayCreate
                    ? 'Add the first one: what it is for, who answers for it, how risky it is, and how often it is reviewed.'
                    : 'A validation lead, system owner or quality assurance adds systems to the inventory.'}
                </EmptyState>
              </Panel>
            );
          const words = search.trim().toLowerCase();
          const fitting = all.filter(({ id, name, systemOwner }) =>
            [id, name, systemOwner].some((text) => text.toLowerCase().includes(words)),
          );
          return (
            <>
              <TextInput
                label="Search"
                placeholder="Name, number or owner"
                leftSection={<IconSearch size={16} aria-hidden />}
                maw={360}
                mb="md"
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
              />
              <Panel flush>
                <DataTable label="Systems" columns={columns} rows={fitting} rowKey={({ id }) => id} />
              </Panel>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
};

const Due = ({ system }: { readonly system: Summary }) => {
  if (system.daysOverdue !== null && system.daysOverdue > 0)
    return (
      <Badge color="red" variant="light" tt="none" fw={500} radius="sm">
        {count(system.daysOverdue, 'day')} overdue
      </Badge>
    );
  return (
    <>
      <span>{system.evaluationDueOn ?? '–'}</span>
      {system.extendedBy !== null && (
        <Text size="xs" c="dimmed">
          extended by {system.extendedBy}
        </Text>
      )}
    </>
  );
};
