import { Button, Group, Switch, TextInput } from '@mantine/core';
import { IconBuildingFactory2, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useCall } from '../../bridge/use-call.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { SuppliersTable } from './SuppliersTable.tsx';

/** The inventory of suppliers and internal providers. */
export const SuppliersList = () => {
  const suppliers = useCall('suppliers.list', { systemId: null });
  const [search, setSearch] = useState('');
  const [onlyGaps, setOnlyGaps] = useState(false);
  const mayCreate = suppliers.state.kind === 'have' && suppliers.state.value.mayCreate;
  const add = (
    <Button component={Link} href="/suppliers/new" leftSection={<IconPlus size={16} />}>
      Add a supplier
    </Button>
  );
  return (
    <Page
      title="Suppliers"
      lead="Companies and departments that the operation of systems rests on. Every service needs an agreement."
      actions={mayCreate && add}
    >
      <Loaded of={suppliers}>
        {({ suppliers: all }) => {
          if (all.length === 0)
            return (
              <Panel>
                <EmptyState icon={<IconBuildingFactory2 size={34} />} title="No supplier yet" action={mayCreate && add}>
                  {mayCreate
                    ? 'Add the first one: what it does for which system, under which agreement, and how it is assessed.'
                    : 'A validation lead, system owner or quality assurance adds suppliers to the inventory.'}
                </EmptyState>
              </Panel>
            );
          const words = search.trim().toLowerCase();
          const fitting = all.filter(
            ({ id, name, owner, systems, gaps }) =>
              (!onlyGaps || gaps.length > 0) &&
              [id, name, owner, ...systems.map((one) => one.name)].some((text) => text.toLowerCase().includes(words)),
          );
          return (
            <>
              <Group gap="lg" align="flex-end" mb="md">
                <TextInput
                  label="Search"
                  placeholder="Name, number, owner or system"
                  leftSection={<IconSearch size={16} aria-hidden />}
                  w={360}
                  maw="100%"
                  value={search}
                  onChange={(event) => setSearch(event.currentTarget.value)}
                />
                <Switch
                  label="Only with gaps"
                  checked={onlyGaps}
                  onChange={(event) => setOnlyGaps(event.currentTarget.checked)}
                  mb={6}
                />
              </Group>
              <Panel flush>
                <SuppliersTable suppliers={fitting} />
              </Panel>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
};
