import { Button, Group, NativeSelect, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { today as dayHere } from '../../lib/time.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { DueTable } from './DueTable.tsx';
import { lastDayOf, monthAfter, monthName } from './months.ts';
import { MonthTable } from './MonthTable.tsx';

/** Months ahead that the list shows. */
const ahead = 12;

/** What falls due and when, by month or as a list; what is overdue or extended is always in sight. */
export const Calendar = () => {
  const [thisMonth] = useState(() => dayHere().slice(0, 7));
  const [month, setMonth] = useState(thisMonth);
  const [as, setAs] = useState<'month' | 'list'>('month');
  const [systemId, setSystemId] = useState<string | null>(null);
  const systems = useCall('systems.list', {});
  const last = monthAfter(thisMonth, ahead) > month ? monthAfter(thisMonth, ahead) : month;
  const schedule = useCall('schedule.list', { systemId, until: lastDayOf(last) });
  const known = systems.state.kind === 'have' ? systems.state.value.systems : [];
  return (
    <Page title="Calendar" lead="What falls due by which day, for every system, person and agreement.">
      <Stack gap="md">
        <Group gap="sm" align="flex-end" justify="space-between">
          <NativeSelect
            label="System"
            value={systemId ?? ''}
            data={[{ value: '', label: 'All systems' }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(event) => setSystemId(event.currentTarget.value || null)}
          />
          <SegmentedControl
            aria-label="Shown as"
            value={as}
            onChange={setAs}
            data={[
              { value: 'month', label: 'Month' },
              { value: 'list', label: 'List' },
            ]}
          />
        </Group>
        <Loaded of={schedule}>
          {({ items, today, rules }) => {
            const overdue = items.filter((item) => item.daysOverdue > 0);
            return (
              <>
                {overdue.length > 0 && as === 'month' && (
                  <Panel title={`Overdue: ${String(overdue.length)}`} flush>
                    <DueTable label="Overdue" items={overdue} />
                  </Panel>
                )}
                {as === 'month' ? (
                  <Panel>
                    <Group justify="space-between" mb="sm">
                      <Title order={2} aria-live="polite">
                        {monthName(month)}
                      </Title>
                      <Group gap="xs">
                        <Button
                          size="xs"
                          variant="default"
                          leftSection={<IconChevronLeft size={14} aria-hidden />}
                          onClick={() => setMonth(monthAfter(month, -1))}
                        >
                          Earlier
                        </Button>
                        <Button size="xs" variant="default" onClick={() => setMonth(thisMonth)}>
                          This month
                        </Button>
                        <Button
                          size="xs"
                          variant="default"
                          rightSection={<IconChevronRight size={14} aria-hidden />}
                          onClick={() => setMonth(monthAfter(month, 1))}
                        >
                          Later
                        </Button>
                      </Group>
                    </Group>
                    <MonthTable month={month} today={today} items={items} />
                  </Panel>
                ) : (
                  <Panel flush>
                    {items.length === 0 ? (
                      <EmptyState icon={<IconCalendar size={34} />} title="Nothing is due">
                        Systems in operation, actions, accepted risks and certificates appear here.
                      </EmptyState>
                    ) : (
                      <DueTable label="Due" items={items} />
                    )}
                  </Panel>
                )}
                <Text size="sm" c="dimmed" component="output">
                  {count(items.length, 'item')} due until {lastDayOf(last)}, {overdue.length} of them overdue
                </Text>
                <details>
                  <summary>By which rules</summary>
                  <ul>
                    {rules.map(({ kind, label, source }) => (
                      <li key={kind}>
                        <Text size="sm">
                          {label}: {source}
                        </Text>
                      </li>
                    ))}
                  </ul>
                </details>
              </>
            );
          }}
        </Loaded>
      </Stack>
    </Page>
  );
};
