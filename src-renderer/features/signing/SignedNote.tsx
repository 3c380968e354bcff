import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { shortHash } from '../../lib/text.ts';
import { fullTime } from '../../lib/time.ts';
import type { Prepared, Signed } from '../../stores/signing.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Facts } from '../../ui/Facts.tsx';

interface Props {
  readonly prepared: Prepared;
  readonly signed: Signed;
  readonly onClose: () => void;
}

/** The end of the flow: what was signed, when, and what happens next. It takes the focus, so that it is read out. */
export const SignedNote = ({ prepared, signed, onClose }: Props) => {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const title = signed.rejected ? 'Rejected, with your signature' : 'Signed';
  return (
    <Stack gap="md">
      <Alert
        ref={heading}
        tabIndex={-1}
        color={signed.rejected ? 'yellow' : 'green'}
        icon={signed.rejected ? <IconArrowBackUp aria-hidden /> : <IconRosetteDiscountCheck aria-hidden />}
        title={title}
      >
        {whatNext(signed)}
      </Alert>
      <Facts
        items={[
          ['Record', `${prepared.recordId}, revision ${String(prepared.revision)}`],
          ['Meaning', signed.rejected ? 'Rejection' : prepared.meaning],
          ['Time', fullTime(signed.signedAt, signed.zone)],
          [
            'PDF now',
            <CopyText key="hash" value={signed.sha256} shown={shortHash(signed.sha256)} label="Copy the SHA-256" />,
          ],
        ]}
      />
      <Text size="sm" c="dimmed">
        The document on the left is the one you were shown. The signed PDF is in the record.
      </Text>
      <Button onClick={onClose}>Show the record</Button>
      <Button component={Link} href="/work" variant="default">
        Back to my work
      </Button>
    </Stack>
  );
};

const whatNext = (signed: Signed): string => {
  if (signed.rejected) return 'The record goes back to its author with your reason.';
  return signed.complete
    ? 'This was the last signature. The record is effective and its PDF is complete.'
    : 'The record moves on to the next signer.';
};
