import type { RevisionDocument } from '../../domain/revision-document.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Canvas } from '../layout/canvas.ts';
import { oneLine, printable, widthOf } from '../layout/lines.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';

/** Running header (not on the title page) and footer of every page. `number` counts from 1. */
export const drawFurniture = (
  canvas: Canvas,
  fonts: Fonts,
  document: RevisionDocument,
  digest: string,
  number: number,
  count: number,
): void => {
  const style = text.furniture;
  const { record, vault, application } = document;
  const right = page.left + contentWidth;
  const toRight = (y: number, line: string) => canvas.text(style, right - widthOf(fonts, style, line), y, line);
  if (number > 1) {
    const y = page.height - 44;
    const mark = printable(`${record.id} · Revision ${record.revision}`);
    const room = contentWidth - widthOf(fonts, style, mark) - 24;
    const organisation = oneLine(fonts, style, room * 0.45, vault.organisation);
    const title = oneLine(fonts, style, room - widthOf(fonts, style, `${organisation}  ·  `), record.title);
    canvas.text(style, page.left, y, `${organisation}  ·  ${title}`);
    toRight(y, mark);
    canvas.rule(page.left, y - 7, contentWidth, 0.4, colour.rule);
  }
  const y = 38;
  canvas.rule(page.left, y + 13, contentWidth, 0.4, colour.rule);
  canvas.text(style, page.left, y, printable(`${record.id} · Revision ${record.revision} · ${application.name}`));
  const seal = `record.json SHA-256 ${digest.slice(0, 16)}`;
  canvas.text(style, page.left + (contentWidth - widthOf(fonts, style, seal)) / 2, y, seal);
  toRight(y, `Page ${number} of ${count}`);
};
