import { resolve } from 'node:path';
import { salvageVault, type SalvageReport } from '../../../vault/index.ts';
import { InputError } from '../../command.ts';
import { ExitCode } from '../../exit-code.ts';
import { inertLine } from '../../inert.ts';
import { readLogin } from '../../open-vault.ts';
import { vaultWords } from '../../vault-words.ts';
import { systemClock, version } from '../../runtime.ts';
import type { Terminal } from '../../terminal.ts';

export interface SalvageOptions {
  readonly damaged: string;
  readonly out: string;
  readonly slots: string | undefined;
  readonly json: boolean;
  readonly descriptor: string | undefined;
}

/**
 * `countersign vault check VAULT --salvage OUT`: everything readable of a damaged vault in a new one, which is read and takes
 * no new work. Whoever can open a slot may do it: the copy is opened by the same pass phrases and no others. Exit codes:
 * 0 nothing was lost, 1 something was, 65 nothing could be got out.
 */
export const salvage = async (terminal: Terminal, options: SalvageOptions): Promise<ExitCode> => {
  const { damaged, out, slots, json, descriptor } = options;
  const done = await salvageVault({
    damaged: resolve(damaged),
    folder: resolve(out),
    ...(slots === undefined ? {} : { slots: resolve(slots) }),
    ...(await readLogin(terminal, descriptor)),
    clock: systemClock,
    appVersion: version,
  });
  if (!done.ok) {
    const { cause } = done.error.details ?? {};
    const why = typeof cause === 'string' ? ` (${cause})` : '';
    const help =
      done.error.code === 'vault/slots-damaged'
        ? '; give those of a backup of this vault: --slots BACKUP/keyslots.json'
        : '';
    const about = done.error.code === 'vault/exists' ? out : damaged;
    throw new InputError(done.error.code, `${about}: ${vaultWords[done.error.code]}${why}${help}`);
  }
  if (json) terminal.out(JSON.stringify({ vault: done.value.vaultId, salvage: done.value }));
  else terminal.out(describe(done.value).map(inertLine).join('\n'));
  return done.value.complete ? ExitCode.Passed : ExitCode.Failed;
};

const describe = (report: SalvageReport): readonly string[] => {
  const { pages, wal, logLeftOut, tables, lostRows, lostRowCount, unplacedPages, missing, replaced } = report;
  const { auditGaps, audit, damaged } = report;
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const strays = tables.reduce((sum, one) => sum + one.strayRows, 0);
  return [
    report.folder,
    `  a salvaged copy: it can be read and exported with the same pass phrases, and takes no new work`,
    report.complete ? '  nothing was lost' : '  SOMETHING WAS LOST; what, is told below and kept in the copy',
    `  rows got out: ${rows}${strays === 0 ? '' : `, ${strays} of them from pages that nothing led to`}`,
    `  pages: ${pages.total}, damaged or missing: ${pages.damaged.length}${listed(pages.damaged)}`,
    ...(wal === null
      ? []
      : [
          `  write-ahead log: ${wal.frames} frames, damaged: ${wal.damaged.length}${listed(wal.damaged)}${wal.headerDamaged ? ', and its header' : ''}; of an unfinished transaction: ${wal.uncommitted}`,
        ]),
    ...(logLeftOut
      ? ['  write-ahead log: of another state of the vault, or of another vault; nothing was taken from it']
      : []),
    ...(report.slots.sound ? [] : [`  key slots: the file is damaged, ${report.slots.kept} of its slots are kept`]),
    ...tables
      .filter(({ lostPages }) => lostPages.length > 0)
      .map(({ name, lostPages }) => `  ${name}: rows on ${lostPages.length} pages are lost${listed(lostPages)}`),
    ...lostRows.map(
      ({ table, begins, page, because }) =>
        `  ${table}: a row on page ${page} (${begins.join(' ')}) is lost: ${because === 'refused' ? 'it contradicts another row' : `page ${because.missingPage}, where it goes on, cannot be read`}`,
    ),
    ...(lostRowCount > lostRows.length ? [`  and ${lostRowCount - lostRows.length} more rows`] : []),
    ...unplacedPages.map(
      ({ page, tables: of }) => `  page ${page} is readable, but could be of ${of.join(' or ')}: left out`,
    ),
    ...missing.map(({ table, id, namedBy }) => `  ${table} ${id} is not there; ${namedBy} names it`),
    ...replaced.map((what) => `  made up, so that the copy opens: ${what}`),
    ...auditGaps.map(([first, last]) => `  audit trail: entries ${first} to ${last} are lost`),
    audit.firstBad === null
      ? `  audit trail: sound, ${audit.verified} entries`
      : `  audit trail: ${audit.verified} entries are proven from the first on; the first bad one is ${audit.firstBad.seq} (${audit.firstBad.defect})`,
    `  ${words(report.mark)}`,
    ...damaged.map(({ kind, recordId, revision }) => `  ${recordId} revision ${revision}: ${kind} is not whole`),
  ];
};

/** What the mark of the last acknowledged entry told. */
const words = ({ file, acknowledged, found, missingAtEnd, otherHistory }: SalvageReport['mark']): string => {
  const end = found === null ? 'no entry was found' : `the last entry found is ${found.seq}`;
  if (acknowledged === null)
    return file === 'absent'
      ? `vault.head: not there; ${end}, and nothing here tells whether more were acknowledged`
      : `vault.head: damaged or of another vault; ${end}, and nothing here tells whether more were acknowledged`;
  const known = `vault.head: entry ${acknowledged.seq} was acknowledged`;
  if (otherHistory) return `${known}, and the entry ${acknowledged.seq} found is ANOTHER one: this is another history`;
  if (missingAtEnd === null) return `${known}; ${end}: none is missing at the end`;
  const [first, last] = missingAtEnd;
  const which = first === last ? `entry ${first} IS MISSING` : `entries ${first} to ${last} ARE MISSING`;
  return `${known}; ${end}: ${which} at the end`;
};

const listed = (pages: readonly number[]): string => {
  if (pages.length === 0) return '';
  const first = pages.slice(0, 20).join(', ');
  return ` (${first}${pages.length > 20 ? ` and ${pages.length - 20} more` : ''})`;
};
