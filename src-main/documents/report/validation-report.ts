import { PDFContext } from 'pdf-lib';
import { Indication } from '../../domain/indication.ts';
import type { Fonts } from '../fonts/fonts.ts';
import { drawBlocks } from '../layout/block.ts';
import { Canvas, type Typeface } from '../layout/canvas.ts';
import { Flow, type Landmark } from '../layout/flow.ts';
import { bounded } from './bounded.ts';
import { type Cover, coverBlocks, type Listed, type ListedSignature, totalOf } from './cover-blocks.ts';
import { drawFurniture } from './furniture.ts';
import type { ReportBasis, ReportedFile, ReportedSignature } from './input.ts';
import { importPicture, type Picture, type PlacedPicture } from './picture.ts';
import { writeReportFile } from './report-file.ts';
import { type Edition, editions, isExcerpt, type JudgedFile } from './edition.ts';
import { annexBlocks, type Drawing, nameOf, signatureBlocks } from './signature-blocks.ts';
import { count, grouped, moment, timeSourceWord } from './words.ts';

/** What a report holds at most; what is judged beyond is counted and not described. */
export interface ReportLimits {
  readonly files: number;
  /** Pages of signatures. */
  readonly signatures: number;
}

/** A few hundred megabytes of memory at the worst, and more pages than anybody files. */
const defaultReportLimits: ReportLimits = { files: 10_000, signatures: 5_000 };

/**
 * A validation report in the making: a cover with the verdicts and what they rest on, then one page a signature, and at the
 * end, for those that a page does not hold, an annex each. Pages are compressed as they come; the cover is drawn last and
 * stands first.
 *
 * The same files give the same bytes; only `madeAt` tells two reports apart.
 */
export class ValidationReportWriter {
  readonly #fonts: Fonts;
  readonly #basis: ReportBasis;
  readonly #limits: ReportLimits;
  readonly #flow: Flow;
  readonly #annexes: Flow;
  /** Editions are drawn on trial with it. */
  readonly #trial: Typeface;
  readonly #context = PDFContext.create();
  readonly #pictures: PlacedPicture[] = [];
  readonly #listed: Listed[] = [];
  /** The file that each page of a flow is about. */
  readonly #subjects: string[] = [];
  readonly #annexSubjects: string[] = [];
  readonly #tally = { passed: 0, indeterminate: 0, failed: 0, unreadable: 0 };
  #signatures = 0;
  #annexed = 0;
  #undescribed = 0;
  /** What the cover tells of a file that is the only one. */
  #alone: Cover['alone'] = { facts: [], signatures: [] };

  constructor(fonts: Fonts, basis: ReportBasis, limits: ReportLimits = defaultReportLimits) {
    this.#fonts = fonts;
    this.#basis = basis;
    this.#limits = limits;
    this.#flow = new Flow(fonts);
    this.#annexes = new Flow(fonts, this.#flow.typeface);
    this.#trial = new Flow(fonts).typeface;
  }

  /** Describes a file; in the order in which the report lists them. */
  async add(given: ReportedFile): Promise<void> {
    this.#count(given);
    if (this.#listed.length >= this.#limits.files) return;
    const file = bounded(given);
    if ('failure' in file) {
      const finding = `${file.failure.code}: ${file.failure.message}`;
      this.#listed.push({ name: file.name, indication: null, finding, page: null });
      return;
    }
    const pages = await this.#describe(file);
    this.#listed.push({
      name: file.name,
      indication: file.indication,
      finding: findingOf(file),
      page: pages[0] ?? null,
    });
    if (totalOf(this.#tally) === 1) {
      const signatures = file.signatures.map((signature, index) => listedSignature(signature, pages[index] ?? null));
      this.#alone = { facts: factsOf(file), signatures };
    }
  }

