import { displayValue } from '../../domain/display.ts';
import { rowsOf, scalarOf, type Field, type Section, type TableField } from '../../domain/form.ts';
import type { RevisionDocument } from '../../domain/revision-document.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { widthOf } from '../layout/lines.ts';
import { labelled, paragraph, prose } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';
import { table } from '../layout/table.ts';

/** The blocks of one section of the form: heading, clauses, then every field in the order of the form. */
export const sectionBlocks = (fonts: Fonts, document: RevisionDocument, section: Section, number: number): Block[] => {
  const part = document.content[section.id];
  const head = sectionHead(fonts, number, section.title, section.clauses.join(' · '));
  if (part?.notApplicable !== undefined)
    return [...head, paragraph(fonts, text.body, `Not applicable: ${part.notApplicable}`, { before: 5 })];
  return [
    ...head,
    ...section.fields.flatMap((field, index) =>
      fieldBlocks(fonts, document, section, field, section.fields[index - 1]),
    ),
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
): Block[] => {
  switch (field.kind) {
    case 'table':
      return tableBlocks(fonts, document, section, field);
    case 'prose': {
      const value = displayValue(field, scalarOf(document.content, section.id, field.id));
      return [fieldTitle(fonts, field.label), ...prose(fonts, text.body, value, 2)];
    }
    default: {
      const value = displayValue(field, scalarOf(document.content, section.id, field.id));
      return [
        labelled(fonts, { label: text.label, value: text.body }, field.label, value, {
          before: gapBefore(previous),
        }),
      ];
    }
  }
};

/** The name of a field that stands above its value. */
export const fieldTitle = (fonts: Fonts, label: string): Block =>
  paragraph(fonts, text.fieldTitle, label, { before: 10, withNext: true });

const tableBlocks = (fonts: Fonts, document: RevisionDocument, section: Section, field: TableField): Block[] => {
  const rows = rowsOf(document.content, section.id, field.id);
  if (rows.length === 0)
    return [
      fieldTitle(fonts, field.label),
      paragraph(fonts, text.body, field.emptyText || 'No entries.', { before: 2 }),
    ];
  return [
    fieldTitle(fonts, field.label),
    table(fonts, {
      title: field.label,
      before: 5,
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
