import type { CertificateInfo } from '../certificate.ts';
import { verifyOnce } from '../verify-once.ts';

/**
 * The issuers of a certificate among others that came with it, nearest first, by name; of several under one name
 * (a CA with a new key) the one that signed.
 */
export const chainOf = (
  leaf: CertificateInfo,
  certificates: readonly CertificateInfo[],
): readonly CertificateInfo[] => {
  const met: CertificateInfo[] = [leaf];
  let last = leaf;
  while (!last.selfIssued) {
    const { issuer } = last;
    const named = certificates.filter((one) => one.subject.key === issuer.key && !met.includes(one));
    const [first] = named;
    if (first === undefined) break;
    const below = last;
    const next = named.length === 1 ? first : (named.find((one) => verifyOnce(below, one) === 'valid') ?? first);
    met.push(next);
    last = next;
  }
  return met.slice(1);
};
