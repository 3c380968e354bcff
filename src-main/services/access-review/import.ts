import { createHash } from 'node:crypto';
import type { Handlers, Input } from '../../contract/index.ts';
import { fieldsOf, ListKind } from '../../domain/access-review/columns.ts';
import { completeMapping, type ListMapping } from '../../domain/access-review/mapping.ts';
import { accountTotals, rosterTotals, type ControlTotals } from '../../domain/access-review/totals.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import {
  accessMapping,
  addAccessFile,
  saveAccessMapping,
  type AccessFile,
  type AuditWriter,
  type WritableVault,
} from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { reviewFor, reviewToWork, type LoadedReview } from './access.ts';
import { overviewOf, type Overview } from './overview.ts';
import { comparisonOf, putPopulation } from './population.ts';
import { proveRemedies, proofsOf } from './prove.ts';
import {
  daysOf,
  fitsHeader,
  guessMapping,
  mappedAs,
  readAccountList,
  readAccounts,
  readRaw,
  readRoster,
  readRosterList,
  type ReadList,
} from './read-list.ts';

type ImportCall = 'access.preview' | 'access.import';

const previewRows = 20;

/** Reading lists: first without keeping anything, then for good. */
export const importHandlers = (context: ServiceContext): Pick<Handlers, ImportCall> => ({
  'access.preview': async ({ recordId, kind, bytes, encoding, delimiter, mapping: chosen }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const raw = await readRaw(bytes, { encoding, delimiter });
    if (!raw.ok) return raw;
    const kept = review.value.caller.vault.read((db) =>
      accessMapping(db, review.value.record.systemId, mappedAs(kind)),
    );
    const keptMapping = kept && completeMapping(kept.value as Partial<ListMapping>);
    const fits = keptMapping !== undefined && fitsHeader(keptMapping, raw.value.header);
    const mapping = chosen ?? (fits ? keptMapping : guessMapping(kind, raw.value));
    const read = await (kind === ListKind.Roster ? readRoster(raw.value, mapping) : readAccounts(raw.value, mapping));
    return ok({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      encoding: raw.value.encoding,
      encodingBy: raw.value.by,
      delimiter: raw.value.delimiter,
      header: [...raw.value.header],
      rows: raw.value.rows.slice(0, previewRows).map((row) => [...row]),
      totalRows: raw.value.rows.length,
      mapping: copied(mapping),
      mappingVersion: chosen === null && fits ? (kept?.version ?? null) : null,
      fields: fieldsOf(kind).map(({ id, label, kind: holds }) => ({ id, label, kind: holds })),
      days: daysOf(kind, raw.value, mapping).map((one) => ({ ...one, candidates: [...one.candidates] })),
      problem: read.ok ? null : { code: read.error.code, details: (read.error.details ?? {}) as Record<string, never> },
    });
  },

  'access.import': async (input) => {
    const { recordId, kind } = input;
    const found = reviewToWork(context, recordId, kind === ListKind.Later ? 'remedy' : 'load');
    if (!found.ok) return found;
    const review = found.value;
    const refused = refusalOf(context, review, input);
    if (refused !== null) return refused;
    return kind === ListKind.Roster ? keepRoster(context, review, input) : keepAccounts(context, review, input);
  },
});

type ImportInput = Input<'access.import'>;

const copied = (mapping: ListMapping): ImportInput['mapping'] => ({
  ...mapping,
  columns: { ...mapping.columns },
  dateFormats: { ...mapping.dateFormats },
  activeWords: [...mapping.activeWords],
  inactiveWords: [...mapping.inactiveWords],
});

/** What stands against importing before the file is read. */
const refusalOf = (context: ServiceContext, review: LoadedReview, input: ImportInput): Result<never> | null => {
  if (input.extractedAt > context.clock.now().toISOString())
    return fail('access/extracted-in-future', { extractedAt: input.extractedAt });
  const inReview = review.revision.stage === 'in-review';
  if (inReview && input.reason === null) return fail('access/replacement-needs-reason');
  return null;
};

/** A list whose rows are as many as its source says. */
const counted = <Row>(list: Result<ReadList<Row>>, { declaredRows }: ImportInput): Result<ReadList<Row>> =>
  list.ok && declaredRows !== null && declaredRows !== list.value.count
    ? fail('access/control-total-differs', { declared: declaredRows, read: list.value.count })
    : list;

const keepAccounts = async (
  context: ServiceContext,
  review: LoadedReview,
  input: ImportInput,
): Promise<Result<Overview>> => {
  const file = counted(await readAccountList(input.bytes, input, input.mapping), input);
  if (!file.ok) return file;
  const accounts = file.value.rows;
  const totals = accountTotals(file.value.count, accounts);
  const { vault } = review.caller;
  if (input.kind === ListKind.Later) {
    const proofs = vault.read((db) => proofsOf(db, review, accounts, input.extractedAt));
    if (!proofs.ok) return proofs;
    return kept(context, review, input, file.value, totals, (db, _, added) =>
      proveRemedies(db, review, added.id, proofs.value),
    );
  }
  const comparison = await comparisonOf(context, review, {
    accounts,
    accountsAsOf: input.extractedAt,
    mapping: input.mapping,
  });
  return kept(context, review, input, file.value, totals, (db, audit, added) =>
    putPopulation(db, audit, review, { accountsFile: added.id, accounts, roster: null, comparison }),
  );
};

const keepRoster = async (
  context: ServiceContext,
  review: LoadedReview,
  input: ImportInput,
): Promise<Result<Overview>> => {
  const file = counted(await readRosterList(input.bytes, input, input.mapping), input);
  if (!file.ok) return file;
  const roster = file.value.rows;
  const comparison = await comparisonOf(context, review, { roster });
  return kept(context, review, input, file.value, rosterTotals(file.value.count, roster), (db, audit, added) =>
    putPopulation(db, audit, review, { rosterFile: added.id, accounts: null, roster, comparison }),
  );
};

/** Keeps the file with its mapping, and does `also` in the same transaction. */
const kept = (
  context: ServiceContext,
  review: LoadedReview,
  input: ImportInput,
  read: Pick<ReadList<unknown>, 'encoding' | 'delimiter'>,
  totals: ControlTotals,
  also: (db: WritableVault, audit: AuditWriter, file: AccessFile) => Readonly<Record<string, JsonValue>>,
): Result<Overview> => {
  const { vault } = review.caller;
  const { record } = review;
  vault.write(vault, (db, audit) => {
    const mappingVersion = saveAccessMapping(db, audit, {
      systemId: record.systemId,
      kind: mappedAs(input.kind),
      mapping: input.mapping,
    });
    const file = addAccessFile(db, audit, {
      recordId: record.id,
      kind: input.kind,
      name: input.fileName,
      bytes: input.bytes,
      encoding: read.encoding,
      delimiter: read.delimiter,
      mappingVersion,
      source: input.source,
      extractor: input.extractor,
      query: input.query,
      extractedAt: input.extractedAt,
      declaredRows: input.declaredRows,
      totals: totals as unknown as JsonValue,
      reason: input.reason,
    });
    const details = also(db, audit, file);
    audit.record({
      action: 'access.import',
      subject: { type: 'record', id: record.id },
      reason: input.reason,
      details: {
        list: file.id,
        kind: file.kind,
        file: file.name,
        sha256: file.sha256,
        rows: totals.rows,
        mappingVersion,
        extractedAt: file.extractedAt,
        ...details,
      },
    });
  });
  const now = reviewFor(context, record.id);
  return now.ok ? ok(vault.read((db) => overviewOf(db, context, now.value))) : now;
};
