import type { Flow, Landmark } from '../layout/flow.ts';
import { oneLine, widthOf } from '../layout/lines.ts';
import { baselineOf } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';

/** A line of the contents, where a click leads to its landmark. */
export interface ContentsEntry {
  readonly page: number;
  readonly y: number;
  readonly height: number;
  readonly landmark: () => Landmark | undefined;
}

/**
 * The table of contents. Its lines are drawn now and their page numbers when the pages are known: `titles` are the
 * landmarks to come, in order.
 */
export const drawContents = (flow: Flow, titles: readonly string[]): readonly ContentsEntry[] => {
  const style = text.contents;
  flow.need(28 + Math.min(titles.length, 4) * style.leading);
  flow.space(24);
  flow.canvas.text(text.fieldTitle, page.left, flow.y - baselineOf(text.fieldTitle), 'Contents');
  flow.y -= text.fieldTitle.leading + 4;
  const right = page.left + contentWidth;
  return titles.map((title, index) => {
    flow.need(style.leading);
    const y = flow.y;
    const baseline = y - baselineOf(style);
    const [, number = '', name = title] = /^(\d+) {2}(.*)$/s.exec(title) ?? [];
    flow.canvas.text(style, page.left + 14 - widthOf(flow.fonts, style, number), baseline, number);
    const shown = oneLine(flow.fonts, style, contentWidth - 60, name);
    flow.canvas.text(style, page.left + 22, baseline, shown);
    const from = page.left + 22 + widthOf(flow.fonts, style, shown) + 8;
    const landmark = () => flow.landmarks[index];
    flow.canvas.rule(from, baseline + 1, Math.max(0, right - 24 - from), 0.4, colour.faintRule);
    flow.later((canvas) => {
      const target = landmark();
      const label = target === undefined ? '' : String(target.page + 1);
      canvas.text(style, right - widthOf(flow.fonts, style, label), baseline, label);
    });
    flow.y -= style.leading;
    return { page: flow.page, y, height: style.leading, landmark };
  });
};
