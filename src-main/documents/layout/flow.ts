import { deflateSync } from 'node:zlib';
import { EmbeddedFont } from '../fonts/embedded-font.ts';
import type { Fonts } from '../fonts/fonts.ts';
import { Canvas, type Typeface } from './canvas.ts';
import { colour, contentTop, page } from './style.ts';

/** Lower left and upper right corner, in points. */
export type Rectangle = readonly [number, number, number, number];

/** A place that the contents and the outline point to. `page` counts from 0, `y` is its upper edge. */
export interface Landmark {
  readonly title: string;
  readonly page: number;
  readonly y: number;
}

/** A page as far as the flow fills it: its compressed content, without header and footer. */
export interface FlowedPage {
  readonly content: Uint8Array;
}

/**
 * Text flowing down pages. Finished pages are compressed at once, so a document's length costs little memory; what can
 * be known only at the end (page numbers) is drawn `later`, with the page's header and footer.
 */
export class Flow {
  readonly fonts: Fonts;
  readonly typeface: Typeface;
  readonly landmarks: Landmark[] = [];
  readonly #finished: FlowedPage[] = [];
  readonly #later = new Map<number, ((canvas: Canvas) => void)[]>();
  /** Upper edge of the change bar in the making, null where none is. */
  #barFrom: number | null = null;
  canvas: Canvas;
  /** Where the next thing begins: its upper edge. */
  y: number = contentTop;

  /** @param typeface of another flow of the same document, so that both are written with the same fonts. */
  constructor(fonts: Fonts, typeface?: Typeface) {
    this.fonts = fonts;
    this.typeface = typeface ?? {
      regular: new EmbeddedFont(fonts.regular),
      semibold: new EmbeddedFont(fonts.semibold),
    };
    this.canvas = new Canvas(this.typeface);
  }

  /** The page being filled, from 0. */
  get page(): number {
    return this.#finished.length;
  }

  get atTop(): boolean {
    return this.y === contentTop;
  }

  get room(): number {
    return this.y - page.bottom;
  }

  fits(height: number): boolean {
    return height <= this.room + 0.01;
  }

  newPage(): void {
    this.#drawBar();
    this.#finished.push({ content: deflateSync(this.canvas.content()) });
    this.canvas = new Canvas(this.typeface);
    this.y = contentTop;
    if (this.#barFrom !== null) this.#barFrom = contentTop;
  }

  /** From here on a bar stands in the margin, over the ends of pages, until `endBar`: this is not as it was. */
  beginBar(): void {
    this.#barFrom = this.y;
  }

  endBar(): void {
    this.#drawBar();
    this.#barFrom = null;
  }

  #drawBar(): void {
    if (this.#barFrom === null || this.#barFrom - this.y < 1) return;
    this.canvas.fill(page.left - 11, this.y, 2.2, this.#barFrom - this.y, colour.accent);
  }

  /** Goes on to the next page unless this much height is left, or nothing stands on this one yet. */
  need(height: number): void {
    if (!this.atTop && !this.fits(height)) this.newPage();
  }

  /** Empty space, none at the head of a page. */
  space(height: number): void {
    if (!this.atTop) this.y -= height;
  }

  landmark(title: string): void {
    this.landmarks.push({ title, page: this.page, y: this.y });
  }

  /** Draws on this page once all pages are there. */
  later(draw: (canvas: Canvas) => void): void {
    this.#later.set(this.page, [...(this.#later.get(this.page) ?? []), draw]);
  }

  /** What was put off for a page. */
  laterOn(number: number): readonly ((canvas: Canvas) => void)[] {
    return this.#later.get(number) ?? [];
  }

  finish(): readonly FlowedPage[] {
    this.newPage();
    return this.#finished;
  }
}
