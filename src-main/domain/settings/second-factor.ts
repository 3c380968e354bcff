import { z } from 'zod';
import { Role, roleLabel } from '../roles.ts';
import { controlledSetting } from './controlled-setting.ts';

const value = z.object({ roles: z.array(z.enum(Role)).max(20) });

/** Whose login needs a second factor; who has none yet enrols one before anything else. */
export type SecondFactorDemand = z.infer<typeof value>;

export const secondFactorDemand = controlledSetting<SecondFactorDemand>({
  title: 'Second factor',
  about:
    'Whoever holds one of these roles logs in with a code besides the pass phrase, and enrols it before anything else. Everybody else may.',
  clause: 'Draft EU GMP Annex 11, 11.7; 21 CFR 11.200(a)(1)',
  schema: value,
  initial: { roles: [] },
  lines: ({ roles }) => [
    { label: 'Demanded of', text: roles.length === 0 ? 'Nobody' : roles.map((role) => roleLabel[role]).join(', ') },
  ],
});
