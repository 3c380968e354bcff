import { Indication, SubIndication } from '../../domain/indication.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { pathAlgorithmFaults } from '../../pades/index.ts';
import { readCertificate, samePublicKey, validatePath, type CertificateInfo } from '../../pki/index.ts';
import { allCertificates, waitingCertificates, type ReadableVault } from '../../vault/index.ts';
import { readOffer } from './offer.ts';
import { trustMaterial } from './material.ts';

/**
 * Whether a certificate is one that a person may sign with by what the vault trusts now: in force, fit for signing, on a
 * path to an anchor, strong enough, not revoked (RFC 5280, 6.1; TS 119 312). That no list tells of it is no obstacle offline. Fails with
 * `signing/certificate-not-yet-valid`, `-expired`, `-revoked` or `-not-trusted` (`why`).
 */
export const trusted = (
  db: ReadableVault,
  certificate: CertificateInfo,
  chain: readonly Uint8Array[],
  now: Date,
): Result<void> => {
  const { notBefore, notAfter } = certificate;
  if (now < notBefore) return fail('signing/certificate-not-yet-valid', { notBefore: notBefore.toISOString() });
  if (now > notAfter) return fail('signing/certificate-expired', { notAfter: notAfter.toISOString() });
  const { anchors, issuers, crls, reported } = trustMaterial(db);
  const notTrusted = (why: string): Result<void> => fail('signing/certificate-not-trusted', { why });
  if (certificate.basicConstraints?.ca === true) return notTrusted('it is the certificate of an authority');
  const { conclusion, chain: path } = validatePath(certificate, {
    anchors,
    intermediates: [...chain, ...issuers],
    crls,
    reported,
    at: now,
  });
  const { indication, subIndication, reasons } = conclusion;
  if (subIndication === SubIndication.Revoked || subIndication === SubIndication.RevokedNoPoe)
    return fail('signing/certificate-revoked');
  if (indication !== Indication.Passed && subIndication !== SubIndication.TryLater)
    return notTrusted(reasons.join('; '));
  // A signature that the verifier would not count is not made.
  const weak = pathAlgorithmFaults(path, now);
  return weak.length === 0 ? ok(undefined) : notTrusted(weak.join('; '));
};

/**
 * Whether a certificate from elsewhere may become a person's: trusted, and its key nobody else's and not one that was lost
 * (21 CFR 11.100(a), 11.300(c)). Besides those of `trusted`: `certificate/damaged`, `keys/of-another`, `keys/lost-before`.
 */
export const admitCertificate = (
  db: ReadableVault,
  accountId: string,
  der: Uint8Array,
  chain: readonly Uint8Array[],
  now: Date,
): Result<CertificateInfo> => {
  const read = readCertificate(der);
  if (!read.ok) return read;
  const sameKey = (other: Uint8Array): boolean => {
    const known = readCertificate(other);
    return known.ok && samePublicKey(known.value.publicKey.spki, read.value.publicKey.spki);
  };
  const known = allCertificates(db).filter((one) => sameKey(one.der));
  const offered = waitingCertificates(db).filter((one) => sameKey(readOffer(one.offered).certificate));
  if ([...known, ...offered].some((one) => one.accountId !== accountId)) return fail('keys/of-another');
  if (known.some(({ revocationReason }) => revocationReason === 'keyCompromise')) return fail('keys/lost-before');
  const stands = trusted(db, read.value, chain, now);
  return stands.ok ? read : stands;
};
