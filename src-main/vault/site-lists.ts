import { hash } from 'node:crypto';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A revocation list that an authority of the site's own issued (RFC 5280, 5). */
export interface SiteList {
  /** SHA-256 of the DER, lower-case hex. */
  readonly id: string;
  /** Issuer and distribution point: lists of one scope follow each other. */
  readonly scope: string;
  readonly der: Uint8Array;
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  readonly addedAt: string;
  /** Account id. */
  readonly addedBy: string;
}

const select = `
  SELECT id, scope, der, this_update AS thisUpdate, next_update AS nextUpdate, added_at AS addedAt, added_by AS addedBy
  FROM site_crl AS list`;

/** The newest list of each scope. */
export const siteLists = (db: ReadableVault): readonly SiteList[] =>
  db.all<SiteList>(
    `${select} WHERE NOT EXISTS (SELECT 1 FROM site_crl AS next
       WHERE next.scope = list.scope AND (next.this_update, next.id) > (list.this_update, list.id))
     ORDER BY scope`,
  );

export const siteList = (db: ReadableVault, id: string): SiteList | undefined =>
  db.get<SiteList>(`${select} WHERE id = ?`, id);

/** Keeps a list; the ones before it stay. @throws Error (by the schema) where it is there already. */
export const addSiteList = (
  db: WritableVault,
  stamp: Stamp,
  list: Pick<SiteList, 'scope' | 'der' | 'thisUpdate' | 'nextUpdate'>,
): void => {
  db.run(
    'INSERT INTO site_crl (id, scope, der, this_update, next_update, added_at, added_by) VALUES (?, ?, ?, ?, ?, ?, ?)',
    hash('sha256', list.der, 'hex'),
    list.scope,
    list.der,
    list.thisUpdate,
    list.nextUpdate,
    stamp.at,
    stamp.account.id,
  );
};
