import { z } from 'zod';
import { trendGroups } from '../domain/trends/index.ts';
import { call } from './call.ts';
import { bytes, day, id } from './shapes.ts';

/** Of one system or of all, over these days, both included. */
const asked = z.object({ systemId: id.nullable(), start: day, end: day });

/** A figure with the ids it was computed from; of a share also those that were counted. */
export const cell = z.object({ value: z.number().nullable(), ids: z.array(id), counted: z.array(id).nullable() });

export const trend = z.object({
  id: z.string(),
  group: z.enum(Object.keys(trendGroups) as (keyof typeof trendGroups)[]),
  label: z.string(),
  unit: z.string(),
  formula: z.string(),
  version: z.number().int(),
  chart: z.enum(['line', 'bar', 'stacked', 'pareto']),
  start: day,
  end: day,
  /** What is open is open on this day. */
  asOf: day,
  total: cell,
  categories: z.array(z.string()),
  series: z.array(z.object({ id: z.string(), label: z.string(), cells: z.array(cell) })),
});

export const trendCalls = {
  /** All trends of a group. */
  'trends.get': call(asked.extend({ group: trend.shape.group }), z.object({ trends: z.array(trend) })),
  /** The figures of all trends, or the facts they were computed from, as CSV; the audit trail says that it was taken. */
  'trends.export': call(
    asked.extend({ what: z.enum(['figures', 'inputs']) }),
    z.object({ fileName: z.string(), bytes }),
  ),
};
