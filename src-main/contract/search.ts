import { z } from 'zod';
import { call } from './call.ts';
import { bounded, importedRecord, recordSummary, recordType } from './records.ts';
import { day, id, state } from './shapes.ts';

/** Text in pieces: those that were searched for are `found`. */
export const marked = z.array(z.object({ text: z.string(), found: z.boolean() }));

const kind = z.enum(['record', 'imported', 'system', 'action', 'reference', 'supplier']);

export const searchHit = z.object({
  kind,
  id,
  /** The system that it is about; null for suppliers. */
  systemId: id.nullable(),
  title: marked,
  /** A few words around what was found in the text; empty where it was found in number or title. */
  snippet: marked,
  /** The revision in force that it was found in, where the draft of the next does not hold it; else null. */
  inForce: z.number().int().nullable(),
  /** The record, where the hit is one. */
  record: recordSummary.nullable(),
  /** The imported record, where the hit is one. */
  imported: importedRecord.nullable(),
});

export const searchCalls = {
  /** What holds all the words that were typed, as text: best first, a page at a time. Filters leave out what has no such thing. */
  'search.find': call(
    z.object({
      text: z.string().max(200),
      kind: kind.nullable(),
      type: recordType.nullable(),
      systemId: id.nullable(),
      state: state.nullable(),
      dueUntil: day.nullable(),
      from: day.nullable(),
      until: day.nullable(),
      limit: z.number().int().min(1).max(100).default(25),
      after: z.string().max(300).nullable(),
    }),
    z.object({ hits: z.array(searchHit), next: z.string().nullable(), total: bounded }),
  ),
};
