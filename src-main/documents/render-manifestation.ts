import { deflateSync } from 'node:zlib';
import { PDFContext, PDFRawStream, PDFWriter } from 'pdf-lib';
import { localTime } from '../domain/local-time.ts';
import { roleLabel } from '../domain/roles.ts';
import { Meaning, type SignatureManifestation } from '../domain/signing.ts';
import { EmbeddedFont } from './fonts/embedded-font.ts';
import type { Fonts } from './fonts/fonts.ts';
import { Canvas } from './layout/canvas.ts';
import { shorten, wrap } from './layout/lines.ts';
import { baselineOf } from './layout/paragraph.ts';
import { colour, text, type Colour, type TextStyle } from './layout/style.ts';
import { fontResources } from './pdf/form.ts';

export interface ManifestationRequest {
  readonly manifestation: SignatureManifestation;
  /** Size of the signature field, in points. */
  readonly width: number;
  readonly height: number;
}

/** Meanings that end a revision's way instead of carrying it on: shown so that nobody takes them for assent. */
const negative: ReadonlySet<Meaning> = new Set([Meaning.Rejection, Meaning.Withdrawal]);

interface Line {
  readonly style: TextStyle;
  readonly text: string;
}

const margin = { left: 12, right: 8, y: 6 } as const;
/** Down to this share of its natural size the text shrinks before a comment is shortened. */
const scales = [1, 0.92, 0.85, 0.78, 0.72] as const;
/** The least share: below it nothing could be read on paper. */
const leastScale = 0.4;

const scaled = (style: TextStyle, scale: number, tint: Colour = style.colour): TextStyle => ({
  ...style,
  size: style.size * scale,
  leading: style.leading * scale,
  colour: tint,
});

const styles = {
  meaning: { ...text.fieldTitle, size: 9, leading: 12 },
  name: { ...text.fieldTitle, size: 11, leading: 16 },
  plain: { ...text.small, leading: 11.4, figures: 'tabular' },
} as const satisfies Record<string, TextStyle>;

/** What must always be there in full (21 CFR 11.50; draft Annex 11, 13.6), and the comment that may be shortened. */
const linesAt = (fonts: Fonts, signature: SignatureManifestation, width: number, scale: number) => {
  const isNegative = negative.has(signature.meaning);
  const tint = isNegative ? colour.warning : colour.accent;
  const { date, time, offset } = localTime(signature.signedAt, signature.zone);
  const plain = scaled(styles.plain, scale);
  const lines = (style: TextStyle, content: string): Line[] =>
    wrap(fonts, style, width, content).map((line) => ({ style, text: line }));
  const verdict: Partial<Record<Meaning, string>> = { Rejection: 'REJECTED', Withdrawal: 'WITHDRAWN' };
  const required: Line[] = [
    ...lines(
      scaled(styles.meaning, scale, tint),
      `${verdict[signature.meaning] ?? signature.meaning} · digitally signed`,
    ),
    ...lines(scaled(styles.name, scale), signature.fullName),
    ...lines(plain, `${signature.userName} · ${roleLabel[signature.role]}`),
    ...lines(plain, `${date} ${time} ${offset} (${signature.zone})`),
    ...lines(scaled(styles.plain, scale, colour.muted), `Certificate serial ${signature.certificateSerial}`),
  ];
  const word = isNegative ? 'Reason' : 'Comment';
  const comment = signature.comment === null ? [] : wrap(fonts, plain, width, `${word}: ${signature.comment}`);
  return { required, plain, comment };
};

/** On one line: a line end in a name or a comment would begin what looks like another signature in the same frame. */
const inOneLine = (signature: SignatureManifestation): SignatureManifestation => {
  const joined = (value: string): string => value.replaceAll(/[\s\u0085]+/gu, ' ').trim();
  const { fullName, userName, comment } = signature;
  return {
    ...signature,
    fullName: joined(fullName),
    userName: joined(userName),
    comment: comment === null ? null : joined(comment),
  };
};

const heightOf = (lines: readonly Line[]): number => lines.reduce((sum, { style }) => sum + style.leading, 0);

const fit = (fonts: Fonts, { manifestation: given, width, height }: ManifestationRequest): readonly Line[] => {
  const manifestation = inOneLine(given);
  const room = { width: width - margin.left - margin.right, height: height - 2 * margin.y };
  for (const scale of scales) {
    const { required, plain, comment } = linesAt(fonts, manifestation, room.width, scale);
    const whole = [...required, ...comment.map((line) => ({ style: plain, text: line }))];
    if (heightOf(whole) <= room.height) return whole;
  }
  for (let scale: number = scales[scales.length - 1] ?? 1; ; scale -= 0.04) {
    const { required, plain, comment } = linesAt(fonts, manifestation, room.width, scale);
    const left = Math.floor((room.height - heightOf(required)) / plain.leading);
    if (left < Math.min(1, comment.length) && scale > leastScale) continue;
    const shown = left < 1 ? [] : shorten(fonts, plain, room.width, comment, left);
    return [...required, ...shown.map((line) => ({ style: plain, text: line }))];
  }
};

/**
 * One page of exactly `width` by `height` points that shows a signature as every reader sees it: full name, user name,
 * role, meaning, date, time with offset and zone, certificate, comment. The signing layer takes the page's content,
 * resources and size as the appearance of the signature field. A rejection says so before anything else. A comment that
 * does not fit is shortened with an ellipsis; it stands in full in the signature itself.
 */
export const renderManifestation = async (request: ManifestationRequest, fonts: Fonts): Promise<Uint8Array> => {
  const { manifestation, width, height } = request;
  const typeface = { regular: new EmbeddedFont(fonts.regular), semibold: new EmbeddedFont(fonts.semibold) };
  const canvas = new Canvas(typeface);
  const tint = negative.has(manifestation.meaning) ? colour.warning : colour.accent;
  canvas.fill(0, 0, 3, height, tint);
  let y = height - margin.y;
  for (const line of fit(fonts, request)) {
    canvas.text(line.style, margin.left, y - baselineOf(line.style), line.text);
    y -= line.style.leading;
  }

  const context = PDFContext.create();
  const resources = fontResources({
    regular: typeface.regular.embed(context),
    semibold: typeface.semibold.embed(context),
  });
  const tree = context.nextRef();
  const content = context.register(
    PDFRawStream.of(context.obj({ Filter: 'FlateDecode' }), deflateSync(canvas.content())),
  );
  const page = context.register(
    context.obj({
      Type: 'Page',
      Parent: tree,
      MediaBox: [0, 0, width, height],
      Resources: resources,
      Contents: content,
    }),
  );
  context.assign(tree, context.obj({ Type: 'Pages', Kids: [page], Count: 1 }));
  context.trailerInfo = { Root: context.register(context.obj({ Type: 'Catalog', Pages: tree })) };
  return PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
};
