import { createHash } from 'node:crypto';
import { canonicalize } from '../domain/canonical-json.ts';
import type { JsonValue } from '../domain/result.ts';
import { embeddedRecordName, type RevisionDocument } from '../domain/revision-document.ts';
import type { Fonts } from './fonts/fonts.ts';
import { drawBlocks, type Block } from './layout/block.ts';
import { Canvas } from './layout/canvas.ts';
import { Flow } from './layout/flow.ts';
import { writeRecordFile, type Link } from './pdf/record-file.ts';
import { changesBlocks, changesTitle } from './record/changes.ts';
import { drawContents, type ContentsEntry } from './record/contents.ts';
import { drawFurniture } from './record/furniture.ts';
import { metricsBlocks } from './record/metrics.ts';
import { sectionBlocks } from './record/sections.ts';
import { sourcesBlocks, sourcesTitle } from './record/sources.ts';
import { signatureBlocks, type SignatureFieldPlace } from './record/signature-page.ts';
import { statementBlocks } from './record/statement.ts';
import { trendsBlocks, trendsTitle } from './record/trends.ts';
import { drawTitleBlock } from './record/title-block.ts';

export interface RenderedRecord {
  readonly pdf: Uint8Array;
  /** One per requirement, in the order of signing. */
  readonly fields: readonly SignatureFieldPlace[];
}

/** From this many sections on a record has a table of contents. */
const contentsFrom = 5;

/**
 * Draws a frozen revision, of any record type, as the PDF that its signers sign: title block, contents, the form's
 * sections, metrics, trends, sources, what changed since the last revision in force, and a page with an empty signature field
 * per requirement. The canonical JSON of `document` is embedded. The same document gives the same bytes; its dates are
 * the moment it was frozen.
 *
 * Characters that the fonts cannot show are drawn as a box with their code point, never left out.
 */
export const renderRecord = async (given: RevisionDocument, fonts: Fonts): Promise<RenderedRecord> => {
  const text = canonicalize(given as unknown as JsonValue);
  // Drawn from the very text that is embedded (its Unicode is normalised): whoever has it can draw the pages again.
  const document = JSON.parse(text) as RevisionDocument;
  const json = new TextEncoder().encode(text);
  const digest = createHash('sha256').update(json).digest('hex');
  const { record, form } = document;
  const flow = new Flow(fonts);

  const annexes = annexesOf(fonts, document);
  const titles = [...form.sections.map(({ title }) => title), ...annexes.map(({ title }) => title), 'Signatures'];
  drawTitleBlock(flow, document, digest);
  let contents: readonly ContentsEntry[] = [];
  if (form.sections.length >= contentsFrom) {
    contents = drawContents(flow, titles);
    flow.newPage();
  }

  drawBlocks(
    flow,
    form.sections.flatMap((section, index) => sectionBlocks(fonts, document, section, index + 1)),
  );
  annexes.forEach(({ blocks }, index) => drawBlocks(flow, blocks(form.sections.length + index + 1)));
  if (!flow.atTop) flow.newPage();
  const fields: SignatureFieldPlace[] = [];
  drawBlocks(flow, [
    ...signatureBlocks(fonts, document.requirements, titles.length, fields),
    ...statementBlocks(fonts, document, digest),
  ]);

  const pages = flow.finish();
  const furniture = pages.map((_, index) => {
    const canvas = new Canvas(flow.typeface);
    for (const draw of flow.laterOn(index)) draw(canvas);
    drawFurniture(canvas, fonts, document, digest, index + 1, pages.length);
    return canvas.content();
  });
  const frozenAt = new Date(record.frozenAt);
  const application = `${document.application.name} ${document.application.version}`;
  const pdf = await writeRecordFile({
    typeface: flow.typeface,
    pages,
    furniture,
    landmarks: flow.landmarks,
    links: linksOf(contents),
    fields: fields.map((field) => ({ ...field, tooltip: tooltipOf(document, field.name) })),
    attachment: {
      name: embeddedRecordName,
      mime: 'application/json',
      description: `Canonical JSON of ${record.id}, revision ${record.revision}`,
      bytes: json,
      modified: frozenAt,
    },
    metadata: {
      title: record.title,
      author: record.author.fullName,
      subject: `${record.typeTitle} ${record.id}, revision ${record.revision}`,
      identifier: record.id,
      creatorTool: application,
      producer: application,
      date: frozenAt,
      language: 'en',
      fingerprint: digest.slice(0, 32),
    },
  });
  return { pdf, fields };
};

interface Annex {
  readonly title: string;
  readonly blocks: (number: number) => readonly Block[];
}

/** What follows the sections of the form, each where the document has it. */
const annexesOf = (
  fonts: Fonts,
  { metrics, trends = [], sources = [], changes, record }: RevisionDocument,
): readonly Annex[] => [
  ...(metrics.length === 0
    ? []
    : [{ title: 'Metrics', blocks: (number: number) => metricsBlocks(fonts, metrics, number) }]),
  ...(trends.length === 0
    ? []
    : [{ title: trendsTitle, blocks: (number: number) => trendsBlocks(fonts, trends, number) }]),
  ...(sources.length === 0
    ? []
    : [{ title: sourcesTitle, blocks: (number: number) => sourcesBlocks(fonts, sources, number) }]),
  ...(changes === undefined
    ? []
    : [
        {
          title: changesTitle(changes),
          blocks: (number: number) => changesBlocks(fonts, changes, number, record.zone),
        },
      ]),
];

const linksOf = (contents: readonly ContentsEntry[]): Link[] =>
  contents.flatMap((entry): Link[] => {
    const target = entry.landmark();
    if (!target) return [];
    return [{ page: entry.page, rect: entry.rect, target }];
  });

const tooltipOf = ({ requirements }: RevisionDocument, name: string): string => {
  const requirement = requirements.find(({ id }) => id === name);
  return requirement === undefined
    ? name
    : `${requirement.title}: ${requirement.meaning} by ${requirement.signer.fullName}`.normalize('NFC');
};
