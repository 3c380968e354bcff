import { displayValue } from '../../domain/display.ts';
import { rowsOf, scalarOf, type Field, type Section, type TableField } from '../../domain/form.ts';
import type { FieldChange } from '../../domain/compare/comparison.ts';
import type { RevisionDocument } from '../../domain/revision-document.ts';
import type { Fonts } from '../fonts/fonts.ts';
import { marked, type Block } from '../layout/block.ts';
import { widthOf } from '../layout/lines.ts';
import { labelled, paragraph, prose } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';
import { table } from '../layout/table.ts';
import { treeBlocks } from './tree.ts';

/** The blocks of one section of the form: heading, clauses, then every field in the order of the form. */
export const sectionBlocks = (fonts: Fonts, document: RevisionDocument, section: Section, number: number): Block[] => {
  const part = document.content[section.id];
  const change = document.changes?.sections.find(({ id }) => id === section.id);
  const head = sectionHead(fonts, number, section.title, section.clauses.join(' · '));
  if (part?.notApplicable !== undefined) {
    const reason = paragraph(fonts, text.body, `Not applicable: ${part.notApplicable}`, { before: 5 });
    return [...head, ...(change === undefined ? [reason] : marked([reason]))];
  }
  return [
    ...head,
    ...section.fields.flatMap((field, index) => {
      const changed = change?.fields.find(({ id }) => id === field.id);
      return fieldBlocks(fonts, document, section, field, section.fields[index - 1], changed);
    }),
  ];
};

/** A heading that the contents and the outline point to, with small print below it. */
export const sectionHead = (fonts: Fonts, number: number, title: string, clauses: string): Block[] => {
  const sign = String(number);
  const width = widthOf(fonts, text.sectionTitle, `${sign}  `) + 3;
  const heading = paragraph(fonts, text.sectionTitle, title, { hang: { sign, width }, withNext: true });
  return [
    {
      ...heading,
      before: 24,
      lead: heading.lead + 6,
      draw(flow) {
        if (!flow.atTop) flow.canvas.rule(page.left, flow.y, contentWidth, 0.6, colour.rule);
        flow.landmark(`${sign} ${title}`);
        flow.space(6);
        heading.draw(flow);
      },
    },
    ...(clauses === '' ? [] : [paragraph(fonts, text.clauses, clauses, { withNext: true })]),
  ];
};

/** Values that stand beside their label form a list; what stands above or below them keeps its distance. */
const gapBefore = (previous: Field | undefined): number =>
  previous === undefined ? 6 : previous.kind === 'prose' || previous.kind === 'table' ? 10 : 3;

const fieldBlocks = (
  fonts: Fonts,
  document: RevisionDocument,
  section: Section,
  field: Field,
  previous: Field | undefined,
  change: FieldChange | undefined,
): Block[] => {
  const shown = (blocks: Block[]): Block[] => (change === undefined ? blocks : marked(blocks));
  switch (field.kind) {
    case 'table':
      return tableBlocks(fonts, document, section, field, change);
    case 'prose': {
      const value = displayValue(field, scalarOf(document.content, section.id, field.id));
      return shown([fieldTitle(fonts, field.label), ...prose(fonts, text.body, value, 2)]);
    }
    default: {
      const value = displayValue(field, scalarOf(document.content, section.id, field.id));
      return shown([
        labelled(fonts, { label: text.label, value: text.body }, field.label, value, {
          before: gapBefore(previous),
        }),
      ]);
    }
  }
};

/** The name of a field that stands above its value. */
export const fieldTitle = (fonts: Fonts, label: string): Block =>
  paragraph(fonts, text.fieldTitle, label, { before: 10, withNext: true });

/** The rows of a table that are not as they were, from 0; the title is marked too, also where rows are only gone. */
const changedRows = (change: FieldChange | undefined): ReadonlySet<number> =>
  new Set(
    change?.kind === 'table' ? change.rows.flatMap(({ newNumber }) => (newNumber === null ? [] : [newNumber - 1])) : [],
  );

const tableBlocks = (
  fonts: Fonts,
  document: RevisionDocument,
  section: Section,
  field: TableField,
  change: FieldChange | undefined,
): Block[] => {
  const rows = rowsOf(document.content, section.id, field.id);
  const title = [fieldTitle(fonts, field.label)];
  const head = change === undefined ? title : marked(title);
  if (rows.length === 0) return [...head, paragraph(fonts, text.body, field.emptyText || 'No entries.', { before: 2 })];
  if (field.tree !== undefined) return [...head, ...treeBlocks(fonts, field, rows, changedRows(change))];
  return [
    ...head,
    table(fonts, {
      title: field.label,
      before: 5,
      marks: changedRows(change),
      columns: field.columns.map((column) => ({
        title: column.label,
        share: column.width,
        align: column.kind === 'number' ? 'right' : 'left',
        rigid: column.kind !== 'text',
      })),
      rows: rows.map((row) => field.columns.map((column) => displayValue(column, row[column.id]))),
    }),
  ];
};
