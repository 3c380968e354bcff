import { sameBytes } from './asn1/read.ts';
import { type CertificateInfo, sameCertificate } from './certificate.ts';
import { verifyOnce } from './verify-once.ts';

/** Signature checks spent on finding paths for one certificate: crossed hierarchies grow without bound otherwise. */
const maxChecks = 100;
const maxPaths = 8;
const maxSteps = 500;

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
  },
): BuiltPaths => {
  const paths: (readonly CertificateInfo[])[] = [];
  let partial: readonly CertificateInfo[] = [leaf];
  let obstacle: string | null = null;
  let steps = 0;
  const budget = { left: maxChecks };
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
      const verdict = verifyOnce(subject, issuer, budget);
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
