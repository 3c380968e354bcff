import { z } from 'zod';
import { DueKind } from '../domain/schedule.ts';
import { RecordTypeId } from '../domain/record-type.ts';
import { call } from './call.ts';
import { entityRef, entityView } from './links.ts';
import { day, empty, id } from './shapes.ts';

export const dueItem = z.object({
  kind: z.enum(DueKind),
  systemId: id.nullable(),
  systemName: z.string().nullable(),
  subject: z.object({
    kind: z.enum(['system', 'record', 'action', 'reference', 'account']),
    id,
    /** Of a change its number in change control. */
    number: z.string().optional(),
    title: z.string(),
  }),
  dueOn: day,
  originalDueOn: day,
  extendedBy: id.nullable(),
  daysOverdue: z.number().int(),
  first: z.boolean(),
  ownerId: id.nullable(),
  because: z.string(),
  /** Owed by the person who asks. */
  mine: z.boolean(),
  /** The person who asks may begin an extension of it. */
  mayExtend: z.boolean(),
  /** The extension of it that is being written or signed. */
  extensionInWork: id.nullable(),
});

export const scheduleCalls = {
  /** Everything due up to a day, overdue ones with it, earliest first; and the rules by which. */
  'schedule.list': call(
    z.object({ systemId: id.nullable(), until: day }),
    z.object({
      today: day,
      items: z.array(dueItem),
      rules: z.array(z.object({ kind: z.enum(DueKind), label: z.string(), source: z.string() })),
    }),
  ),
  /** Begins the record that justifies a later day for what is due: an action, an evaluation, a test. */
  'schedule.extend': call(
    z.object({ systemId: id, kind: z.enum(DueKind), subject: dueItem.shape.subject.shape.id }),
    z.object({ recordId: id }),
  ),
};

export const coverageCell = z.object({
  type: z.enum(RecordTypeId),
  /** The worst that can be said: overdue before missing before extended before draft before effective. */
  state: z.enum(['effective', 'draft', 'missing', 'overdue', 'extended', 'none']),
  /** The record that the cell leads to: in force where there is one, else the draft. */
  recordId: id.nullable(),
  effective: z.number().int(),
  drafts: z.number().int(),
  dueOn: day.nullable(),
});

export const coverageCalls = {
  'coverage.get': call(
    empty,
    z.object({
      types: z.array(z.object({ id: z.enum(RecordTypeId), title: z.string() })),
      systems: z.array(z.object({ systemId: id, name: z.string(), status: z.string(), cells: z.array(coverageCell) })),
    }),
  ),
};

export const traceCalls = {
  /** What hangs together with an entity: breadth first over standing links, bounded in depth and number. */
  'trace.from': call(
    entityRef.extend({ depth: z.number().int().min(1).max(8) }),
    z.object({
      nodes: z.array(
        z.object({
          entity: entityView,
          /** 0 for the entity that was asked for. */
          depth: z.number().int(),
          /** Place of the node it was reached from, in this list; null for the first. */
          parent: z.number().int().nullable(),
          /** The link that led here, in words read from the parent. */
          words: z.string(),
        }),
      ),
      /** More hangs together than is shown. */
      cut: z.boolean(),
    }),
  ),
};
