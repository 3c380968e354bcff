import { z } from 'zod';
import { ListKind } from '../domain/access-review/columns.ts';
import { Decision } from '../domain/access-review/decision.ts';
import { FindingKind } from '../domain/access-review/findings.ts';
import { BlankStatus } from '../domain/access-review/mapping.ts';
import { newAction } from './actions.ts';
import { call } from './call.ts';
import { bytes, day, empty, id, instant, line, reason, sha256 } from './shapes.ts';

const listKind = z.enum(ListKind);
const decision = z.enum(Decision);
const findingKind = z.enum(FindingKind);
const word = z.string().max(100);
/** Number of a line in its file, from 1. */
const lineNumber = z.number().int().min(1).max(10_000_000);

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1'] as const;
export const delimiters = [',', ';', '\t', '|'] as const;
const encoding = z.enum(encodings);
const delimiter = z.enum(delimiters);

export const listMapping = z.object({
  columns: z.record(word, z.string().max(300)),
  dateFormats: z.record(word, word),
  roleSeparator: z.string().max(5),
  rowPer: z.enum(['account', 'role']),
  activeWords: z.array(word).max(100),
  inactiveWords: z.array(word).max(100),
  /** What a blank cell of the status column says. */
  blankStatus: z.enum(BlankStatus),
});

export const accessRules = z.object({
  dormantDays: z.number().int(),
  newAccountDays: z.number().int(),
  privilegedRoles: z.array(word).max(500),
  serviceAccounts: z.array(word).max(500),
  sharedAccounts: z.array(word).max(500),
  conflicts: z.array(z.object({ first: word, second: word, why: z.string().max(500) })).max(500),
  baseline: z.array(z.object({ department: word, title: word, roles: z.array(word).max(200) })).max(2_000),
});

const byId = z.object({ recordId: id });
const list = byId.extend({ kind: listKind, fileName: line, bytes });
/** A failure inside an answer: why a list cannot be imported as it is read now. */
const problem = z.object({ code: z.string(), details: z.record(z.string(), z.json()) });

export const listPreview = z.object({
  sha256,
  size: z.number().int(),
  encoding,
  /** How the encoding was found: a byte order mark, the bytes themselves, or a person's choice. */
  encodingBy: z.enum(['mark', 'content', 'choice']),
  delimiter,
  header: z.array(z.string()),
  /** The first rows as they were read. */
  rows: z.array(z.array(z.string())),
  totalRows: z.number().int(),
  mapping: listMapping,
  /** The version of the system's mapping that was taken; null where it was guessed from the headings. */
  mappingVersion: z.number().int().nullable(),
  fields: z.array(z.object({ id: z.string(), label: z.string(), kind: z.string() })),
  /** For each column of days: what it can be read as. */
  days: z.array(
    z.object({
      field: z.string(),
      candidates: z.array(z.string()),
      ambiguous: z.boolean(),
      example: z.string(),
    }),
  ),
  problem: problem.nullable(),
});

const totals = z.object({
  rows: z.number().int(),
  items: z.number().int(),
  active: z.number().int(),
  unknown: z.number().int(),
  withoutRole: z.number().int(),
  roles: z.number().int(),
});

export const accessFile = z.object({
  id,
  kind: listKind,
  number: z.number().int(),
  name: z.string(),
  size: z.number().int(),
  sha256,
  encoding: z.string(),
  source: z.string(),
  extractor: z.string(),
  query: z.string(),
  extractedAt: instant,
  declaredRows: z.number().int().nullable(),
  totals,
  reason: z.string().nullable(),
  importedAt: instant,
  importedBy: z.string(),
  /** Whether the review works on it now. */
  current: z.boolean(),
});

