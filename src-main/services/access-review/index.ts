import type { Handlers } from '../../contract/index.ts';
import type { ServiceContext } from '../context.ts';
import { decideHandlers } from './decide.ts';
import { exportHandlers } from './export.ts';
import { importHandlers } from './import.ts';
import { lineHandlers } from './lines.ts';
import { ownAccountHandlers } from './own-accounts.ts';
import { populationHandlers } from './population.ts';
import { raiseHandlers } from './raise.ts';
import { remedyHandlers } from './remedy.ts';
import { ruleHandlers } from './rules.ts';

type AccessCall = Extract<keyof Handlers, `access.${string}`>;

/** The user access review, from lists to proven revocations. */
export const accessHandlers = (context: ServiceContext): Pick<Handlers, AccessCall> => ({
  ...importHandlers(context),
  ...ownAccountHandlers(context),
  ...populationHandlers(context),
  ...lineHandlers(context),
  ...decideHandlers(context),
  ...remedyHandlers(context),
  ...raiseHandlers(context),
  ...ruleHandlers(context),
  ...exportHandlers(context),
});
