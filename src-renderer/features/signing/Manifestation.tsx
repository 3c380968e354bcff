import { Text } from '@mantine/core';
import { roleLabel } from '../../../src-main/contract/index.ts';
import { fullTime } from '../../lib/time.ts';
import type { Prepared } from '../../stores/signing.ts';
import styles from './Signing.module.css';

interface Props {
  readonly prepared: Prepared;
  readonly rejected: boolean;
}

/** The signature as every reader will see it (21 CFR 11.50). The time is that of the moment of signing. */
export const Manifestation = ({ prepared, rejected }: Props) => {
  const { signer, meaning, at, zone } = prepared;
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        As it will appear
      </Text>
      <div className={styles['stamp']}>
        <div className={styles['stampName']}>
          {signer.fullName} ({signer.userName})
        </div>
        <div>
          {roleLabel[signer.role]} · {rejected ? 'Rejection' : meaning}
        </div>
        <Text size="sm" c="dimmed">
          {fullTime(at, zone)}
        </Text>
        <Text size="xs" c="dimmed">
          The time will be this computer&apos;s when you sign.
        </Text>
      </div>
    </div>
  );
};
