import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { CellPlace } from '../../../src-main/contract/index.ts';
import { Chart } from '../../ui/Chart.tsx';
import { Panel } from '../../ui/Page.tsx';
import { FigureRecords } from './FigureRecords.tsx';
import { valueText, type AskedFigure, type Trend } from './figures.ts';
import styles from './Trends.module.css';
import { TrendTable } from './TrendTable.tsx';

/** One trend: its figure for the whole period, the chart, the same figures as a table, and the formula. */
export const TrendPanel = ({ trend }: { readonly trend: Trend }) => {
  const [asked, setAsked] = useState<AskedFigure | null>(null);
  const { label, unit, total, formula, id, version } = trend;
  const ask = ({ series, category }: CellPlace) => {
    const [one, of] = [trend.series[series], trend.categories[category]];
    const cell = one?.cells[category];
    if (one === undefined || of === undefined || cell === undefined) return;
    setAsked({ title: `${label}, ${trend.series.length > 1 ? `${one.label}, ` : ''}${of}`, cell });
  };
  return (
    <Panel title={label}>
      <UnstyledButton
        className={styles['total']}
        disabled={total.ids.length === 0}
        aria-label={`${valueText(total.value, unit)}: show the records`}
        onClick={() => setAsked({ title: `${label}, whole period`, cell: total })}
      >
        {valueText(total.value, unit)}
      </UnstyledButton>
      <Chart data={trend} label={`Chart: ${label}. Its figures are in the table below.`} onCell={ask} />
      <TrendTable trend={trend} onCell={ask} />
      <Text size="xs" c="dimmed" mt={8}>
        {formula}. Formula {id}, version {version}.
      </Text>
      {asked !== null && <FigureRecords asked={asked} unit={unit} onClose={() => setAsked(null)} />}
    </Panel>
  );
};
