import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A reset of a pass phrase that takes a second factor away, from when it was asked for. Times are UTC. */
export interface PassPhraseReset {
  readonly id: number;
  readonly accountId: string;
  readonly reason: string;
  readonly askedAt: string;
  readonly askedBy: string;
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedBy: string | null;
}

const columns = `id, account_id AS accountId, reason, asked_at AS askedAt, asked_by AS askedBy, decision, decided_by AS decidedBy`;

/** Resets that wait for their second person or were approved and not used yet, the oldest first. */
export const openResets = (db: ReadableVault, accountId: string | null = null): readonly PassPhraseReset[] =>
  db.all<PassPhraseReset>(
    `SELECT ${columns} FROM login_reset
     WHERE used_at IS NULL AND coalesce(decision, 'approved') = 'approved' AND account_id = coalesce(?, account_id) ORDER BY id`,
    accountId,
  );

/** The caller records it in the trail, as with the two below. */
export const askReset = (db: WritableVault, stamp: Stamp, accountId: string, reason: string): void => {
  db.run(
    `INSERT INTO login_reset (id, account_id, reason, asked_at, asked_by)
     VALUES ((SELECT coalesce(max(id), 0) + 1 FROM login_reset), ?, ?, ?, ?)`,
    accountId,
    reason,
    stamp.at,
    stamp.account.id,
  );
};

export const decideReset = (db: WritableVault, stamp: Stamp, id: number, decision: 'approved' | 'refused'): void => {
  db.run(
    'UPDATE login_reset SET decision = ?, decided_at = ?, decided_by = ? WHERE id = ?',
    decision,
    stamp.at,
    stamp.account.id,
    id,
  );
};

export const useReset = (db: WritableVault, stamp: Stamp, id: number): void => {
  db.run('UPDATE login_reset SET used_at = ?, used_by = ? WHERE id = ?', stamp.at, stamp.account.id, id);
};
