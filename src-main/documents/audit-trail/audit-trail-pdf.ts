import { PDFContext } from 'pdf-lib';
import type { AuditEntry } from '../../domain/audit-entry.ts';
import { auditEvent } from '../../domain/audit-events.ts';
import { localTime } from '../../domain/local-time.ts';
import type { JsonValue } from '../../domain/result.ts';
import { roleLabel, type Role } from '../../domain/roles.ts';
import type { Fonts } from '../fonts/fonts.ts';
import { drawBlocks } from '../layout/block.ts';
import { Canvas } from '../layout/canvas.ts';
import { Flow } from '../layout/flow.ts';
import { text } from '../layout/style.ts';
import { table, type TableColumn } from '../layout/table.ts';
import { fact, heading, note, titleBlocks } from '../report/blocks.ts';
import { drawFurniture } from '../report/furniture.ts';
import { writeReportFile } from '../report/report-file.ts';
import { count, grouped, moment } from '../report/words.ts';

/** What stands before the entries. Times are UTC, ISO 8601; days are included. */
export interface TrailPdfHead {
  readonly program: string;
  readonly organisation: string;
  readonly vaultName: string;
  readonly vaultId: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly entries: number;
  /** The whole trail as it was recomputed before this was written. */
  readonly chain: {
    readonly intact: boolean;
    readonly seq: number;
    readonly hash: string;
    readonly firstBad: number | null;
  };
}

/** More would make a document that nobody opens; who needs all has the other formats. */
export const mostTrailEntries = 50_000;

const columns: readonly TableColumn[] = [
  { title: 'No.', share: 1, align: 'right', rigid: true },
  { title: 'Time', share: 1, align: 'left', rigid: true },
  { title: 'Who', share: 1, align: 'left', rigid: false },
  { title: 'What', share: 1, align: 'left', rigid: false },
  { title: 'Reason, old and new values, details', share: 1, align: 'left', rigid: false },
];
/** The same on every page, whatever the entries: together the width between the margins. */
const widths = [34, 60, 74, 98, 215.28];

/**
 * The audit trail for a reader (21 CFR 11.10(b), (e); draft Annex 11, 12): oldest entry first, everything that an entry
 * says, times in the zone of the machine that made it. Pages are compressed as they come.
 */
export class AuditTrailPdf {
  readonly #fonts: Fonts;
  readonly #head: TrailPdfHead;
  readonly #flow: Flow;

  constructor(fonts: Fonts, head: TrailPdfHead) {
    this.#fonts = fonts;
    this.#head = head;
    this.#flow = new Flow(fonts);
    drawBlocks(this.#flow, headBlocks(fonts, head));
  }

  /** Adds entries below those there are. */
  add(entries: readonly (AuditEntry & { readonly hash: string })[]): void {
    if (entries.length === 0) return;
    const first = this.#flow.page === 0;
    drawBlocks(this.#flow, [
      ...(first ? [heading(this.#fonts, 'Entries')] : []),
      table(this.#fonts, { title: 'Audit trail', columns, rows: entries.map(rowOf), before: first ? 3 : 0, widths }),
    ]);
  }

  finish(): Promise<Uint8Array> {
    const { program, madeAt, organisation, vaultName } = this.#head;
    const title = `Audit trail: ${organisation}, ${vaultName}`;
    const pages = this.#flow.finish();
    return writeReportFile(PDFContext.create(), {
      title,
      program,
      madeAt: new Date(madeAt),
      typeface: this.#flow.typeface,
      pages,
      furniture: pages.map((_, index) => {
        const canvas = new Canvas(this.#flow.typeface);
        const subject = `${organisation}, ${vaultName}`;
        const maker = `${program} · ${moment(madeAt)}`;
        drawFurniture(canvas, this.#fonts, {
          kind: 'Audit trail',
          maker,
          subject,
          number: index + 1,
          count: pages.length,
        });
        return canvas.content();
      }),
      pictures: [],
      landmarks: this.#flow.landmarks,
    });
  }
}

const headBlocks = (fonts: Fonts, head: TrailPdfHead) => [
  ...titleBlocks(fonts, 'Audit trail', head.organisation, `Vault “${head.vaultName}”, ${periodWords(head)}`),
  heading(fonts, 'What this is'),
  fact(fonts, 'Vault', `${head.vaultName} (${head.vaultId})`),
  fact(fonts, 'Written', `${moment(head.madeAt)} by ${head.madeBy}, with ${head.program}`),
  fact(fonts, 'Entries', `${count(head.entries, 'entry', 'entries')}, oldest first`),
  fact(fonts, 'Chain', chainWords(head.chain)),
  fact(fonts, 'Last entry', `No. ${head.chain.seq}, SHA-256`),
  fact(fonts, '', grouped(head.chain.hash), text.digest),
  note(
    fonts,
    'Each entry holds the hash of the one before it, so that none can be changed, moved or taken out unseen. This is a copy for ' +
      'reading: the export as JSON lines carries every hash in full, and the signed records name the entry that was the last ' +
      'when they were sent for signature.',
    6,
  ),
];

const periodWords = ({ from, to }: TrailPdfHead): string => {
  if (from === null && to === null) return 'all entries';
  return [from === null ? 'from the beginning' : `from ${from}`, ...(to === null ? [] : [`until ${to}`])].join(' ');
};

const chainWords = ({ intact, seq, firstBad }: TrailPdfHead['chain']): string =>
  intact
    ? `Recomputed from the first entry to No. ${seq} when this was written: intact`
    : `ALTERED: the first bad entry is No. ${firstBad ?? seq + 1}; entries from there on are not what was recorded`;

const rowOf = (entry: AuditEntry & { readonly hash: string }): readonly string[] => {
  const { account, subject, eventAt, station } = entry;
  const entered = wallClock(entry.at, entry.zone);
  return [
    String(entry.seq),
    entered.join('\n'),
    [account.userName, ...(account.roles.length === 0 ? [] : [`(${account.roles.map(roleWords).join(', ')})`])].join(
      '\n',
    ),
    `${auditEvent(entry.action)?.words ?? entry.action}\n${subject.type} ${subject.id}`,
    [
      ...(eventAt == null || eventAt === entry.at ? [] : [`Happened: ${wallClock(eventAt, entry.zone).join(' ')}`]),
      ...(entry.reason === null ? [] : [`Reason: ${entry.reason}`]),
      ...entry.changes.map(
        (change) => `${change.path.replace(/^\//, '')}: ${valueWords(change.old)} → ${valueWords(change.new)}`,
      ),
      ...Object.entries(entry.details).map(([key, value]) => `${key}: ${valueWords(value)}`),
      `${station === undefined ? '' : `computer ${station}, `}hash ${entry.hash.slice(0, 16)}…`,
    ].join('\n'),
  ];
};

/** Date, time and offset as the clock of the machine showed them. */
const wallClock = (iso: string, zone: string): readonly string[] => {
  const { date, time, offset } = localTime(iso, zone);
  return [date, time, offset];
};

const roleWords = (role: string): string => (isRole(role) ? roleLabel[role] : role);

const isRole = (word: string): word is Role => Object.hasOwn(roleLabel, word);

const valueWords = (value: JsonValue): string => {
  if (value === null || value === '') return '(none)';
  if (typeof value === 'string') return roleWords(value);
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
    ? value.map(roleWords).join(', ')
    : JSON.stringify(value);
};
