import type { Block } from './block.ts';
import type { Fonts } from '../fonts/fonts.ts';
import { wrap } from './lines.ts';
import { contentWidth, page, type TextStyle } from './style.ts';

export interface ParagraphOptions {
  readonly before?: number;
  /** A list item's or heading's sign, hung to the left of its text, which is indented by `width`. */
  readonly hang?: Hang;
  /** Moves sign and text to the right. */
  readonly indent?: number;
  readonly withNext?: boolean;
}

export interface Hang {
  readonly sign: string;
  readonly width: number;
}

export const bullet: Hang = { sign: '•', width: 11 };

/** The distance from a line's upper edge to its baseline. */
export const baselineOf = (style: TextStyle): number => style.leading * 0.5 + style.size * 0.36;

/** Wrapped text. It breaks over pages with at least two lines on either side. */
export const paragraph = (fonts: Fonts, style: TextStyle, content: string, options: ParagraphOptions = {}): Block => {
  const { hang } = options;
  const left = page.left + (options.indent ?? 0);
  const indent = hang?.width ?? 0;
  const lines = wrap(fonts, style, contentWidth - indent - (options.indent ?? 0), content);
  return {
    before: options.before ?? 0,
    lead: Math.min(lines.length, lines.length === 3 ? 3 : 2) * style.leading,
    withNext: options.withNext ?? false,
    draw(flow) {
      lines.forEach((line, index) => {
        const still = lines.length - index;
        flow.need(still === 2 || (still === 3 && lines.length === 3) ? still * style.leading : style.leading);
        const baseline = flow.y - baselineOf(style);
        if (index === 0 && hang) flow.canvas.text(style, left, baseline, hang.sign);
        flow.canvas.text(style, left + indent, baseline, line);
        flow.y -= style.leading;
      });
    },
  };
};

/** Prose as the form defines it: paragraphs parted by empty lines, lines that begin with `- ` as list items. */
export const prose = (fonts: Fonts, style: TextStyle, content: string, before: number): Block[] => {
  const paragraphs = content.split(/(?:\r\n|[\n\r])[ \t]*(?:\r\n|[\n\r])+/);
  return paragraphs.flatMap((part, partIndex) => {
    const blocks: Block[] = [];
    let run: string[] = [];
    const gap = (): number => (blocks.length > 0 ? 1.5 : partIndex > 0 ? 6 : before);
    const flush = () => {
      if (run.length > 0) blocks.push(paragraph(fonts, style, run.join('\n'), { before: gap() }));
      run = [];
    };
    for (const line of part.split(/\r\n|[\n\r]/)) {
      if (line.trim() === '') continue;
      if (line.startsWith('- ')) {
        flush();
        blocks.push(paragraph(fonts, style, line.slice(2), { before: gap(), hang: bullet }));
      } else run.push(line);
    }
    flush();
    return blocks;
  });
};

/** A label with its value beside it, the value wrapped within its own column. */
export const labelled = (
  fonts: Fonts,
  styles: { readonly label: TextStyle; readonly value: TextStyle },
  label: string,
  value: string,
  options: { readonly before?: number; readonly labelWidth?: number } = {},
): Block => {
  const labelWidth = options.labelWidth ?? 150;
  const gap = 10;
  const labels = wrap(fonts, styles.label, labelWidth - gap, label);
  const values = wrap(fonts, styles.value, contentWidth - labelWidth, value);
  const { leading } = styles.value;
  return {
    before: options.before ?? 0,
    lead: Math.max(labels.length, Math.min(values.length, 3)) * leading,
    withNext: false,
    draw(flow) {
      for (let row = 0; row < Math.max(labels.length, values.length); row++) {
        flow.need(leading);
        const baseline = flow.y - baselineOf(styles.value);
        flow.canvas.text(styles.label, page.left, baseline, labels[row] ?? '');
        flow.canvas.text(styles.value, page.left + labelWidth, baseline, values[row] ?? '');
        flow.y -= leading;
      }
    },
  };
};
