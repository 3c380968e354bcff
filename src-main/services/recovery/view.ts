import type { Output } from '../../contract/index.ts';
import { recoveryKitDays } from '../../domain/recovery-code.ts';
import { may } from '../../domain/roles.ts';
import { account, lastRecoveryKit, type RecoveryKit } from '../../vault/index.ts';
import type { Caller } from '../context.ts';

const dayMs = 86_400_000;

/** Whether a kit is older than one should get. */
export const kitIsOld = ({ madeAt }: Pick<RecoveryKit, 'madeAt'>, now: Date): boolean =>
  now.getTime() - Date.parse(madeAt) > recoveryKitDays * dayMs;

/** What is known of a vault's recovery kit; none of it opens anything. */
export const recoveryState = ({ vault, account: self }: Caller, now: Date): Output<'recovery.state'> => {
  const kit = vault.recoveryKit();
  return vault.read((db) => {
    const name = (id: string): string => account(db, id)?.fullName ?? id;
    return {
      kit: kit && {
        number: kit.number,
        madeAt: kit.madeAt,
        madeBy: name(kit.madeBy),
        witness: name(kit.witness),
        holders: [...kit.holders],
        old: kitIsOld(kit, now),
      },
      usedAt: lastRecoveryKit(db)?.usedAt ?? null,
      days: recoveryKitDays,
      mayMake: may(self.roles, 'manage-accounts'),
    };
  });
};
