import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** Accounts that wrote in a revision. */
export const contributors = (db: ReadableVault, recordId: string, revision: number): readonly string[] =>
  db
    .all<{ readonly id: string }>(
      'SELECT account_id AS id FROM contributor WHERE record_id = ? AND revision = ? ORDER BY since, account_id',
      recordId,
      revision,
    )
    .map(({ id }) => id);

/** Notes that whoever the stamp names wrote in a revision. */
export const addContributor = (db: WritableVault, stamp: Stamp, recordId: string, revision: number): void => {
  db.run(
    'INSERT INTO contributor (record_id, revision, account_id, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    recordId,
    revision,
    stamp.account.id,
    stamp.at,
  );
};
