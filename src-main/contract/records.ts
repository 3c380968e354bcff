import { z } from 'zod';
import { Risk } from '../domain/audit-events.ts';
import { RecordTypeId } from '../domain/record-type.ts';
import { call } from './call.ts';
import { comparison } from './compare.ts';
import {
  bytes,
  consent,
  content,
  day,
  empty,
  finding,
  id,
  instant,
  meaning,
  metricValue,
  person,
  reason,
  role,
  sha256,
  state,
} from './shapes.ts';

export const recordType = z.enum(RecordTypeId);

/** How many there are; counted up to a bound, `more` says that the count stopped there. */
export const bounded = z.object({ count: z.number().int(), more: z.boolean() });

export const recordSummary = z.object({
  id,
  type: recordType,
  title: z.string(),
  systemId: id,
  systemName: z.string(),
  state,
  /** The working stage in the type's own words; null for types without stages. */
  stage: z.string().nullable(),
  revision: z.number().int(),
  owner: z.string(),
  dueOn: day.nullable(),
  updatedAt: instant,
  effectiveAt: instant.nullable(),
  /** The revision in force while a newer one is on its way; null where the newest is what counts. */
  inForce: z.number().int().nullable(),
});

/** A record of another vault that was imported and is only read, as lists show it. */
export const importedRecord = z.object({
  /** Of its PDF: what it is known by here. */
  sha256: id,
  /** The number it has in its own vault. */
  id: z.string(),
  organisation: z.string(),
  typeTitle: z.string(),
  title: z.string(),
  systemName: z.string(),
  revision: z.number().int(),
  importedAt: instant,
});

/** A row of the list: a record of this vault, or an imported one. */
export const listedRecord = z.discriminatedUnion('origin', [
  recordSummary.extend({
    origin: z.literal('here'),
    /** The revision in force, where what was sought stands in that and not in the draft of the next. */
    foundIn: z.number().int().nullable(),
  }),
  importedRecord.extend({ origin: z.literal('imported') }),
]);

/** Something that waits for the person who is logged in. */
export const workItem = z.object({
  kind: z.enum(['write', 'returned', 'review', 'sign', 'overdue', 'action', 'approve-key', 'renew-key']),
  /** The record, or null where the item is about a system or an account. */
  recordId: id.nullable(),
  systemId: id.nullable(),
  accountId: id.nullable(),
  actionId: id.nullable(),
  /** The type of record that answers it, where one does. */
  starts: recordType.nullable(),
  requirementId: id.nullable(),
  title: z.string(),
  detail: z.string(),
  since: instant.nullable(),
  dueOn: day.nullable(),
  daysOverdue: z.number().int().nullable(),
});

export const requirement = z.object({
  id,
  title: z.string(),
  meaning,
  ordinal: z.number().int(),
  optional: z.boolean(),
  eligible: z.array(role),
  /** Who may be named; empty once the revision is frozen. */
  candidates: z.array(person),
  /** Holders of one of the roles who may not sign here, since they wrote in the revision. */
  barred: z.array(person),
  /** Who was named; null in a draft. */
  signer: person.nullable(),
  status: z.enum(['open', 'pending', 'signed', 'rejected', 'cancelled']),
  signedAt: instant.nullable(),
  zone: z.string().nullable(),
  comment: z.string().nullable(),
});

export const recordView = z.object({
  summary: recordSummary,
  /** The revision shown and all there are, newest first. */
  revision: z.number().int(),
  revisions: z.array(
    z.object({
      revision: z.number().int(),
      state,
      createdAt: instant,
      createdBy: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  content,
  findings: z.array(finding),
  metrics: z.array(metricValue),
  requirements: z.array(requirement),
  author: person,
  savedAt: instant,
  /** What the person who is logged in may do now; for what is off, why (a code). */
  actions: z.object({
    edit: z.string().nullable(),
    submitForReview: z.string().nullable(),
    returnFromReview: z.string().nullable(),
    sendForSignature: z.string().nullable(),
    withdraw: z.string().nullable(),
    revise: z.string().nullable(),
    /** Taking over from the vault what it holds; `records/nothing-to-refresh` for types that take nothing over. */
    refresh: z.string().nullable(),
    /** The requirement that waits for this person. */
    sign: z.object({ requirementId: id.nullable(), obstacle: z.string().nullable() }),
  }),
  /** The working stages of the type, and where this revision stands; empty for types without stages. */
  stages: z.array(z.object({ id: z.string(), label: z.string() })),
  stage: z.string().nullable(),
  /** Steps that lead on from here; `findings`: what is still missing for a step. */
  stageSteps: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      needsReason: z.boolean(),
      obstacle: z.string().nullable(),
      findings: z.array(finding),
    }),
  ),
  /** Who wrote in this revision, its author first. */
  contributors: z.array(person),
  sealed: z.object({ sha256, size: z.number().int(), signatures: z.number().int() }).nullable(),
  returnedBecause: z.string().nullable(),
});

export const auditRow = z.object({
  seq: z.number().int(),
  at: instant,
  zone: z.string(),
  /** When it happened, where the entry was made later. */
  eventAt: instant.nullable(),
  /** The computer it was entered at; null in entries of the first versions. */
  station: z.string().nullable(),
  who: z.string(),
  roles: z.array(z.string()),
  action: z.string(),
  /** Why a reviewer looks at it; null for everyday work. */
  risk: z.enum(Risk).nullable(),
  /** `name`: what people call it, where that is not its id. */
  subject: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }),
  reason: z.string().nullable(),
  changes: z.array(z.object({ path: z.string(), old: z.string(), new: z.string() })),
  /** What else the entry says, values as text. */
  details: z.array(z.object({ name: z.string(), value: z.string() })),
  hash: sha256,
});

