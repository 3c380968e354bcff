import { Alert, Button, Group, SegmentedControl, Stack, Textarea, Title } from '@mantine/core';
import { IconAlertTriangle, IconSignature } from '@tabler/icons-react';
import { useState } from 'react';
import { shortHash } from '../../lib/text.ts';
import { useSigning, type Prepared } from '../../stores/signing.ts';
import { CredentialFields, useCredentials } from '../../ui/Credentials.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Manifestation } from './Manifestation.tsx';
import { TrailLook } from './TrailLook.tsx';
import styles from './Signing.module.css';

interface Props {
  readonly prepared: Prepared;
  readonly requirementId: string;
  readonly onClose: () => void;
}

type Choice = 'sign' | 'reject';

/** What is signed, how it will appear, and the signer's own words: user name and signing pass phrase, every time anew. */
export const SigningForm = ({ prepared, requirementId, onClose }: Props) => {
  const { signing, sign, reject } = useSigning();
  const [choice, setChoice] = useState<Choice>('sign');
  const credentials = useCredentials({ code: prepared.codeNeeded, token: prepared.token });
  const [comment, setComment] = useState('');
  const [reason, setReason] = useState('');
  const [looked, setLooked] = useState(prepared.trail === null);
  const working = signing.kind === 'working';
  const failure = signing.kind === 'ready' ? signing.failure : null;
  const ready = credentials.ready && (choice === 'sign' ? looked : reason.trim().length >= 3) && !working;

  const submit = async () => {
    const { passPhrase: signingPassPhrase, ...who } = credentials.take();
    const typed = { ...who, signingPassPhrase };
    if (choice === 'sign')
      await sign(requirementId, typed, {
        comment: comment.trim() === '' ? null : comment.trim(),
        trailReviewed: looked,
      });
    else await reject(requirementId, typed, reason.trim());
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void submit();
      }}
    >
      <Stack gap="sm">
        <div>
          <Title order={2} mb={6}>
            {prepared.title}
          </Title>
          <Facts
            items={[
              ['Meaning', `${prepared.meaning} (${prepared.requirement})`],
              [
                'Document',
                <CopyText
                  key="hash"
                  value={prepared.sha256}
                  shown={shortHash(prepared.sha256)}
                  label="Copy the SHA-256 of the document"
                />,
              ],
              [
                'Certificate',
                <>
                  <CopyText
                    value={prepared.certificate.serial}
                    shown={`${prepared.certificate.serial.slice(0, 8)} …`}
                    label="Copy the serial number of your certificate"
                  />{' '}
                  valid to {prepared.certificate.notAfter.slice(0, 10)}
                </>,
              ],
            ]}
          />
        </div>
        {prepared.unvalidated !== null && (
          <Alert role="note" color="yellow" p="xs" icon={<IconAlertTriangle aria-hidden />}>
            Version {prepared.unvalidated.running} of Countersign runs; version {prepared.unvalidated.validated} was
            validated.
          </Alert>
        )}
        <SegmentedControl
          fullWidth
          aria-label="What you do"
          value={choice}
          onChange={(value) => setChoice(value === 'reject' ? 'reject' : 'sign')}
          data={[
            { value: 'sign', label: 'Sign' },
            { value: 'reject', label: 'Reject' },
          ]}
        />
        {choice === 'sign' && prepared.trail !== null && (
          <TrailLook trail={prepared.trail} looked={looked} onLooked={setLooked} />
        )}
        <Manifestation prepared={prepared} rejected={choice === 'reject'} />
        {choice === 'sign' ? (
          <Textarea
            label="Comment beside your signature (optional)"
            autosize
            minRows={1}
            maxLength={500}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
        ) : (
          <Textarea
            label="Reason for the rejection"
            description="You sign it; the record goes back to its author."
            required
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <CredentialFields of="signing" {...credentials.fields} />
        {failure !== null && <FailureNote failure={failure} />}
        <Group justify="space-between" className={styles['foot']}>
          <Button variant="default" onClick={onClose} disabled={working}>
            Close without signing
          </Button>
          <Button
            type="submit"
            color={choice === 'sign' ? 'ink' : 'red'}
            leftSection={<IconSignature size={16} />}
            disabled={!ready && !working}
            loading={working}
          >
            {choice === 'sign' ? 'Sign' : 'Sign the rejection'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
