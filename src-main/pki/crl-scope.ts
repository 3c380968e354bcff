import type { CertificateInfo } from './certificate.ts';
import type { CrlInfo } from './crl.ts';
import { allReasons, type DistributionPoint } from './distribution-point.ts';

/** Is a list by name the business of a certificate: from its issuer, or from one that a distribution point names? */
export const concerns = (crl: CrlInfo, { issuer, crlPoints }: CertificateInfo): boolean =>
  crl.issuer.key === issuer.key || crlPoints.some(({ crlIssuers }) => crlIssuers.includes(crl.issuer.key));

/**
 * The reasons for which a list answers for a certificate, as bits of ReasonFlags (RFC 5280 6.3.3 b, d), or why it does
 * not. Besides the certificate's distribution points the one that every certificate has is tried: the whole list of its
 * own issuer.
 */
export const reasonsCovered = (
  crl: CrlInfo,
  certificate: CertificateInfo,
): { readonly reasons: ReadonlySet<number> } | { readonly fault: string } => {
  const { scope } = crl;
  if (crl.unknownCritical.length > 0)
    return { fault: `it has the critical extension ${crl.unknownCritical.join(', ')}` };
  const ca = certificate.basicConstraints?.ca === true;
  if (scope?.onlyAttributeCertificates || (ca ? scope?.onlyUserCertificates : scope?.onlyCaCertificates))
    return { fault: 'it is about other kinds of certificate' };
  const whole: DistributionPoint = {
    names: [`dn:${certificate.issuer.key}`],
    urls: [],
    reasons: null,
    crlIssuers: [],
  };
  const reasons = new Set<number>();
  let fault = 'it is for another distribution point';
  for (const point of [whole, ...certificate.crlPoints]) {
    const other = !isIssuerFor(crl, point, certificate);
    if (other && point.crlIssuers.includes(crl.issuer.key)) fault = 'its issuer is another, and it is no indirect CRL';
    if (other || !isPointOf(crl, point)) continue;
    for (const reason of allReasons)
      if ((scope?.onlySomeReasons ?? allReasons).has(reason) && (point.reasons ?? allReasons).has(reason))
        reasons.add(reason);
  }
  return reasons.size === 0 ? { fault } : { reasons };
};

/** RFC 5280 6.3.3 (b)(1). */
const isIssuerFor = (crl: CrlInfo, { crlIssuers }: DistributionPoint, { issuer }: CertificateInfo): boolean =>
  crlIssuers.length === 0
    ? crl.issuer.key === issuer.key
    : crlIssuers.includes(crl.issuer.key) && (crl.scope?.indirect === true || crl.issuer.key === issuer.key);

/** RFC 5280 6.3.3 (b)(2)(i). */
const isPointOf = ({ scope }: CrlInfo, { names, crlIssuers }: DistributionPoint): boolean => {
  if (scope === null || scope.names === null) return true;
  const own = names ?? crlIssuers.map((key) => `dn:${key}`);
  return scope.names.some((name) => own.includes(name));
};
