import { readOctets, readWhole, sameBytes, Tag } from '../asn1/read.ts';
import { context, integerOfContent, octetString, sequence } from '../asn1/write.ts';
import { type CertificateInfo, readExtensionList } from '../certificate.ts';
import { digest, digestIdentifierWithNull } from '../digest.ts';
import { extension } from '../extensions.ts';
import type { OcspInfo } from '../ocsp.ts';
import { Oid } from '../oids.ts';

/**
 * OCSPRequest about one certificate (RFC 6960 4.1), DER. CertID by SHA-1, the only digest that every responder knows
 * (RFC 5019 2.1.1): it names the certificate and protects nothing.
 * @param nonce 1 to 32 octets (RFC 9654); null: none is sent.
 */
export const buildOcspRequest = (
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  nonce: Uint8Array | null,
): Uint8Array => {
  const certId = sequence(
    digestIdentifierWithNull('sha1'),
    octetString(digest('sha1', issuer.subject.der)),
    octetString(digest('sha1', issuer.publicKey.keyBits)),
    integerOfContent(Buffer.from(certificate.serial, 'hex')),
  );
  const extensions = nonce && context(2, sequence(extension(Oid.ocspNonce, false, octetString(nonce))));
  return sequence(sequence(sequence(sequence(certId)), ...(extensions ? [extensions] : [])));
};

/** Does the response repeat the nonce? Many responders leave it out (RFC 5019 4); one that sends another answers somebody else. */
export const nonceAgrees = (ocsp: OcspInfo, nonce: Uint8Array | null): boolean => {
  if (nonce === null) return true;
  try {
    const extensions = readWhole(ocsp.tbs).children.at(-1);
    if (extensions?.isContext(1) !== true) return true;
    const found = readExtensionList(extensions.at(0)).find(({ oid }) => oid === Oid.ocspNonce);
    return found === undefined || sameBytes(readOctets(readWhole(found.value).expect(Tag.OctetString)), nonce);
  } catch {
    return false;
  }
};
