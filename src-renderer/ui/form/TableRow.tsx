import { ActionIcon } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { memo, type KeyboardEvent } from 'react';
import type { Row, Scalar, TableField } from '../../../src-main/contract/index.ts';
import { cellDomId } from './edit.ts';
import styles from './Form.module.css';
import { TableCell } from './TableCell.tsx';

interface Props {
  readonly section: string;
  readonly field: TableField;
  readonly row: Row;
  readonly index: number;
  readonly problem: boolean;
  readonly onCell: (row: number, column: string, value: Scalar) => void;
  readonly onKey: (event: KeyboardEvent, row: number, column: number) => void;
  readonly onDuplicate: (row: number) => void;
  readonly onRemove: (row: number) => void;
}

/** One row of the table editor. Memoised: a long table draws only the row that changed. */
export const TableRow = memo(({ section, field, row, index, problem, onCell, onKey, onDuplicate, onRemove }: Props) => {
  const name = `${field.rowName} ${String(index + 1)}`;
  return (
    <tr>
      <th scope="row" className={styles['rowNumber']} data-problem={problem || undefined}>
        {index + 1}
        {problem && <span className="visually-hidden"> has something missing</span>}
      </th>
      {field.columns.map((column, at) => (
        <td key={column.id} data-row={index} data-column={at} style={indentOf(field, column.id, row)}>
          <TableCell
            id={cellDomId(section, field.id, index, at)}
            column={column}
            label={`${name}, ${column.label}`}
            value={row[column.id]}
            onChange={(value) => onCell(index, column.id, value)}
            onKeyDown={(event) => onKey(event, index, at)}
          />
        </td>
      ))}
      <td className={styles['rowActions']}>
        <ActionIcon
          size={26}
          variant="subtle"
          color="gray"
          aria-label={`Duplicate ${name}`}
          onClick={() => onDuplicate(index)}
        >
          <IconCopy size={15} />
        </ActionIcon>
        <ActionIcon
          size={26}
          variant="subtle"
          color="gray"
          aria-label={`Remove ${name}`}
          onClick={() => onRemove(index)}
        >
          <IconTrash size={15} />
        </ActionIcon>
      </td>
    </tr>
  );
});
TableRow.displayName = 'TableRow';

/** The words of a tree table stand as deep as their row. */
const indentOf = ({ tree, columns }: TableField, column: string, row: Row): { paddingLeft: number } | undefined => {
  if (tree === undefined || columns.find(({ kind }) => kind === 'text')?.id !== column) return undefined;
  return { paddingLeft: (Number(row[tree.level] ?? 1) - 1) * 14 || 0 };
};
