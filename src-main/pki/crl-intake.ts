import { Indication } from '../domain/indication.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { Asn1Error, toHex } from './asn1/read.ts';
import { type CertificateInfo, readCertificate } from './certificate.ts';
import { type CrlInfo, readCrl } from './crl.ts';
import { digest } from './digest.ts';
import { validatePath } from './path.ts';
import { defaultValidationPolicy } from './validation-policy.ts';
import { verifyOnce } from './verify-once.ts';

/** What a revocation list is taken in by. Certificates are DER or as read; what cannot be read is left out. */
export interface CrlIntake {
  /** Trust anchors of the local store. */
  readonly anchors: readonly (CertificateInfo | Uint8Array)[];
  /** Issuer certificates from anywhere. Untrusted. */
  readonly intermediates: readonly (CertificateInfo | Uint8Array)[];
  readonly at: Date;
}

/** A revocation list that may be kept. Whether it has ended (`crl.nextUpdate`) is told, not judged: it still revokes. */
export interface TakenCrl {
  readonly crl: CrlInfo;
  /** Whose signature it bears. */
  readonly signer: CertificateInfo;
  /**
   * What the list is about: the same for the earlier and later lists of one issuer, key and issuing distribution point,
   * another for partitions (RFC 5280 5.2.5), which stand side by side, and for the lists that an authority with a new key
   * goes on issuing under the old one. 64 hex digits.
   */
  readonly scope: string;
}

/** How far the clocks of an authority and of this computer may be apart. */
const clockTolerance = 86_400_000;
/** More certificates than a sane store has under one name are not tried. */
const maxSigners = 50;

/**
 * May this revocation list be kept (RFC 5280 5, 6.3.3 f)? A complete list that certificates of an authority below one of
 * the anchors vouch for. Errors: `crl/damaged`; `crl/delta` (a delta list, of no use without its base); `crl/not-usable`
 * (a critical extension that is not processed, or attribute certificates only); `crl/not-yet` (issued in the future);
 * `crl/unknown-issuer` (no certificate of its issuer leads to an anchor); `crl/issuer-may-not-sign` (no authority, or one
 * without cRLSign); `crl/wrong-signature`; `crl/unsupported` (its signature cannot be checked here).
 */
export const takeCrl = (der: Uint8Array, { anchors, intermediates, at }: CrlIntake): Result<TakenCrl> => {
  const read = readCrl(der);
  if (!read.ok) return read;
  const crl = read.value;
  const fault = faultOf(crl);
  if (fault !== null) return fault;
  if (crl.thisUpdate.getTime() > at.getTime() + clockTolerance)
    return fail('crl/not-yet', { thisUpdate: crl.thisUpdate.toISOString() });

  const issuer = { issuer: crl.issuer.text };
  const trusted = readAll(anchors);
  const named = [...trusted, ...readAll(intermediates)].filter(({ subject }) => subject.key === crl.issuer.key);
  const verdicts = distinct(named)
    .slice(0, maxSigners)
    .map((signer) => ({ signer, verdict: verifyOnce(crl, signer) }));
  const signers = verdicts.filter(({ verdict }) => verdict === 'valid').map(({ signer }) => signer);
  if (verdicts.length === 0) return fail('crl/unknown-issuer', issuer);
  if (signers.length === 0)
    return verdicts.some(({ verdict }) => verdict === 'unsupported')
      ? fail('crl/unsupported', issuer)
      : fail('crl/wrong-signature', issuer);
  const fit = signers.filter((signer) => maySignLists(signer, crl, trusted));
  if (fit.length === 0) return fail('crl/issuer-may-not-sign', issuer);
  const reasons: string[] = [];
  for (const signer of fit) {
    // A list may be older than the certificate that vouches for it now, or outlive it.
    const paths = [crl.thisUpdate, at].map((moment) =>
      validatePath(signer, { anchors: trusted, intermediates, crls: [], at: moment, policy: listPolicy }),
    );
    if (paths.some(({ conclusion }) => conclusion.indication === Indication.Passed))
      return ok({ crl, signer, scope: scopeOf(crl, signer) });
    reasons.push(...paths.flatMap(({ conclusion }) => conclusion.reasons));
  }
  return fail('crl/unknown-issuer', { ...issuer, reasons: [...new Set(reasons)] });
};

const listPolicy = {
  ...defaultValidationPolicy,
  id: 'countersign-crl-intake/1',
  revocation: { leaf: 'ignored', issuers: 'ignored' },
  leafKeyUsage: ['cRLSign'],
} as const;

const faultOf = (crl: CrlInfo): ReturnType<typeof fail> | null => {
  if (crl.baseNumber !== null) return fail('crl/delta', { base: crl.baseNumber });
  if (crl.unknownCritical.length > 0)
    return fail('crl/not-usable', { cause: `it has the critical extension ${crl.unknownCritical.join(', ')}` });
  if (crl.scope?.onlyAttributeCertificates === true)
    return fail('crl/not-usable', { cause: 'it is about attribute certificates only' });
  try {
    // Entries are read on the first question.
    const found = crl.find({ serial: '00', issuer: crl.issuer });
    return 'unknownCritical' in found
      ? fail('crl/not-usable', { cause: `an entry has the critical extension ${found.unknownCritical}` })
      : null;
  } catch (error) {
    if (error instanceof Asn1Error) return fail('crl/damaged', { cause: error.message });
    throw error;
  }
};

const readAll = (items: readonly (CertificateInfo | Uint8Array)[]): readonly CertificateInfo[] =>
  items.flatMap((item) => {
    if (!(item instanceof Uint8Array)) return [item];
    const read = readCertificate(item);
    return read.ok ? [read.value] : [];
  });

const distinct = (certificates: readonly CertificateInfo[]): readonly CertificateInfo[] => [
  ...new Map(certificates.map((one) => [one.fingerprint, one])).values(),
];

/** An authority, an anchor that does not say it is none, or for an indirect list whoever was certified to sign lists. */
const maySignLists = (
  { basicConstraints, keyUsage, fingerprint }: CertificateInfo,
  { scope }: CrlInfo,
  anchors: readonly CertificateInfo[],
): boolean => {
  if (keyUsage !== null && !keyUsage.has('cRLSign')) return false;
  const anchor = anchors.some((one) => one.fingerprint === fingerprint);
  if (basicConstraints === null ? anchor : basicConstraints.ca) return true;
  return scope?.indirect === true && keyUsage !== null;
};

const scopeOf = ({ issuer, scope }: CrlInfo, { publicKey }: CertificateInfo): string =>
  toHex(
    digest(
      'sha256',
      new TextEncoder().encode(
        JSON.stringify([issuer.key, toHex(digest('sha256', publicKey.spki)), scope === null ? null : toHex(scope.der)]),
      ),
    ),
  );
