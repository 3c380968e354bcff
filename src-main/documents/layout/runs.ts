import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from './block.ts';
import type { Flow } from './flow.ts';
import { printable, widthOf, wrap } from './lines.ts';
import { baselineOf, type Hang } from './paragraph.ts';
import { contentWidth, page, type TextStyle } from './style.ts';

/** A piece of a paragraph with a look of its own. */
export interface Run {
  readonly text: string;
  readonly style: TextStyle;
  /** A line through it (what is gone) or under it (what is new): told apart without colour. */
  readonly line?: 'through' | 'under';
}

interface Piece extends Run {
  readonly width: number;
  /** Whether a blank stands before it. */
  readonly parted: boolean;
}

/** The words of runs as pieces no wider than the line; a run may begin inside a word. */
const piecesOf = (fonts: Fonts, runs: readonly Run[], width: number): readonly Piece[] => {
  const pieces: Piece[] = [];
  let parted = false;
  for (const run of runs)
    for (const part of printable(run.text).split(/(\s+)/)) {
      if (part === '') continue;
      if (part.trim() === '') {
        parted = true;
        continue;
      }
      for (const text of wrap(fonts, run.style, width, part)) {
        pieces.push({ ...run, text, parted, width: widthOf(fonts, run.style, text) });
        parted = false;
      }
    }
  return pieces;
};

const linesOf = (fonts: Fonts, runs: readonly Run[], width: number): readonly (readonly Piece[])[] => {
  const lines: Piece[][] = [[]];
  let filled = 0;
  for (const piece of piecesOf(fonts, runs, width)) {
    const blank = piece.parted && filled > 0 ? widthOf(fonts, piece.style, ' ') : 0;
    if (filled > 0 && filled + blank + piece.width > width) {
      lines.push([]);
      filled = 0;
    } else filled += blank;
    lines.at(-1)?.push({ ...piece, parted: blank > 0 && filled > 0 });
    filled += piece.width;
  }
  return lines;
};

const drawLine = (flow: Flow, pieces: readonly Piece[], left: number, baseline: number): void => {
  let x = left;
  let before: Piece | null = null;
  for (const piece of pieces) {
    const { style, line, text, width, parted } = piece;
    const blank = parted ? widthOf(flow.fonts, style, ' ') : 0;
    flow.canvas.text(style, x + blank, baseline, text);
    if (line !== undefined) {
      const joined = before !== null && before.line === line;
      const y = line === 'through' ? baseline + style.size * 0.27 : baseline - style.size * 0.16;
      flow.canvas.rule(joined ? x : x + blank, y, width + (joined ? blank : 0), 0.6, style.colour);
    }
    x += blank + width;
    before = piece;
  }
};

/** A wrapped paragraph of runs. It may break over pages between any two lines. */
export const richParagraph = (
  fonts: Fonts,
  runs: readonly Run[],
  leading: number,
  options: { readonly before?: number; readonly hang?: Hang & { readonly style: TextStyle } } = {},
): Block => {
  const indent = options.hang?.width ?? 0;
  const lines = linesOf(fonts, runs, contentWidth - indent);
  return {
    before: options.before ?? 0,
    lead: Math.min(2, lines.length) * leading,
    withNext: false,
    draw(flow) {
      lines.forEach((pieces, index) => {
        flow.need(leading);
        const style = pieces[0]?.style;
        const baseline = flow.y - (style ? baselineOf({ ...style, leading }) : leading);
        if (index === 0 && options.hang) flow.canvas.text(options.hang.style, page.left, baseline, options.hang.sign);
        drawLine(flow, pieces, page.left + indent, baseline);
        flow.y -= leading;
      });
    },
  };
};
