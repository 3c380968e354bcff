import type { Handlers } from '../../contract/index.ts';
import { ok } from '../../domain/result.ts';
import type { ServiceContext } from '../context.ts';
import { exportRegister, registerOf } from './export.ts';
import { matrixCsv } from './matrix.ts';

type RegisterCall = 'register.onDay' | 'register.export' | 'register.matrix';

/** Who had access at which level on a day, and what each level lets its holder do. */
export const registerHandlers = (context: ServiceContext): Pick<Handlers, RegisterCall> => ({
  'register.onDay': ({ day }) => {
    const caller = context.caller();
    return caller.ok ? registerOf(context, caller.value, day) : caller;
  },
  'register.export': async (wish) => {
    const caller = context.caller();
    return caller.ok ? exportRegister(context, caller.value, wish) : caller;
  },
  'register.matrix': () =>
    ok({ fileName: `roles-and-duties-${context.version}.csv`, bytes: Buffer.from(`\uFEFF${matrixCsv()}`) }),
});
