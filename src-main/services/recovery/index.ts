import type { Handlers } from '../../contract/index.ts';
import { fail, ok } from '../../domain/result.ts';
import { kitOf } from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import type { KnownVaults } from '../session/known-vaults.ts';
import { makeRecoveryKit } from './make.ts';
import { recoverWithKit } from './recover.ts';
import { recoveryState } from './view.ts';

type RecoveryCall = 'recovery.state' | 'recovery.make' | 'recovery.look' | 'recovery.recover';

/** The printed kit that opens a vault for the organisation when no administrator can. */
export const recoveryHandlers = (context: ServiceContext, known: KnownVaults): Pick<Handlers, RecoveryCall> => ({
  'recovery.state': () => {
    const caller = context.caller();
    return caller.ok ? ok(recoveryState(caller.value, context.clock.now())) : caller;
  },
  'recovery.make': (input) => makeRecoveryKit(context, input),
  'recovery.look': ({ vaultId }) => {
    const entry = known.find(vaultId);
    if (!entry) return fail('vault/not-found');
    const kit = kitOf(entry.folder, context.clock);
    return kit.ok ? ok({ kit: kit.value }) : kit;
  },
  'recovery.recover': ({ vaultId, ...recovery }) => {
    const entry = known.find(vaultId);
    return entry ? recoverWithKit(context, { ...recovery, folder: entry.folder }) : fail('vault/not-found');
  },
});
