import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { download } from '../../lib/download.ts';
import { count, fileSize, shortHash } from '../../lib/text.ts';
import { summarise } from '../../lib/verdict.ts';
import { announce } from '../../stores/announce.ts';
import { useSession } from '../../stores/session.ts';
import type { Verification } from '../../stores/verify.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Panel } from '../../ui/Page.tsx';
import { describe } from './describe.ts';
import { SignatureCard } from './SignatureCard.tsx';
import { SignedVersion } from './SignedVersion.tsx';
import { StateIcon } from './StateIcon.tsx';
import styles from './Verify.module.css';

interface Props {
  readonly report: Verification;
  /** The file itself, for looking at signed versions; null where it is not at hand. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
}

/** A verdict over one PDF: the worst first, then each signature in signing order, then the file. */
export const Report = ({ report, bytes }: Props) => {
  const [version, setVersion] = useState<number | null>(null);
  const { state, title, text } = summarise(report);
  const signatures = [...report.signatures].sort((a, b) => a.revision - b.revision);

  const copy = async () => {
    await navigator.clipboard.writeText(describe(report));
    announce('Details copied.');
  };
  const save = () =>
    download(
      `${report.file.replace(/\.pdf$/i, '')}-validation.json`,
      `${JSON.stringify(report, null, 2)}\n`,
      'application/json',
    );

  return (
    <Stack gap="md">
      <output className={styles['banner']} data-state={state}>
        <StateIcon state={state} size={28} />
        <div>
          <h2 className={styles['bannerTitle']}>{title}</h2>
          <p className={styles['bannerText']}>{text}</p>
        </div>
      </output>
      {report.warnings.length > 0 && (
        <Alert color="yellow" title="To know about this file">
          <ul className={styles['reasons']}>
            {report.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Alert>
      )}
      {signatures.length > 0 && (
        <Panel
          title="Signatures in the file"
          aside={<Text size="sm">{count(signatures.length, 'signature')}</Text>}
          flush
        >
          {signatures.map((signature) => (
            <SignatureCard
              key={`${signature.field}/${String(signature.revision)}`}
              signature={signature}
              onView={bytes === null ? null : () => setVersion(signature.revision)}
            />
          ))}
        </Panel>
      )}
      <Panel
        title="File"
        aside={
          <Group gap="xs">
            <Button size="xs" variant="default" leftSection={<IconCopy size={15} />} onClick={() => void copy()}>
              Copy details
            </Button>
            <Button size="xs" variant="default" leftSection={<IconDownload size={15} />} onClick={save}>
              Save report
            </Button>
          </Group>
        }
      >
        <Facts
          items={[
            ['Name', report.file],
            ...(report.record === null ? [] : [['Record', <RecordOf key="record" record={report.record} />] as const]),
            ['Size', fileSize(report.size)],
            ['Revisions', count(report.revisions, 'revision')],
            [
              'SHA-256',
              <CopyText
                key="hash"
                value={report.sha256}
                shown={shortHash(report.sha256)}
                label="Copy the SHA-256 of the file"
              />,
            ],
          ]}
        />
      </Panel>
      {bytes !== null && version !== null && (
        <SignedVersion bytes={bytes} name={report.file} revision={version} onClose={() => setVersion(null)} />
      )}
    </Stack>
  );
};

const RecordOf = ({ record }: { readonly record: NonNullable<Verification['record']> }) => {
  const open = useSession((store) => store.session.kind === 'open');
  return (
    <span>
      {open ? (
        <Anchor component={Link} href={`/records/${encodeURIComponent(record.id)}`}>
          {record.id}
        </Anchor>
      ) : (
        record.id
      )}
      , revision {record.revision}: {record.title}
    </span>
  );
};
