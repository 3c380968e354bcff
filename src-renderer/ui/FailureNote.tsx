import { ActionIcon, Alert, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Failure } from '../../src-main/contract/index.ts';
import { explain } from '../lib/messages.ts';

interface Props {
  readonly failure: Failure;
  /** A button that helps, e.g. reload. */
  readonly children?: ReactNode;
}

/** A refusal in words: what happened, what is safe, what to do, and the code to quote. */
export const FailureNote = ({ failure, children }: Props) => {
  const { what, safe, next } = explain(failure);
  const reference = failure.details?.['reference'];
  const code = typeof reference === 'string' ? `${failure.code} ${reference}` : failure.code;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={what} role="alert">
      {safe !== undefined && <Text size="sm">{safe}</Text>}
      {next !== undefined && <Text size="sm">{next}</Text>}
      {children}
      <Group gap={4} mt={6}>
        <Text size="xs" c="dimmed" component="span">
          Code <span className="mono">{code}</span>
        </Text>
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy the code'}>
              <ActionIcon size={24} variant="subtle" color="gray" aria-label="Copy the error code" onClick={copy}>
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
};
