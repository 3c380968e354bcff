import { concat } from '../../src-main/pki/asn1/read.ts';
import {
  context,
  integer,
  integerOfContent,
  octetString,
  oid,
  sequence,
  setOf,
  tlv,
} from '../../src-main/pki/asn1/write.ts';
import { parseCertificate } from '../../src-main/pki/certificate.ts';
import { type DigestAlgorithm, digest, digestIdentifier } from '../../src-main/pki/digest.ts';
import { Oid } from '../../src-main/pki/oids.ts';
import { signatureIdentifier } from '../../src-main/pki/signature-algorithm.ts';
import type { Signer } from '../../src-main/pki/signer.ts';

/** How a CMS departs from a proper detached one. */
export interface OddCms {
  readonly signer: Signer;
  readonly content: Uint8Array;
  /** Default SHA-256. */
  readonly digest?: DigestAlgorithm;
  readonly contentType?: string;
  /** Put inside as eContent. */
  readonly eContent?: Uint8Array;
  /** The attributes, in the order to encode; default: content-type, message-digest, signing-certificate-v2. null: none. */
  readonly attributes?: ((usual: UsualAttributes) => readonly Uint8Array[]) | null;
  /** Sign them in DER order although they are encoded as given. */
  readonly signSorted?: boolean;
  readonly digestIdentifier?: Uint8Array;
  readonly signatureIdentifier?: Uint8Array;
  readonly sid?: Uint8Array;
  readonly certificates?: readonly Uint8Array[];
  readonly unsigned?: readonly Uint8Array[];
  /** Write every constructed element outside the attributes with indefinite length. */
  readonly indefinite?: boolean;
  readonly signers?: number;
  readonly signature?: (value: Uint8Array) => Uint8Array;
}

export interface UsualAttributes {
  readonly contentType: Uint8Array;
  readonly messageDigest: Uint8Array;
  readonly signingCertificate: Uint8Array;
}

export const attribute = (type: string, ...values: readonly Uint8Array[]): Uint8Array =>
  sequence(oid(type), setOf(...values));

/** signing-certificate-v2 of a certificate, with SHA-256 and whatever follows the hash. */
export const essV2 = (certificate: Uint8Array, ...more: readonly Uint8Array[]): Uint8Array =>
  sequence(sequence(sequence(octetString(digest('sha256', certificate)), ...more)));

/** A CMS with the faults asked for, really signed. */
export const oddCms = async (odd: OddCms): Promise<Uint8Array> => {
  const { signer, content } = odd;
  const algorithm = odd.digest ?? 'sha256';
  const contentType = odd.contentType ?? Oid.data;
  const { issuer, serial } = parseCertificate(signer.certificate);
  const usual: UsualAttributes = {
    contentType: attribute(Oid.contentType, oid(contentType)),
    messageDigest: attribute(Oid.messageDigest, octetString(digest(algorithm, content))),
    signingCertificate: attribute(Oid.signingCertificateV2, essV2(signer.certificate)),
  };
  const attributes =
    odd.attributes === null
      ? null
      : (odd.attributes?.(usual) ?? [usual.contentType, usual.messageDigest, usual.signingCertificate]);
  const toSign = attributes === null ? content : odd.signSorted ? setOf(...attributes) : tlv(0x31, ...attributes);
  const value = await signer.sign(toSign);
  const wrap = (identifier: number, ...items: readonly Uint8Array[]): Uint8Array =>
    odd.indefinite ? concat(Uint8Array.of(identifier, 0x80), ...items, Uint8Array.of(0, 0)) : tlv(identifier, ...items);
  const digestId = odd.digestIdentifier ?? digestIdentifier(algorithm);
  const signerInfo = wrap(
    0x30,
    integer(1),
    odd.sid ?? sequence(issuer.der, integerOfContent(Buffer.from(serial, 'hex'))),
    digestId,
    ...(attributes === null ? [] : [context(0, ...attributes)]),
    odd.signatureIdentifier ?? signatureIdentifier(signer.algorithm, 'cms'),
    octetString(odd.signature?.(value) ?? value),
    ...(odd.unsigned === undefined ? [] : [context(1, ...odd.unsigned)]),
  );
  const eContent = odd.eContent === undefined ? [] : [wrap(0xa0, octetString(odd.eContent))];
  const signedData = wrap(
    0x30,
    integer(1),
    setOf(digestId),
    wrap(0x30, oid(contentType), ...eContent),
    wrap(0xa0, ...(odd.certificates ?? [signer.certificate])),
    wrap(0x31, ...Array.from({ length: odd.signers ?? 1 }, () => signerInfo)),
  );
  return wrap(0x30, oid(Oid.signedData), wrap(0xa0, signedData));
};
