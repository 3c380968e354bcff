import { Button, Collapse, Group, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconEye } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { commonName } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { headline, stateOf } from '../../lib/verdict.ts';
import type { SignatureVerdict } from '../../stores/verify.ts';
import { SignatureDetails } from './SignatureDetails.tsx';
import { StateIcon } from './StateIcon.tsx';
import styles from './Verify.module.css';

interface Props {
  readonly signature: SignatureVerdict;
  /** Shows the version that was signed; null where the file is not at hand. */
  readonly onView: (() => void) | null;
}

/** One signature: its state as shape and word, who and when; everything else on demand. */
export const SignatureCard = ({ signature, onView }: Props) => {
  const [open, setOpen] = useState(false);
  const details = useId();
  const name = signature.signer === null ? 'Signer unknown' : commonName(signature.signer);
  return (
    <article className={styles['signature']} aria-label={`Signature of ${name}`}>
      <div className={styles['sigHead']}>
        <StateIcon state={stateOf(signature)} />
        <div>
          <div className={styles['sigName']}>{name}</div>
          <div className={styles['sigWord']}>{headline(signature)}</div>
          <Text size="sm" c="dimmed">
            {[
              signature.reason,
              signature.signedAt === null ? 'no signing time' : shortTime(signature.signedAt),
              `revision ${String(signature.revision)}`,
            ]
              .filter((part) => part !== null && part !== '')
              .join(' · ')}
          </Text>
        </div>
        <Group gap="xs" justify="flex-end">
          {onView !== null && (
            <Button size="xs" variant="default" leftSection={<IconEye size={15} />} onClick={onView}>
              Signed version
            </Button>
          )}
          <Button
            size="xs"
            variant="subtle"
            aria-expanded={open}
            aria-controls={details}
            aria-label={`Details of the signature of ${name}`}
            rightSection={open ? <IconChevronUp size={15} /> : <IconChevronDown size={15} />}
            onClick={() => setOpen(!open)}
          >
            Details
          </Button>
        </Group>
      </div>
      <Collapse expanded={open} id={details}>
        <SignatureDetails signature={signature} />
      </Collapse>
    </article>
  );
};