const byId = z.object({ recordId: id });

export const recordCalls = {
  'work.list': call(empty, z.object({ items: z.array(workItem) })),
  /** A page of records; of those that hold all words of `search`, in the order of `search.find`, else in `order`. */
  'records.list': call(
    z.object({
      type: recordType.nullable(),
      systemId: id.nullable(),
      state: state.nullable(),
      origin: z.enum(['here', 'imported']).nullable().default(null),
      search: z.string().max(200),
      order: z.enum(['last-changed', 'first-due', 'id']).default('last-changed'),
      limit: z.number().int().min(1).max(1000).default(100),
      after: z.string().max(300).nullable(),
    }),
    z.object({ records: z.array(listedRecord), next: z.string().nullable(), total: bounded }),
  ),
  'records.create': call(z.object({ type: recordType, systemId: id }), recordView),
  /** Begins a record from another one, whose facts it takes over, and links the two. */
  'records.createFrom': call(byId.extend({ type: recordType }), recordView),
  'records.get': call(byId.extend({ revision: z.number().int().nullable() }), recordView),
  /** Autosave. `filled`: the content with what the system filled in (entry times), null where that was nothing. `base` is the `savedAt` that the editor started from: a draft saved elsewhere since then is not overwritten. */
  'records.saveDraft': call(
    byId.extend({ base: instant, content }),
    z.object({
      savedAt: instant,
      title: z.string(),
      filled: content.nullable(),
      findings: z.array(finding),
      metrics: z.array(metricValue),
    }),
  ),
  /** Takes over what the vault holds for the draft's period; what its author typed beside it stays. */
  'records.refresh': call(byId.extend({ base: instant }), recordView),
  'records.takeStage': call(byId.extend({ step: id, reason: reason.nullable() }), recordView),
  'records.submitForReview': call(byId, recordView),
  'records.returnFromReview': call(byId.extend({ reason }), recordView),
  /** Freezes the revision: canonical JSON, PDF with one field per requirement. `signers`: requirement id -> account id. */
  'records.sendForSignature': call(byId.extend({ signers: z.record(id, id) }), recordView),
  'records.withdraw': call(byId.extend({ reason }), recordView),
  'records.revise': call(byId.extend({ reason }), recordView),
  /** What changed since the last revision in force; null where none was. */
  'records.changes': call(
    byId.extend({ revision: z.number().int().nullable() }),
    z.object({ changes: comparison.nullable() }),
  ),
  'records.history': call(byId, z.object({ entries: z.array(auditRow) })),
  'records.pdf': call(byId.extend({ revision: z.number().int() }), z.object({ fileName: z.string(), bytes })),
  /** The same, for a copy that leaves the vault: the trail says so. */
  'records.savePdf': call(byId.extend({ revision: z.number().int() }), z.object({ fileName: z.string(), bytes })),
};

export const auditCalls = {
  'audit.list': call(
    z.object({
      before: z.number().int().nullable(),
      subject: z.string().max(200).nullable(),
      /** User name of who acted. */
      who: z.string().max(200).nullable().default(null),
      /** Days of the entry time in UTC, both included. */
      from: day.nullable().default(null),
      to: day.nullable().default(null),
      /** Only what a reviewer looks at in full. */
      unusual: z.boolean().default(false),
    }),
    z.object({ entries: z.array(auditRow), next: z.number().int().nullable() }),
  ),
  /** The head of the trail, signed with the caller's own key, as a file to keep elsewhere. */
  'audit.checkpoint': call(consent, z.object({ fileName: z.string(), bytes, seq: z.number().int(), at: instant })),
  /** Recomputes the whole trail and holds it against sealed PDFs and checkpoints that somebody kept outside the vault. */
  'audit.verify': call(
    z.object({
      files: z
        .array(z.object({ name: z.string().max(400), bytes }))
        .max(50)
        .default([]),
    }),
    z.object({
      outcome: z.enum(['passed', 'failed', 'open']),
      entries: z.number().int(),
      head: sha256.nullable(),
      firstBad: z.object({ seq: z.number().int(), why: z.string() }).nullable(),
      /** Parts of the schema that keep the history as it is, and were taken out, altered or added. */
      guardsMissing: z.array(z.string()),
      evidence: z.array(
        z.object({
          name: z.string(),
          /** Why it is no evidence; null where it was held against the trail. */
          refused: z.object({ code: z.string(), vaultId: z.string().nullable() }).nullable(),
          judged: z
            .object({
              kind: z.enum(['sealed-pdf', 'checkpoint']),
              seq: z.number().int(),
              signer: z.string().nullable(),
              at: z.string().nullable(),
              standing: z.enum(['known', 'unknown-signer', 'revoked-signer', 'unfit-signer']),
              place: z.enum(['on-chain', 'forked', 'rolled-back']),
              proof: z.enum(['agrees', 'contradicts', 'proves-nothing', 'doubtful']),
            })
            .nullable(),
        }),
      ),
    }),
  ),
};
