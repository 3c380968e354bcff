import { z } from 'zod';
import { call } from './call.ts';
import { consent, day, empty, id, sha256 } from './shapes.ts';

const filter = z.object({
  /** Null: no restriction. Days, both included. */
  systems: z.array(id).max(10_000).nullable(),
  types: z.array(id).max(100).nullable(),
  from: day.nullable(),
  to: day.nullable(),
});

const count = z.number().int().nonnegative();

const job = z.object({
  id,
  /** What the file or folder is called. Its path stays in the main process. */
  name: z.string(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('running'), done: count, total: count }),
    z.object({ kind: z.literal('done'), files: count, bytes: count, sha256: sha256.nullable() }),
    z.object({ kind: z.literal('failed'), code: z.string() }),
  ]),
});

export const exportCalls = {
  /** What an audit package with this filter would hold. */
  'exports.count': call(
    z.object({ filter }),
    z.object({ revisions: count, records: count, systems: count, mayExportAll: z.boolean() }),
  ),
  /** Asks the person for a place and begins to write there; null where they gave none. */
  'exports.start': call(
    z.object({
      what: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('package'), filter }),
        z.object({ kind: z.literal('trail'), format: z.enum(['csv', 'jsonl', 'pdf']) }),
        z.object({ kind: z.literal('everything') }),
      ]),
    }),
    z.object({ job: job.nullable() }),
  ),
  /** The system dossier, signed with the caller's own key where secrets are given; null where they gave no place. */
  'exports.dossier': call(
    z.object({
      /** A day whose rights stand beside those of today. */
      asOf: day.nullable(),
      signing: consent.nullable(),
    }),
    z.object({
      saved: z.object({ name: z.string(), bytes: count, sha256, signed: z.boolean() }).nullable(),
    }),
  ),
  'exports.look': call(z.object({ id }), job),
  'exports.cancel': call(z.object({ id }), empty),
};
