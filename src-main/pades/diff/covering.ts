import type { PdfView } from '../pdf/document.ts';
import { Keyword, Lexer } from '../pdf/lexer.ts';
import { PdfError } from '../pdf/limits.ts';
import { type PdfDict, type PdfObject, PdfRef, PdfStream, PdfString } from '../pdf/objects.ts';
import { rectangle } from '../pdf/pages.ts';

type Matrix = readonly [number, number, number, number, number, number];
type Rectangle = readonly [number, number, number, number];

const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** `first` applied before `then` (ISO 32000-2, 8.3.4). */
const multiply = (first: Matrix, then: Matrix): Matrix => [
  first[0] * then[0] + first[1] * then[2],
  first[0] * then[1] + first[1] * then[3],
  first[2] * then[0] + first[3] * then[2],
  first[2] * then[1] + first[3] * then[3],
  first[4] * then[0] + first[5] * then[2] + then[4],
  first[4] * then[1] + first[5] * then[3] + then[5],
];

/**
 * Does a rectangle lie over what a page showed: the place where a text begins, or an annotation that is no
 * signature (C36)? Text inside form XObjects is not looked for, nor is `itself`, what the rectangle is of.
 */
export const coversContent = (view: PdfView, page: PdfDict, rect: Rectangle, itself: PdfObject = null): boolean => {
  const [x1, y1, x2, y2] = rect;
  if (x2 - x1 < 1 || y2 - y1 < 1) return false;
  const isInside = (x: number, y: number) => x > x1 && x < x2 && y > y1 && y < y2;
  for (const item of view.array(page.get('Annots'))) {
    const annotation = view.dict(item);
    // One signature over another hides no content: its own field still names it.
    if (!annotation || view.name(annotation.get('FT')) === 'Sig') continue;
    if (item instanceof PdfRef && itself instanceof PdfRef && item.num === itself.num) continue;
    const other = rectangle(view, annotation.get('Rect'));
    if (other && other[0] < other[2] && isInside((other[0] + other[2]) / 2, (other[1] + other[3]) / 2)) return true;
  }
  return textOrigins(view, page).some(([x, y]) => isInside(x, y));
};

/** Where texts of a page begin, in its own space; as far as its contents can be read. */
const textOrigins = (view: PdfView, page: PdfDict): (readonly [number, number])[] => {
  const out: (readonly [number, number])[] = [];
  try {
    const contents = view.resolve(page.get('Contents'));
    const streams = (
      contents instanceof PdfStream ? [contents] : view.array(contents).map((item) => view.resolve(item))
    ).filter((item) => item instanceof PdfStream);
    const data = Buffer.concat(streams.flatMap((item) => [view.data(item), Uint8Array.of(0x0a)]));
    interpret(new Lexer(data, 0, view.document.limits, false), out);
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'limit') throw error;
  }
  return out;
};

const interpret = (lexer: Lexer, out: (readonly [number, number])[]): void => {
  const saved: Matrix[] = [];
  let current = identity;
  let line = identity;
  let leading = 0;
  let operands: PdfObject[] = [];
  const number = (index: number): number => {
    const value = operands.at(index);
    return typeof value === 'number' ? value : 0;
  };
  const matrix = (): Matrix => [number(-6), number(-5), number(-4), number(-3), number(-2), number(-1)];
  const move = (x: number, y: number) => {
    line = multiply([1, 0, 0, 1, x, y], line);
  };
  const show = () => {
    if (!operands.some(hasInk)) return;
    const at = multiply(line, current);
    out.push([at[4], at[5]]);
  };
  const operators: Readonly<Record<string, () => void>> = {
    q: () => saved.push(current),
    Q: () => {
      current = saved.pop() ?? identity;
    },
    cm: () => {
      current = multiply(matrix(), current);
    },
    BT: () => {
      line = identity;
    },
    Tm: () => {
      line = matrix();
    },
    TL: () => {
      leading = number(-1);
    },
    Td: () => move(number(-2), number(-1)),
    TD: () => {
      leading = -number(-1);
      move(number(-2), number(-1));
    },
    'T*': () => move(0, -leading),
    Tj: show,
    TJ: show,
    "'": () => {
      move(0, -leading);
      show();
    },
    '"': () => {
      move(0, -leading);
      show();
    },
    ID: () => skipInlineImage(lexer),
  };
  for (let item = lexer.contentItem(); item !== undefined; item = lexer.contentItem()) {
    if (!(item instanceof Keyword)) operands.push(item);
    else {
      if (Object.hasOwn(operators, item.text)) operators[item.text]?.();
      operands = [];
    }
  }
};

const hasInk = (value: PdfObject): boolean => {
  if (value instanceof PdfString) return value.bytes.some((byte) => byte !== 0x20);
  return Array.isArray(value) && (value as readonly PdfObject[]).some(hasInk);
};

/** The data of an inline image ends at an `EI` that stands alone (8.9.7). */
const skipInlineImage = (lexer: Lexer): void => {
  const rest = Buffer.from(lexer.bytes.subarray(lexer.pos)).toString('latin1');
  const end = /\sEI\s/.exec(rest);
  lexer.pos = end ? lexer.pos + end.index + 3 : lexer.bytes.length;
};
