import type { JsonValue } from '../domain/result.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

export type SettingChangeStatus = 'proposed' | 'approved' | 'rejected' | 'withdrawn';

/** A change of a controlled setting: proposed by one person, decided by another, never rewritten. */
export interface SettingChange {
  readonly id: number;
  readonly key: string;
  /** The whole value that is to be in force. Its shape is the setting's concern. */
  readonly value: JsonValue;
  readonly reason: string;
  readonly proposedAt: string;
  /** Account ids. */
  readonly proposedBy: string;
  readonly status: SettingChangeStatus;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
}

interface Row extends Omit<SettingChange, 'value'> {
  readonly value: string;
}

const select = `
  SELECT id, key, value, reason, proposed_at AS proposedAt, proposed_by AS proposedBy, status, decided_at AS decidedAt,
    decided_by AS decidedBy, decision_reason AS decisionReason
  FROM setting_change`;

const changeOf = (row: Row): SettingChange => ({ ...row, value: JSON.parse(row.value) as JsonValue });

const one = (row: Row | undefined): SettingChange | undefined => row && changeOf(row);

/** All changes of a setting, newest first. */
export const settingChanges = (db: ReadableVault, key: string): readonly SettingChange[] =>
  db.all<Row>(`${select} WHERE key = ? ORDER BY id DESC`, key).map(changeOf);

export const settingChange = (db: ReadableVault, id: number): SettingChange | undefined =>
  one(db.get<Row>(`${select} WHERE id = ?`, id));

/** The change that put the value in force that holds now; undefined while the first value still holds. */
export const changeInForce = (db: ReadableVault, key: string): SettingChange | undefined =>
  one(db.get<Row>(`${select} WHERE key = ? AND status = 'approved' ORDER BY id DESC LIMIT 1`, key));

/** The change that waits for its decision; there is at most one of a setting. */
export const pendingChange = (db: ReadableVault, key: string): SettingChange | undefined =>
  one(db.get<Row>(`${select} WHERE key = ? AND status = 'proposed'`, key));

/** Keeps a proposal and answers its number. @throws Error (by the schema) while another one of that setting waits. */
export const proposeSetting = (
  db: WritableVault,
  stamp: Stamp,
  { key, value, reason }: Pick<SettingChange, 'key' | 'value' | 'reason'>,
): number => {
  const id =
    (db.get<{ readonly last: number }>('SELECT coalesce(max(id), 0) AS last FROM setting_change')?.last ?? 0) + 1;
  db.run(
    `INSERT INTO setting_change (id, key, value, reason, proposed_at, proposed_by, status)
     VALUES (?, ?, ?, ?, ?, ?, 'proposed')`,
    id,
    key,
    JSON.stringify(value),
    reason,
    stamp.at,
    stamp.account.id,
  );
  return id;
};

/** Decides a proposal. @throws Error (by the schema) where it was decided, or who decides may not. */
export const decideSetting = (
  db: WritableVault,
  stamp: Stamp,
  decision: {
    readonly id: number;
    readonly status: Exclude<SettingChangeStatus, 'proposed'>;
    readonly reason: string | null;
  },
): void => {
  const changed = db.run(
    'UPDATE setting_change SET status = ?, decided_at = ?, decided_by = ?, decision_reason = ? WHERE id = ?',
    decision.status,
    stamp.at,
    stamp.account.id,
    decision.reason,
    decision.id,
  );
  if (changed !== 1) throw new Error(`no change of a setting ${decision.id}`);
};
