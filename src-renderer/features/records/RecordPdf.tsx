import { Group, Stack, Text } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { fileSize, shortHash } from '../../lib/text.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import { SaveCopy } from '../../ui/SaveCopy.tsx';
import { Pdf } from '../../ui/pdf/Pdf.tsx';
import type { RecordView } from './types.ts';

/** The record's PDF as it is now, with the signatures it has. */
export const RecordPdf = ({ view }: { readonly view: RecordView }) => {
  if (view.sealed === null)
    return (
      <Panel>
        <EmptyState icon={<IconFileText size={34} />} title="There is no PDF yet">
          The PDF is written once, when the revision is sent for signature. Until then the content can still change.
        </EmptyState>
      </Panel>
    );
  return <Sealed view={view} sealed={view.sealed} />;
};

interface SealedProps {
  readonly view: RecordView;
  readonly sealed: NonNullable<RecordView['sealed']>;
}

const Sealed = ({ view, sealed }: SealedProps) => {
  const which = { recordId: view.summary.id, revision: view.revision };
  const pdf = useCall('records.pdf', which);
  const save = useAction('records.savePdf');
  return (
    <Loaded of={pdf}>
      {({ fileName, bytes }) => (
        <Stack gap="sm">
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" component="div">
              {fileName} · {fileSize(sealed.size)} · SHA-256{' '}
              <CopyText value={sealed.sha256} shown={shortHash(sealed.sha256)} label="Copy the SHA-256 of the PDF" />
            </Text>
            <SaveCopy ask={() => save.run(which)} state={save.state} />
          </Group>
          <Pdf bytes={bytes} label={fileName} height="calc(100vh - 300px)" />
        </Stack>
      )}
    </Loaded>
  );
};
