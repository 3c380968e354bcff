import { Alert, Group, Stack, Tabs, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortHash } from '../../lib/text.ts';
import { fullTime } from '../../lib/time.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { SaveCopy } from '../../ui/SaveCopy.tsx';
import { Pdf } from '../../ui/pdf/Pdf.tsx';
import { Report } from '../verify/Report.tsx';
import { pagesWords } from './ImportRecord.tsx';

/** A record of another vault: its PDF, and a verdict made anew. There is nothing to edit. */
export const ForeignRecord = ({ sha256 }: { readonly sha256: string }) => {
  const found = useCall('imports.get', { sha256 });
  const pdf = useCall('imports.pdf', { sha256 });
  const save = useAction('imports.savePdf');
  const title =
    found.state.kind === 'have'
      ? `${found.state.value.entry.organisation}: ${found.state.value.entry.recordId}`
      : 'Imported record';
  return (
    <Page title={title} wide>
      <Loaded of={found}>
        {({ entry, verification, anchors }) => (
          <Stack gap="md">
            <Alert icon={<IconLock aria-hidden />} color="gray" title="Read-only: a record of another vault">
              <Text size="sm">
                {entry.title}, revision {entry.revision}. Imported {fullTime(entry.importedAt)} by {entry.importedBy}.
              </Text>
            </Alert>
            <Tabs defaultValue="pdf" keepMounted={false}>
              <Tabs.List>
                <Tabs.Tab value="pdf">PDF</Tabs.Tab>
                <Tabs.Tab value="verdict">Verification</Tabs.Tab>
                <Tabs.Tab value="origin">Origin</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="pdf" pt="md">
                <Loaded of={pdf}>
                  {({ fileName, bytes }) => (
                    <Stack gap="sm">
                      <Group justify="space-between" gap="sm">
                        <Text size="sm" c="dimmed" component="div">
                          {fileName} · SHA-256{' '}
                          <CopyText value={sha256} shown={shortHash(sha256)} label="Copy the SHA-256 of the PDF" />
                        </Text>
                        <SaveCopy ask={() => save.run({ sha256 })} state={save.state} />
                      </Group>
                      <Pdf bytes={bytes} label={fileName} height="calc(100vh - 330px)" />
                    </Stack>
                  )}
                </Loaded>
              </Tabs.Panel>
              <Tabs.Panel value="verdict" pt="md">
                <Report
                  report={verification}
                  bytes={pdf.state.kind === 'have' ? new Uint8Array(pdf.state.value.bytes) : null}
                />
              </Tabs.Panel>
              <Tabs.Panel value="origin" pt="md">
                <Panel title="Where it comes from">
                  <Facts
                    items={[
                      ['Organisation', entry.organisation],
                      ['Record there', `${entry.recordId}, revision ${String(entry.revision)}`],
                      ['System', entry.systemName],
                      ['Sent for signature', fullTime(entry.frozenAt)],
                      ['Verdict when imported', entry.indication],
                      ['Pages', pagesWords(entry.pages)],
                      [
                        'Anchors accepted for it',
                        anchors.length === 0
                          ? 'None: its signers lead to an anchor of this vault'
                          : anchors
                              .map(({ subject, fingerprint }) => `${subject} (${shortHash(fingerprint)})`)
                              .join('; '),
                      ],
                    ]}
                  />
                </Panel>
              </Tabs.Panel>
            </Tabs>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
};
