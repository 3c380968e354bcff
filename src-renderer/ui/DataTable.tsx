import type { ReactNode } from 'react';
import styles from './DataTable.module.css';
import { unbroken } from './unbroken.tsx';

/** A column of a list. */
export interface DataColumn<T> {
  readonly id: string;
  readonly label: string;
  readonly cell: (item: T) => ReactNode;
  readonly align?: 'end';
  readonly nowrap?: boolean;
  /** Its part of the table, e.g. `30%`, where long content would crowd the other columns out. */
  readonly width?: string;
  /** Heads that say nothing to the eye, e.g. of a column of buttons. */
  readonly hiddenLabel?: boolean;
}

interface Props<T> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly DataColumn<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (item: T) => string | number;
}

/** A list as a real table; on a narrow window each row becomes a card with the same words. */
export const DataTable = <T,>({ label, columns, rows, rowKey }: Props<T>) => (
  <div className={styles['scroll']}>
    <table className={styles['table']} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              className={column.align === 'end' ? styles['end'] : undefined}
              style={column.width === undefined ? undefined : { width: column.width }}
            >
              {column.hiddenLabel === true ? <span className="visually-hidden">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td
                key={column.id}
                data-label={column.hiddenLabel === true ? undefined : column.label}
                style={column.width === undefined ? undefined : { overflowWrap: 'anywhere' }}
                className={`${column.align === 'end' ? (styles['end'] ?? '') : ''} ${column.nowrap === true ? (styles['nowrap'] ?? '') : ''}`}
              >
                <div style={{ minWidth: 0 }}>{unbroken(column.cell(row))}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
