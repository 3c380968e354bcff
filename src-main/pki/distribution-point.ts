import { type Asn1, Asn1Error, readNamedBits, readWhole } from './asn1/read.ts';
import { sequence, setOf } from './asn1/write.ts';
import { type GeneralName, readGeneralName, readName } from './names.ts';
import { Oid } from './oids.ts';

/** The bits of ReasonFlags (RFC 5280 4.2.1.13) but bit 0, which is unused: every reason to revoke but none given. */
export const allReasons: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8]);

/** A place of cRLDistributionPoints: which CRL answers for a certificate, for which reasons, and who issues it. */
export interface DistributionPoint {
  /** Its full names as they are compared (`nameKey`); null: it has none. */
  readonly names: readonly string[] | null;
  readonly urls: readonly string[];
  /** Bits of ReasonFlags; null: all. */
  readonly reasons: ReadonlySet<number> | null;
  /** Issuers of an indirect CRL, as `DistinguishedName.key`. Empty: the certificate's own issuer. */
  readonly crlIssuers: readonly string[];
}

/** A general name as it is compared: URIs octet by octet, directory names by RFC 5280 7.1; null for other kinds. */
export const nameKey = (name: GeneralName): string | null =>
  name.kind === 'uri' ? `uri:${name.value}` : name.kind === 'directory' ? `dn:${name.value.key}` : null;

/** Reads cRLDistributionPoints. `issuerKey`: the certificate's issuer. @throws Asn1Error */
export const readDistributionPoints = (element: Asn1, issuerKey: string): readonly DistributionPoint[] =>
  element.children.map((point) => {
    const issuers = (point.context(2)?.children ?? []).flatMap((name) => {
      const general = readGeneralName(name);
      return general.kind === 'directory' ? [general.value.key] : [];
    });
    const reasons = point.context(1);
    return {
      ...readPointName(point.context(0), issuers[0] ?? issuerKey),
      reasons: reasons === undefined ? null : readNamedBits(reasons),
      crlIssuers: issuers,
    };
  });

/**
 * Reads a DistributionPointName. `relativeTo`: the key of the name that a nameRelativeToCRLIssuer follows.
 * @throws Asn1Error
 */
export const readPointName = (
  element: Asn1 | undefined,
  relativeTo: string,
): Pick<DistributionPoint, 'names' | 'urls'> => {
  if (element === undefined) return { names: null, urls: [] };
  const relative = element.context(1);
  if (relative !== undefined) {
    const rdn = readName(readWhole(sequence(setOf(...relative.children.map(({ raw }) => raw)))));
    return { names: [`dn:${relativeTo},${rdn.key}`], urls: [] };
  }
  const general = (element.context(0)?.children ?? []).map(readGeneralName);
  return {
    names: general.flatMap((name) => nameKey(name) ?? []),
    urls: general.flatMap((name) => (name.kind === 'uri' ? [name.value] : [])),
  };
};

/**
 * Where freshestCRL says that delta CRLs are to be had: of a certificate (RFC 5280 4.2.1.15) or of a complete list (5.2.6).
 * It is a hint: one that cannot be read gives no address.
 */
export const deltaCrlUrls = (
  extensions: readonly { readonly oid: string; readonly value: Uint8Array }[],
): readonly string[] => {
  const found = extensions.find(({ oid }) => oid === Oid.freshestCrl);
  if (found === undefined) return [];
  try {
    return readDistributionPoints(readWhole(found.value), '').flatMap(({ urls }) => urls);
  } catch (error) {
    if (error instanceof Asn1Error) return [];
    throw error;
  }
};
