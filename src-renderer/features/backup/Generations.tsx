import { Button, Text } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { fileSize } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import type { BackupState } from './types.ts';

interface Props {
  readonly backup: BackupState;
  readonly mayDrill: boolean;
  readonly onChanged: (next: BackupState) => void;
}

type Generation = BackupState['generations'][number];

/** The backups there are, newest first. Each can be tried in a restore drill. */
export const Generations = ({ backup, mayDrill, onChanged }: Props) => {
  const [chosen, setChosen] = useState<Generation | null>(null);
  if (backup.generations.length === 0)
    return (
      <EmptyState icon={<IconDatabase size={34} />} title="No backup yet">
        {backup.place === null ? 'Nobody has chosen where backups are kept.' : 'The first one is taken within minutes.'}
      </EmptyState>
    );
  return (
    <>
      <DataTable
        label="Backups"
        columns={mayDrill ? [...columns, drillColumn(setChosen)] : columns}
        rows={backup.generations}
        rowKey={({ id }) => id}
      />
      {chosen !== null && (
        <DrillDialog
          generation={chosen}
          onClose={() => setChosen(null)}
          onDone={(next) => {
            setChosen(null);
            onChanged(next);
          }}
        />
      )}
    </>
  );
};

const columns: readonly DataColumn<Generation>[] = [
  { id: 'at', label: 'Taken', cell: ({ takenAt }) => shortTime(takenAt) },
  { id: 'size', label: 'Size', align: 'end', cell: ({ bytes }) => fileSize(bytes) },
  { id: 'head', label: 'Audit entries', align: 'end', cell: ({ head }) => head ?? 'not known here' },
];

const drillColumn = (onChoose: (one: Generation) => void): DataColumn<Generation> => ({
  id: 'drill',
  label: 'Drill',
  hiddenLabel: true,
  align: 'end',
  cell: (one) => (
    <Button
      size="xs"
      variant="default"
      aria-label={`Restore drill of ${shortTime(one.takenAt)}`}
      onClick={() => onChoose(one)}
    >
      Restore drill
    </Button>
  ),
});

interface DrillProps {
  readonly generation: Generation;
  readonly onClose: () => void;
  readonly onDone: (next: BackupState) => void;
}

const DrillDialog = ({ generation, onClose, onDone }: DrillProps) => {
  const drill = useAction('backup.drill');
  const [passPhrase, setPassPhrase] = useState('');
  const run = async () => {
    const next = await drill.run({ generation: generation.id, passPhrase });
    if (next === null) return;
    announce(next.drills[0]?.passed === true ? 'The drill passed.' : 'The drill failed.');
    onDone(next);
  };
  return (
    <Dialog
      opened
      title={`Restore drill: ${shortTime(generation.takenAt)}`}
      confirm="Run the drill"
      state={drill.state}
      ready={passPhrase !== ''}
      onClose={onClose}
      onConfirm={() => void run()}
    >
      <Text size="sm">
        A copy of the backup is opened beside the vault and read in full: every page, the audit chain, every sealed PDF.
        The result is recorded; the copy is removed.
      </Text>
      <PassPhrase
        label="Your pass phrase when it was taken"
        autoComplete="current-password"
        value={passPhrase}
        onChange={setPassPhrase}
        focusFirst
      />
    </Dialog>
  );
};
