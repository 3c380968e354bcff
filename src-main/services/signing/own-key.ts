import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import { openSigner, type Signer } from '../../pki/index.ts';
import {
  authorities,
  certificate,
  countFailedSigning,
  currentSigningKey,
  type AuditSubject,
  type Certificate,
  type ReadableVault,
  type SigningKey,
} from '../../vault/index.ts';
import type { Caller } from '../context.ts';
import { signingAttempts } from '../people/keys.ts';

/** A person's signing key that is in force, with its certificate. */
export interface OwnKey {
  readonly key: SigningKey;
  readonly certificate: Certificate;
}

/** An account's key, and what stands against its use: none, locked, certificate revoked or expired. */
export const ownKey = (db: ReadableVault, accountId: string, now: Date): Result<OwnKey> => {
  const key = currentSigningKey(db, accountId);
  const issued = key?.certificateId == null ? undefined : certificate(db, key.certificateId);
  if (!key || !issued) return fail('keys/none');
  if (key.lockedAt !== null) return fail('signing/key-locked');
  if (issued.revokedAt !== null) return fail('signing/certificate-revoked');
  if (Date.parse(issued.notAfter) < now.getTime())
    return fail('signing/certificate-expired', { notAfter: issued.notAfter });
  return ok({ key, certificate: issued });
};

/**
 * Opens the caller's key. A wrong pass phrase counts, is recorded, and at the last try locks the key (11.300(d)).
 * @param about what was to be signed, for the trail
 */
export const openOwnKey = async (
  { vault, account: self }: Caller,
  own: OwnKey,
  passPhrase: string,
  about: { readonly subject: AuditSubject; readonly details: Readonly<Record<string, JsonValue>> },
): Promise<Result<Signer>> => {
  const issuing = vault.read(authorities).find((one) => one.id === own.certificate.issuerId);
  const opened = await openSigner({
    encryptedPkcs8: own.key.encryptedPkcs8,
    passPhrase,
    certificate: own.certificate.der,
    chain: issuing ? [issuing.certificate] : [],
  });
  if (opened.ok || opened.error.code !== 'key/wrong-pass-phrase') return opened;
  const attemptsLeft = vault.write(vault, (db, audit) => {
    const left = countFailedSigning(db, audit, own.key.id, signingAttempts);
    audit.record({
      action: 'signing.refuse',
      subject: about.subject,
      details: { ...about.details, account: self.id, attemptsLeft: left, locked: left === 0 },
    });
    return left;
  });
  return attemptsLeft === 0 ? fail('signing/key-locked') : fail('signing/wrong-pass-phrase', { attemptsLeft });
};
