import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { count, fileSize } from '../../lib/text.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Panel } from '../../ui/Page.tsx';

type Job = Output<'exports.look'>;

interface Props {
  readonly job: Job;
  readonly onChange: (job: Job) => void;
}

/** Milliseconds between two looks at an export that is being written. */
const pace = 250;

/** How far an export is, and what became of it. */
export const ExportJob = ({ job, onChange }: Props) => {
  const { id, name, state } = job;
  const running = state.kind === 'running';
  useEffect(() => {
    if (!running) return undefined;
    const look = async () => {
      const reply = await ask('exports.look', { id });
      onChange(reply.ok ? reply.value : { id, name, state: { kind: 'failed', code: reply.error.code } });
    };
    const timer = setInterval(() => {
      void look();
    }, pace);
    return () => clearInterval(timer);
  }, [id, name, running, onChange]);

  if (state.kind === 'failed') return <FailureNote failure={{ code: state.code }} />;
  if (state.kind === 'done')
    return (
      <Alert color="green" icon={<IconCheck aria-hidden />} title={`Saved: ${name}`}>
        <Text size="sm" component="div">
          {count(state.files, 'file')}, {fileSize(state.bytes)}
          {state.sha256 !== null && (
            <>
              {' '}
              · SHA-256{' '}
              <CopyText value={state.sha256} shown={`${state.sha256.slice(0, 16)}…`} label="Copy the SHA-256" />
            </>
          )}
        </Text>
      </Alert>
    );
  const percent = state.total === 0 ? 0 : Math.min(100, Math.round((100 * state.done) / state.total));
  return (
    <Panel title={`Writing ${name}`}>
      <Stack gap="xs">
        <Progress value={percent} aria-label={`Writing ${name}`} />
        <Group justify="space-between">
          <Text size="sm">
            {state.done} of {state.total} steps
          </Text>
          <Button size="xs" variant="default" onClick={() => void ask('exports.cancel', { id })}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
};
