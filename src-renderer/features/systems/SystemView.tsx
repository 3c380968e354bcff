import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { systemForm } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime, today } from '../../lib/time.ts';
import { FormReader } from '../../ui/form/FormReader.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { EntryVersions } from '../entries/EntryVersions.tsx';
import { Gaps } from '../entries/Gaps.tsx';
import { DueTable } from '../schedule/DueTable.tsx';
import { RecordsTable } from '../records/RecordsTable.tsx';
import { SuppliersTable } from '../suppliers/SuppliersTable.tsx';

/** One system: its entry, its records, its versions. */
export const SystemView = ({ systemId }: { readonly systemId: string }) => {
  const system = useCall('systems.get', { systemId });
  if (system.state.kind !== 'have')
    return (
      <Page title={systemId}>
        <Loaded of={system}>{() => null}</Loaded>
      </Page>
    );
  const view = system.state.value;
  const base = `/systems/${encodeURIComponent(systemId)}`;
  return (
    <Page
      title={view.summary.name}
      lead={`${view.summary.id} · version ${String(view.version)} of its entry, by ${view.changedBy}, ${shortTime(view.changedAt)}`}
      actions={
        <Group gap="sm">
          {view.mayEdit && (
            <Button component={Link} href={`${base}/edit`} variant="default" leftSection={<IconPencil size={16} />}>
              Edit
            </Button>
          )}
          <Button
            component={Link}
            href={`/records/new/periodic-evaluation/${encodeURIComponent(systemId)}`}
            leftSection={<IconPlus size={16} />}
          >
            New evaluation
          </Button>
        </Group>
      }
    >
      <Stack gap="md">
        <Due systemId={systemId} />
        <Gaps title="Not in order" messages={view.findings.map(({ message }) => message)} />
        <SystemRecords systemId={systemId} />
        <SystemSuppliers systemId={systemId} />
        <Panel title="Entry">
          <FormReader form={systemForm} content={view.content} />
        </Panel>
        <EntryVersions versions={view.versions} />
      </Stack>
    </Page>
  );
};

/** What the system owes within a year: the same computation as the calendar and the lists. */
const Due = ({ systemId }: { readonly systemId: string }) => {
  const [until] = useState(() => `${Number(today().slice(0, 4)) + 1}-12-31`);
  const schedule = useCall('schedule.list', { systemId, until });
  return (
    <Panel title="Due" flush>
      <Loaded of={schedule}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed" px="lg" pb="md">
              Nothing is due: the system is planned or retired.
            </Text>
          ) : (
            <DueTable label="Due" items={items} />
          )
        }
      </Loaded>
    </Panel>
  );
};

const SystemRecords = ({ systemId }: { readonly systemId: string }) => {
  const records = useCall('records.list', { type: null, systemId, state: null, search: '', after: null });
  return (
    <Panel title="Records" flush>
      <Loaded of={records}>
        {({ records: some, next }) =>
          some.length === 0 ? (
            <Text c="dimmed" px="lg" pb="md">
              No record about this system yet.
            </Text>
          ) : (
            <>
              <RecordsTable records={some.filter((one) => one.origin === 'here')} />
              {next !== null && (
                <Anchor component={Link} href="/records" p="md" display="block">
                  Show all records
                </Anchor>
              )}
            </>
          )
        }
      </Loaded>
    </Panel>
  );
};

const SystemSuppliers = ({ systemId }: { readonly systemId: string }) => {
  const suppliers = useCall('suppliers.list', { systemId });
  return suppliers.state.kind === 'have' && suppliers.state.value.suppliers.length > 0 ? (
    <Panel title="Suppliers" flush>
      <SuppliersTable suppliers={suppliers.state.value.suppliers} />
    </Panel>
  ) : null;
};
