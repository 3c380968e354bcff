import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

interface Props {
  readonly value: string;
  /** What is shown instead of the whole value. */
  readonly shown?: string;
  /** Names the button: `Copy the fingerprint`. */
  readonly label: string;
}

/** A machine's word (hash, serial number) with a button that copies it whole. */
export const CopyText = ({ value, shown, label }: Props) => (
  <span>
    <span className="mono" title={value}>
      {shown ?? value}
    </span>{' '}
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon size={24} variant="subtle" color="gray" aria-label={label} onClick={copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  </span>
);
