import { type Asn1, readOid, readSmallInteger, readWhole, Tag } from './asn1/read.ts';
import type { CertificateInfo } from './certificate.ts';
import { Oid } from './oids.ts';

const extensionOf = (certificate: CertificateInfo, oid: string): Asn1 | null => {
  const found = certificate.extensions.find((extension) => extension.oid === oid);
  return found === undefined ? null : readWhole(found.value);
};

/** Which policies are still valid on the way down: every one (`'any'`), or those of the set. */
type ValidPolicies = 'any' | ReadonlySet<string>;

/**
 * Certificate policies (RFC 5280 6.1) for a user who accepts any policy: they matter only where an issuer demands an
 * explicit one (policyConstraints). A sentence says what is wrong; null: nothing is.
 * @param path leaf first, anchor last.
 * @throws Asn1Error for extensions that cannot be read.
 */
export const policyFault = (path: readonly CertificateInfo[]): string | null => {
  let valid: ValidPolicies = 'any';
  let explicitIn = Number.POSITIVE_INFINITY;
  let anyInhibitedIn = Number.POSITIVE_INFINITY;
  for (const [index, certificate] of path.slice(0, -1).reverse().entries()) {
    const leaf = index === path.length - 2;
    valid = narrow(valid, certificate, anyInhibitedIn > 0 || (!leaf && certificate.selfIssued));
    if (explicitIn <= 0 && valid !== 'any' && valid.size === 0)
      return `an explicit certificate policy is required, and ${certificate.subject.text} has none that is valid`;
    if (leaf) break;
    valid = mapped(valid, certificate);
    if (!certificate.selfIssued) {
      explicitIn -= 1;
      anyInhibitedIn -= 1;
    }
    const required = extensionOf(certificate, Oid.policyConstraints)?.context(0);
    if (required !== undefined) explicitIn = Math.min(explicitIn, readSmallInteger(required));
    const inhibit = extensionOf(certificate, Oid.inhibitAnyPolicy);
    if (inhibit !== null) anyInhibitedIn = Math.min(anyInhibitedIn, readSmallInteger(inhibit));
  }
  return null;
};

const narrow = (valid: ValidPolicies, certificate: CertificateInfo, anyCounts: boolean): ValidPolicies => {
  const element = extensionOf(certificate, Oid.certificatePolicies);
  if (element === null) return new Set();
  const own = element.children.map((policy) => readOid(policy.at(0, Tag.Oid)));
  if (own.includes(Oid.anyPolicy) && anyCounts) return valid;
  return new Set(own.filter((policy) => policy !== Oid.anyPolicy && (valid === 'any' || valid.has(policy))));
};

const mapped = (valid: ValidPolicies, certificate: CertificateInfo): ValidPolicies => {
  const mappings = extensionOf(certificate, Oid.policyMappings);
  if (mappings === null || valid === 'any') return valid;
  const pairs = mappings.children.map((pair) => [readOid(pair.at(0)), readOid(pair.at(1))] as const);
  return new Set(
    [...valid].flatMap((policy) => {
      const targets = pairs.flatMap(([from, to]) => (from === policy ? [to] : []));
      return targets.length === 0 ? [policy] : targets;
    }),
  );
};
