import { type Asn1, readOid, readSmallInteger, Tag } from './asn1/read.ts';
import { DigestAlgorithm, digestLabel, readDigestAlgorithm } from './digest.ts';
import { Oid } from './oids.ts';

/** How a signature was made (RFC 5280 4.1.1.2, RFC 4055, 5480, 8410, BSI TR-03111). `digest: null`: the identifier names none. */
export type SignatureScheme =
  | { readonly kind: 'rsa' | 'dsa'; readonly digest: DigestAlgorithm | null }
  | {
      readonly kind: 'rsa-pss';
      readonly digest: DigestAlgorithm;
      readonly mgf1Digest: DigestAlgorithm;
      /** In octets. */
      readonly saltLength: number;
    }
  | {
      readonly kind: 'ecdsa';
      readonly digest: DigestAlgorithm | null;
      /** r || s (BSI TR-03111 5.2.1) instead of the DER sequence. */
      readonly plain: boolean;
    }
  | { readonly kind: 'ed25519' | 'ed448'; readonly digest: null }
  | { readonly kind: 'unknown'; readonly digest: null; readonly oid: string };

const D = DigestAlgorithm;
const simple: Readonly<Record<string, SignatureScheme>> = {
  [Oid.rsaEncryption]: { kind: 'rsa', digest: null },
  [Oid.md5WithRsa]: { kind: 'rsa', digest: D.Md5 },
  [Oid.sha1WithRsa]: { kind: 'rsa', digest: D.Sha1 },
  [Oid.sha1WithRsaOiw]: { kind: 'rsa', digest: D.Sha1 },
  [Oid.sha224WithRsa]: { kind: 'rsa', digest: D.Sha224 },
  [Oid.sha256WithRsa]: { kind: 'rsa', digest: D.Sha256 },
  [Oid.sha384WithRsa]: { kind: 'rsa', digest: D.Sha384 },
  [Oid.sha512WithRsa]: { kind: 'rsa', digest: D.Sha512 },
  [Oid.sha3_224WithRsa]: { kind: 'rsa', digest: D.Sha3_224 },
  [Oid.sha3_256WithRsa]: { kind: 'rsa', digest: D.Sha3_256 },
  [Oid.sha3_384WithRsa]: { kind: 'rsa', digest: D.Sha3_384 },
  [Oid.sha3_512WithRsa]: { kind: 'rsa', digest: D.Sha3_512 },
  [Oid.ecPublicKey]: { kind: 'ecdsa', digest: null, plain: false },
  [Oid.ecdsaWithSha1]: { kind: 'ecdsa', digest: D.Sha1, plain: false },
  [Oid.ecdsaWithSha224]: { kind: 'ecdsa', digest: D.Sha224, plain: false },
  [Oid.ecdsaWithSha256]: { kind: 'ecdsa', digest: D.Sha256, plain: false },
  [Oid.ecdsaWithSha384]: { kind: 'ecdsa', digest: D.Sha384, plain: false },
  [Oid.ecdsaWithSha512]: { kind: 'ecdsa', digest: D.Sha512, plain: false },
  [Oid.ecdsaWithSha3_224]: { kind: 'ecdsa', digest: D.Sha3_224, plain: false },
  [Oid.ecdsaWithSha3_256]: { kind: 'ecdsa', digest: D.Sha3_256, plain: false },
  [Oid.ecdsaWithSha3_384]: { kind: 'ecdsa', digest: D.Sha3_384, plain: false },
  [Oid.ecdsaWithSha3_512]: { kind: 'ecdsa', digest: D.Sha3_512, plain: false },
  [Oid.ecdsaPlainSha1]: { kind: 'ecdsa', digest: D.Sha1, plain: true },
  [Oid.ecdsaPlainSha224]: { kind: 'ecdsa', digest: D.Sha224, plain: true },
  [Oid.ecdsaPlainSha256]: { kind: 'ecdsa', digest: D.Sha256, plain: true },
  [Oid.ecdsaPlainSha384]: { kind: 'ecdsa', digest: D.Sha384, plain: true },
  [Oid.ecdsaPlainSha512]: { kind: 'ecdsa', digest: D.Sha512, plain: true },
  [Oid.ed25519]: { kind: 'ed25519', digest: null },
  [Oid.ed448]: { kind: 'ed448', digest: null },
  [Oid.dsa]: { kind: 'dsa', digest: null },
  [Oid.dsaWithSha1]: { kind: 'dsa', digest: D.Sha1 },
  [Oid.dsaWithSha256]: { kind: 'dsa', digest: D.Sha256 },
};

/** Reads the AlgorithmIdentifier of a signature. What is not known is `unknown`, by its OID. @throws Asn1Error */
export const readSignatureScheme = (element: Asn1): SignatureScheme => {
  const dotted = readOid(element.expect(Tag.Sequence).at(0, Tag.Oid));
  if (dotted !== Oid.rsassaPss) return simple[dotted] ?? { kind: 'unknown', digest: null, oid: dotted };
  return readPss(element.children[1]) ?? { kind: 'unknown', digest: null, oid: dotted };
};

/** RSASSA-PSS-params (RFC 4055 3.1) with their SHA-1 defaults; null when something in them is not known. */
const readPss = (parameters: Asn1 | undefined): SignatureScheme | null => {
  const digestElement = parameters?.context(0);
  const mgfElement = parameters?.context(1);
  const saltElement = parameters?.context(2);
  const trailer = parameters?.context(3);
  const digest = digestElement === undefined ? D.Sha1 : readDigestAlgorithm(digestElement.at(0)).algorithm;
  let mgf1Digest: DigestAlgorithm | null = D.Sha1;
  if (mgfElement !== undefined) {
    const mgf = mgfElement.at(0, Tag.Sequence);
    if (readOid(mgf.at(0, Tag.Oid)) !== Oid.mgf1) return null;
    mgf1Digest = readDigestAlgorithm(mgf.at(1)).algorithm;
  }
  const saltLength = saltElement === undefined ? 20 : readSmallInteger(saltElement.at(0, Tag.Integer));
  if (trailer !== undefined && readSmallInteger(trailer.at(0, Tag.Integer)) !== 1) return null;
  if (digest === null || mgf1Digest === null || saltLength < 0 || saltLength > 1024) return null;
  return { kind: 'rsa-pss', digest, mgf1Digest, saltLength };
};

/** For a reader: `RSA PKCS#1 with SHA-256`, `RSASSA-PSS with SHA-256`, `Ed25519`. */
export const schemeLabel = (scheme: SignatureScheme, digest: DigestAlgorithm | null = scheme.digest): string => {
  const hash = digest === null ? '' : ` with ${digestLabel(digest)}`;
  switch (scheme.kind) {
    case 'rsa':
      return `RSA PKCS#1${hash}`;
    case 'rsa-pss':
      return `RSASSA-PSS${hash}`;
    case 'ecdsa':
      return `${scheme.plain ? 'plain ' : ''}ECDSA${hash}`;
    case 'dsa':
      return `DSA${hash}`;
    case 'ed25519':
      return 'Ed25519';
    case 'ed448':
      return 'Ed448';
    default:
      return scheme.oid;
  }
};

/** What came of checking a signature value: `unsupported` says that the judgement could not be made here. */
export type SignatureVerdict = 'valid' | 'invalid' | 'unsupported';
