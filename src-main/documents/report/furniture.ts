import type { Fonts } from '../fonts/fonts.ts';
import type { Canvas } from '../layout/canvas.ts';
import { oneLine, widthOf } from '../layout/lines.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';

/** Running header (not on the first page) and footer. */
export const drawFurniture = (
  canvas: Canvas,
  fonts: Fonts,
  { kind, maker, subject, number, count }: Furniture,
): void => {
  const style = text.furniture;
  const right = page.left + contentWidth;
  const toRight = (y: number, line: string) => canvas.text(style, right - widthOf(fonts, style, line), y, line);
  if (number > 1) {
    const y = page.height - 44;
    canvas.text(style, page.left, y, kind);
    toRight(y, oneLine(fonts, style, contentWidth - widthOf(fonts, style, kind) - 24, subject));
    canvas.rule(page.left, y - 7, contentWidth, 0.4, colour.rule);
  }
  const y = 38;
  canvas.rule(page.left, y + 13, contentWidth, 0.4, colour.rule);
  canvas.text(style, page.left, y, maker);
  toRight(y, `Page ${number} of ${count}`);
};

export interface Furniture {
  /** What kind of document it is. */
  readonly kind: string;
  /** Who made it, and when. */
  readonly maker: string;
  /** What the page is about, or ''. */
  readonly subject: string;
  /** From 1. */
  readonly number: number;
  readonly count: number;
}
