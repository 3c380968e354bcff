import { Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import {
  changedFields,
  rowKindLabel,
  rowNumber,
  rowSides,
  type FieldChange,
  type LineChange,
  type SectionChange,
} from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { useDraft } from '../../stores/draft.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import styles from './RecordChanges.module.css';
import type { PanelProps } from './types.ts';

/** What is not as it was in the last revision in force, section by section; follows a draft as it is saved. */
export const RecordChanges = ({ view, editable }: PanelProps) => {
  const question = useCall('records.changes', { recordId: view.summary.id, revision: view.revision });
  const { reload } = question;
  const saved = useDraft(({ draft }) =>
    draft.kind === 'open' && draft.recordId === view.summary.id ? draft.base : null,
  );
  const savedAt = editable ? saved : null;
  useEffect(() => {
    if (savedAt !== null) void reload();
  }, [savedAt, reload]);
  return (
    <Loaded of={question}>
      {({ changes }) =>
        changes === null ? (
          <Text c="dimmed">No revision of this record was in force before: there is nothing to compare it with.</Text>
        ) : (
          <div className={styles['changes']}>
            <Text c="dimmed" size="sm">
              {changes.sections.length === 0
                ? 'Nothing is different'
                : `${count(changedFields(changes.sections), 'field')} changed`}{' '}
              since revision {changes.against.revision}, which was frozen {shortTime(changes.against.frozenAt)}.
            </Text>
            {changes.sections.map((section) => (
              <ChangedSection key={section.id} section={section} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
};

const kinds = { added: 'New section', removed: 'This section is gone', changed: null } as const;

interface ValueRow {
  readonly label: string;
  readonly old: string;
  readonly new: string;
}

const valueColumns: readonly DataColumn<ValueRow>[] = [
  { id: 'field', label: 'Field', cell: ({ label }) => label },
  { id: 'old', label: 'Before', cell: ({ old }) => <del className={styles['removed']}>{old}</del> },
  { id: 'new', label: 'Now', cell: (row) => <ins className={styles['added']}>{row.new}</ins> },
];

const applies = (reason: string | null): string => (reason === null ? 'Applies' : `Does not apply: ${reason}`);

const ChangedSection = ({ section }: { readonly section: SectionChange }) => {
  const { title, kind, setAside, fields } = section;
  const values: ValueRow[] = [
    ...(setAside === undefined
      ? []
      : [{ label: 'The section', old: applies(setAside.old), new: applies(setAside.new) }]),
    ...fields.filter((field) => field.kind === 'value'),
  ];
  return (
    <Panel title={title}>
      {kinds[kind] !== null && (
        <Text size="sm" c="dimmed" mb="xs">
          {kinds[kind]}
        </Text>
      )}
      {values.length > 0 && (
        <DataTable label={`Values of ${title}`} columns={valueColumns} rows={values} rowKey={({ label }) => label} />
      )}
      {fields.map((field) => (
        <ChangedField key={field.id} field={field} />
      ))}
    </Panel>
  );
};

type RowChange = Extract<FieldChange, { kind: 'table' }>['rows'][number];

const Side = ({ lines }: { readonly lines: readonly string[] }) => lines.map((line) => <div key={line}>{line}</div>);

const rowColumns = (columns: readonly string[]): readonly DataColumn<RowChange>[] => [
  { id: 'row', label: 'Row', nowrap: true, cell: rowNumber },
  { id: 'kind', label: 'Change', cell: ({ kind }) => rowKindLabel[kind] },
  { id: 'old', label: 'Before', cell: (row) => <Side lines={rowSides(columns, row).old} /> },
  { id: 'new', label: 'Now', cell: (row) => <Side lines={rowSides(columns, row).new} /> },
];

const ChangedField = ({ field }: { readonly field: FieldChange }) => {
  if (field.kind === 'value') return null;
  return (
    <div className={styles['field']}>
      <Title order={3} size="sm" mb={4}>
        {field.label}
      </Title>
      {field.kind === 'prose' ? (
        <div className={styles['prose']}>
          {field.lines.map((line, index) => (
            // Lines have no name of their own, and the list is never reordered.
            // oxlint-disable-next-line react/no-array-index-key
            <Line key={index} line={line} />
          ))}
        </div>
      ) : (
        <>
          {field.reordered && <Text size="sm">The order of the rows changed.</Text>}
          {field.rows.length > 0 && (
            <DataTable
              label={`Rows of ${field.label}`}
              columns={rowColumns(field.columns)}
              rows={field.rows}
              rowKey={({ oldNumber, newNumber }) => `${String(oldNumber)}-${String(newNumber)}`}
            />
          )}
        </>
      )}
    </div>
  );
};

const Line = ({ line: { kind, runs } }: { readonly line: LineChange }) => (
  <div className={styles['line']} data-kind={kind}>
    {runs.map((run, index) => {
      const key = `${String(index)} ${run.kind}`;
      if (run.kind === 'same') return <span key={key}>{run.text}</span>;
      return run.kind === 'removed' ? (
        <del key={key} className={styles['removed']}>
          {run.text}
        </del>
      ) : (
        <ins key={key} className={styles['added']}>
          {run.text}
        </ins>
      );
    })}
  </div>
);
