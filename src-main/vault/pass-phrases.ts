import { timingSafeEqual } from 'node:crypto';
import type { ReadableVault, WritableVault } from './handle.ts';
import { deriveKey, newSalt, type KdfCost } from './kdf.ts';
import type { Stamp } from './stamp.ts';

/** By what a pass phrase is known again: what Argon2id made of it. */
interface Verifier {
  readonly kdf: KdfCost & { readonly salt: string };
  readonly bytes: Uint8Array;
}

/** A pass phrase that an account has or had. */
export interface RememberedPassPhrase {
  readonly setAt: string;
  /** Account id: the owner's, or an administrator's who set a first one. */
  readonly setBy: string;
  /** Null where the policy of its time asked for no history. */
  readonly verifier: Verifier | null;
}

interface Row {
  readonly setAt: string;
  readonly setBy: string;
  readonly kdf: string | null;
  readonly verifier: Uint8Array | null;
}

/** The present pass phrase of an account and the earlier ones that are remembered, newest first. */
export const rememberedPassPhrases = (db: ReadableVault, accountId: string): readonly RememberedPassPhrase[] =>
  db
    .all<Row>(
      'SELECT set_at AS setAt, set_by AS setBy, kdf, verifier FROM pass_phrase WHERE account_id = ? ORDER BY n DESC',
      accountId,
    )
    .map(({ setAt, setBy, kdf, verifier }) => ({
      setAt,
      setBy,
      verifier: kdf === null || verifier === null ? null : { kdf: JSON.parse(kdf) as Verifier['kdf'], bytes: verifier },
    }));

/**
 * A verifier for a new pass phrase, or null where it is one of the remembered ones. An account's verifiers share a salt, so
 * that one run of Argon2id holds a phrase against all of them; what sharing would give away, two equal ones, cannot be.
 */
export const verifierOfNew = async (
  passPhrase: string,
  remembered: readonly RememberedPassPhrase[],
  cost: KdfCost,
): Promise<Verifier | null> => {
  const known = remembered.flatMap(({ verifier }) => verifier ?? []);
  const derived = new Map<string, Buffer>();
  const under = async (kdf: Verifier['kdf']): Promise<Buffer> => {
    const key = JSON.stringify(kdf);
    const made = derived.get(key) ?? (await deriveKey(passPhrase, Buffer.from(kdf.salt, 'base64'), kdf));
    derived.set(key, made);
    return made;
  };
  for (const { kdf, bytes } of known) if (timingSafeEqual(await under(kdf), bytes)) return null;
  const shared = known.find(({ kdf }) => sameCost(kdf, cost))?.kdf;
  const kdf = shared ?? { ...cost, salt: newSalt().toString('base64') };
  return { kdf, bytes: await under(kdf) };
};

const sameCost = (a: KdfCost, b: KdfCost): boolean =>
  a.memoryKiB === b.memoryKiB && a.iterations === b.iterations && a.parallelism === b.parallelism;

/** Notes that an account has a new pass phrase. Of the earlier ones, the last `keep - 1` stay. */
export const rememberPassPhrase = (
  db: WritableVault,
  stamp: Stamp,
  accountId: string,
  verifier: Verifier | null,
  keep: number,
): void => {
  db.run(
    `INSERT INTO pass_phrase (account_id, n, set_at, set_by, kdf, verifier)
     SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ?, ? FROM pass_phrase WHERE account_id = ?`,
    accountId,
    stamp.at,
    stamp.account.id,
    verifier && JSON.stringify(verifier.kdf),
    verifier && verifier.bytes,
    accountId,
  );
  db.run(
    'DELETE FROM pass_phrase WHERE account_id = ? AND n <= (SELECT max(n) FROM pass_phrase WHERE account_id = ?) - ?',
    accountId,
    accountId,
    Math.max(1, keep),
  );
};
