import { displayInstant } from '../../domain/display.ts';
import { roleLabel } from '../../domain/roles.ts';
import type { RevisionDocument } from '../../domain/revision-document.ts';
import { drawBlocks } from '../layout/block.ts';
import { changesInShort } from './changes.ts';
import type { Flow } from '../layout/flow.ts';
import { wrap } from '../layout/lines.ts';
import { baselineOf, labelled } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text, type TextStyle } from '../layout/style.ts';

type Pair = readonly [label: string, value: string];
type StyledPair = readonly [label: string, value: string, style?: TextStyle];

const sentence = (word: string): string => (word === '' ? '–' : word.slice(0, 1).toUpperCase() + word.slice(1));

const identity = ({ record, system }: RevisionDocument): { readonly left: Pair[]; readonly right: Pair[] } => ({
  left: [
    ['System', `${system.name} (${system.id})`],
    ['Software version', system.softwareVersion],
    ['GxP regulated', system.regulated ? 'Yes' : 'No'],
    ['Risk class', sentence(system.riskClass)],
    ['GAMP category', sentence(system.gampCategory)],
    ['Inventory entry', `Version ${system.version}`],
  ],
  right: [
    ['Record', record.id],
    ['Revision', String(record.revision)],
    ...(record.stage === undefined ? [] : [['Stage', record.stage] as const]),
    ...(record.period === null ? [] : [['Period', `${record.period.start} to ${record.period.end}`] as const]),
    ['Author', `${record.author.fullName} (${record.author.userName}), ${roleLabel[record.author.role]}`],
    ['Created', displayInstant(record.createdAt, record.zone)],
    ['Frozen for signature', displayInstant(record.frozenAt, record.zone)],
  ],
});

const provenance = ({ record, vault, auditHead, changes }: RevisionDocument, digest: string): StyledPair[] => [
  ...(record.reasonForRevision === null ? [] : [['Reason for revision', record.reasonForRevision] as const]),
  ...(changes === undefined ? [] : [['Changes', changesInShort(changes)] as const]),
  ['Vault', `${vault.organisation} · ${vault.id}`],
  ['Audit trail head', `Entry ${auditHead.seq} · ${auditHead.hash.slice(0, 16)}`],
  ['SHA-256 of that entry', auditHead.hash, text.digest],
  ['SHA-256 of record.json', digest, text.digest],
];

/** One label and its value, the value to the right of the label. Returns the height it took. */
const drawPair = (flow: Flow, [label, value]: Pair, left: number, top: number, widths: PairWidths): number => {
  const lines = wrap(flow.fonts, text.small, widths.value, value);
  const { leading } = text.small;
  const labels = wrap(flow.fonts, text.note, widths.label - 6, label);
  labels.forEach((line, index) =>
    flow.canvas.text(text.note, left, top - index * leading - baselineOf(text.note), line),
  );
  lines.forEach((line, index) =>
    flow.canvas.text(text.small, left + widths.label, top - index * leading - baselineOf(text.small), line),
  );
  return Math.max(lines.length, labels.length) * leading + 2.6;
};

interface PairWidths {
  readonly label: number;
  readonly value: number;
}

const drawPairs = (flow: Flow, pairs: readonly Pair[], left: number, widths: PairWidths): number =>
  pairs.reduce((y, pair) => y - drawPair(flow, pair, left, y, widths), flow.y);

const drawLines = (flow: Flow, style: TextStyle, content: string): void => {
  for (const line of wrap(flow.fonts, style, contentWidth, content)) {
    flow.need(style.leading);
    flow.canvas.text(style, page.left, flow.y - baselineOf(style), line);
    flow.y -= style.leading;
  }
};

/** The head of the first page: what record this is, of which system, and what it can be compared with. */
export const drawTitleBlock = (flow: Flow, document: RevisionDocument, digest: string): void => {
  const { record, vault } = document;
  flow.y += 12;
  drawLines(flow, text.organisation, vault.organisation);
  flow.y -= 5;
  flow.canvas.fill(page.left, flow.y - 2.2, contentWidth, 2.2, colour.accent);
  flow.y -= 30;
  drawLines(flow, text.kind, record.typeTitle);
  flow.y -= 2;
  drawLines(flow, text.title, record.title);
  flow.y -= 4;
  drawLines(flow, text.subtitle, `${record.id} · Revision ${record.revision}`);
  flow.y -= 18;

  const gutter = 18;
  const half = (contentWidth - gutter) / 2;
  flow.canvas.rule(page.left, flow.y, contentWidth, 0.6, colour.rule);
  flow.y -= 8;
  const { left, right } = identity(document);
  const leftEnd = drawPairs(flow, left, page.left, { label: 86, value: half - 86 });
  const rightEnd = drawPairs(flow, right, page.left + half + gutter, { label: 86, value: half - 86 });
  flow.y = Math.min(leftEnd, rightEnd) - 5;
  flow.canvas.rule(page.left, flow.y, contentWidth, 0.6, colour.rule);
  flow.y -= 8;
  const blocks = provenance(document, digest).map(([label, value, style = text.small]) =>
    labelled(flow.fonts, { label: text.note, value: style }, label, value, { before: 2.6, labelWidth: 104 }),
  );
  drawBlocks(flow, blocks);
  flow.y -= 7;
  flow.canvas.rule(page.left, flow.y, contentWidth, 0.6, colour.rule);
};
