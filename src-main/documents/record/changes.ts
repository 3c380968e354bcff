import {
  changedFields,
  type FieldChange,
  type RevisionComparison,
  type SectionChange,
} from '../../domain/compare/comparison.ts';
import { rowKindLabel, rowNumber, rowSides } from '../../domain/compare/rows.ts';
import type { LineChange, TextRun } from '../../domain/compare/words.ts';
import { displayInstant } from '../../domain/display.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { paragraph } from '../layout/paragraph.ts';
import { richParagraph, type Run } from '../layout/runs.ts';
import { colour, text, type TextStyle } from '../layout/style.ts';
import { table, type TableColumn } from '../layout/table.ts';
import { fieldTitle, sectionHead } from './sections.ts';

export const changesTitle = ({ against }: RevisionComparison): string => `Changes since revision ${against.revision}`;

/** One line for the title page. */
export const changesInShort = ({ against, sections }: RevisionComparison): string => {
  const fields = changedFields(sections);
  if (fields === 0) return `None since revision ${against.revision}`;
  return `${fields} ${fields === 1 ? 'field' : 'fields'} since revision ${against.revision}: marked by a bar in the margin, listed before the signatures`;
};

/** What changed since the last revision in force, section by section (Annex 11 s.8.2). */
export const changesBlocks = (fonts: Fonts, changes: RevisionComparison, number: number, zone: string): Block[] => {
  const { against, sections } = changes;
  const note =
    sections.length === 0
      ? 'Nothing changed in the content of the record.'
      : 'What changed is marked by a bar in the margin of the pages above. Here, words that are gone are struck out and ' +
        'words that are new are underlined.';
  return [
    ...sectionHead(fonts, number, changesTitle(changes), 'Annex 11 s.8.2 · 21 CFR 11.10(e)'),
    paragraph(
      fonts,
      text.note,
      `Compared with revision ${against.revision}, frozen ${displayInstant(against.frozenAt, zone)}. ${note}`,
      { before: 3 },
    ),
    ...sections.flatMap((section) => sectionChange(fonts, section)),
  ];
};

const kinds: Readonly<Record<SectionChange['kind'], string>> = {
  added: ' (new section)',
  removed: ' (section is gone)',
  changed: '',
};

const applies = (reason: string | null): string => (reason === null ? 'Applies' : `Not applicable: ${reason}`);

const sectionChange = (fonts: Fonts, { title, kind, setAside, fields }: SectionChange): Block[] => {
  const values = [
    ...(setAside === undefined ? [] : [['The section', applies(setAside.old), applies(setAside.new)]]),
    ...fields.flatMap((field) => (field.kind === 'value' ? [[field.label, field.old, field.new]] : [])),
  ];
  return [
    paragraph(fonts, changedSection, `${title}${kinds[kind]}`, { before: 16, withNext: true }),
    ...(values.length === 0
      ? []
      : [
          table(fonts, {
            title,
            before: 5,
            columns: [column('Field', 1.4), column('Before', 2), column('Now', 2)],
            rows: values,
          }),
        ]),
    ...fields.flatMap((field) => fieldChange(fonts, field)),
  ];
};

const changedSection: TextStyle = { ...text.fieldTitle, size: 10.5, leading: 15, colour: colour.accent };

const column = (title: string, share: number, rigid = false): TableColumn => ({ title, share, rigid, align: 'left' });

const fieldChange = (fonts: Fonts, field: FieldChange): Block[] => {
  switch (field.kind) {
    case 'value':
      return [];
    case 'prose':
      return [fieldTitle(fonts, field.label), ...field.lines.flatMap((line) => lineBlocks(fonts, line))];
    default:
      return [
        fieldTitle(fonts, field.label),
        ...(field.reordered ? [paragraph(fonts, text.small, 'The order of the rows changed.', { before: 2 })] : []),
        ...(field.rows.length === 0
          ? []
          : [
              table(fonts, {
                title: field.label,
                before: 5,
                columns: [column('Row', 0.5, true), column('Change', 0.7, true), column('Before', 2), column('Now', 2)],
                rows: field.rows.map((row) => {
                  const sides = rowSides(field.columns, row);
                  return [rowNumber(row), rowKindLabel[row.kind], sides.old.join('\n'), sides.new.join('\n')];
                }),
              }),
            ]),
      ];
  }
};

const looks: Readonly<Record<TextRun['kind'], Omit<Run, 'text'>>> = {
  same: { style: text.small },
  removed: { style: { ...text.small, colour: colour.warning }, line: 'through' },
  added: { style: { ...text.small, face: 'semibold', colour: colour.accent }, line: 'under' },
};

const signs: Readonly<Record<LineChange['kind'], string>> = { same: '', removed: '−', added: '+', changed: '~' };

const lineBlocks = (fonts: Fonts, { kind, runs }: LineChange): Block[] =>
  kind === 'same' || runs.every((run) => run.text.trim() === '')
    ? []
    : [
        richParagraph(
          fonts,
          runs.map((run) => ({ ...looks[run.kind], text: run.text })),
          text.small.leading,
          { before: 2, hang: { sign: signs[kind], width: 11, style: text.note } },
        ),
      ];
