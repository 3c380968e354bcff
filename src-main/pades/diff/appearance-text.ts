import type { PdfView } from '../pdf/document.ts';
import { Keyword, Lexer } from '../pdf/lexer.ts';
import { PdfError } from '../pdf/limits.ts';
import { latin1, type PdfObject, PdfStream, PdfString } from '../pdf/objects.ts';

/** What a field's appearance shows: its text without white space, and whether it draws pictures or other forms. */
export interface Shown {
  readonly text: string;
  readonly pictures: number;
}

/** Operators that draw what is not in the stream itself (ISO 32000-2, 8.8, 8.9, 8.7.4). */
const picturing: ReadonlySet<string> = new Set(['Do', 'BI', 'sh']);
const showing: ReadonlySet<string> = new Set(['Tj', 'TJ', "'", '"']);

/**
 * Reads an appearance's normal state. Character codes are taken as they are: two appearances are compared with each
 * other, and the same codes in the form's fonts show the same. Null: it cannot be read.
 */
export const shownBy = (view: PdfView, appearance: PdfObject): Shown | null => {
  const normal = view.resolve(view.dict(appearance)?.get('N') ?? null);
  if (!(normal instanceof PdfStream)) return null;
  let text = '';
  let pictures = 0;
  try {
    const lexer = new Lexer(view.data(normal), 0, view.document.limits, false);
    let operands: PdfObject[] = [];
    for (let item = lexer.contentItem(); item !== undefined; item = lexer.contentItem()) {
      if (!(item instanceof Keyword)) operands.push(item);
      else {
        if (showing.has(item.text)) text += operands.map(stringsOf).join('');
        else if (picturing.has(item.text)) pictures++;
        operands = [];
      }
    }
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'limit') throw error;
    return null;
  }
  return { text: text.replace(/\s+/g, ''), pictures };
};

const stringsOf = (value: PdfObject): string => {
  if (value instanceof PdfString) return latin1(value.bytes);
  return Array.isArray(value) ? (value as readonly PdfObject[]).map(stringsOf).join('') : '';
};
