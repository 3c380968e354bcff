import { Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { addMonths, everyFormula, isDate, trendGroups, type TrendGroup } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { download } from '../../lib/download.ts';
import { shortDay } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { DateField } from '../../ui/form/DateField.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { SystemSelect } from '../records/FilterSelects.tsx';
import { TrendPanel } from './TrendPanel.tsx';
import styles from './Trends.module.css';

const groups = Object.keys(trendGroups) as TrendGroup[];

/** The last twelve months up to today. */
const lastYear = (): { readonly start: string; readonly end: string } => {
  const end = shortDay(new Date().toISOString());
  return { start: `${addMonths(end, -11).slice(0, 7)}-01`, end };
};

/** Figures over many records, per system and overall: each as a chart and a table, with its formula and its records. */
export const TrendsPage = ({ group: named }: { readonly group: string | null }) => {
  const [, go] = useLocation();
  const group = groups.find((one) => one === named) ?? 'incidents';
  const [systemId, setSystemId] = useState('');
  const [period, setPeriod] = useState(lastYear);
  const valid = isDate(period.start) && isDate(period.end);
  const asked = { systemId: systemId === '' ? null : systemId, ...period };
  const trends = useCall('trends.get', valid ? { ...asked, group } : null);
  const taking = useAction('trends.export');
  const take = async (what: 'figures' | 'inputs') => {
    const file = await taking.run({ ...asked, what });
    if (file === null) return;
    download(file.fileName, file.bytes, 'text/csv');
    announce(`${file.fileName} was written.`);
  };
  return (
    <Page
      title="Trends"
      lead="What many records say together. Every figure leads to the records it was computed from."
      actions={(['figures', 'inputs'] as const).map((what) => (
        <Button
          key={what}
          variant="default"
          leftSection={<IconDownload size={16} />}
          disabled={!valid}
          loading={taking.state.kind === 'running'}
          onClick={() => void take(what)}
        >
          {what === 'figures' ? 'Figures as CSV' : 'Their data as CSV'}
        </Button>
      ))}
    >
      <Stack gap="md">
        <Group gap="sm" align="flex-start">
          <SystemSelect value={systemId} onChange={setSystemId} />
          {(['start', 'end'] as const).map((which) => (
            <DateField
              key={which}
              id={`trends-${which}`}
              label={which === 'start' ? 'From' : 'To'}
              value={period[which]}
              error={isDate(period[which]) ? undefined : 'A day as YYYY-MM-DD'}
              onChange={(value) => setPeriod({ ...period, [which]: value })}
            />
          ))}
        </Group>
        {taking.state.kind === 'failed' && <FailureNote failure={taking.state.failure} />}
        <Tabs value={group} onChange={(value) => go(`/trends/${value ?? 'incidents'}`)} keepMounted={false}>
          <Tabs.List aria-label="Subjects">
            {groups.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {trendGroups[one]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={group} pt="md">
            {valid && (
              <Loaded of={trends}>
                {(answer) => (
                  <div className={styles['trends']}>
                    {answer.trends.map((trend) => (
                      <TrendPanel key={trend.id} trend={trend} />
                    ))}
                  </div>
                )}
              </Loaded>
            )}
          </Tabs.Panel>
        </Tabs>
        <Text size="xs" c="dimmed" maw="90ch">
          {everyFormula}
        </Text>
      </Stack>
    </Page>
  );
};
