import { randomUUID } from 'node:crypto';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** Where on a PKCS#11 token a key is. */
export interface TokenPlace {
  /** The module's name in the setting `signing.tokens`. */
  readonly module: string;
  readonly label: string;
  readonly serialNumber: string;
  /** CKA_ID, hex. */
  readonly keyId: string;
}

/** A key in the vault, under a pass phrase that only its owner knows, or on a token. No escrow. */
export type HeldKey =
  | {
      /** EncryptedPrivateKeyInfo (RFC 5958), DER. */
      readonly encryptedPkcs8: Uint8Array;
      readonly token: null;
    }
  | { readonly encryptedPkcs8: null; readonly token: TokenPlace };

/** A person's signing key. */
export type SigningKey = HeldKey & {
  readonly id: string;
  readonly accountId: string;
  /** E.g. `ecdsa-p256`. */
  readonly algorithm: string;
  /**
   * The certificate signing request (PKCS #10, DER) by which its owner proved to hold the key; null for one that came with
   * its certificate.
   */
  readonly request: Uint8Array | null;
  /** A certificate from elsewhere that waits for an administrator: PEM, the signer's first, then its issuers. */
  readonly offered: string | null;
  /** Null until an administrator issued or accepted a certificate. */
  readonly certificateId: string | null;
  readonly status: 'requested' | 'active' | 'retired';
  /** Wrong signing pass phrases since the last right one. */
  readonly failedAttempts: number;
  readonly lockedAt: string | null;
  readonly createdAt: string;
  readonly retiredAt: string | null;
};

type Row = Omit<SigningKey, 'encryptedPkcs8' | 'token'> & {
  readonly encryptedPkcs8: Uint8Array | null;
  readonly token: string | null;
};

const select = `
  SELECT id, account_id AS accountId, algorithm, encrypted_pkcs8 AS encryptedPkcs8, token, request, offered,
    certificate_id AS certificateId, status, failed_attempts AS failedAttempts, locked_at AS lockedAt,
    created_at AS createdAt, retired_at AS retiredAt
  FROM signing_key`;

/** The schema holds that a key is in one of the two places. */
const keyOf = ({ encryptedPkcs8, token, ...row }: Row): SigningKey =>
  encryptedPkcs8 === null
    ? { ...row, encryptedPkcs8, token: JSON.parse(token ?? '') as TokenPlace }
    : { ...row, encryptedPkcs8, token: null };

/** The key a person signs with, or asked a certificate for; there is at most one. */
export const currentSigningKey = (db: ReadableVault, accountId: string): SigningKey | undefined => {
  const row = db.get<Row>(`${select} WHERE account_id = ? AND status <> 'retired'`, accountId);
  return row && keyOf(row);
};

/** All keys of a person, newest first. */
export const signingKeysOf = (db: ReadableVault, accountId: string): readonly SigningKey[] =>
  db.all<Row>(`${select} WHERE account_id = ? ORDER BY created_at DESC, id`, accountId).map(keyOf);

/** Keys that wait for their certificate, oldest first. */
export const requestedSigningKeys = (db: ReadableVault): readonly SigningKey[] =>
  db.all<Row>(`${select} WHERE status = 'requested' ORDER BY created_at, id`).map(keyOf);

/** Certificates from elsewhere that wait for an administrator. */
export const waitingCertificates = (
  db: ReadableVault,
): readonly { readonly accountId: string; readonly offered: string }[] =>
  db.all(
    "SELECT account_id AS accountId, offered FROM signing_key WHERE offered IS NOT NULL AND status <> 'retired' ORDER BY id",
  );

/** A new key: with the request for its certificate, or with the certificate that it came with. */
export type NewSigningKey = HeldKey & Pick<SigningKey, 'accountId' | 'algorithm' | 'request' | 'offered'>;

/** Keeps a key that nobody may sign with yet. @throws Error (by the schema) while the person has another in use. */
export const requestSigningKey = (db: WritableVault, stamp: Stamp, input: NewSigningKey): SigningKey => {
  const id = randomUUID();
  db.run(
    `INSERT INTO signing_key (id, account_id, algorithm, encrypted_pkcs8, token, request, offered, status,
       failed_attempts, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'requested', 0, ?)`,
    id,
    input.accountId,
    input.algorithm,
    input.encryptedPkcs8,
    input.token === null ? null : JSON.stringify(input.token),
    input.request,
    input.offered,
    stamp.at,
  );
  return {
    ...input,
    id,
    certificateId: null,
    status: 'requested',
    failedAttempts: 0,
    lockedAt: null,
    createdAt: stamp.at,
    retiredAt: null,
  };
};

/** Puts a certificate from elsewhere before an administrator; the one in use stays until then. */
export const offerCertificate = (db: WritableVault, id: string, offered: string): void => {
  const changed = db.run("UPDATE signing_key SET offered = ? WHERE id = ? AND status <> 'retired'", offered, id);
  if (changed !== 1) throw new Error(`no signing key ${id}`);
};

/** Gives a requested key its certificate: from now on its owner can sign. */
export const activateSigningKey = (db: WritableVault, id: string, certificateId: string): void => {
  const changed = db.run(
    "UPDATE signing_key SET status = 'active', certificate_id = ?, offered = NULL WHERE id = ? AND status = 'requested'",
    certificateId,
    id,
  );
  if (changed !== 1) throw new Error(`no requested signing key ${id}`);
};

/** Gives a key in use its next certificate. */
export const renewSigningKey = (db: WritableVault, id: string, certificateId: string): void => {
  const changed = db.run(
    "UPDATE signing_key SET certificate_id = ?, offered = NULL WHERE id = ? AND status = 'active'",
    certificateId,
    id,
  );
  if (changed !== 1) throw new Error(`no signing key in use ${id}`);
};

export const retireSigningKey = (db: WritableVault, stamp: Stamp, id: string): void => {
  db.run("UPDATE signing_key SET status = 'retired', retired_at = ? WHERE id = ?", stamp.at, id);
};

/** Puts the key under a new pass phrase of its owner. */
export const rewrapSigningKey = (db: WritableVault, id: string, encryptedPkcs8: Uint8Array): void => {
  db.run('UPDATE signing_key SET encrypted_pkcs8 = ? WHERE id = ?', encryptedPkcs8, id);
};

/** Counts a wrong signing pass phrase; locks the key at `limit`. Answers how many tries are left. */
export const countFailedSigning = (db: WritableVault, stamp: Stamp, id: string, limit: number): number => {
  db.run(
    `UPDATE signing_key SET failed_attempts = failed_attempts + 1,
       locked_at = CASE WHEN failed_attempts + 1 >= ? THEN coalesce(locked_at, ?) ELSE locked_at END
     WHERE id = ?`,
    limit,
    stamp.at,
    id,
  );
  const row = db.get<{ readonly failed: number }>('SELECT failed_attempts AS failed FROM signing_key WHERE id = ?', id);
  if (row === undefined) throw new Error(`no signing key ${id}`);
  return Math.max(0, limit - row.failed);
};

/** Forgets failures after the right pass phrase, or when an administrator unlocks. */
export const clearFailedSigning = (db: WritableVault, id: string): void => {
  db.run('UPDATE signing_key SET failed_attempts = 0, locked_at = NULL WHERE id = ?', id);
};
