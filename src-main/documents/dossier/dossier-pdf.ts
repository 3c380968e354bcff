import { PDFContext } from 'pdf-lib';
import type { Fonts } from '../fonts/fonts.ts';
import { drawBlocks, type Block } from '../layout/block.ts';
import { Canvas } from '../layout/canvas.ts';
import { Flow, type Rectangle } from '../layout/flow.ts';
import { baselineOf, paragraph } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text } from '../layout/style.ts';
import { table, type TableColumn } from '../layout/table.ts';
import type { Attachment } from '../pdf/attachment.ts';
import { signatureFieldSize } from '../record/signature-page.ts';
import { fact, heading, note, titleBlocks } from '../report/blocks.ts';
import { drawFurniture } from '../report/furniture.ts';
import { writeReportFile } from '../report/report-file.ts';
import { moment } from '../report/words.ts';

/** A column by its title; `rigid`: its words are short and of a kind, and never broken. */
export interface DossierColumn {
  readonly title: string;
  readonly rigid?: boolean;
  readonly right?: boolean;
}

export interface DossierTable {
  readonly title: string;
  readonly columns: readonly DossierColumn[];
  readonly rows: readonly (readonly string[])[];
  /** What stands in place of a table without rows. */
  readonly empty: string;
}

export interface DossierSection {
  readonly title: string;
  /** What a reader should know of what follows. */
  readonly about: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly tables: readonly DossierTable[];
  readonly notes: readonly string[];
}

/** What an inspector is handed of a vault (PI 041-1, 9.3). Times in it are UTC. */
export interface Dossier {
  readonly program: string;
  readonly organisation: string;
  readonly vaultName: string;
  readonly vaultId: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly madeBy: string;
  /** Whether a signature goes into the place that is kept for one; else the pages say that there is none. */
  readonly signed: boolean;
  readonly sections: readonly DossierSection[];
  readonly attachments: readonly Attachment[];
}

export interface RenderedDossier {
  readonly pdf: Uint8Array;
  /** Where the signature goes: a page, from 0, and a rectangle of the size of a manifestation. */
  readonly place: { readonly page: number; readonly rect: Rectangle };
}

const kind = 'System dossier';

/** The system dossier as pages: who made it and for which vault, the place of its signature, then section by section. */
export const renderDossier = async (fonts: Fonts, dossier: Dossier): Promise<RenderedDossier> => {
  const flow = new Flow(fonts);
  let place: RenderedDossier['place'] | null = null;
  const subject = `${dossier.organisation}, ${dossier.vaultName}`;
  drawBlocks(flow, [
    ...titleBlocks(fonts, kind, dossier.organisation, `Vault “${dossier.vaultName}”`),
    heading(fonts, 'What this is'),
    fact(fonts, 'Vault', `${dossier.vaultName} (${dossier.vaultId})`),
    fact(fonts, 'Made', `${moment(dossier.madeAt)} by ${dossier.madeBy}, with ${dossier.program}`),
    note(
      fonts,
      'The state of the vault and of the program at that time, as the vault holds it. Times are UTC. What is not known here ' +
        'is said to be so. The files that are attached hold in full what is summed up.',
      6,
    ),
    signatureBlock(dossier.signed, (kept) => {
      place = kept;
    }),
    heading(fonts, 'Contents'),
    ...dossier.sections.map((section, index) => fact(fonts, String(index + 1), section.title)),
  ]);
  flow.newPage();
  dossier.sections.forEach((section, index) => {
    if (!flow.atTop && flow.room < 120) flow.newPage();
    const title = `${index + 1}  ${section.title}`;
    flow.landmark(title);
    drawBlocks(flow, sectionBlocks(fonts, title, section));
  });
  const pages = flow.finish();
  const pdf = await writeReportFile(PDFContext.create(), {
    title: `${kind}: ${subject}`,
    program: dossier.program,
    madeAt: new Date(dossier.madeAt),
    typeface: flow.typeface,
    pages,
    furniture: pages.map((_, index) => {
      const canvas = new Canvas(flow.typeface);
      const maker = `${dossier.program} · ${moment(dossier.madeAt)}`;
      drawFurniture(canvas, fonts, { kind, maker, subject, number: index + 1, count: pages.length });
      return canvas.content();
    }),
    pictures: [],
    landmarks: flow.landmarks,
    attachments: dossier.attachments,
  });
  if (place === null) throw new Error('the place of the signature was not drawn');
  return { pdf, place };
};

const sectionBlocks = (fonts: Fonts, title: string, section: DossierSection): readonly Block[] => [
  paragraph(fonts, text.sectionTitle, title, { before: 20, withNext: true }),
  note(fonts, section.about),
  ...section.facts.map(([label, value]) => fact(fonts, label, value)),
  ...section.tables.flatMap((one) => tableBlocks(fonts, one)),
  ...section.notes.map((words) => note(fonts, words, 4)),
];

const tableBlocks = (fonts: Fonts, { title, columns, rows, empty }: DossierTable): readonly Block[] => [
  heading(fonts, title),
  rows.length === 0
    ? note(fonts, empty)
    : table(fonts, { title, columns: columns.map(columnOf), rows: rows.map((cells) => cells.map(orDash)), before: 3 }),
];

const columnOf = ({ title, rigid = false, right = false }: DossierColumn): TableColumn => ({
  title,
  share: 1,
  align: right ? 'right' : 'left',
  rigid,
});

const orDash = (cell: string): string => (cell === '' ? '–' : cell);

/** The frame that the manifestation goes into, with what it is beside it; or the words that nobody signed. */
const signatureBlock = (signed: boolean, keep: (place: RenderedDossier['place']) => void): Block => {
  const { width, height } = signatureFieldSize;
  return {
    before: 16,
    lead: height,
    withNext: false,
    draw(flow) {
      const left = page.left + contentWidth - width;
      const bottom = flow.y - height;
      flow.canvas.frame(left, bottom, width, height, 0.6, colour.rule);
      flow.canvas.text(text.fieldTitle, page.left, flow.y - baselineOf(text.fieldTitle), 'Signed by');
      if (!signed) flow.canvas.text(text.small, left + 12, bottom + height / 2, 'Nobody signed this copy.');
      keep({ page: flow.page, rect: [left, bottom, left + width, flow.y] });
      flow.y -= height;
    },
  };
};
