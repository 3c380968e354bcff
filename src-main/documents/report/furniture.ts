import type { Fonts } from '../fonts/fonts.ts';
import type { Canvas } from '../layout/canvas.ts';
import { oneLine, widthOf } from '../layout/lines.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';
import type { ReportBasis } from './input.ts';
import { moment } from './words.ts';

/** Running header (not on the first page) and footer. `number` counts from 1; `subject` is the page's file, or ''. */
export const drawFurniture = (canvas: Canvas, fonts: Fonts, { basis, subject, number, count }: Furniture): void => {
  const style = text.furniture;
  const right = page.left + contentWidth;
  const toRight = (y: number, line: string) => canvas.text(style, right - widthOf(fonts, style, line), y, line);
  if (number > 1) {
    const y = page.height - 44;
    const kind = 'Signature validation report';
    canvas.text(style, page.left, y, kind);
    toRight(y, oneLine(fonts, style, contentWidth - widthOf(fonts, style, kind) - 24, subject));
    canvas.rule(page.left, y - 7, contentWidth, 0.4, colour.rule);
  }
  const y = 38;
  canvas.rule(page.left, y + 13, contentWidth, 0.4, colour.rule);
  canvas.text(style, page.left, y, `${basis.program} · ${moment(basis.madeAt)}`);
  toRight(y, `Page ${number} of ${count}`);
};

export interface Furniture {
  readonly basis: ReportBasis;
  readonly subject: string;
  readonly number: number;
  readonly count: number;
}
