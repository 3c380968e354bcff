import { z } from 'zod';
import { controlledSetting } from './controlled-setting.ts';

const value = z.object({ minutes: z.int().min(1).max(60) });

/** Minutes without input after which a vault locks itself. Nobody can switch it off, and no user can change it alone. */
export type IdleLock = z.infer<typeof value>;

export const idleLock = controlledSetting<IdleLock>({
  title: 'Idle lock',
  about: 'How long the vault stays open while nobody uses it. It locks itself then, and a signing series ends.',
  clause: 'Draft EU GMP Annex 11, 11.8; 21 CFR 11.200(a)(1)(i)',
  schema: value,
  initial: { minutes: 10 },
  lines: ({ minutes }) => [{ label: 'Locks after', text: minutes === 1 ? '1 minute' : `${minutes} minutes` }],
});
