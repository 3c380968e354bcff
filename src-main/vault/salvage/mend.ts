import type { AuditHead } from '../audit/entry.ts';
import { genesisHash } from '../audit/entry.ts';
import { programAccount } from '../accounts.ts';
import type { WritableVault } from '../handle.ts';
import { saveIdentity, setting } from '../settings.ts';
import type { Stamp } from '../stamp.ts';
import { tables } from '../tables.ts';
import { foldUserName } from '../user-name.ts';
import type { MissingRow } from './report.ts';

const unknown = '(lost)';

/** What a vault cannot be opened without, where it was lost: from the audit trail, or plainly marked as lost. */
export const replaceLost = (
  db: WritableVault,
  stamp: Stamp,
  vaultId: string,
  opener: { readonly id: string; readonly userName: string },
): readonly string[] => {
  const replaced: string[] = [];
  if (setting(db, 'vault.identity') === undefined) {
    saveIdentity(db, stamp, { id: vaultId, name: unknown, organisation: unknown, createdAt: stamp.at });
    replaced.push('the name of the vault and its organisation');
  }
  for (const { id, userName, roles } of actors(db, opener)) {
    const named = db.run(
      `INSERT OR IGNORE INTO account (id, user_name, user_name_folded, full_name, status, must_change_pass_phrase, created_at, updated_at)
       VALUES (?, ?, ?, ?, 'active', 0, ?, ?)`,
      id,
      userName,
      foldUserName(userName),
      unknown,
      stamp.at,
      stamp.at,
    );
    const has = db.get('SELECT 1 FROM account_role WHERE account_id = ?', id);
    const granted = has === undefined ? roles : [];
    for (const role of granted)
      db.run(
        'INSERT INTO account_role (account_id, role, granted_at, granted_by) VALUES (?, ?, ?, ?)',
        id,
        role,
        stamp.at,
        programAccount.id,
      );
    if (named === 1 || granted.length > 0)
      replaced.push(`the account of ${userName}, as its last audit entry names it`);
  }
  if (db.get('SELECT 1 FROM audit_head') === undefined) {
    const last = db.get<AuditHead & { readonly at: string }>(
      'SELECT seq, hash, at FROM audit_entry ORDER BY seq DESC LIMIT 1',
    );
    const { seq, hash, at } = last ?? { seq: 0, hash: genesisHash, at: '0001-01-01T00:00:00.000Z' };
    db.run('INSERT INTO audit_head (one, seq, hash, at) VALUES (1, ?, ?, ?)', seq, hash, at);
    replaced.push('the head of the audit trail, from its last entry');
  }
  return replaced;
};

interface ActorRow {
  readonly id: string;
  readonly userName: string;
  readonly roles: readonly string[];
}

/** Everybody whose account is not there, as the last audit entry of theirs names them; the opener in any case. */
const actors = (db: WritableVault, opener: { readonly id: string; readonly userName: string }): readonly ActorRow[] => {
  const found = db
    .all<{ readonly account: string }>(
      `SELECT canonical -> '$.account' AS account FROM audit_entry
       WHERE seq IN (SELECT max(seq) FROM audit_entry WHERE account_id <> ? GROUP BY account_id)
         AND (account_id NOT IN (SELECT id FROM account) OR account_id NOT IN (SELECT account_id FROM account_role))`,
      programAccount.id,
    )
    .map(({ account }) => JSON.parse(account) as ActorRow);
  return found.some(({ id }) => id === opener.id) ? found : [...found, { ...opener, roles: [] }];
};

/** Rows that others refer to, or that the audit trail says were created, and that are not there. */
export const missingRows = (db: WritableVault): readonly MissingRow[] => {
  const all = tables(db);
  const referred = all.flatMap(({ name, columns }) =>
    columns.flatMap(({ name: column, references }): readonly MissingRow[] => {
      const [table, id] = references?.split('.') ?? [];
      if (table === undefined || id === undefined) return [];
      return db
        .all<{ readonly id: string | number }>(
          `SELECT DISTINCT "${column}" AS id FROM "${name}" WHERE "${column}" IS NOT NULL AND "${column}" NOT IN (SELECT "${id}" FROM "${table}")`,
        )
        .map((row) => ({ table, id: String(row.id), namedBy: name }));
    }),
  );
  const created = db
    .all<{ readonly id: string }>(
      `SELECT DISTINCT subject_id AS id FROM audit_entry WHERE action = 'record.create' AND subject_id NOT IN (SELECT id FROM record)`,
    )
    .map(({ id }) => ({ table: 'record', id, namedBy: 'audit_entry' }));
  const seen = new Set<string>();
  return [...referred, ...created].filter(({ table, id, namedBy }) => {
    const key = `${table} ${id} ${namedBy}`;
    return !seen.has(key) && seen.add(key);
  });
};

/** Runs of numbers that the trail should have up to its head, and has not. */
export const auditGaps = (db: WritableVault): readonly (readonly [number, number])[] =>
  db
    .all<{ readonly first: number; readonly last: number }>(
      `SELECT before + 1 AS first, seq - 1 AS last FROM (
         SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS before
         FROM (SELECT seq FROM audit_entry UNION SELECT seq + 1 FROM audit_head))
       WHERE seq > before + 1`,
    )
    .map(({ first, last }) => [first, last] as const);
