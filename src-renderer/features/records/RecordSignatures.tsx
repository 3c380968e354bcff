import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBan, IconCircle, IconCircleCheck, IconCircleDot, IconCircleX, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { roleLabel, type Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { fullTime } from '../../lib/time.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Panel } from '../../ui/Page.tsx';
import { Report } from '../verify/Report.tsx';
import styles from './Record.module.css';
import type { RecordView, Requirement } from './types.ts';

const looks = {
  open: { Icon: IconCircle, word: 'Not assigned yet', color: 'dimmed' },
  pending: { Icon: IconCircleDot, word: 'Waiting', color: 'yellow' },
  signed: { Icon: IconCircleCheck, word: 'Signed', color: 'green' },
  rejected: { Icon: IconCircleX, word: 'Rejected', color: 'red' },
  cancelled: { Icon: IconBan, word: 'Cancelled', color: 'dimmed' },
} as const;

/** Who has to sign, who has signed, and a check of what the PDF really says. */
export const RecordSignatures = ({ view }: { readonly view: RecordView }) => {
  const verify = useAction('verify.record');
  const [report, setReport] = useState<Output<'verify.record'> | null>(null);
  const signed = (view.sealed?.signatures ?? 0) > 0;
  const check = async () => {
    const next = await verify.run({ recordId: view.summary.id, revision: view.revision });
    if (next !== null) setReport(next);
  };
  return (
    <Stack gap="md" maw={980}>
      <Panel
        title="Signatures"
        flush
        aside={
          signed && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconShieldCheck size={15} />}
              loading={verify.state.kind === 'running'}
              onClick={() => void check()}
            >
              Verify the PDF
            </Button>
          )
        }
      >
        <ol className={styles['signers']}>
          {[...view.requirements]
            .sort((a, b) => a.ordinal - b.ordinal)
            .map((requirement) => (
              <li key={requirement.id} className={styles['signer']}>
                <Signer requirement={requirement} />
              </li>
            ))}
        </ol>
      </Panel>
      {verify.state.kind === 'failed' && <FailureNote failure={verify.state.failure} />}
      {report !== null && <Report report={report} bytes={null} />}
    </Stack>
  );
};

const Signer = ({ requirement }: { readonly requirement: Requirement }) => {
  const { status, title, meaning, signer, signedAt, zone, comment, optional, eligible } = requirement;
  const { Icon, word, color } = looks[status];
  return (
    <>
      <Text c={color} component="span">
        <Icon size={20} aria-hidden />
      </Text>
      <div>
        <Group gap={8}>
          <Text fw={500}>
            {title}: {meaning}
          </Text>
          <Text size="sm" c={color}>
            {word}
          </Text>
          {optional && status === 'open' && (
            <Text size="sm" c="dimmed">
              may be left out
            </Text>
          )}
        </Group>
        <Text size="sm">
          {signer === null
            ? `By somebody who is ${eligible.map((role) => roleLabel[role]).join(' or ')}`
            : `${signer.fullName} (${signer.userName})`}
          {signedAt !== null && ` · ${fullTime(signedAt, zone ?? undefined)}`}
        </Text>
        {comment !== null && comment !== '' && (
          <Text size="sm" className={styles['comment']}>
            {comment}
          </Text>
        )}
      </div>
    </>
  );
};
