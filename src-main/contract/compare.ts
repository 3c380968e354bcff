import { z } from 'zod';
import { instant } from './shapes.ts';

const run = z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() });
const line = z.object({ kind: z.enum(['same', 'removed', 'added', 'changed']), runs: z.array(run).readonly() });
const cell = z.object({ old: z.string().nullable(), new: z.string().nullable() });
const row = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  oldNumber: z.number().int().nullable(),
  newNumber: z.number().int().nullable(),
  cells: z.array(cell).readonly(),
});
const place = { id: z.string(), label: z.string() };

const fieldChange = z.discriminatedUnion('kind', [
  z.object({ ...place, kind: z.literal('value'), old: z.string(), new: z.string() }),
  z.object({ ...place, kind: z.literal('prose'), lines: z.array(line).readonly() }),
  z.object({
    ...place,
    kind: z.literal('table'),
    columns: z.array(z.string()).readonly(),
    rows: z.array(row).readonly(),
    reordered: z.boolean(),
  }),
]);

/** What changed since the last revision in force, in the words of the form. */
export const comparison = z.object({
  against: z.object({ revision: z.number().int(), frozenAt: instant }),
  sections: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        kind: z.enum(['added', 'removed', 'changed']),
        setAside: z.object({ old: z.string().nullable(), new: z.string().nullable() }).exactOptional(),
        fields: z.array(fieldChange).readonly(),
      }),
    )
    .readonly(),
});
