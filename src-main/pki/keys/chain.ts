import type { CertificateInfo } from '../certificate.ts';

/** The issuers of a certificate among others that came with it, nearest first, by name. */
export const chainOf = (
  leaf: CertificateInfo,
  certificates: readonly CertificateInfo[],
): readonly CertificateInfo[] => {
  const chain: CertificateInfo[] = [];
  let last = leaf;
  while (!last.selfIssued) {
    const { issuer } = last;
    const next = certificates.find((one) => one.subject.key === issuer.key && one !== last && !chain.includes(one));
    if (next === undefined) break;
    chain.push(next);
    last = next;
  }
  return chain;
};
