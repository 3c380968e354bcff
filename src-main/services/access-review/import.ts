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
  type WriteSteps,
} from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { reviewFor, reviewToWork, type LoadedReview } from './access.ts';
import { overviewOf, type Overview } from './overview.ts';
import { ImportCancelled, ImportJob } from './import-job.ts';
import { comparisonOf, putPopulation, stepRows } from './population.ts';
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

type ImportCall = 'access.preview' | 'access.import' | 'access.importing' | 'access.cancelImport';

const previewRows = 20;

/** Reading lists: first without keeping anything, then for good. */
export const importHandlers = (context: ServiceContext): Pick<Handlers, ImportCall> => {
  let current: ImportJob | null = null;
  return {
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
        problem: read.ok
          ? null
          : { code: read.error.code, details: (read.error.details ?? {}) as Record<string, never> },
      });
    },

    'access.import': async (input) => {
      if (current !== null) return fail('access/import-busy', { recordId: current.recordId });
      const { recordId, kind } = input;
      const found = reviewToWork(context, recordId, kind === ListKind.Later ? 'remedy' : 'load');
      if (!found.ok) return found;
      const review = found.value;
      const refused = refusalOf(context, review, input);
      if (refused !== null) return refused;
      const job = new ImportJob(recordId);
      current = job;
      try {
        return await (kind === ListKind.Roster
          ? keepRoster(context, review, input, job)
          : keepAccounts(context, review, input, job));
      } catch (error) {
        if (error instanceof ImportCancelled) return fail('access/import-cancelled');
        throw error;
      } finally {
        current = null;
      }
    },

    'access.importing': () => {
      if (current === null) return ok({ job: null });
      const { recordId, step, done, total } = current;
      return ok({ job: { recordId, step, done, total } });
    },

    'access.cancelImport': ({ recordId }) => {
      if (current?.recordId === recordId) current.cancelled = true;
      return ok({});
    },
  };
};

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
  job: ImportJob,
): Promise<Result<Overview>> => {
  const file = counted(await readAccountList(input.bytes, input, input.mapping, job.rest), input);
  if (!file.ok) return file;
  const accounts = file.value.rows;
  const totals = accountTotals(file.value.count, accounts);
  const { vault } = review.caller;
  if (input.kind === ListKind.Later) {
    const proofs = vault.read((db) => proofsOf(db, review, accounts, input.extractedAt));
    if (!proofs.ok) return proofs;
    // oxlint-disable-next-line require-yield -- one short step
    return kept(context, review, input, job, file.value, totals, function* (db, _, added) {
      return proveRemedies(db, review, added.id, proofs.value);
    });
  }
  job.begin('compare', accounts.length);
  const given = { accounts, accountsAsOf: input.extractedAt, mapping: input.mapping };
  const comparison = await comparisonOf(context, review, given, job.rest);
  return kept(context, review, input, job, file.value, totals, (db, audit, added) =>
    putPopulation(db, audit, review, { accountsFile: added.id, accounts, roster: null, comparison }),
  );
};

const keepRoster = async (
  context: ServiceContext,
  review: LoadedReview,
  input: ImportInput,
  job: ImportJob,
): Promise<Result<Overview>> => {
  const file = counted(await readRosterList(input.bytes, input, input.mapping, job.rest), input);
  if (!file.ok) return file;
  const roster = file.value.rows;
  job.begin('compare', roster.length);
  const comparison = await comparisonOf(context, review, { roster }, job.rest);
  return kept(context, review, input, job, file.value, rosterTotals(file.value.count, roster), (db, audit, added) =>
    putPopulation(db, audit, review, { rosterFile: added.id, accounts: null, roster, comparison }),
  );
};

/** Keeps the file with its mapping, and does `also` in the same transaction. @throws ImportCancelled */
const kept = async (
  context: ServiceContext,
  review: LoadedReview,
  input: ImportInput,
  job: ImportJob,
  read: Pick<ReadList<unknown>, 'encoding' | 'delimiter'>,
  totals: ControlTotals,
  also: (db: WritableVault, audit: AuditWriter, file: AccessFile) => WriteSteps<Readonly<Record<string, JsonValue>>>,
): Promise<Result<Overview>> => {
  const { vault } = review.caller;
  const { record } = review;
  const steps = function* (db: WritableVault, audit: AuditWriter): WriteSteps<true> {
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
    yield;
    let details: Readonly<Record<string, JsonValue>> | null = null;
    for (const parts = also(db, audit, file); details === null; job.done = Math.min(job.total, job.done + stepRows)) {
      const next = parts.next();
      if (next.done === true) details = next.value;
      else yield;
    }
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
    return true;
  };
  // Who is logged in is looked up once more, so that the calls beside the write need not.
  const still = context.caller();
  if (!still.ok) return still;
  if (still.value.vault !== vault) return fail('session/none');
  job.begin('store', totals.rows);
  const written = await vault.writeInSteps(vault, steps, () => !job.cancelled);
  if (written === null) throw new ImportCancelled();
  const now = reviewFor(context, record.id);
  return now.ok ? ok(vault.read((db) => overviewOf(db, context, now.value))) : now;
};
