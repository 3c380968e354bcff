import { Badge, Button } from '@mantine/core';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { Link } from 'wouter';
import { count } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import type { WorkItem } from '../../stores/work.ts';
import { stepOf } from './groups.ts';
import styles from './Work.module.css';

/** One thing to do: what, since when, how late, and the button that leads there. */
export const WorkRow = ({ item }: { readonly item: WorkItem }) => {
  const { href, label } = stepOf(item);
  const id = item.recordId;
  return (
    <div className={styles['row']}>
      <div className={styles['text']}>
        <div className={styles['title']}>{item.title}</div>
        <div className={styles['detail']}>
          {[id, item.detail, item.since === null ? null : `since ${shortTime(item.since)}`]
            .filter((part) => part !== null && part !== '')
            .join(' · ')}
        </div>
      </div>
      <Due item={item} />
      <Button
        component={Link}
        href={href}
        size="xs"
        variant={item.kind === 'sign' ? 'filled' : 'default'}
        aria-label={`${label}: ${id ?? item.title}`}
      >
        {label}
      </Button>
    </div>
  );
};

const Due = ({ item }: { readonly item: WorkItem }) => {
  if (item.daysOverdue !== null && item.daysOverdue > 0)
    return (
      <Badge color="red" variant="light" tt="none" fw={500} radius="sm" leftSection={<IconAlertTriangle size={13} />}>
        {count(item.daysOverdue, 'day')} overdue
      </Badge>
    );
  return item.dueOn === null ? null : (
    <Badge color="yellow" variant="light" tt="none" fw={500} radius="sm" leftSection={<IconClock size={13} />}>
      Due {item.dueOn}
    </Badge>
  );
};
