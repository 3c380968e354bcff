import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useAction } from '../../bridge/use-action.ts';
import { download } from '../../lib/download.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';

interface Props {
  readonly accountId: string;
  /** Whose it is, for screen readers where several stand in a list. */
  readonly label: string;
}

/** A signed undertaking as a file. */
export const SaveUndertaking = ({ accountId, label }: Props) => {
  const action = useAction('enrolment.undertakingPdf');
  const save = async () => {
    const file = await action.run({ accountId });
    if (file !== null) download(file.fileName, file.bytes, 'application/pdf');
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size={14} />}
        aria-label={label}
        loading={action.state.kind === 'running'}
        onClick={() => void save()}
      >
        Undertaking
      </Button>
      {action.state.kind === 'failed' && <FailureNote failure={action.state.failure} />}
    </>
  );
};
