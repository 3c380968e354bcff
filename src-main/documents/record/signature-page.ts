import { roleLabel } from '../../domain/roles.ts';
import type { AssignedRequirement, Meaning } from '../../domain/signing.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import type { Flow, Rectangle } from '../layout/flow.ts';
import { wrap } from '../layout/lines.ts';
import { baselineOf, paragraph } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';
import { sectionHead } from './sections.ts';

/** The signature field of one requirement. `page` counts from 0; `rect` is in points from the page's lower left. */
export interface SignatureFieldPlace {
  /** The field's name in the form: the id of the requirement. */
  readonly name: string;
  readonly page: number;
  readonly rect: Rectangle;
}

/** Room for a manifestation: names, role, meaning, date, time, zone, serial number and some lines of comment. */
export const signatureFieldSize = { width: 306, height: 92 } as const;

const captionWidth = contentWidth - signatureFieldSize.width - 16;

/** What a person states by signing (21 CFR 11.50(a)(3)). */
const statement: Readonly<Record<Meaning, string>> = {
  Authorship: 'I wrote this revision and answer for what it says.',
  Review: 'I reviewed this revision within my field and found it correct and complete.',
  Verification: 'I checked what this revision says against the evidence.',
  Responsibility: 'I take responsibility for the system as this revision describes it.',
  Approval: 'I approve this revision.',
  'Quality approval': 'I approve this revision for the quality unit.',
  'Extension approval': 'I approve the extension that this revision states.',
  Waiver: 'I waive the requirement for the reason given.',
  Rejection: 'I reject this revision for the reason given.',
  Withdrawal: 'I withdraw this revision for the reason given.',
  Acknowledgement: 'I have taken note of this revision.',
};

/**
 * A caption and an empty box for every requirement, in the order of signing. The places of the fields are pushed to
 * `places` as they are drawn.
 */
export const signatureBlocks = (
  fonts: Fonts,
  requirements: readonly AssignedRequirement[],
  number: number,
  places: SignatureFieldPlace[],
): Block[] => [
  ...sectionHead(fonts, number, 'Signatures', '21 CFR 11.50, 11.70 · Annex 11 s.14 · draft Annex 11 s.13'),
  paragraph(
    fonts,
    text.note,
    'Each box is a digital signature field. It shows what its signer stated; an empty box is not signed. ' +
      'Signatures are given in the order printed here.',
    { before: 4 },
  ),
  ...[...requirements]
    .sort((a, b) => a.ordinal - b.ordinal)
    .map((requirement, index) => requirementBlock(fonts, requirement, index + 1, places)),
];

const requirementBlock = (
  fonts: Fonts,
  { id, title, meaning, signer }: AssignedRequirement,
  position: number,
  places: SignatureFieldPlace[],
): Block => {
  const lines = [
    ...wrap(fonts, text.fieldTitle, captionWidth, `${position}  ${title}`).map(
      (line) => [text.fieldTitle, line] as const,
    ),
    ...[meaning, signer.fullName, `${signer.userName} · ${roleLabel[signer.role]}`]
      .flatMap((line) => wrap(fonts, text.small, captionWidth, line))
      .map((line) => [text.small, line] as const),
    ...wrap(fonts, text.note, captionWidth, statement[meaning]).map((line) => [text.note, line] as const),
  ];
  const captionHeight = lines.reduce((sum, [style]) => sum + style.leading, 0);
  const height = Math.max(signatureFieldSize.height, captionHeight);
  return {
    before: 14,
    lead: height,
    withNext: false,
    draw(flow: Flow) {
      let y = flow.y;
      for (const [style, line] of lines) {
        flow.canvas.text(style, page.left, y - baselineOf(style), line);
        y -= style.leading;
      }
      const x = page.left + contentWidth - signatureFieldSize.width;
      const bottom = flow.y - signatureFieldSize.height;
      flow.canvas.frame(x, bottom, signatureFieldSize.width, signatureFieldSize.height, 0.6, colour.rule);
      places.push({ name: id, page: flow.page, rect: [x, bottom, x + signatureFieldSize.width, flow.y] });
      flow.y -= height;
    },
  };
};
