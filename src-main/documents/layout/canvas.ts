import type { EmbeddedFont } from '../fonts/embedded-font.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Colour, TextStyle } from './style.ts';

/** The faces as one document embeds them. */
export type Typeface = { readonly [name in keyof Fonts]: EmbeddedFont };

/** Under which name a page's resources hold each face. */
export const fontResource: Readonly<Record<keyof Fonts, string>> = { regular: 'R', semibold: 'S' };

/** A length in a content stream: two decimals are 1/7200 inch. */
const n = (value: number): string => String(Math.round(value * 100) / 100);

/** A content stream in the making (ISO 32000-2, 8 and 9). Colours are DeviceRGB, read through the output intent. */
export class Canvas {
  readonly #typeface: Typeface;
  readonly #operators: string[] = [];
  #font = '';
  #fill = '';
  #stroke = '';

  constructor(typeface: Typeface) {
    this.#typeface = typeface;
  }

  /** One line of text; `x`, `y` is the left end of its baseline. */
  text(style: TextStyle, x: number, y: number, line: string): void {
    if (line === '') return;
    const font = `/${fontResource[style.face]} ${n(style.size)} Tf`;
    this.#setFill(style.colour);
    const select = font === this.#font ? '' : `${font} `;
    this.#font = font;
    const code = this.#typeface[style.face].encode(line, style.figures);
    this.#operators.push(`BT ${select}${n(x)} ${n(y)} Td <${code}> Tj ET`);
  }

  fill(x: number, y: number, width: number, height: number, tint: Colour): void {
    this.#setFill(tint);
    this.#operators.push(`${n(x)} ${n(y)} ${n(width)} ${n(height)} re f`);
  }

  frame(x: number, y: number, width: number, height: number, line: number, tint: Colour): void {
    this.#setStroke(line, tint);
    this.#operators.push(`${n(x)} ${n(y)} ${n(width)} ${n(height)} re S`);
  }

  /** A horizontal line. */
  rule(x: number, y: number, width: number, line: number, tint: Colour): void {
    this.#setStroke(line, tint);
    this.#operators.push(`${n(x)} ${n(y)} m ${n(x + width)} ${n(y)} l S`);
  }

  /** A line through these points, with dashes and gaps of these lengths. */
  lines(points: readonly (readonly [number, number])[], line: number, tint: Colour, dash: readonly number[]): void {
    this.#setStroke(line, tint);
    const path = points.map(([x, y], index) => `${n(x)} ${n(y)} ${index === 0 ? 'm' : 'l'}`).join(' ');
    this.#operators.push(dash.length === 0 ? `${path} S` : `[${dash.map(n).join(' ')}] 0 d ${path} S [] 0 d`);
  }

  /** A filled shape with these corners. */
  polygon(points: readonly (readonly [number, number])[], tint: Colour): void {
    this.#setFill(tint);
    this.#operators.push(
      `${points.map(([x, y], index) => `${n(x)} ${n(y)} ${index === 0 ? 'm' : 'l'}`).join(' ')} h f`,
    );
  }

  content(): string {
    return this.#operators.join('\n');
  }

  #setFill(tint: Colour): void {
    const operator = `${tint.map(n).join(' ')} rg`;
    if (operator === this.#fill) return;
    this.#fill = operator;
    this.#operators.push(operator);
  }

  #setStroke(line: number, tint: Colour): void {
    const operator = `${n(line)} w ${tint.map(n).join(' ')} RG`;
    if (operator === this.#stroke) return;
    this.#stroke = operator;
    this.#operators.push(operator);
  }
}
