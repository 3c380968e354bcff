import { context, integer, octetString, oid, sequence } from '../../src-main/pki/asn1/write.ts';
import { Oid } from '../../src-main/pki/oids.ts';

/** A PKCS#12 file (RFC 7292) in the clear, without MAC: keys and certificates in the order given. */
export const pfx = (keys: readonly Uint8Array[], certificates: readonly Uint8Array[]): Uint8Array => {
  const bags = sequence(
    ...keys.map((key) => sequence(oid(Oid.keyBag), context(0, key))),
    ...certificates.map((der) =>
      sequence(oid(Oid.certBag), context(0, sequence(oid(Oid.x509Certificate), context(0, octetString(der))))),
    ),
  );
  const data = (content: Uint8Array): Uint8Array => sequence(oid(Oid.data), context(0, octetString(content)));
  return sequence(integer(3), data(sequence(data(bags))));
};
