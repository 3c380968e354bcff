import type { Handlers } from '../../contract/index.ts';
import { findingLabel, type AccountFinding } from '../../domain/access-review/findings.ts';
import { decisionLabel, type Decision } from '../../domain/access-review/decision.ts';
import { csvLine } from '../../domain/csv.ts';
import { fail, ok } from '../../domain/result.ts';
import {
  accessActs,
  accessFile,
  accessFileBytes,
  accessLines,
  account as readAccount,
  type ReadableVault,
} from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { populationOf, reviewFor, type LoadedReview } from './access.ts';
import { lineViews, type LineView } from './line-view.ts';
import { filterOf } from './lines.ts';

type ExportCall = 'access.export' | 'access.file';
type Cell = string | number;

/** Delimited text for spreadsheets: UTF-8 with a byte order mark. */
export const safeCsv = (header: readonly string[], rows: readonly (readonly Cell[])[]): Uint8Array =>
  new TextEncoder().encode(`\uFEFF${[header, ...rows].map((cells) => `${csvLine(cells)}\r\n`).join('')}`);

/** Exporting, each export an entry of the audit trail: who, what, how many rows. */
export const exportHandlers = (context: ServiceContext): Pick<Handlers, ExportCall> => ({
  'access.export': ({ recordId, what, filter }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const population = populationOf(review.value);
    if (!population.ok) return population;
    const { vault } = review.value.caller;
    const { header, rows } = vault.read((db) => {
      switch (what) {
        case 'decisions':
          return decisionTable(db, population.value);
        case 'findings':
          return findingTable(allLines(db, review.value, population.value, filterOf(filter)));
        default:
          return lineTable(allLines(db, review.value, population.value, filterOf(filter)));
      }
    });
    vault.write(vault, (_, audit) => {
      audit.record({
        action: 'access.export',
        subject: { type: 'record', id: recordId },
        details: { what, rows: rows.length, filter },
      });
    });
    return ok({ fileName: `${recordId}-${what}.csv`, bytes: safeCsv(header, rows) });
  },

  'access.file': ({ recordId, fileId }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const { vault } = review.value.caller;
    const file = vault.read((db) => accessFile(db, fileId));
    if (file?.recordId !== recordId) return fail('access/no-such-list', { fileId });
    const bytes = vault.read((db) => accessFileBytes(db, fileId));
    vault.write(vault, (_, audit) => {
      audit.record({
        action: 'access.export',
        subject: { type: 'record', id: recordId },
        details: { what: 'list', list: fileId, sha256: file.sha256 },
      });
    });
    return ok({ fileName: file.name, bytes });
  },
});

const allLines = (
  db: ReadableVault,
  { pointer }: LoadedReview,
  fileId: string,
  filter: ReturnType<typeof filterOf>,
): readonly LineView[] => {
  const views: LineView[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = accessLines(db, { ...filter, fileId, limit: 1000, ...(after === undefined ? {} : { after }) });
    views.push(...lineViews(db, page.items, { roster: pointer.rosterFile, own: new Set() }));
    after = page.next;
  }
  return views;
};

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const decided = (decision: Decision | null): string => (decision === null ? 'Not decided' : decisionLabel[decision]);

const lineTable = (lines: readonly LineView[]): Table => ({
  header: [
    'Row',
    'Account',
    'Name',
    'E-mail',
    'Employee id',
    'Department',
    'Roles',
    'Active',
    'Privileged',
    'Type',
    'Last login',
    'Created',
    'Person',
    'Match',
    'Findings',
    'Decision',
    'Removed roles',
    'Justification',
    'Decided by',
    'Decided at',
  ],
  rows: lines.map((line) => [
    line.line,
    line.account,
    line.name,
    line.email,
    line.employeeId,
    line.department,
    line.roles.join('; '),
    line.status === 'unknown' ? 'Not stated' : line.active ? 'Yes' : 'No',
    line.privileged ? 'Yes' : 'No',
    line.kind,
    line.lastLogin ?? '',
    line.created ?? '',
    line.person?.name ?? '',
    line.person === null ? line.confidence : `${line.method}, ${line.confidence}`,
    line.findings.map(({ kind }) => findingLabel[kind]).join('; '),
    decided(line.decision),
    line.removeRoles.join('; '),
    line.reason,
    line.decidedBy ?? '',
    line.decidedAt ?? '',
  ]),
});

const findingTable = (lines: readonly LineView[]): Table => ({
  header: ['Row', 'Account', 'Person', 'Finding', 'Detail', 'Decision', 'Justification'],
  rows: lines.flatMap((line) =>
    line.findings.map(({ kind, detail }: AccountFinding) => [
      line.line,
      line.account,
      line.person?.name ?? '',
      findingLabel[kind],
      detail,
      decided(line.decision),
      line.reason,
    ]),
  ),
});

/** Every act of deciding, those taken back included. */
const decisionTable = (db: ReadableVault, fileId: string): Table => ({
  header: ['Act', 'At', 'By', 'Decision', 'Kind', 'Accounts', 'Justification', 'Removed roles', 'Takes back'],
  rows: accessActs(db, fileId).map((act) => [
    act.id,
    act.at,
    readAccount(db, act.accountId)?.fullName ?? act.accountId,
    decided(act.decision as Decision),
    act.mode,
    act.lines,
    act.justification,
    act.removeRoles.join('; '),
    act.undoes ?? '',
  ]),
});
