import { z } from 'zod';
import { call } from './call.ts';
import { bytes, day, empty, instant, role } from './shapes.ts';

export const registerCalls = {
  /** Who had which role at the end of a day, UTC (Annex 11, 12.3; PI 041 9.5): from the history of the roles. */
  'register.onDay': call(
    z.object({ day }),
    z.object({
      day,
      people: z.array(
        z.object({
          accountId: z.string(),
          userName: z.string(),
          fullName: z.string(),
          roles: z.array(z.object({ role, since: instant, grantedBy: z.string() })),
        }),
      ),
      /** The procedure that said then what may be held; null: none was on record. */
      procedure: z.string().nullable(),
      /** What was beyond it: of one person (`role` null), or of a role (`accountId` null). */
      beyond: z.array(z.object({ accountId: z.string().nullable(), role: role.nullable(), words: z.string() })),
    }),
  ),
  /** The same as CSV (RFC 4180), JSON or PDF; the export stands in the audit trail. */
  'register.export': call(
    z.object({ day, format: z.enum(['csv', 'json', 'pdf']).default('csv') }),
    z.object({ fileName: z.string(), bytes }),
  ),
  /** What each role may do, duty by duty, with the calls that ask for each, as CSV: the program's rules, no data of the vault. */
  'register.matrix': call(empty, z.object({ fileName: z.string(), bytes })),
};
