import { boolean, context, contextPrimitive, integer, namedBits, octetString, oid, sequence } from './asn1/write.ts';
import { readWhole } from './asn1/read.ts';
import { type CertificateInfo, type KeyUsage, keyUsageBit } from './certificate.ts';
import { digest } from './digest.ts';
import { emailGeneralName } from './names.ts';
import { Oid } from './oids.ts';
import { readPublicKey } from './public-key.ts';

/** An Extension (RFC 5280 4.1); `critical` is DEFAULT FALSE and then left out. */
export const extension = (type: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value));

/** keyUsage, critical. */
export const keyUsageExtension = (usages: readonly KeyUsage[]): Uint8Array =>
  extension(Oid.keyUsage, true, namedBits(usages.map(keyUsageBit)));

/** basicConstraints, critical. `ca: false` is an empty sequence in DER. */
export const basicConstraintsExtension = (ca: boolean, pathLength: number | null): Uint8Array =>
  extension(
    Oid.basicConstraints,
    true,
    sequence(...(ca ? [boolean(true)] : []), ...(pathLength === null ? [] : [integer(pathLength)])),
  );

/** extKeyUsage. */
export const extendedKeyUsageExtension = (critical: boolean, purposes: readonly string[]): Uint8Array =>
  extension(Oid.extKeyUsage, critical, sequence(...purposes.map(oid)));

/** A key identifier: SHA-1 over the key's bits (RFC 5280 4.2.1.2, method 1). An index, no protection. */
export const keyIdentifier = (spki: Uint8Array): Uint8Array => digest('sha1', readPublicKey(readWhole(spki)).keyBits);

/** subjectKeyIdentifier of a key. */
export const subjectKeyIdExtension = (spki: Uint8Array): Uint8Array =>
  extension(Oid.subjectKeyIdentifier, false, octetString(keyIdentifier(spki)));

/** authorityKeyIdentifier that names the issuer's own subjectKeyIdentifier. */
export const authorityKeyIdExtension = (issuer: Pick<CertificateInfo, 'subjectKeyId' | 'publicKey'>): Uint8Array =>
  extension(
    Oid.authorityKeyIdentifier,
    false,
    sequence(contextPrimitive(0, issuer.subjectKeyId ?? keyIdentifier(issuer.publicKey.spki))),
  );

/** subjectAltName with one mail address. */
export const emailExtension = (address: string): Uint8Array =>
  extension(Oid.subjectAltName, false, sequence(emailGeneralName(address)));

/** cRLDistributionPoints with one URL. */
export const crlUrlExtension = (url: string): Uint8Array =>
  extension(
    Oid.crlDistributionPoints,
    false,
    sequence(sequence(context(0, context(0, contextPrimitive(6, Buffer.from(url, 'latin1')))))),
  );
