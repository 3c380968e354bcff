import { Alert, Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { IconCertificate, IconFileText, IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { groupedHash } from '../../lib/text.ts';
import { fullTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { Busy } from '../../ui/Busy.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { Report } from '../verify/Report.tsx';

interface Chosen {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const read = async (file: File): Promise<Chosen> => ({
  name: file.name,
  bytes: new Uint8Array(await file.arrayBuffer()),
});

/** Takes a record of another vault in: its PDF, the anchor to trust, the verdict, and only then the decision. */
export const ImportRecord = () => {
  const [, navigate] = useLocation();
  const [pdf, setPdf] = useState<Chosen | null>(null);
  const [anchor, setAnchor] = useState<Chosen | null>(null);
  const [found, setFound] = useState<Output<'imports.look'> | null>(null);
  const look = useAction('imports.look');
  const take = useAction('imports.take');

  const judge = async (file: Chosen | null, trust: Chosen | null) => {
    setFound(null);
    take.clear();
    if (file === null) return;
    setFound(await look.run({ name: file.name, bytes: file.bytes, anchors: trust?.bytes ?? null }));
  };
  const choosePdf = async (file: File | null) => {
    if (file === null) return;
    const chosen = await read(file);
    setPdf(chosen);
    await judge(chosen, anchor);
  };
  const chooseAnchor = async (file: File | null) => {
    const chosen = file === null ? null : await read(file);
    setAnchor(chosen);
    await judge(pdf, chosen);
  };
  const keep = async () => {
    if (pdf === null) return;
    const taken = await take.run({ name: pdf.name, bytes: pdf.bytes, anchors: anchor?.bytes ?? null });
    if (taken === null) return;
    announce('The record was imported.');
    navigate(`/imports/${taken.sha256}`);
  };

  return (
    <Page
      title="Import a record"
      lead="The sealed PDF of another vault carries its record in itself. Its signatures are verified before anything else of it is believed."
    >
      <Stack gap="md">
        <Panel title="What to import">
          <Stack gap="sm">
            <Group gap="sm">
              <FileButton
                accept="application/pdf,.pdf"
                onChange={(file) => void choosePdf(file)}
                inputProps={{ 'aria-label': 'Sealed PDF' }}
              >
                {(props) => (
                  <Button {...props} leftSection={<IconFileText size={16} />}>
                    Choose the sealed PDF
                  </Button>
                )}
              </FileButton>
              <Text size="sm">{pdf?.name ?? 'No PDF is chosen.'}</Text>
            </Group>
            <Group gap="sm">
              <FileButton onChange={(file) => void chooseAnchor(file)} inputProps={{ 'aria-label': 'Trust anchor' }}>
                {(props) => (
                  <Button {...props} variant="default" leftSection={<IconCertificate size={16} />}>
                    Accept a trust anchor
                  </Button>
                )}
              </FileButton>
              <Text size="sm">
                {anchor?.name ??
                  'Only if its signers do not lead to an anchor of this vault. It counts for this record alone.'}
              </Text>
            </Group>
          </Stack>
        </Panel>
        {look.state.kind === 'running' && <Busy label="Verifying its signatures" />}
        {look.state.kind === 'failed' && <FailureNote failure={look.state.failure} />}
        {take.state.kind === 'failed' && <FailureNote failure={take.state.failure} />}
        {found !== null && (
          <>
            {found.anchors.map(({ subject, fingerprint }) => (
              <Alert key={fingerprint} color="yellow" title="You are about to trust this root for this record">
                <Text size="sm">{subject}</Text>
                <Text size="sm" className="mono">
                  {groupedHash(fingerprint)}
                </Text>
                <Text size="sm">Compare the fingerprint with the other organisation, by telephone or on paper.</Text>
              </Alert>
            ))}
            {found.obstacle !== null && <FailureNote failure={{ code: found.obstacle }} />}
            {found.record !== null && (
              <Panel title={`${found.record.organisation}: ${found.record.recordId}`}>
                <Stack gap="sm">
                  <Facts
                    items={[
                      ['Title', found.record.title],
                      ['Type', `${found.record.typeTitle}, revision ${String(found.record.revision)}`],
                      ['System', found.record.systemName],
                      ['Author', found.record.author],
                      ['Sent for signature', fullTime(found.record.frozenAt)],
                      ['Pages', pagesWords(found.pages)],
                    ]}
                  />
                  <Group justify="flex-end">
                    {found.already === null ? (
                      <Button
                        leftSection={<IconLock size={16} />}
                        loading={take.state.kind === 'running'}
                        onClick={() => void keep()}
                      >
                        Import it, read-only
                      </Button>
                    ) : (
                      <Button component={Link} href={`/imports/${found.already}`} variant="default">
                        It is here already: show it
                      </Button>
                    )}
                  </Group>
                </Stack>
              </Panel>
            )}
            <Report report={found.verification} bytes={pdf?.bytes ?? null} />
          </>
        )}
      </Stack>
    </Page>
  );
};

/** Whether the pages are known to say what the record inside says. */
export const pagesWords = (pages: 'reproduced' | 'not-provable' | null): string =>
  pages === 'reproduced'
    ? 'Drawn again from the record inside: the same, byte for byte'
    : 'Drawn by another version of Countersign, so they could not be drawn again for comparison; the signers signed both';
