import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import { openSigner, parseCertificate, type Signer } from '../../pki/index.ts';
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
import type { Caller, ServiceContext } from '../context.ts';
import { enrolled, gateOpen } from '../enrolment/standing.ts';
import { signingAttempts } from '../people/keys.ts';
import { checkSigningCode, codeNeeded, noteSigned } from './series.ts';

/** A person's signing key that is in force, with its certificate. */
export interface OwnKey {
  readonly key: SigningKey;
  readonly certificate: Certificate;
}

/**
 * An account's key with which it may sign records now. Besides the key's own state, signing in the vault has to be open
 * and the person enrolled; the failure names what is missing first.
 */
export const ownKey = (db: ReadableVault, accountId: string, now: Date): Result<OwnKey> => {
  const key = keyInUse(db, accountId, now);
  if (!key.ok) return key;
  const open = gateOpen(db);
  if (!open.ok) return open;
  const person = enrolled(db, accountId);
  return person.ok ? key : person;
};

/** An account's key, and what stands against its use: none, locked, certificate revoked, expired or not valid yet. */
export const keyInUse = (db: ReadableVault, accountId: string, now: Date): Result<OwnKey> => {
  const key = currentSigningKey(db, accountId);
  const issued = key?.certificateId == null ? undefined : certificate(db, key.certificateId);
  if (!key || !issued) return fail('keys/none');
  if (key.lockedAt !== null) return fail('signing/key-locked');
  if (issued.revokedAt !== null) return fail('signing/certificate-revoked');
  const { notBefore } = parseCertificate(issued.der);
  if (now < notBefore) return fail('signing/certificate-not-yet-valid', { notBefore: notBefore.toISOString() });
  if (Date.parse(issued.notAfter) < now.getTime())
    return fail('signing/certificate-expired', { notAfter: issued.notAfter });
  return ok({ key, certificate: issued });
};

/** What a signer gives besides their user name. */
export interface SigningSecrets {
  readonly signingPassPhrase: string;
  /** Of the second factor, where the signature needs one. */
  readonly code: string | null;
}

/**
 * Opens the caller's key, and tests it: a random challenge is signed and verified with the certificate before anything
 * else is signed (11.300(e)). A wrong pass phrase or code counts, is recorded, and at the last try locks the key (11.300(d)).
 * @param about what was to be signed, for the trail
 */
export const openOwnKey = async (
  { clock }: Pick<ServiceContext, 'clock'>,
  { vault, account: self }: Caller,
  own: OwnKey,
  { signingPassPhrase, code }: SigningSecrets,
  about: { readonly subject: AuditSubject; readonly details: Readonly<Record<string, JsonValue>> },
): Promise<Result<Signer>> => {
  const refused = (factor: 'pass-phrase' | 'code', why: string): Result<Signer> => {
    const attemptsLeft = vault.write(vault, (db, audit) => {
      const left = countFailedSigning(db, audit, own.key.id, signingAttempts);
      audit.record({
        action: 'signing.refuse',
        subject: about.subject,
        details: { ...about.details, account: self.id, factor, attemptsLeft: left, locked: left === 0 },
      });
      return left;
    });
    return attemptsLeft === 0 ? fail('signing/key-locked') : fail(why, { attemptsLeft });
  };

  const now = clock.now();
  if (code === null && codeNeeded(vault, now)) return fail('signing/code-needed');
  const issuing = vault.read(authorities).find((one) => one.id === own.certificate.issuerId);
  const opened = await openSigner({
    encryptedPkcs8: own.key.encryptedPkcs8,
    passPhrase: signingPassPhrase,
    certificate: own.certificate.der,
    chain: issuing ? [issuing.certificate] : [],
  });
  if (!opened.ok) {
    if (opened.error.code === 'key/wrong-pass-phrase') return refused('pass-phrase', 'signing/wrong-pass-phrase');
    // The self-test at unlock (11.300(e)): nothing was wrong with what was typed, so it is recorded and not counted.
    vault.write(vault, (_, audit) =>
      audit.record({
        action: 'signing.refuse',
        subject: about.subject,
        details: { ...about.details, account: self.id, factor: 'key', because: opened.error.code, locked: false },
      }),
    );
    return fail(
      opened.error.code === 'key/certificate-mismatch' ? 'signing/not-of-certificate' : 'signing/key-damaged',
    );
  }
  const checked = checkSigningCode(vault, code, now);
  if (!checked.ok) return refused('code', checked.error.code);
  noteSigned(vault, now);
  return opened;
};
