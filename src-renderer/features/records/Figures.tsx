import type { RecordView } from './types.ts';
import styles from './Figures.module.css';

interface Props {
  readonly metrics: RecordView['metrics'];
  /** Side by side instead of one under the other. */
  readonly row?: boolean;
}

/** The figures that the record computes from its own tables, each with its formula. */
export const Figures = ({ metrics, row = false }: Props) => (
  <dl className={styles['figures']} data-row={row || undefined}>
    {metrics.map(({ id, label, unit, formula, value }) => (
      <div key={id} className={styles['figure']} title={`${label} = ${formula}`}>
        <dt>{label}</dt>
        <dd>
          <span className={styles['value']}>{value === null ? '–' : String(value)}</span>
          {value !== null && unit !== '' ? ` ${unit}` : ''}
          {!row && <span className={styles['formula']}>{formula}</span>}
        </dd>
      </div>
    ))}
  </dl>
);