export const accessOverview = z.object({
  systemId: id,
  stage: z.string(),
  /** What the caller may do now; null where open, else the code of what stands against it. */
  may: z.object({
    load: z.string().nullable(),
    decide: z.string().nullable(),
    remedy: z.string().nullable(),
    raise: z.string().nullable(),
  }),
  files: z.array(accessFile),
  analysedAt: instant.nullable(),
  rulesVersion: z.number().int().nullable(),
  /** The newest version of the system's rules; a review in preparation can be compared again by them. */
  newestRules: z.number().int(),
  lines: z.number().int(),
  active: z.number().int(),
  privileged: z.number().int(),
  /** Lines that are not settled: undecided or handed on. */
  open: z.number().int(),
  unconfirmed: z.number().int(),
  findings: z.array(z.object({ kind: findingKind, lines: z.number().int(), open: z.number().int() })),
  withoutFinding: z.number().int(),
  decisions: z.array(z.object({ decision, lines: z.number().int() })),
  pace: z.object({ bulkKeepShare: z.number().nullable(), perMinute: z.number().nullable() }),
  remedies: z.object({
    lines: z.number().int(),
    proven: z.number().int(),
    excepted: z.number().int(),
    open: z.number().int(),
  }),
});

export const lineFilter = z.object({
  findings: z.array(findingKind).max(20),
  noFinding: z.boolean(),
  decision: z.enum(['open', 'none', ...Object.values(Decision)]).nullable(),
  privileged: z.boolean().nullable(),
  active: z.boolean().nullable(),
  search: z.string().max(200),
});

const person = z.object({
  line: lineNumber,
  employeeId: z.string(),
  name: z.string(),
  email: z.string(),
  department: z.string(),
  title: z.string(),
  employed: z.boolean().nullable(),
  leftOn: z.string().nullable(),
});

export const accessLine = z.object({
  line: lineNumber,
  account: z.string(),
  name: z.string(),
  email: z.string(),
  employeeId: z.string(),
  department: z.string(),
  roles: z.array(z.string()),
  active: z.boolean(),
  /** As the list says; where it says nothing the account counts as active. */
  status: z.enum(['active', 'disabled', 'unknown']),
  lastLogin: z.string().nullable(),
  created: z.string().nullable(),
  kind: z.string(),
  privileged: z.boolean(),
  justification: z.string(),
  owner: z.string(),
  mfa: z.boolean().nullable(),
  person: person.nullable(),
  method: z.string(),
  confidence: z.string(),
  findings: z.array(z.object({ kind: findingKind, detail: z.string() })),
  decision: decision.nullable(),
  reason: z.string(),
  removeRoles: z.array(z.string()),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  /** Whether it is the caller's own account. */
  own: z.boolean(),
});

/** An incident or an action that was raised because of a line, as it stands now. */
const raised = z.object({
  kind: z.enum(['record', 'action']),
  id,
  title: z.string(),
  state: z.string().nullable(),
  /** When the incident happened, or the action is due. */
  day: day.nullable(),
  owner: z.string().nullable(),
  at: instant,
  by: z.string(),
});

export const accessLineDetail = accessLine.extend({
  evidence: z.string(),
  raised: z.array(raised),
  candidates: z.array(person),
  history: z.array(
    z.object({
      decision: z.string(),
      mode: z.string(),
      justification: z.string(),
      lines: z.number().int(),
      at: instant,
      by: z.string(),
    }),
  ),
});

export const remedyLine = z.object({
  line: lineNumber,
  account: z.string(),
  name: z.string(),
  decision,
  removeRoles: z.array(z.string()),
  justification: z.string(),
  decidedBy: z.string(),
  decidedAt: instant,
  ticket: z.string().nullable(),
  doneBy: z.string().nullable(),
  doneOn: z.string().nullable(),
  proof: z.string().nullable(),
  later: z.string().nullable(),
  exceptionReason: z.string().nullable(),
  expiresOn: z.string().nullable(),
  state: z.enum(['proven', 'excepted', 'open']),
});

const file = z.object({ fileName: z.string(), bytes });

