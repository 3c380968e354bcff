import { constants, createPrivateKey, type KeyObject, sign, type SignKeyObjectInput } from 'node:crypto';
import { assertNever } from '../domain/result.ts';
import { context, integer, nullValue, oid, sequence } from './asn1/write.ts';
import { DigestAlgorithm, digestIdentifierWithNull } from './digest.ts';
import { Oid } from './oids.ts';
import type { PublicKeyInfo } from './public-key.ts';
import type { SignatureScheme } from './signature.ts';
import { SignatureAlgorithm } from './signer.ts';

interface AlgorithmFacts {
  readonly digest: DigestAlgorithm;
  readonly scheme: SignatureScheme;
}

const { Sha256, Sha384, Sha512 } = DigestAlgorithm;
const facts: Readonly<Record<SignatureAlgorithm, AlgorithmFacts>> = {
  'ecdsa-sha256': { digest: Sha256, scheme: { kind: 'ecdsa', digest: Sha256, plain: false } },
  'ecdsa-sha384': { digest: Sha384, scheme: { kind: 'ecdsa', digest: Sha384, plain: false } },
  'ecdsa-sha512': { digest: Sha512, scheme: { kind: 'ecdsa', digest: Sha512, plain: false } },
  'rsa-sha256': { digest: Sha256, scheme: { kind: 'rsa', digest: Sha256 } },
  'rsa-pss-sha256': { digest: Sha256, scheme: { kind: 'rsa-pss', digest: Sha256, mgf1Digest: Sha256, saltLength: 32 } },
  ed25519: { digest: Sha512, scheme: { kind: 'ed25519', digest: null } },
};

/** Digest and scheme of an algorithm that we sign with. */
export const algorithmOf = (algorithm: SignatureAlgorithm): AlgorithmFacts => facts[algorithm];

/**
 * AlgorithmIdentifier of a signature we make. In CMS, PKCS#1 v1.5 is named `rsaEncryption`, the identifier that every
 * reader must know (RFC 3370 3.2); in certificates and CRLs it names its hash (RFC 4055 5).
 */
export const signatureIdentifier = (algorithm: SignatureAlgorithm, where: 'cms' | 'x509'): Uint8Array => {
  switch (algorithm) {
    case SignatureAlgorithm.EcdsaSha256:
      return sequence(oid(Oid.ecdsaWithSha256));
    case SignatureAlgorithm.EcdsaSha384:
      return sequence(oid(Oid.ecdsaWithSha384));
    case SignatureAlgorithm.EcdsaSha512:
      return sequence(oid(Oid.ecdsaWithSha512));
    case SignatureAlgorithm.RsaSha256:
      return sequence(oid(where === 'cms' ? Oid.rsaEncryption : Oid.sha256WithRsa), nullValue());
    case SignatureAlgorithm.RsaPssSha256: {
      const sha256 = digestIdentifierWithNull(Sha256);
      const parameters = sequence(
        context(0, sha256),
        context(1, sequence(oid(Oid.mgf1), sha256)),
        context(2, integer(32)),
      );
      return sequence(oid(Oid.rsassaPss), parameters);
    }
    case SignatureAlgorithm.Ed25519:
      return sequence(oid(Oid.ed25519));
    default:
      return assertNever(algorithm);
  }
};

/** The algorithm we choose for a key; null for keys we do not sign with. RSA: PKCS#1 v1.5, which every reader knows. */
export const defaultAlgorithm = (key: Pick<PublicKeyInfo, 'kind' | 'curve' | 'oid'>): SignatureAlgorithm | null => {
  switch (key.kind) {
    case 'rsa':
      return key.oid === Oid.rsassaPss ? SignatureAlgorithm.RsaPssSha256 : SignatureAlgorithm.RsaSha256;
    case 'ec':
      if (key.curve === 'P-384') return SignatureAlgorithm.EcdsaSha384;
      if (key.curve === 'P-521') return SignatureAlgorithm.EcdsaSha512;
      return key.curve === 'P-256' ? SignatureAlgorithm.EcdsaSha256 : null;
    case 'ed25519':
      return SignatureAlgorithm.Ed25519;
    default:
      return null;
  }
};

/** Can a key of this kind be used with the algorithm? */
export const algorithmFits = (algorithm: SignatureAlgorithm, key: Pick<PublicKeyInfo, 'kind'>): boolean => {
  const { kind } = facts[algorithm].scheme;
  return kind === 'rsa-pss' || kind === 'rsa'
    ? key.kind === 'rsa'
    : kind === 'ecdsa'
      ? key.kind === 'ec'
      : key.kind === kind;
};

const signInput = (key: KeyObject, algorithm: SignatureAlgorithm): SignKeyObjectInput =>
  algorithm === SignatureAlgorithm.RsaPssSha256
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    : { key };

/** Signs off the event loop. */
export const signWith = (key: KeyObject, algorithm: SignatureAlgorithm, data: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const hash = algorithm === SignatureAlgorithm.Ed25519 ? null : facts[algorithm].digest;
    sign(hash, data, signInput(key, algorithm), (error, signature) => {
      if (error) reject(error);
      else resolve(new Uint8Array(signature));
    });
  });

/** A PKCS#8 PrivateKeyInfo, DER, for node:crypto. @throws what node:crypto throws for a key it cannot read. */
export const toPrivateKey = (pkcs8: Uint8Array): KeyObject =>
  createPrivateKey({
    key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.byteLength),
    format: 'der',
    type: 'pkcs8',
  });
