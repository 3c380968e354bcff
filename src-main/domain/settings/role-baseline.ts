import { z } from 'zod';
import { Role, roleLabel, roles } from '../roles.ts';
import { controlledSetting } from './controlled-setting.ts';

const value = z.object({
  /** Number and title of the procedure that says who may hold what; null: none is on record. */
  procedure: z.string().trim().min(1).max(300).nullable(),
  /** Roles that one person may hold at most; null: the procedure sets no limit. */
  mostRoles: z.int().min(1).max(roles.length).nullable(),
  /** People who may hold a role at most; a role that is not in it has no limit. */
  mostHolders: z.partialRecord(z.enum(Role), z.int().min(0).max(1_000)),
});

/** What a procedure allows of roles in this vault (483 to NAMSA 1998: users held more than the SOP allows). */
export type RoleBaseline = z.infer<typeof value>;

export const roleBaseline = controlledSetting<RoleBaseline>({
  title: 'Roles by procedure',
  about:
    'How many roles one person, and how many people one role, may have by your procedure. The access register shows who is beyond it; nobody is kept from anything.',
  clause: 'EU GMP Annex 11, 12.1 and 12.3; PI 041-1, 9.5',
  schema: value,
  initial: { procedure: null, mostRoles: null, mostHolders: {} },
  lines: ({ procedure, mostRoles, mostHolders }) => [
    { label: 'Procedure', text: procedure ?? 'Not recorded' },
    { label: 'Roles of one person', text: mostRoles === null ? 'No limit' : `At most ${mostRoles}` },
    {
      label: 'People in one role',
      text:
        roles
          .flatMap((role) => {
            const most = mostHolders[role];
            return most === undefined ? [] : [`${roleLabel[role]}: at most ${most}`];
          })
          .join(', ') || 'No limit',
    },
  ],
});
