import { z } from 'zod';
import { call } from './call.ts';
import { content, day, empty, entryVersion, finding, id, instant, reason } from './shapes.ts';

export const systemSummary = z.object({
  id,
  name: z.string(),
  status: z.string(),
  regulated: z.boolean(),
  riskClass: z.string(),
  gampCategory: z.string(),
  version: z.string(),
  validationStatus: z.string(),
  systemOwner: z.string(),
  evaluationDueOn: day.nullable(),
  /** Positive: overdue. Null where nothing is due. */
  daysOverdue: z.number().int().nullable(),
  /** The signed record that moved the evaluation's day, if one did. */
  extendedBy: id.nullable(),
  /** How much of everything that the system owes is overdue. */
  overdue: z.number().int(),
});

export const systemView = z.object({
  summary: systemSummary,
  version: z.number().int(),
  content,
  /** What the entry lacks, and what its state asks of the records about it. */
  findings: z.array(finding),
  changedAt: instant,
  changedBy: z.string(),
  versions: z.array(entryVersion),
  mayEdit: z.boolean(),
});

export const systemCalls = {
  'systems.list': call(empty, z.object({ systems: z.array(systemSummary), mayCreate: z.boolean() })),
  'systems.get': call(z.object({ systemId: id }), systemView),
  /** What an entry still lacks, while it is being typed. */
  'systems.check': call(z.object({ systemId: id.nullable(), content }), z.object({ findings: z.array(finding) })),
  /** A new system (`systemId` null) or a new version of one; refused with findings while something is missing. */
  'systems.save': call(
    z.object({ systemId: id.nullable(), baseVersion: z.number().int().nullable(), content, reason }),
    systemView,
  ),
};
