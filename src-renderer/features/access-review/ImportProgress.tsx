import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';

type Job = NonNullable<Output<'access.importing'>['job']>;

/** Milliseconds between two looks at the import. */
const pace = 200;

const steps: Readonly<Record<Job['step'], { readonly words: string; readonly from: number; readonly part: number }>> = {
  read: { words: 'Reading the rows …', from: 0, part: 20 },
  compare: { words: 'Comparing accounts and people …', from: 20, part: 40 },
  store: { words: 'Storing the list …', from: 60, part: 40 },
};

/** How far an import is, and the way to give it up while nothing of it is kept. */
export const ImportProgress = ({ recordId, rows }: { readonly recordId: string; readonly rows: number }) => {
  const [job, setJob] = useState<Job | null>(null);
  const [cancelling, setCancelling] = useState(false);
  useEffect(() => {
    const look = async () => {
      const reply = await ask('access.importing', {});
      if (reply.ok && reply.value.job !== null) setJob(reply.value.job);
    };
    void look();
    const timer = setInterval(() => void look(), pace);
    return () => clearInterval(timer);
  }, []);
  const { words, from, part } = steps[job?.step ?? 'read'];
  const all = job === null || job.total === 0 ? rows : job.total;
  const done = Math.min(1, (job?.done ?? 0) / Math.max(1, all));
  const label = cancelling ? 'Cancelling …' : words;
  return (
    <Stack gap="xs">
      <Progress value={from + part * done} aria-label={label} />
      <Group justify="space-between">
        <Text size="sm" component="output">
          {label}
        </Text>
        <Button
          variant="default"
          disabled={cancelling}
          onClick={() => {
            setCancelling(true);
            void ask('access.cancelImport', { recordId });
          }}
        >
          Cancel
        </Button>
      </Group>
    </Stack>
  );
};
