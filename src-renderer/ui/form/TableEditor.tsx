import { Button, Pagination, Text } from '@mantine/core';
import { IconClipboardText, IconPlus } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { Column, Finding, Row, Scalar, TableField } from '../../../src-main/contract/index.ts';
import { count } from '../../lib/text.ts';
import { cellDomId, fieldDomId, type EditRows } from './edit.ts';
import styles from './Form.module.css';
import { emptyRow, isRows, parseRows, pasteInto } from './paste.ts';
import { PasteTimeline } from './PasteTimeline.tsx';
import { undoNotice } from './undo-notice.tsx';
import { TableRow } from './TableRow.tsx';

/** Rows drawn at once: long tables are paged, so that typing stays quick. */
const pageSize = 50;

interface Props {
  readonly section: string;
  readonly field: TableField;
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
  readonly showProblems: boolean;
  /** A row to bring into view, from a finding. */
  readonly focusRow: { readonly row: number; readonly turn: number } | null;
  readonly onEdit: EditRows;
}

/** Rows that can be typed, duplicated, moved, removed and pasted from a spreadsheet. */
export const TableEditor = ({ section, field, rows, findings, showProblems, focusRow, onEdit }: Props) => {
  const [page, setPage] = useState(1);
  const [pasting, setPasting] = useState(false);
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const shownPage = Math.min(page, pages);
  const first = (shownPage - 1) * pageSize;
  const focusCell = useCellFocus(section, field.id, setPage);
  const length = useRef(rows.length);
  useEffect(() => {
    length.current = rows.length;
  }, [rows.length]);

  useEffect(() => {
    if (focusRow !== null) focusCell(focusRow.row, 0);
  }, [focusRow, focusCell]);

  const onCell = useCallback(
    (row: number, column: string, value: Scalar) =>
      onEdit((before) => before.map((other, index) => (index === row ? { ...other, [column]: value } : other))),
    [onEdit],
  );
  const add = useCallback(() => {
    onEdit((before) => [...before, emptyRow(field.columns)]);
    focusCell(length.current, 0);
  }, [field.columns, focusCell, onEdit]);
  const onDuplicate = useCallback(
    (row: number) => {
      onEdit((before) => before.flatMap((other, index) => (index === row ? [other, { ...other }] : [other])));
      focusCell(row + 1, 0);
    },
    [focusCell, onEdit],
  );
  const onRemove = useCallback(
    (row: number) => {
      let removed: Row | undefined;
      onEdit((before) => {
        removed = before[row];
        return before.filter((_, index) => index !== row);
      });
      undoNotice(`Removed ${field.rowName} ${String(row + 1)}.`, () =>
        onEdit((before) => (removed === undefined ? before : [...before.slice(0, row), removed, ...before.slice(row)])),
      );
      if (length.current > 1) focusCell(Math.max(0, Math.min(row, length.current - 2)), 0);
      else document.getElementById(fieldDomId(section, field.id))?.focus();
    },
    [field.id, field.rowName, focusCell, onEdit, section],
  );
  const onKey = useCallback(
    (event: KeyboardEvent, row: number, column: number) => {
      if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        const to = row + (event.key === 'ArrowUp' ? -1 : 1);
        if (to < 0 || to >= length.current) return;
        event.preventDefault();
        onEdit((before) => swap(before, row, to));
        focusCell(to, column);
      } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
        event.preventDefault();
        if (row + 1 < length.current) focusCell(row + 1, column);
        else add();
      }
    },
    [add, focusCell, onEdit],
  );
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    const cell = event.target instanceof HTMLElement ? event.target.closest('td') : null;
    if (cell === null || !isRows(text)) return;
    event.preventDefault();
    const at = { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) };
    const cells = parseRows(text);
    const before = rows;
    onEdit((current) => pasteInto(field.columns, current, at, cells));
    undoNotice(`Pasted ${count(cells.length, 'row')}.`, () => onEdit(() => before));
  };

  const problems = showProblems ? findings : findings.filter(({ severity }) => severity === 'advice');
  return (
    <div>
      <div className={styles['tableHead']}>
        <span className={styles['tableLabel']} id={`${fieldDomId(section, field.id)}-label`}>
          {field.label}
        </span>
        <Text size="sm" c="dimmed">
          {count(rows.length, field.rowName)}
        </Text>
      </div>
      {field.help !== undefined && (
        <Text size="sm" c="dimmed" mb={6}>
          {field.help}
        </Text>
      )}
      {rows.length === 0 ? (
        <div className={`${styles['tableScroll'] ?? ''} ${styles['empty'] ?? ''}`}>
          {field.emptyText === '' ? `No ${field.rowName} yet. At least one is needed.` : field.emptyText}
        </div>
      ) : (
        <div className={styles['tableScroll']} onPaste={onPaste}>
          <table
            className={styles['table']}
            style={{ minWidth: field.columns.reduce((sum, column) => sum + columnWidth(column), 98) }}
            aria-labelledby={`${fieldDomId(section, field.id)}-label`}
            aria-rowcount={rows.length + 1}
          >
            <colgroup>
              <col style={{ width: 34 }} />
              {field.columns.map((column) => (
                <col key={column.id} style={{ width: columnWidth(column) }} />
              ))}
              <col style={{ width: 64 }} />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">Number</span>
                </th>
                {field.columns.map((column) => (
                  <th key={column.id} scope="col">
                    {column.label}
                    {column.kind === 'number' && column.unit !== '' ? ` (${column.unit})` : ''}
                    {column.required && <span aria-hidden>{'\u00a0*'}</span>}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">Row actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(first, first + pageSize).map((row, offset) => (
                <TableRow
                  // Rows have no identity of their own; every cell is controlled, so the place is the key.
                  key={first + offset}
                  section={section}
                  field={field}
                  row={row}
                  index={first + offset}
                  problem={findings.some(
                    (finding) => finding.row === first + offset && finding.severity === 'blocking',
                  )}
                  onCell={onCell}
                  onKey={onKey}
                  onDuplicate={onDuplicate}
                  onRemove={onRemove}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {problems.length > 0 && (
        <ul className={styles['problems']}>
          {problems.slice(0, 5).map((finding) => (
            <li key={`${String(finding.row)}${finding.message}`}>{finding.message}</li>
          ))}
          {problems.length > 5 && <li>and {problems.length - 5} more</li>}
        </ul>
      )}
      <div className={styles['tableFoot']}>
        <Button
          id={fieldDomId(section, field.id)}
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={add}
        >
          Add {field.rowName}
        </Button>
        {field.pasteText !== undefined && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconClipboardText size={14} />}
            onClick={() => setPasting(true)}
          >
            Paste a timeline
          </Button>
        )}
        {pasting && (
          <PasteTimeline
            field={field}
            onClose={() => setPasting(false)}
            onInsert={(added) => {
              const before = rows;
              onEdit((current) => [...current, ...added]);
              undoNotice(`Inserted ${count(added.length, 'row')}.`, () => onEdit(() => before));
              setPasting(false);
            }}
          />
        )}
        {pages > 1 && (
          <Pagination
            size="sm"
            total={pages}
            value={shownPage}
            onChange={setPage}
            getControlProps={(control) => ({ 'aria-label': `${control} page of ${field.label}` })}
          />
        )}
      </div>
    </div>
  );
};

/** Pixels that a column needs at least: its share of the width, and room for the longest choice or a date. */
const columnWidth = (column: Column): number => {
  const share = column.width * 76;
  switch (column.kind) {
    case 'choice':
      return Math.max(share, Math.max(...column.options.map(({ label }) => label.length)) * 7.5 + 42);
    case 'date':
      return Math.max(share, 122);
    case 'datetime':
      return Math.max(share, 176);
    case 'yes-no':
      return Math.max(share, 76);
    default:
      return Math.max(share, 84);
  }
};

const swap = (rows: readonly Row[], a: number, b: number): readonly Row[] =>
  rows.map((row, index) => (index === a ? rows[b] : index === b ? rows[a] : row) ?? row);

/** Focuses a cell once it is drawn, on its own page. */
const useCellFocus = (section: string, field: string, setPage: (page: number) => void) => {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (row: number, column: number) => {
      setPage(Math.floor(row / pageSize) + 1);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => document.getElementById(cellDomId(section, field, row, column))?.focus(), 30);
    },
    [field, section, setPage],
  );
};
