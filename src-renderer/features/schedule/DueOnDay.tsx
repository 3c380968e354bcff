import { Anchor, Popover, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClockPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import { dueLabel } from '../../../src-main/contract/index.ts';
import { DueBadge } from '../actions/DueBadge.tsx';
import styles from './Calendar.module.css';
import { Extension } from './Extend.tsx';
import { placeOfDue, subjectWords, type DueItem } from './months.ts';

/** One thing that is due on a day of the calendar: a line that opens what there is to know and to do about it. */
export const DueOnDay = ({ item }: { readonly item: DueItem }) => {
  const words = `${dueLabel[item.kind]}: ${subjectWords(item)}`;
  const overdue = item.daysOverdue > 0;
  return (
    <Popover position="bottom-start" width={300} shadow="md" trapFocus returnFocus withRoles>
      <Popover.Target>
        <button
          type="button"
          className={styles['item']}
          data-overdue={overdue}
          title={words}
          aria-label={`${words}${overdue ? ', overdue' : ''}${item.extendedBy === null ? '' : ', extended'}`}
        >
          {overdue && <IconAlertTriangle size={13} aria-hidden style={{ flex: 'none' }} />}
          {item.extendedBy !== null && <IconClockPlus size={13} aria-hidden style={{ flex: 'none' }} />}
          <span>{words}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words}>
        <Stack gap={6} align="flex-start">
          <Text size="sm" fw={600}>
            {dueLabel[item.kind]}
          </Text>
          <Anchor component={Link} href={placeOfDue(item)} size="sm" data-autofocus>
            {subjectWords(item)}
          </Anchor>
          {item.subject.kind !== 'system' && item.systemName !== null && (
            <Text size="xs" c="dimmed">
              {item.systemName}
            </Text>
          )}
          {(item.because !== '' || item.first) && (
            <Text size="xs" c="dimmed">
              {item.because === '' ? 'Never done before' : `Due ${item.because}`}
            </Text>
          )}
          <DueBadge {...item} />
          <Text size="sm" component="div">
            <Extension item={item} />
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
};
