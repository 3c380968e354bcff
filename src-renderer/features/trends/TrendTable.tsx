import { UnstyledButton } from '@mantine/core';
import type { CellPlace } from '../../../src-main/contract/index.ts';
import { valueText, type Trend } from './figures.ts';
import styles from './Trends.module.css';

interface Props {
  readonly trend: Trend;
  readonly onCell: (cell: CellPlace) => void;
}

/** The chart's figures as a table; each is a button that leads to its records. */
export const TrendTable = ({ trend, onCell }: Props) => {
  if (trend.categories.length === 0) return null;
  return (
    <details className={styles['details']}>
      <summary>Table</summary>
      <div className={styles['scroll']}>
        <table aria-label={`Figures: ${trend.label}`}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">For</span>
              </th>
              {trend.series.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trend.categories.map((category, at) => (
              <tr key={category}>
                <th scope="row">{category}</th>
                {trend.series.map(({ id, label, cells }, series) => {
                  const cell = cells[at];
                  const text = valueText(cell?.value ?? null, '');
                  return (
                    <td key={id}>
                      {cell === undefined || cell.ids.length === 0 ? (
                        text
                      ) : (
                        <UnstyledButton
                          className={styles['figure']}
                          aria-label={`${text}: ${label}, ${category}, show the records`}
                          onClick={() => onCell({ series, category: at })}
                        >
                          {text}
                        </UnstyledButton>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
};
