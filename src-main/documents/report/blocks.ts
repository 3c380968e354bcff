import type { Indication } from '../../domain/indication.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import type { Flow } from '../layout/flow.ts';
import { wrap } from '../layout/lines.ts';
import { baselineOf, labelled, paragraph } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text, type TextStyle } from '../layout/style.ts';
import { type Picture, type PlacedPicture, scaleWithin } from './picture.ts';
import { verdictSentence, verdictWord, tint } from './words.ts';

/** How close a page is set. Nothing is smaller than seven points: it is read on paper too. */
export interface Look {
  readonly title: TextStyle;
  readonly small: TextStyle;
  readonly note: TextStyle;
  readonly digest: TextStyle;
  readonly cell: TextStyle;
  /** Space above a heading, above a fact, and around an answer. */
  readonly gaps: { readonly heading: number; readonly fact: number; readonly answer: number };
  /** Widths of a question and of its answer; the reasons have the rest. */
  readonly answers: { readonly asked: number; readonly word: number };
}

const large: TextStyle = { ...text.title, size: 17, leading: 22 };
const seven = (style: TextStyle): TextStyle => ({ ...style, size: 7, leading: 9.2 });

export const roomy: Look = {
  title: large,
  small: text.small,
  note: text.note,
  digest: text.digest,
  cell: text.cell,
  gaps: { heading: 12, fact: 1.8, answer: 2.6 },
  answers: { asked: 168, word: 78 },
};
export const close: Look = {
  title: { ...large, size: 13, leading: 16 },
  small: seven(text.small),
  note: seven(text.note),
  digest: seven(text.digest),
  cell: seven(text.cell),
  gaps: { heading: 7, fact: 0.8, answer: 1.4 },
  answers: { asked: 132, word: 62 },
};

export const heading = (fonts: Fonts, title: string, look: Look = roomy): Block =>
  paragraph(fonts, { ...text.fieldTitle, colour: colour.accent }, title, { before: look.gaps.heading, withNext: true });

export const note = (fonts: Fonts, content: string, before = 2, look: Look = roomy): Block =>
  paragraph(fonts, look.note, content, { before });

const labelWidth = 112;

/** A fact: its label, its value beside it. */
export const fact = (fonts: Fonts, label: string, value: string, style: TextStyle = text.small, look = roomy): Block =>
  labelled(fonts, { label: look.note, value: style }, label, value, { before: look.gaps.fact, labelWidth });

export const rule: Block = {
  before: 8,
  lead: 1,
  withNext: false,
  draw(flow) {
    flow.canvas.rule(page.left, flow.y, contentWidth, 0.6, colour.rule);
    flow.y -= 1;
  },
};

const wordStyle: TextStyle = large;

/** Room beside the verdict for what the signature looks like. */
const frame = { width: 196, gap: 12, padding: 5 } as const;

export interface BandOptions {
  readonly subIndication?: string | null;
  readonly sentence?: string;
  /** Stands in a frame to the right, and is put down in `places`. */
  readonly picture?: { readonly drawing: Picture; readonly places: PlacedPicture[] } | null;
}

