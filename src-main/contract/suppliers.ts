import { z } from 'zod';
import { call } from './call.ts';
import { content, day, entryVersion, finding, id, instant, reason } from './shapes.ts';

export const supplierSummary = z.object({
  id,
  name: z.string(),
  kind: z.string(),
  status: z.string(),
  criticality: z.string(),
  owner: z.string(),
  services: z.number().int(),
  /** Services without an agreement. */
  withoutAgreement: z.number().int(),
  systems: z.array(z.object({ id, name: z.string() })),
  assessmentDueOn: day.nullable(),
  agreementReviewOn: day.nullable(),
  /** What is not in order: no agreement, an assessment or review that is overdue, a certificate that ran out ... */
  gaps: z.array(z.string()),
});

export const supplierView = z.object({
  summary: supplierSummary,
  version: z.number().int(),
  content,
  findings: z.array(finding),
  changedAt: instant,
  changedBy: z.string(),
  versions: z.array(entryVersion),
  mayEdit: z.boolean(),
});

export const supplierCalls = {
  /** All suppliers, or those that serve one system. */
  'suppliers.list': call(
    z.object({ systemId: id.nullable() }),
    z.object({ suppliers: z.array(supplierSummary), mayCreate: z.boolean() }),
  ),
  'suppliers.get': call(z.object({ supplierId: id }), supplierView),
  /** What an entry still lacks, while it is being typed. */
  'suppliers.check': call(z.object({ content }), z.object({ findings: z.array(finding) })),
  /** A new supplier (`supplierId` null) or a new version of one; refused with findings while something is missing. */
  'suppliers.save': call(
    z.object({ supplierId: id.nullable(), baseVersion: z.number().int().nullable(), content, reason }),
    supplierView,
  ),
};
