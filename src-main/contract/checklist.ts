import { z } from 'zod';
import { checklistItems } from '../domain/checklist.ts';
import { call } from './call.ts';
import { empty } from './shapes.ts';

/** What a vault needs before records are signed in it, and to stay usable in an emergency. */
export const checklistCalls = {
  'checklist.get': call(
    empty,
    z.object({
      items: z.array(
        z.object({
          id: z.enum(checklistItems),
          done: z.boolean(),
          /** How many it concerns, e.g. people who are not enrolled. */
          count: z.number().int(),
          /** What there is and does not count: when a kit that is too old was made, which version was validated. */
          about: z.string().nullable(),
        }),
      ),
    }),
  ),
};
