import { displayValue } from '../../domain/display.ts';
import type { Row, TableField } from '../../domain/form.ts';
import { outlineOf } from '../../domain/outline.ts';
import type { Fonts } from '../fonts/fonts.ts';
import { marked, type Block } from '../layout/block.ts';
import { widthOf } from '../layout/lines.ts';
import { paragraph } from '../layout/paragraph.ts';
import { text } from '../layout/style.ts';

/** How far each level stands to the right of the one above it (points). */
const step = 18;

/**
 * A tree table as an outline: each row with its number, indented by its depth, its first answer as a line of its own and
 * the others below it. `changed`: rows, from 0, with a bar in the margin.
 */
export const treeBlocks = (
  fonts: Fonts,
  field: TableField,
  rows: readonly Row[],
  changed: ReadonlySet<number>,
): Block[] => {
  const columns = field.columns.filter(({ id }) => id !== field.tree?.level);
  return outlineOf(field, rows).flatMap(({ number, depth, row }, index) => {
    const indent = (depth - 1) * step;
    const width = widthOf(fonts, text.label, `${number}  `) + 2;
    const blocks = columns.map((column, at) => {
      const value = displayValue(column, row[column.id]);
      return at === 0
        ? paragraph(fonts, text.label, value, {
            before: index === 0 ? 2 : 5,
            indent,
            hang: { sign: number, width },
            withNext: columns.length > 1,
          })
        : paragraph(fonts, text.body, value, { indent: indent + width });
    });
    return changed.has(index) ? marked(blocks) : blocks;
  });
};