/** The user access review: everything about it that is not of every record. */
export const accessCalls = {
  /** Reads a list without keeping it: encoding, columns, the first rows, and what stands against importing it. */
  'access.preview': call(
    list.extend({
      encoding: encoding.nullable(),
      delimiter: delimiter.nullable(),
      mapping: listMapping.nullable(),
    }),
    listPreview,
  ),
  /** Keeps a list byte for byte and makes the population, the roster, or the proof of remedies from it. */
  'access.import': call(
    list.extend({
      encoding,
      delimiter,
      mapping: listMapping,
      source: line,
      extractor: line,
      query: line,
      extractedAt: instant,
      declaredRows: z.number().int().min(0).nullable(),
      reason: reason.nullable(),
    }),
    accessOverview,
  ),
  /**
   * The accounts of this very vault as an account list (CSV), for the review of Countersign's own access (21 CFR 11.300(b)),
   * with where it comes from. That it was taken stands in the audit trail.
   */
  'access.ownAccounts': call(
    byId,
    z.object({
      fileName: z.string(),
      bytes,
      rows: z.number().int(),
      source: z.string(),
      extractor: z.string(),
      query: z.string(),
      extractedAt: instant,
    }),
  ),
  /** How far the import that is under way is; null where none is. Rows of the step that it is at. */
  'access.importing': call(
    z.object({}),
    z.object({
      job: z
        .object({
          recordId: id,
          step: z.enum(['read', 'compare', 'store']),
          done: z.number().int(),
          total: z.number().int(),
        })
        .nullable(),
    }),
  ),
  /** Gives up the import that is under way: nothing of it is kept. Too late, it does nothing. */
  'access.cancelImport': call(byId, empty),
  'access.overview': call(byId, accessOverview),
  /** Compares accounts, roster and the newest rules again. */
  'access.analyse': call(byId, accessOverview),
  'access.rules': call(
    z.object({ systemId: id }),
    z.object({ version: z.number().int(), rules: accessRules, savedAt: instant.nullable(), mayEdit: z.boolean() }),
  ),
  'access.saveRules': call(
    z.object({ systemId: id, base: z.number().int(), rules: accessRules, reason }),
    z.object({ version: z.number().int() }),
  ),
  /** The numbers of all lines that fit, in order: what the grid scrolls over. */
  'access.numbers': call(byId.extend({ filter: lineFilter }), z.object({ numbers: z.array(z.number().int()) })),
  'access.lines': call(byId.extend({ lines: z.array(lineNumber).max(500) }), z.object({ lines: z.array(accessLine) })),
  'access.line': call(byId.extend({ line: lineNumber }), accessLineDetail),
  'access.decide': call(
    byId.extend({
      lines: z.array(lineNumber).min(1).max(100_000),
      decision,
      justification: z.string().trim().max(2_000),
      removeRoles: z.array(z.string().max(300)).max(500),
    }),
    z.object({
      act: z.number().int(),
      decided: z.number().int(),
      /** Lines that were left as they were, by why. */
      refused: z.array(z.object({ code: z.string(), lines: z.number().int(), first: lineNumber })),
      overview: accessOverview,
    }),
  ),
  'access.undo': call(
    byId.extend({ act: z.number().int() }),
    z.object({ restored: z.number().int(), overview: accessOverview }),
  ),
  'access.people': call(byId.extend({ search: z.string().max(200) }), z.object({ people: z.array(person) })),
  /** The people of an imported roster, as they were read: a screen at a time, all or those that hold every word. */
  'access.roster': call(
    byId.extend({ fileId: id, search: z.string().max(200), after: z.string().max(20).nullable() }),
    z.object({ people: z.array(person), next: z.string().nullable() }),
  ),
  /** A person settles whose account a line is; null: nobody's on the roster. */
  'access.settleMatch': call(byId.extend({ line: lineNumber, person: lineNumber.nullable(), reason }), accessOverview),
  'access.remedies': call(byId, z.object({ lines: z.array(remedyLine) })),
  'access.remedy': call(
    byId.extend({ lines: z.array(lineNumber).min(1).max(100_000), ticket: line, doneBy: line, doneOn: day }),
    accessOverview,
  ),
  'access.except': call(byId.extend({ line: lineNumber, reason, expiresOn: day }), accessOverview),
  /** Raises an incident, or an action with owner, day and outcome, because of what was found of a line. */
  'access.raise': call(
    byId.extend({
      line: lineNumber,
      what: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('incident') }),
        z.object({ kind: z.literal('action'), ...newAction }),
      ]),
    }),
    raised.pick({ kind: true, id: true }),
  ),
  /** A table as CSV, safe to open in a spreadsheet (CWE-1236). */
  'access.export': call(byId.extend({ what: z.enum(['lines', 'decisions', 'findings']), filter: lineFilter }), file),
  /** An imported list, byte for byte. */
  'access.file': call(byId.extend({ fileId: id }), file),
};
