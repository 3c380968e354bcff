import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { IconCheck, IconClock, IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import { decisionLabel } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortly } from '../../lib/messages.ts';
import { count } from '../../lib/text.ts';
import { announce } from '../../stores/announce.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import type { PanelProps } from '../records/types.ts';
import { ImportWizard } from './ImportWizard.tsx';
import type { Overview, RemedyLine } from './types.ts';

const states = {
  proven: { label: 'Proven', color: 'green', icon: IconCheck },
  excepted: { label: 'Excepted', color: 'yellow', icon: IconShieldOff },
  open: { label: 'Open', color: 'red', icon: IconClock },
} as const;

/** What is still to be done comes first. */
const order: readonly RemedyLine['state'][] = ['open', 'excepted', 'proven'];
/** Rows drawn at once. */
const page = 50;

const State = ({ state }: { readonly state: RemedyLine['state'] }) => {
  const { label, color, icon: Sign } = states[state];
  return (
    <Badge variant="light" color={color} tt="none" radius="sm" leftSection={<Sign size={12} aria-hidden />}>
      {label}
    </Badge>
  );
};

/** Modified and revoked accounts: who changed them, and which later list proves it. */
export const RemedyPanel = ({ view, onReload }: PanelProps) => {
  const recordId = view.summary.id;
  const overview = useCall('access.overview', { recordId });
  const remedies = useCall('access.remedies', { recordId });
  const changed = async (next: Overview) => {
    overview.put(next);
    await remedies.reload();
    await onReload();
  };
  return (
    <Loaded of={overview}>
      {(now) => (
        <Loaded of={remedies}>
          {({ lines }) => (
            <Remedies
              recordId={recordId}
              systemName={view.summary.systemName}
              overview={now}
              lines={lines}
              onChanged={(next) => void changed(next)}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
};

interface Props {
  readonly recordId: string;
  readonly systemName: string;
  readonly overview: Overview;
  readonly lines: readonly RemedyLine[];
  readonly onChanged: (overview: Overview) => void;
}

const Remedies = ({ recordId, systemName, overview, lines, onChanged }: Props) => {
  const [noting, setNoting] = useState<readonly RemedyLine[] | null>(null);
  const [excepting, setExcepting] = useState<RemedyLine | null>(null);
  const [importing, setImporting] = useState(false);
  const [shown, setShown] = useState(page);
  const sorted = [...lines].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.line - b.line);
  const { remedies, may } = overview;
  const works = may.remedy === null;
  const withoutTicket = lines.filter((line) => line.ticket === null);
  return (
    <Panel
      title="Changes in the reviewed system"
      flush
      aside={
        works && lines.length > 0 ? (
          <Group gap={8}>
            {withoutTicket.length > 0 && (
              <Button variant="default" onClick={() => setNoting(withoutTicket)}>
                Note {count(withoutTicket.length, 'change')} as done
              </Button>
            )}
            <Button onClick={() => setImporting(true)}>Import a later account list</Button>
          </Group>
        ) : undefined
      }
    >
      <Text size="sm" px="md" pb="sm">
        {lines.length === 0
          ? 'No account is modified or revoked so far.'
          : `${count(remedies.proven, 'change is', 'changes are')} proven by a later list, ${String(remedies.excepted)} excepted, ${String(remedies.open)} open. A ticket alone proves nothing.`}{' '}
        {may.remedy !== null && lines.length > 0 ? shortly(may.remedy) : ''}
      </Text>
      {sorted.length > 0 && (
        <DataTable
          label="Changes in the reviewed system"
          columns={columns(works, (line) => setNoting([line]), setExcepting)}
          rows={sorted.slice(0, shown)}
          rowKey={({ line }) => line}
        />
      )}
      {sorted.length > shown && (
        <Group justify="center" p="sm">
          <Button variant="default" onClick={() => setShown(shown + page)}>
            Show more ({(sorted.length - shown).toLocaleString('en')} left)
          </Button>
        </Group>
      )}
      {noting !== null && (
        <DoneDialog
          recordId={recordId}
          lines={noting}
          onClose={() => setNoting(null)}
          onDone={(next) => {
            setNoting(null);
            onChanged(next);
          }}
        />
      )}
      {excepting !== null && (
        <ExceptDialog
          recordId={recordId}
          line={excepting}
          onClose={() => setExcepting(null)}
          onDone={(next) => {
            setExcepting(null);
            onChanged(next);
          }}
        />
      )}
      {importing && (
        <ImportWizard
          recordId={recordId}
          kind="later"
          replaces={false}
          systemName={systemName}
          onClose={() => setImporting(false)}
          onImported={(next) => {
            setImporting(false);
            announce(`${count(next.remedies.proven, 'change is', 'changes are')} proven.`);
            onChanged(next);
          }}
        />
      )}
    </Panel>
  );
};

const columns = (
  works: boolean,
  onDone: (line: RemedyLine) => void,
  onExcept: (line: RemedyLine) => void,
): readonly DataColumn<RemedyLine>[] => [
  {
    id: 'account',
    label: 'Account',
    cell: (line) => (
      <>
        {line.account}
        <br />
        <Text span size="xs" c="dimmed">
          {line.name}
        </Text>
      </>
    ),
  },
  {
    id: 'decision',
    label: 'Decision',
    cell: (line) => (
      <>
        {line.removeRoles.length === 0 ? decisionLabel[line.decision] : `Remove ${line.removeRoles.join(', ')}`}
        <br />
        <Text span size="xs" c="dimmed">
          {line.justification} ({line.decidedBy})
        </Text>
      </>
    ),
  },
  {
    id: 'done',
    label: 'Done',
    cell: (line) => (line.ticket === null ? '–' : `${line.ticket}, ${line.doneBy ?? ''}, ${line.doneOn ?? ''}`),
  },
  {
    id: 'proof',
    label: 'Proof',
    cell: (line) => (
      <>
        <State state={line.state} />
        <br />
        <Text span size="xs" c="dimmed">
          {line.state === 'excepted'
            ? `${line.exceptionReason ?? ''}, until ${line.expiresOn ?? ''}`
            : line.proof === null
              ? 'No later list yet'
              : `${line.proof} (${line.later ?? ''})`}
        </Text>
      </>
    ),
  },
  {
    id: 'actions',
    label: 'Actions',
    hiddenLabel: true,
    align: 'end',
    cell: (line) =>
      works && line.state !== 'proven' ? (
        <Group gap={6} justify="flex-end">
          <Button size="compact-xs" variant="default" onClick={() => onDone(line)}>
            Done<span className="visually-hidden">: {line.account}</span>
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => onExcept(line)}>
            Except<span className="visually-hidden">: {line.account}</span>
          </Button>
        </Group>
      ) : null,
  },
];

interface DoneProps {
  readonly recordId: string;
  readonly lines: readonly RemedyLine[];
  readonly onClose: () => void;
  readonly onDone: (overview: Overview) => void;
}

const DoneDialog = ({ recordId, lines, onClose, onDone }: DoneProps) => {
  const action = useAction('access.remedy');
  const [ticket, setTicket] = useState('');
  const [doneBy, setDoneBy] = useState('');
  const [doneOn, setDoneOn] = useState('');
  const submit = async () => {
    const next = await action.run({
      recordId,
      lines: lines.map(({ line }) => line),
      ticket: ticket.trim(),
      doneBy: doneBy.trim(),
      doneOn,
    });
    if (next !== null) onDone(next);
  };
  const ready = ticket.trim() !== '' && doneBy.trim() !== '' && /^\d{4}-\d{2}-\d{2}$/.test(doneOn);
  return (
    <Dialog
      opened
      title={lines.length === 1 ? `Done: ${lines[0]?.account ?? ''}` : `Done: ${count(lines.length, 'change')}`}
      confirm="Note it"
      state={action.state}
      ready={ready}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <TextInput
        label="Ticket"
        required
        data-autofocus
        value={ticket}
        onChange={(event) => setTicket(event.currentTarget.value)}
      />
      <TextInput label="Done by" required value={doneBy} onChange={(event) => setDoneBy(event.currentTarget.value)} />
      <DateField id="done-on" label="Done on" required value={doneOn} onChange={setDoneOn} />
    </Dialog>
  );
};

interface ExceptProps {
  readonly recordId: string;
  readonly line: RemedyLine;
  readonly onClose: () => void;
  readonly onDone: (overview: Overview) => void;
}

const ExceptDialog = ({ recordId, line, onClose, onDone }: ExceptProps) => {
  const action = useAction('access.except');
  const [reason, setReason] = useState('');
  const [expiresOn, setExpiresOn] = useState('');
  const submit = async () => {
    const next = await action.run({ recordId, line: line.line, reason: reason.trim(), expiresOn });
    if (next !== null) onDone(next);
  };
  return (
    <Dialog
      opened
      title={`Exception: ${line.account}`}
      confirm="Grant it"
      state={action.state}
      ready={reason.trim().length >= 3 && /^\d{4}-\d{2}-\d{2}$/.test(expiresOn)}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Text size="sm">The change is not made for now. The exception stands in the record, and ends on its day.</Text>
      <TextInput
        label="Reason"
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <DateField id="expires-on" label="Until" required value={expiresOn} onChange={setExpiresOn} />
    </Dialog>
  );
};
