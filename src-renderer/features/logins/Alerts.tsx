import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import { EventsTable } from './EventsTable.tsx';

type Open = Output<'logins.alerts'>;

/** Refused logins and signatures, lost keys and altered slots, until the person who watches over them acknowledges them. */
export const Alerts = () => {
  const alerts = useCall('logins.alerts', {});
  return (
    <Loaded of={alerts}>
      {(open) =>
        open.alerts.length === 0 ? null : (
          <Panel title="Alerts" flush aside={<Acknowledge open={open} onDone={alerts.put} />}>
            <EventsTable label="Alerts" events={open.alerts} />
          </Panel>
        )
      }
    </Loaded>
  );
};

const Acknowledge = ({ open, onDone }: { readonly open: Open; readonly onDone: (next: Open) => void }) => {
  const acknowledge = useAction('logins.acknowledge');
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState('');
  const submit = async () => {
    const upTo = Math.max(...open.alerts.map(({ seq }) => seq));
    const next = await acknowledge.run({ upTo, note: note.trim() });
    if (next === null) return;
    setOpened(false);
    setNote('');
    announce('The alerts were acknowledged.');
    onDone(next);
  };
  return (
    <>
      <Button size="xs" onClick={() => setOpened(true)}>
        Acknowledge
      </Button>
      <Dialog
        opened={opened}
        title={`Acknowledge ${count(open.alerts.length, 'alert')}`}
        confirm="Acknowledge"
        state={acknowledge.state}
        ready={note.trim().length >= 3}
        onClose={() => setOpened(false)}
        onConfirm={() => void submit()}
      >
        <Textarea
          label="What you found"
          description="Kept in the audit trail. Others who watch over logins see the alerts until they acknowledge them too."
          required
          autosize
          minRows={2}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Dialog>
    </>
  );
};
