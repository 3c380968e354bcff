import { Button } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import type { BackupState } from './types.ts';

/** Chooses the folder; one on the vault's own volume is asked for again with a reason. */
export const BackupPlace = ({ onChanged }: { readonly onChanged: (next: BackupState) => void }) => {
  const choose = useAction('backup.choosePlace');
  const [asking, setAsking] = useState(false);
  const sameVolume = choose.state.kind === 'failed' && choose.state.failure.code === 'backup/same-volume';
  const run = async (sameVolumeReason: string | null) => {
    const next = await choose.run({ sameVolumeReason });
    if (next === null) return;
    setAsking(false);
    announce('The place for backups was chosen.');
    onChanged(next);
  };
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFolder size={15} />}
        loading={choose.state.kind === 'running' && !asking}
        onClick={() => void run(null)}
      >
        Choose the folder
      </Button>
      {choose.state.kind === 'failed' && !asking && <FailureNote failure={choose.state.failure} />}
      {sameVolume && !asking && (
        <Button size="xs" variant="subtle" onClick={() => setAsking(true)}>
          Use it all the same
        </Button>
      )}
      <ReasonDialog
        opened={asking}
        title="Keep backups on the vault's own volume"
        confirm="Choose the folder again"
        label="Why it has to be this volume"
        state={choose.state}
        onClose={() => setAsking(false)}
        onConfirm={(reason) => void run(reason)}
      >
        One broken or stolen disk then takes the vault and its backups. The reason stays visible beside the plan.
      </ReasonDialog>
    </>
  );
};
