import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconFileText } from '@tabler/icons-react';
import { useCall } from '../../bridge/use-call.ts';
import { download } from '../../lib/download.ts';
import { fileSize, shortHash } from '../../lib/text.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
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
  const pdf = useCall('records.pdf', { recordId: view.summary.id, revision: view.revision });
  return (
    <Loaded of={pdf}>
      {({ fileName, bytes }) => (
        <Stack gap="sm">
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" component="div">
              {fileName} · {fileSize(sealed.size)} · SHA-256{' '}
              <CopyText value={sealed.sha256} shown={shortHash(sealed.sha256)} label="Copy the SHA-256 of the PDF" />
            </Text>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconDownload size={15} />}
              onClick={() => download(fileName, bytes, 'application/pdf')}
            >
              Save a copy
            </Button>
          </Group>
          <Pdf bytes={bytes} label={fileName} height="calc(100vh - 300px)" />
        </Stack>
      )}
    </Loaded>
  );
};