  /** The finished report. `incomplete`: why it does not hold all that was asked for. */
  async finish(incomplete: string | null = null): Promise<Uint8Array> {
    const flow = this.#flow;
    if (!flow.atTop) flow.newPage();
    const described = flow.page;
    const cover: Cover = {
      basis: this.#basis,
      tally: this.#tally,
      listed: this.#listed,
      unlisted: totalOf(this.#tally) - this.#listed.length,
      incomplete: [incomplete, this.#fullness()].filter((words) => words !== null).join(' ') || null,
      alone: this.#alone,
    };
    drawBlocks(flow, coverBlocks(this.#fonts, cover, this.#coverPages(cover)));
    const drawn = flow.finish();
    const annexes = this.#annexed === 0 ? [] : this.#annexes.finish();
    const pages = [...drawn.slice(described), ...drawn.slice(0, described), ...annexes];
    const covers = drawn.length - described;
    const subjects = [...this.#subjects, ...this.#annexSubjects];
    const moved =
      (by: number) =>
      <T extends Landmark | PlacedPicture>(item: T): T => ({ ...item, page: item.page + by });
    const total = totalOf(this.#tally);
    return writeReportFile(this.#context, {
      title: `Signature validation report: ${total === 1 ? (this.#listed[0]?.name ?? '') : count(total, 'file')}`,
      program: this.#basis.program,
      madeAt: new Date(this.#basis.madeAt),
      typeface: flow.typeface,
      pages,
      furniture: pages.map((_, index) => {
        const canvas = new Canvas(flow.typeface);
        const subject = subjects[index - covers] ?? '';
        drawFurniture(canvas, this.#fonts, {
          kind: 'Signature validation report',
          maker: `${this.#basis.program} · ${moment(this.#basis.madeAt)}`,
          subject,
          number: index + 1,
          count: pages.length,
        });
        return canvas.content();
      }),
      pictures: this.#pictures.map(moved(covers)),
      landmarks: [...flow.landmarks.map(moved(covers)), ...this.#annexes.landmarks.map(moved(covers + described))],
    });
  }

  #count(file: ReportedFile): void {
    if ('failure' in file) this.#tally.unreadable += 1;
    else if (file.indication === Indication.Passed) this.#tally.passed += 1;
    else if (file.indication === Indication.Failed) this.#tally.failed += 1;
    else this.#tally.indeterminate += 1;
  }

  /** Draws the pages on a file's signatures; which pages they begin on, null for those that are left out. */
  async #describe(file: JudgedFile): Promise<readonly (number | null)[]> {
    const pages: (number | null)[] = [];
    for (const [index, signature] of file.signatures.entries()) {
      if (this.#signatures >= this.#limits.signatures) {
        this.#undescribed += 1;
        pages.push(null);
        continue;
      }
      this.#signatures += 1;
      const flow = this.#flow;
      if (!flow.atTop) flow.newPage();
      const from = flow.page;
      pages.push(from);
      const title = `${nameOf(signature)} (${signature.indication}), ${file.name}`;
      flow.landmark(title);
      const drawing = { picture: await this.#pictureOf(signature), places: this.#pictures };
      const annex = `Annex ${this.#annexed + 1}`;
      const edition = this.#editionOf(file, index, drawing, annex);
      drawBlocks(flow, signatureBlocks(this.#fonts, this.#basis, file, index, drawing, edition, annex));
      for (let page = from; page <= flow.page; page++) this.#subjects[page] = file.name;
      if (isExcerpt(edition)) this.#addAnnex(file, index, annex, title);
    }
    return pages;
  }

  /** The roomiest edition that one page holds. */
  #editionOf(file: JudgedFile, index: number, { picture }: Drawing, annex: string): Edition {
    const fits = (edition: Edition): boolean => {
      const flow = new Flow(this.#fonts, this.#trial);
      drawBlocks(flow, signatureBlocks(this.#fonts, this.#basis, file, index, { picture, places: [] }, edition, annex));
      return flow.page === 0;
    };
    return editions.find(fits) ?? (editions.at(-1) as Edition);
  }

  #addAnnex(file: JudgedFile, index: number, annex: string, title: string): void {
    const flow = this.#annexes;
    this.#annexed += 1;
    if (!flow.atTop) flow.newPage();
    const from = flow.page;
    flow.landmark(`${annex}: ${title}`);
    drawBlocks(flow, annexBlocks(this.#fonts, this.#basis, file, index, annex));
    for (let page = from; page <= flow.page; page++) this.#annexSubjects[page] = file.name;
  }

  /** What somebody else's drawing brings about costs the picture and never the report. */
  async #pictureOf({ picture }: ReportedSignature): Promise<Picture | null> {
    return picture === null ? null : importPicture(this.#context, picture).catch(() => null);
  }

  #fullness(): string | null {
    return this.#undescribed === 0
      ? null
      : `A report describes no more than ${this.#limits.signatures} signatures; ${this.#undescribed} were judged and have no page.`;
  }

  /** How many pages the cover takes: drawn on trial, since its list names the pages behind it. */
  #coverPages(cover: Cover): number {
    let pages = 1;
    for (;;) {
      const trial = new Flow(this.#fonts);
      drawBlocks(trial, coverBlocks(this.#fonts, cover, pages));
      const taken = trial.finish().length;
      if (taken <= pages) return pages;
      pages = taken;
    }
  }
}

const findingOf = (file: JudgedFile): string => {
  if (file.signatures.length === 0) return file.reasons.join('; ');
  const signatures = file.signatures.filter(({ kind }) => kind === 'signature').length;
  const stamps = file.signatures.length - signatures;
  const causes = new Set(file.signatures.flatMap(({ subIndication }) => subIndication ?? []));
  return [
    count(signatures, 'signature') + (stamps > 0 ? `, ${count(stamps, 'document time-stamp')}` : ''),
    ...file.reasons,
    ...causes,
  ].join('; ');
};

const listedSignature = (signature: ReportedSignature, page: number | null): ListedSignature => ({
  name: nameOf(signature),
  time: signature.signedAt === null ? '–' : `${moment(signature.signedAt)}, ${timeSourceWord(signature)}`,
  verdict: [signature.indication, signature.subIndication].filter((words) => words !== null).join(' · '),
  page,
});

const factsOf = (file: JudgedFile): Cover['alone']['facts'] => [
  ['Path', file.name],
  ['Size', `${file.size.toLocaleString('en-GB')} bytes, ${count(file.revisions, 'revision')}`],
  ['SHA-256', grouped(file.sha256)],
  ...(file.signatures.length === 0 ? file.warnings.map((warning) => ['Note', warning] as const) : []),
];
