import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { count } from '../../lib/text.ts';

interface Props {
  readonly dueOn: string;
  readonly daysOverdue: number;
}

/** The words are the state: they are never cut short. */
const whole = { minWidth: 'max-content' };

/** Until when something is owed: in words and with a sign, never by colour alone. */
export const DueBadge = ({ dueOn, daysOverdue }: Props) =>
  daysOverdue > 0 ? (
    <Badge
      color="red"
      variant="light"
      tt="none"
      fw={500}
      radius="sm"
      style={whole}
      leftSection={<IconAlertTriangle size={13} aria-hidden />}
    >
      {count(daysOverdue, 'day')} overdue
    </Badge>
  ) : (
    <Badge
      color={daysOverdue > -30 ? 'yellow' : 'gray'}
      variant="light"
      tt="none"
      fw={500}
      radius="sm"
      style={whole}
      leftSection={<IconClock size={13} aria-hidden />}
    >
      Due {dueOn}
    </Badge>
  );
