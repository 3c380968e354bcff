import { Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useCall } from '../../bridge/use-call.ts';
import { announce } from '../../stores/announce.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import type { PanelProps } from '../records/types.ts';
import { ActionsTable } from './ActionsTable.tsx';
import { AddAction } from './EditAction.tsx';

/** The tab of a record: the action items that it agreed, or that were entered beside it. */
export const RecordActionItems = ({ view }: PanelProps) => {
  const { id: recordId, systemId, systemName } = view.summary;
  const actions = useCall('actions.list', {
    systemId: null,
    recordId,
    status: null,
    mine: false,
    overdue: false,
    after: null,
  });
  const [adding, setAdding] = useState(false);
  return (
    <Panel
      title="Actions"
      flush
      aside={
        actions.state.kind === 'have' && actions.state.value.mayAdd ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            New action
          </Button>
        ) : undefined
      }
    >
      <Loaded of={actions}>
        {(value) => (
          <Stack gap={0}>
            {value.actions.length === 0 ? (
              <Text c="dimmed" px="lg" pb="md">
                No action yet. What the record agrees becomes action items once it is effective.
              </Text>
            ) : (
              <ActionsTable actions={value.actions} />
            )}
            {adding && (
              <AddAction
                systems={[{ id: systemId, name: systemName }]}
                recordId={recordId}
                people={value.people}
                onClose={() => setAdding(false)}
                onDone={({ id }) => {
                  setAdding(false);
                  announce(`${id} was added.`);
                  void actions.reload();
                }}
              />
            )}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
};
