import type { Input, Output } from '../../src-main/contract/index.ts';
import { administrator, quality, type Staffed } from './services.ts';

/** A setting that two persons changed: the administrator proposed it, Quality Assurance approved; the latter is logged in. */
export const changeSetting = async (
  team: Staffed,
  proposal: Input<'settings.propose'>,
): Promise<Output<'settings.decide'>> => {
  await team.login(administrator);
  const { pending } = await team.services.ask('settings.propose', proposal);
  await team.login(quality);
  return team.services.ask('settings.decide', {
    changeId: pending?.changeId ?? 0,
    decision: 'approved',
    reason: null,
    userName: quality.userName,
    passPhrase: quality.passPhrase,
  });
};
