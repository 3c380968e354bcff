import { hash, randomUUID } from 'node:crypto';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

export type AuthorityRole = 'root' | 'issuing';

/** A certificate authority of the vault. Its private key is sealed under the authority key (`OpenVault.sealWithAuthority`). */
export interface Authority {
  readonly id: string;
  readonly role: AuthorityRole;
  /** X.509, DER. */
  readonly certificate: Uint8Array;
  /** PKCS#8 under the authority key. */
  readonly sealedKey: Uint8Array;
  readonly createdAt: string;
  readonly retiredAt: string | null;
}

const selectAuthority = `
  SELECT id, role, certificate, sealed_key AS sealedKey, created_at AS createdAt, retired_at AS retiredAt FROM authority`;

/** All authorities, retired ones too: their signatures stay to be verified. Newest last. */
export const authorities = (db: ReadableVault): readonly Authority[] =>
  db.all<Authority>(`${selectAuthority} ORDER BY created_at, role DESC`);

/** The authority in force for a role. */
export const currentAuthority = (db: ReadableVault, role: AuthorityRole): Authority | undefined =>
  db.get<Authority>(`${selectAuthority} WHERE role = ? AND retired_at IS NULL ORDER BY created_at DESC LIMIT 1`, role);

export const addAuthority = (
  db: WritableVault,
  stamp: Stamp,
  input: Pick<Authority, 'role' | 'certificate' | 'sealedKey'>,
): Authority => {
  const id = randomUUID();
  db.run(
    'INSERT INTO authority (id, role, certificate, sealed_key, created_at) VALUES (?, ?, ?, ?, ?)',
    id,
    input.role,
    input.certificate,
    input.sealedKey,
    stamp.at,
  );
  return { ...input, id, createdAt: stamp.at, retiredAt: null };
};

/** A person's certificate, issued here or imported. */
export interface Certificate {
  /** SHA-256 of the DER, lower-case hex: serial numbers are unique only within an issuer. */
  readonly id: string;
  /** Lower-case hex. */
  readonly serial: string;
  /** The authority of this vault that issued it; null for an imported one. */
  readonly issuerId: string | null;
  readonly accountId: string;
  readonly der: Uint8Array;
  /** The issuers that an imported one came with, PEM, nearest first; null for one that was issued here. */
  readonly chain: string | null;
  readonly issuedAt: string;
  readonly notAfter: string;
  readonly revokedAt: string | null;
  /** RFC 5280, 5.3.1, e.g. `keyCompromise`. */
  readonly revocationReason: string | null;
  /** RFC 5280, 5.3.2: since when the key may have been lost. */
  readonly invalidSince: string | null;
}

const selectCertificate = `
  SELECT id, serial, issuer_id AS issuerId, account_id AS accountId, der, chain, issued_at AS issuedAt, not_after AS notAfter,
    revoked_at AS revokedAt, revocation_reason AS revocationReason, invalid_since AS invalidSince
  FROM certificate`;

export const certificate = (db: ReadableVault, id: string): Certificate | undefined =>
  db.get<Certificate>(`${selectCertificate} WHERE id = ?`, id);

/** A person's certificates, newest first. */
export const certificatesOf = (db: ReadableVault, accountId: string): readonly Certificate[] =>
  db.all<Certificate>(`${selectCertificate} WHERE account_id = ? ORDER BY issued_at DESC, id`, accountId);

/** Everybody's certificates, oldest first. */
export const allCertificates = (db: ReadableVault): readonly Certificate[] =>
  db.all<Certificate>(`${selectCertificate} ORDER BY issued_at, id`);

/** What an issuer revoked, oldest first: the entries of its next revocation list. */
export const revokedCertificates = (db: ReadableVault, issuerId: string): readonly Certificate[] =>
  db.all<Certificate>(
    `${selectCertificate} WHERE issuer_id = ? AND revoked_at IS NOT NULL ORDER BY revoked_at, id`,
    issuerId,
  );

export const addCertificate = (
  db: WritableVault,
  stamp: Stamp,
  input: Pick<Certificate, 'serial' | 'issuerId' | 'accountId' | 'der' | 'chain' | 'notAfter'>,
): Certificate => {
  const id = hash('sha256', input.der, 'hex');
  db.run(
    `INSERT INTO certificate (id, serial, issuer_id, account_id, der, chain, issued_at, not_after)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    input.serial,
    input.issuerId,
    input.accountId,
    input.der,
    input.chain,
    stamp.at,
    input.notAfter,
  );
  return { ...input, id, issuedAt: stamp.at, revokedAt: null, revocationReason: null, invalidSince: null };
};

/** Revokes for good. @throws Error when it does not exist, or was revoked before (by the schema). */
export const revokeCertificate = (
  db: WritableVault,
  stamp: Stamp,
  id: string,
  revocation: { readonly reason: string; readonly invalidSince: string | null },
): void => {
  const changed = db.run(
    'UPDATE certificate SET revoked_at = ?, revocation_reason = ?, invalid_since = ? WHERE id = ?',
    stamp.at,
    revocation.reason,
    revocation.invalidSince,
    id,
  );
  if (changed !== 1) throw new Error(`no certificate ${id}`);
};

/** A certificate revocation list that was issued (RFC 5280, 5). */
export interface Crl {
  readonly issuerId: string;
  readonly number: number;
  readonly der: Uint8Array;
  readonly thisUpdate: string;
  readonly nextUpdate: string;
}

/** The number that an issuer's next list bears (RFC 5280, 5.2.3). */
export const nextCrlNumber = (db: ReadableVault, issuerId: string): number =>
  (db.get<{ readonly n: number | null }>('SELECT max(number) AS n FROM crl WHERE issuer_id = ?', issuerId)?.n ?? 0) + 1;

export const latestCrl = (db: ReadableVault, issuerId: string): Crl | undefined =>
  db.get<Crl>(
    `SELECT issuer_id AS issuerId, number, der, this_update AS thisUpdate, next_update AS nextUpdate
     FROM crl WHERE issuer_id = ? ORDER BY number DESC LIMIT 1`,
    issuerId,
  );

export const addCrl = (db: WritableVault, crl: Crl): void => {
  db.run(
    'INSERT INTO crl (issuer_id, number, der, this_update, next_update) VALUES (?, ?, ?, ?, ?)',
    crl.issuerId,
    crl.number,
    crl.der,
    crl.thisUpdate,
    crl.nextUpdate,
  );
};
