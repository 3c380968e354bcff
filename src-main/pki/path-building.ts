import { sameBytes } from './asn1/read.ts';
import { type CertificateInfo, sameCertificate } from './certificate.ts';
import { type SignatureVerdict, verifyOnce, verifySignature } from './signature.ts';

/** Signature checks spent on finding paths for one certificate: crossed hierarchies grow without bound otherwise. */
const maxChecks = 100;
const maxPaths = 8;
const maxSteps = 500;

/** Remembers who signed whom, so that a certificate met on several paths is checked once. */
export interface IssuerChecks {
  check(subject: CertificateInfo, issuer: CertificateInfo): SignatureVerdict;
}

export const issuerChecks = (): IssuerChecks => {
  const known = new Map<string, SignatureVerdict>();
  return {
    check(subject, issuer) {
      const key = `${subject.fingerprint}:${issuer.fingerprint}`;
      let verdict = known.get(key);
      if (verdict === undefined) {
        verdict =
          known.size >= maxChecks
            ? 'unsupported'
            : verifyOnce(subject, issuer.fingerprint, () =>
                verifySignature(issuer.publicKey.spki, subject.signatureScheme, subject.tbs, subject.signature),
              );
        known.set(key, verdict);
      }
      return verdict;
    },
  };
};

/** What building found. */
export interface BuiltPaths {
  /** Leaf first, anchor last, at most eight; every signature but the anchor's own is checked. */
  readonly paths: readonly (readonly CertificateInfo[])[];
  /** Without a path to an anchor: how far the chain could be followed. */
  readonly partial: readonly CertificateInfo[];
  /** Why nothing went further, as a sentence; null when there are paths. */
  readonly obstacle: string | null;
}

/**
 * Follows issuers by name and signature up to anchors of the local store (C20). Anchors are tried first, then those
 * whose key identifier fits.
 */
export const buildPaths = (
  leaf: CertificateInfo,
  store: {
    readonly anchors: readonly CertificateInfo[];
    readonly intermediates: readonly CertificateInfo[];
    readonly maxPathLength: number;
    readonly trustLeafAnchors: boolean;
    readonly checks: IssuerChecks;
  },
): BuiltPaths => {
  const paths: (readonly CertificateInfo[])[] = [];
  let partial: readonly CertificateInfo[] = [leaf];
  let obstacle: string | null = null;
  let steps = 0;
  if (store.trustLeafAnchors && store.anchors.some((anchor) => sameCertificate(anchor, leaf)))
    return { paths: [[leaf]], partial: [leaf], obstacle: null };

  const follow = (path: readonly CertificateInfo[]): void => {
    const subject = path.at(-1);
    steps += 1;
    if (subject === undefined || paths.length >= maxPaths || steps > maxSteps) return;
    const blocked = (reason: string): void => {
      if (obstacle !== null && path.length <= partial.length) return;
      obstacle = reason;
      partial = path;
    };
    if (path.length >= store.maxPathLength) {
      blocked(`the chain is longer than ${store.maxPathLength} certificates`);
      return;
    }
    const anchors = candidates(subject, store.anchors);
    const others = candidates(subject, store.intermediates).filter(
      (one) => ![...anchors, ...path].some((met) => sameIdentity(met, one)),
    );
    const issuers = [
      ...anchors.map((issuer) => ({ issuer, anchor: true })),
      ...others.map((issuer) => ({ issuer, anchor: false })),
    ];
    if (issuers.length === 0)
      blocked(
        subject.selfIssued
          ? `${subject.subject.text} is not a trust anchor here`
          : `no certificate of the issuer ${subject.issuer.text} is at hand`,
      );
    for (const { issuer, anchor } of issuers) {
      const verdict = store.checks.check(subject, issuer);
      if (verdict === 'invalid')
        blocked(`the signature on ${subject.subject.text} is not that of ${issuer.subject.text}`);
      else if (verdict === 'unsupported')
        blocked(`the signature of ${issuer.subject.text} (${issuer.publicKey.label}) cannot be checked here`);
      else if (anchor) paths.push([...path, issuer]);
      else follow([...path, issuer]);
    }
  };
  follow([leaf]);
  return { paths, partial, obstacle: paths.length > 0 ? null : obstacle };
};

const candidates = (subject: CertificateInfo, store: readonly CertificateInfo[]): readonly CertificateInfo[] => {
  const named = store.filter((one) => one.subject.key === subject.issuer.key);
  if (named.length < 2 || subject.authorityKeyId === null) return named;
  const wanted = subject.authorityKeyId;
  const rank = ({ subjectKeyId }: CertificateInfo): number =>
    subjectKeyId === null ? 1 : sameBytes(subjectKeyId, wanted) ? 0 : 2;
  return [...named].sort((a, b) => rank(a) - rank(b));
};

/** The same name and key: going through it twice is a loop, whichever of its certificates it is (RFC 4158 2.4.2). */
const sameIdentity = (a: CertificateInfo, b: CertificateInfo): boolean =>
  a.subject.key === b.subject.key && sameBytes(a.publicKey.spki, b.publicKey.spki);
