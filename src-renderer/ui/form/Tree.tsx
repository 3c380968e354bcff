import { displayValue, outlineOf, type Row, type TableField } from '../../../src-main/contract/index.ts';
import styles from './Form.module.css';

interface Props {
  readonly field: TableField;
  readonly rows: readonly Row[];
}

/** The rows of a tree table as an outline, as the PDF prints them. */
export const Tree = ({ field, rows }: Props) => {
  const columns = field.columns.filter(({ id }) => id !== field.tree?.level);
  return (
    <ul className={styles['tree']} aria-label={field.label}>
      {outlineOf(field, rows).map(({ number, depth, row }) => (
        <li key={number} aria-level={depth} style={{ marginLeft: (depth - 1) * 22 }}>
          <span className={styles['treeNumber']}>{number}</span>
          <div>
            {columns.map((column, index) => (
              <p key={column.id} className={index === 0 ? styles['treeQuestion'] : undefined}>
                {displayValue(column, row[column.id])}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
};
