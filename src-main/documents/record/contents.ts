import type { Flow, Landmark, Rectangle } from '../layout/flow.ts';
import { oneLine, widthOf } from '../layout/lines.ts';
import { baselineOf } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';

/** A line of the contents, where a click leads to its landmark. `page` counts from 0. */
export interface ContentsEntry {
  readonly page: number;
  readonly rect: Rectangle;
  readonly landmark: () => Landmark | undefined;
}

const style = text.contents;
const gutter = 24;
const columnWidth = (contentWidth - gutter) / 2;
const numberWidth = 22;
const pageNumberWidth = 24;

/**
 * The table of contents, in two columns. Its lines are drawn now and their page numbers when the pages are known:
 * `titles` are the landmarks to come, in order.
 */
export const drawContents = (flow: Flow, titles: readonly string[]): readonly ContentsEntry[] => {
  flow.need(text.fieldTitle.leading + 28 + 4 * style.leading);
  flow.space(24);
  flow.canvas.text(text.fieldTitle, page.left, flow.y - baselineOf(text.fieldTitle), 'Contents');
  flow.y -= text.fieldTitle.leading + 4;
  const entries: ContentsEntry[] = [];
  for (let next = 0; next < titles.length; ) {
    flow.need(style.leading);
    const rows = Math.min(Math.ceil((titles.length - next) / 2), Math.floor(flow.room / style.leading));
    const here = titles.slice(next, next + 2 * rows);
    here.forEach((title, index) => {
      const left = page.left + (index < rows ? 0 : columnWidth + gutter);
      entries.push(drawEntry(flow, next + index, title, left, flow.y - (index % rows) * style.leading));
    });
    flow.y -= rows * style.leading;
    next += here.length;
  }
  return entries;
};

const drawEntry = (flow: Flow, index: number, title: string, left: number, top: number): ContentsEntry => {
  const baseline = top - baselineOf(style);
  const right = left + columnWidth;
  const number = String(index + 1);
  const shown = oneLine(flow.fonts, style, columnWidth - numberWidth - pageNumberWidth, title);
  flow.canvas.text(style, left + 14 - widthOf(flow.fonts, style, number), baseline, number);
  flow.canvas.text(style, left + numberWidth, baseline, shown);
  const end = left + numberWidth + widthOf(flow.fonts, style, shown) + 6;
  flow.canvas.rule(end, baseline + 1, Math.max(0, right - pageNumberWidth + 4 - end), 0.4, colour.faintRule);
  const landmark = () => flow.landmarks[index];
  flow.later((canvas) => {
    const target = landmark();
    const label = target === undefined ? '' : String(target.page + 1);
    canvas.text(style, right - widthOf(flow.fonts, style, label), baseline, label);
  });
  return { page: flow.page, rect: [left, top - style.leading, right, top], landmark };
};
