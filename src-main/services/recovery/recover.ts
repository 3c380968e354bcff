import { nameShape } from '../../domain/name.ts';
import { readRecoveryCode } from '../../domain/recovery-code.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { Role } from '../../domain/roles.ts';
import {
  accountByUserName,
  accountsWithRole,
  createAccount,
  openWithKit,
  saveRecoveryKit,
  updateAccount,
  userNameFree,
  type Account,
  type AuditWriter,
  type KitVault,
  type RecoveryParts,
  type WritableVault,
} from '../../vault/index.ts';
import type { ServiceOptions } from '../context.ts';
import { judgePassPhrase, type PassPhraseOwner } from '../people/pass-phrases.ts';

export interface Recovery {
  readonly folder: string;
  /** As the holders typed them. */
  readonly partA: string;
  readonly partB: string;
  /** With a full name: an administrator who has no account yet. */
  readonly administrator: { readonly userName: string; readonly fullName: string | null };
  readonly passPhrase: string;
  readonly reason: string;
}

/**
 * The one act of a recovery kit: a named administrator, or a new one, gets a first pass phrase, which they change at their
 * login. The first entry after it in the trail says so, with its reason and the kit. What stands against it before the
 * kit was spent leaves the kit as it was.
 */
export const recoverWithKit = async (
  { clock, version, kdf }: Pick<ServiceOptions, 'clock' | 'version' | 'kdf'>,
  recovery: Recovery,
): Promise<Result<{ readonly userName: string; readonly fullName: string }>> => {
  const { fullName } = recovery.administrator;
  if (fullName !== null && !nameShape.safeParse(fullName).success) return fail('accounts/full-name');
  const parts = readParts(recovery);
  if (!parts.ok) return parts;
  const environment = { clock, appVersion: version, ...(kdf === undefined ? {} : { kdf }) };
  const opened = await openWithKit({ ...environment, folder: recovery.folder, parts: parts.value });
  if (!opened.ok) return opened;
  const vault = opened.value;
  try {
    const chosen = administratorOf(vault, recovery.administrator);
    if (!chosen.ok) return chosen;
    const judged = await judgePassPhrase(
      kdf === undefined ? {} : { kdf },
      vault,
      chosen.value.owner,
      recovery.passPhrase,
    );
    if (!judged.ok) return judged;
    let accountId = '';
    await vault.appoint({ accountId: () => accountId, passPhrase: recovery.passPhrase }, (db, audit) => {
      const usedAt = clock.now().toISOString();
      const { id, created } = chosen.value.prepare(db, audit);
      accountId = id;
      audit.record({
        action: 'vault.recover',
        subject: { type: 'account', id },
        reason: recovery.reason,
        details: { kit: vault.kit.number, kitMadeAt: vault.kit.madeAt, created, head: { ...vault.foundHead } },
      });
      if (created)
        audit.record({
          action: 'account.create',
          subject: { type: 'account', id },
          changes: [
            { path: '/userName', old: null, new: chosen.value.owner.userName },
            { path: '/fullName', old: null, new: chosen.value.owner.fullName },
            { path: '/roles', old: null, new: [Role.Administrator] },
          ],
        });
      judged.value(db, audit, id);
      saveRecoveryKit(db, audit, { ...vault.kit, usedAt });
    });
    const { userName, fullName } = chosen.value.owner;
    return ok({ userName, fullName });
  } finally {
    vault.close();
  }
};

/** Both parts, or the first that was mistyped. */
const readParts = ({ partA, partB }: Recovery): Result<RecoveryParts> => {
  const a = readRecoveryCode('A', partA);
  if (!a.ok) return a;
  const b = readRecoveryCode('B', partB);
  return b.ok ? ok({ a: a.value, b: b.value }) : b;
};

interface Chosen {
  readonly owner: PassPhraseOwner;
  /** Makes the account, or the one there is ask for another pass phrase. */
  readonly prepare: (db: WritableVault, audit: AuditWriter) => { readonly id: string; readonly created: boolean };
}

/** An account that administers, by its user name, or what a new one needs. Both parts are proven: names are no secret. */
const administratorOf = (vault: KitVault, { userName, fullName }: Recovery['administrator']): Result<Chosen> =>
  vault.read((db) => {
    if (fullName !== null) {
      const free = userNameFree(db, userName);
      return free.ok ? ok(newAdministrator(userName, nameShape.parse(fullName))) : free;
    }
    const found = accountByUserName(db, userName);
    if (found?.status === 'active' && found.roles.includes(Role.Administrator)) return ok(existing(found));
    const userNames = accountsWithRole(db, [Role.Administrator]).map((one) => one.userName);
    return fail('recovery/no-such-administrator', { userNames });
  });

const existing = ({ id, userName, fullName }: Account): Chosen => ({
  owner: { accountId: id, userName, fullName },
  prepare: (db, audit) => {
    updateAccount(db, audit, id, { mustChangePassPhrase: true });
    return { id, created: false };
  },
});

const newAdministrator = (userName: string, fullName: string): Chosen => ({
  owner: { accountId: null, userName, fullName },
  prepare: (db, audit) => {
    const roles = [Role.Administrator];
    const made = createAccount(db, audit, { userName, fullName, roles, mustChangePassPhrase: true });
    if (!made.ok) throw new Error(made.error.code);
    return { id: made.value.id, created: true };
  },
});
