import type { Input, Output } from '../../src-main/contract/index.ts';
import { administrator, quality, type Staffed } from './services.ts';

/** A setting that two persons changed: the administrator proposed it, Quality Assurance approved; the latter is logged in. */
export const changeSetting = async (
  { services, login }: Staffed,
  proposal: Input<'settings.propose'>,
): Promise<Output<'settings.decide'>> => {
  await login(administrator);
  const { pending } = await services.ask('settings.propose', proposal);
  await login(quality);
  return services.ask('settings.decide', {
    changeId: pending?.changeId ?? 0,
    decision: 'approved',
    reason: null,
    userName: quality.userName,
    passPhrase: quality.passPhrase,
  });
};
