import { PDFContext } from 'pdf-lib';
import type { Fonts } from '../fonts/fonts.ts';
import { drawBlocks, type Block } from '../layout/block.ts';
import { Canvas } from '../layout/canvas.ts';
import { Flow, type Rectangle } from '../layout/flow.ts';
import { paragraph } from '../layout/paragraph.ts';
import { colour, page, text } from '../layout/style.ts';
import { signatureFieldSize } from '../record/signature-page.ts';
import { fact, heading, note, titleBlocks } from '../report/blocks.ts';
import { drawFurniture } from '../report/furniture.ts';
import { writeReportFile } from '../report/report-file.ts';
import { moment } from '../report/words.ts';

/** A person's undertaking before it is signed. `preparedAt` is UTC (ISO 8601): it dates the file. */
export interface UndertakingDocument {
  readonly program: string;
  readonly organisation: string;
  readonly vaultName: string;
  readonly title: string;
  readonly version: number;
  readonly preparedAt: string;
  readonly person: { readonly fullName: string; readonly userName: string; readonly roles: readonly string[] };
  readonly policy: string;
  readonly training: { readonly reference: string; readonly on: string };
  readonly statements: readonly string[];
}

export interface RenderedUndertaking {
  readonly pdf: Uint8Array;
  /** Where the signature goes. `page` counts from 0; `rect` is in points from the page's lower left. */
  readonly place: { readonly page: number; readonly rect: Rectangle };
}

/** Draws an undertaking with room for its signature. The same input gives the same bytes. */
export const renderUndertaking = async (document: UndertakingDocument, fonts: Fonts): Promise<RenderedUndertaking> => {
  const flow = new Flow(fonts);
  const places: { readonly page: number; readonly rect: Rectangle }[] = [];
  const { person, training } = document;
  drawBlocks(flow, [
    ...titleBlocks(fonts, document.title, document.organisation, `Vault “${document.vaultName}”`),
    heading(fonts, 'Who undertakes'),
    fact(fonts, 'Name', person.fullName),
    fact(fonts, 'User name', person.userName),
    fact(fonts, 'Roles', person.roles.join(', ')),
    fact(fonts, 'Policy', document.policy),
    fact(fonts, 'Training', `${training.reference}, ${training.on}`),
    fact(fonts, 'Text', `Version ${document.version}`),
    heading(fonts, 'What they undertake'),
    ...document.statements.map((statement, index) =>
      paragraph(fonts, text.body, `${index + 1}.  ${statement}`, { before: 5 }),
    ),
    heading(fonts, 'Signature'),
    signatureBox(places),
    note(fonts, 'Signed with the person’s own key; any validator of PDF signatures checks it (ETSI EN 319 142-1).', 8),
  ]);
  const pages = flow.finish();
  const [place] = places;
  if (!place) throw new Error('an undertaking without room for its signature');
  const pdf = await writeReportFile(PDFContext.create(), {
    title: `${document.title}: ${person.fullName}`,
    program: document.program,
    madeAt: new Date(document.preparedAt),
    typeface: flow.typeface,
    pages,
    furniture: pages.map((_, index) => {
      const canvas = new Canvas(flow.typeface);
      drawFurniture(canvas, fonts, {
        kind: document.title,
        maker: `${document.program} · ${moment(document.preparedAt)}`,
        subject: `${document.organisation}, ${document.vaultName}`,
        number: index + 1,
        count: pages.length,
      });
      return canvas.content();
    }),
    pictures: [],
    landmarks: flow.landmarks,
  });
  return { pdf, place };
};

const signatureBox = (places: { readonly page: number; readonly rect: Rectangle }[]): Block => ({
  before: 8,
  lead: signatureFieldSize.height,
  withNext: false,
  draw(flow) {
    const { width, height } = signatureFieldSize;
    const bottom = flow.y - height;
    flow.canvas.frame(page.left, bottom, width, height, 0.6, colour.rule);
    places.push({ page: flow.page, rect: [page.left, bottom, page.left + width, flow.y] });
    flow.y = bottom;
  },
});
