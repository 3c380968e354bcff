import { compareBytes } from '../asn1/read.ts';
import { context, integer, integerOfContent, octetString, oid, sequence, setOf, time } from '../asn1/write.ts';
import { type CertificateInfo, parseCertificate } from '../certificate.ts';
import { DigestAlgorithm, digest, digestIdentifier } from '../digest.ts';
import { Oid } from '../oids.ts';
import { type Signer, SignatureAlgorithm } from '../signer.ts';
import { algorithmOf, signatureIdentifier } from '../signature-algorithm.ts';

/** What goes into a signature of level CAdES-B-B. */
export interface DetachedCmsInput {
  /** Digest of the content (of a PDF: of its byte ranges) by `digestAlgorithmOf(signer)`. */
  readonly digest: Uint8Array;
  readonly signer: Signer;
  /**
   * Adds the signing-time attribute. Leave it out in PDF: there the time stands in /M, and ETSI EN 319 142-1 6.3 wants
   * only one of them.
   */
  readonly signingTime?: Date;
  /**
   * Attributes made from the signature value once it is there, DER: a signature time-stamp above all (ETSI EN 319 122-1,
   * 5.3). They are outside what is signed.
   */
  readonly unsignedAttributes?: (signature: Uint8Array) => Promise<readonly Uint8Array[]>;
}

/** The digest that the content and the signed attributes are hashed with. Ed25519 demands SHA-512 (RFC 8419 3.1). */
export const digestAlgorithmOf = (signer: Pick<Signer, 'algorithm'>): DigestAlgorithm =>
  algorithmOf(signer.algorithm).digest;

/**
 * A detached CMS SignedData (RFC 5652 5) at level CAdES-B-B (ETSI EN 319 122-1 6): signed attributes content-type,
 * message-digest and signing-certificate-v2 (RFC 5035, certHash only: the hash alone identifies the certificate), in DER.
 * Certificates: the signer's and its chain, without self-signed roots, which a verifier must have from elsewhere.
 * @throws Error when the digest's length is not that of the algorithm, or the certificate cannot be read (bugs of the caller).
 */
export const buildDetachedCms = async (input: DetachedCmsInput): Promise<Uint8Array> => {
  const { signer } = input;
  const attributes = signedAttributes(input);
  const signature = await signer.sign(setOf(...attributes));
  return assemble(signer, attributes, signature, (await input.unsignedAttributes?.(signature)) ?? []);
};

/** An upper bound for the octets of `buildDetachedCms`, whatever the content, signing time included, without unsigned attributes. */
export const estimateCmsSize = (signer: Signer): number => {
  const attributes = signedAttributes({
    signer,
    digest: new Uint8Array(digestLength(digestAlgorithmOf(signer))),
    signingTime: new Date(0),
  });
  return assemble(signer, attributes, new Uint8Array(longestSignature(signer))).length;
};

const digestLengths: Partial<Record<DigestAlgorithm, number>> = { sha256: 32, sha384: 48, sha512: 64 };
const digestLength = (algorithm: DigestAlgorithm): number => digestLengths[algorithm] ?? digest(algorithm).length;

/** An attribute with one value (RFC 5652 5.3), DER. */
export const attribute = (type: string, value: Uint8Array): Uint8Array => sequence(oid(type), setOf(value));

const signedAttributes = ({ signer, digest: contentDigest, signingTime }: DetachedCmsInput): readonly Uint8Array[] => {
  const algorithm = digestAlgorithmOf(signer);
  if (contentDigest.length !== digestLength(algorithm))
    throw new Error(`a ${algorithm} digest has ${digestLength(algorithm)} octets, not ${contentDigest.length}`);
  const certHash = octetString(digest(algorithm, signer.certificate));
  // hashAlgorithm DEFAULT sha-256 is left out, as DER demands.
  const essCertId =
    algorithm === DigestAlgorithm.Sha256 ? sequence(certHash) : sequence(digestIdentifier(algorithm), certHash);
  return [
    attribute(Oid.contentType, oid(Oid.data)),
    ...(signingTime === undefined ? [] : [attribute(Oid.signingTime, time(signingTime))]),
    attribute(Oid.messageDigest, octetString(contentDigest)),
    attribute(Oid.signingCertificateV2, sequence(sequence(essCertId))),
  ].sort(compareBytes);
};

const parsed = new WeakMap<Uint8Array, CertificateInfo>();
const read = (der: Uint8Array): CertificateInfo => {
  let certificate = parsed.get(der);
  if (certificate === undefined) {
    certificate = parseCertificate(der);
    parsed.set(der, certificate);
  }
  return certificate;
};

const assemble = (
  signer: Signer,
  attributes: readonly Uint8Array[],
  signature: Uint8Array,
  unsigned: readonly Uint8Array[] = [],
): Uint8Array => {
  const certificate = read(signer.certificate);
  const digestId = digestIdentifier(digestAlgorithmOf(signer));
  const chain = signer.chain.filter((der) => !read(der).selfIssued);
  const signerInfo = sequence(
    integer(1),
    sequence(certificate.issuer.der, integerOfContent(Buffer.from(certificate.serial, 'hex'))),
    digestId,
    context(0, ...attributes),
    signatureIdentifier(signer.algorithm, 'cms'),
    octetString(signature),
    ...(unsigned.length === 0 ? [] : [context(1, ...[...unsigned].sort(compareBytes))]),
  );
  const signedData = sequence(
    integer(1),
    setOf(digestId),
    sequence(oid(Oid.data)),
    context(0, ...[signer.certificate, ...chain].sort(compareBytes)),
    setOf(signerInfo),
  );
  return sequence(oid(Oid.signedData), context(0, signedData));
};

/** The longest value of the signer's key: DER of two integers of full length, or the modulus' length. */
const longestSignature = (signer: Signer): number => {
  const { publicKey } = read(signer.certificate);
  const bits = publicKey.bits ?? 521;
  switch (signer.algorithm) {
    case SignatureAlgorithm.RsaSha256:
    case SignatureAlgorithm.RsaPssSha256:
      return Math.ceil(bits / 8);
    case SignatureAlgorithm.Ed25519:
      return 64;
    default:
      return 2 * (Math.ceil(bits / 8) + 4) + 3;
  }
};
