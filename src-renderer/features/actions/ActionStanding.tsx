import { Badge, Text } from '@mantine/core';
import { actionStatusLabel } from '../../../src-main/contract/index.ts';
import { DueBadge } from './DueBadge.tsx';
import type { ActionView } from './types.ts';

/** What is owed now, or how it was closed and judged. */
export const ActionStanding = ({ action }: { readonly action: ActionView }) => {
  const { owed, status, effectiveness } = action;
  if (owed !== null)
    return (
      <>
        <DueBadge dueOn={owed.dueOn} daysOverdue={owed.daysOverdue} />
        {owed.what === 'effectiveness' && (
          <Text size="xs" c="dimmed">
            Effectiveness check
          </Text>
        )}
      </>
    );
  const judged = effectiveness.result;
  return (
    <>
      <Badge color={status === 'done' ? 'green' : 'gray'} variant="light" tt="none" fw={500} radius="sm">
        {actionStatusLabel[status]}
      </Badge>
      {judged !== null && (
        <Text size="xs" c="dimmed">
          {judged.effective ? 'Effective' : 'Not effective'}
        </Text>
      )}
    </>
  );
};