/** The verdict as what is read first: one word in its colour, the standard's words, a sentence. */
export const verdictBand = (
  fonts: Fonts,
  indication: Indication,
  { subIndication = null, sentence = verdictSentence[indication], picture = null }: BandOptions = {},
): Block => {
  const inset = 14;
  const width = picture ? contentWidth - frame.width - frame.gap : contentWidth;
  const sentences = wrap(fonts, text.small, width - inset - 12, sentence);
  const natural = 6 + wordStyle.leading + 13 + sentences.length * text.small.leading + 8;
  const height = picture ? Math.max(natural, 76) : natural;
  return {
    before: 11,
    lead: height,
    withNext: false,
    draw(flow) {
      const { canvas } = flow;
      canvas.fill(page.left, flow.y - height, width, height, colour.shade);
      canvas.fill(page.left, flow.y - height, 3, height, tint[indication]);
      let y = flow.y - 6 - (height - natural) / 2;
      const word = { ...wordStyle, colour: tint[indication] };
      canvas.text(word, page.left + inset, y - baselineOf(word), verdictWord[indication]);
      y -= word.leading;
      const standard = subIndication === null ? indication : `${indication} · ${subIndication}`;
      canvas.text(text.furniture, page.left + inset, y - baselineOf(text.furniture), standard);
      y -= 13;
      for (const line of sentences) {
        canvas.text(text.small, page.left + inset, y - baselineOf(text.small), line);
        y -= text.small.leading;
      }
      if (picture) {
        const left = page.left + width + frame.gap;
        const caption = text.furniture.leading + 2;
        const room = { width: frame.width, height: height - caption };
        canvas.frame(left, flow.y - room.height, room.width, room.height, 0.6, colour.rule);
        canvas.text(text.furniture, left, flow.y - height + 2, 'As the document shows it; not part of the verdict');
        picture.places.push(placed(picture.drawing, flow, left, room));
      }
      flow.y -= height;
    },
  };
};

const placed = (
  drawing: Picture,
  flow: Flow,
  left: number,
  room: { readonly width: number; readonly height: number },
): PlacedPicture => {
  const inner = { width: room.width - 2 * frame.padding, height: room.height - 2 * frame.padding };
  const scale = scaleWithin(drawing, inner);
  const x = left + (room.width - drawing.width * scale) / 2;
  const y = flow.y - room.height + (room.height - drawing.height * scale) / 2;
  return { page: flow.page, form: drawing.form, x, y, scale };
};

export interface Answer {
  readonly asked: string;
  readonly word: string;
  readonly indication: Indication;
  /** One or more sentences. */
  readonly reasons: readonly string[];
}

/** A question, the answer as a word in its colour, and the reasons. */
export const answerRow = (fonts: Fonts, { asked, word, indication, reasons }: Answer, look: Look = roomy): Block => {
  const { small, answers: columns } = look;
  const { leading } = small;
  const padding = look.gaps.answer;
  const reasonsLeft = page.left + columns.asked + columns.word;
  const question = wrap(fonts, small, columns.asked - 12, asked);
  const wordAs: TextStyle = { ...text.fieldTitle, size: small.size + 0.5, leading, colour: tint[indication] };
  const words = wrap(fonts, wordAs, columns.word - 8, word);
  const lines = reasons.flatMap((reason) => wrap(fonts, small, contentWidth - columns.asked - columns.word, reason));
  const rows = Math.max(question.length, words.length, lines.length);
  return {
    before: 0,
    lead: Math.min(rows, 6) * leading + 2 * padding,
    withNext: false,
    draw(flow) {
      flow.y -= padding;
      for (let row = 0; row < rows; row++) {
        flow.need(leading + padding);
        const baseline = flow.y - baselineOf(small);
        flow.canvas.text(small, page.left, baseline, question[row] ?? '');
        flow.canvas.text(wordAs, page.left + columns.asked, baseline, words[row] ?? '');
        flow.canvas.text(small, reasonsLeft, baseline, lines[row] ?? '');
        flow.y -= leading;
      }
      flow.y -= padding;
      flow.canvas.rule(page.left, flow.y, contentWidth, 0.4, colour.faintRule);
    },
  };
};

/** Head of a page: what it is about. */
export const titleBlocks = (
  fonts: Fonts,
  kind: string,
  title: string,
  subtitle: string,
  look: Look = roomy,
): Block[] => [
  paragraph(fonts, text.kind, kind, { withNext: true }),
  paragraph(fonts, look.title, title, { before: 1, withNext: true }),
  paragraph(fonts, { ...text.subtitle, size: 9.5, leading: 13 }, subtitle, { before: 2 }),
];
