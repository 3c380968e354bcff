import { assertNever, fail, ok, type Result } from '../../../domain/result.ts';
import { concat } from '../../asn1/read.ts';
import { integer, octetString, sequence } from '../../asn1/write.ts';
import { digest, digestIdentifierWithNull } from '../../digest.ts';
import { algorithmOf } from '../../signature-algorithm.ts';
import { SignatureAlgorithm } from '../../signer.ts';
import { Ck, type Mechanism } from './cryptoki.ts';

/** How a signature is asked of a token: what it is given, and what is made of what it answers. */
export interface Way {
  readonly mechanism: Mechanism;
  readonly input: (data: Uint8Array) => Uint8Array;
  readonly output: (value: Uint8Array) => Uint8Array;
}

const asIs = (octets: Uint8Array): Uint8Array => octets;

const pss: Mechanism['parameter'] = {
  type: Ck.PSS_PARAMETERS,
  hashAlg: Ck.CKM_SHA256,
  mgf: Ck.CKG_MGF1_SHA256,
  saltLen: 32,
};

/** The ways of an algorithm, the one that most tokens know first: they sign a hash that is made here (SoftHSM has no other for ECDSA). */
const waysOf = (algorithm: SignatureAlgorithm): readonly Way[] => {
  const hash = (data: Uint8Array): Uint8Array => digest(algorithmOf(algorithm).digest, data);
  const ecdsa = (hashing: number): readonly Way[] => [
    { mechanism: { mechanism: Ck.CKM_ECDSA }, input: hash, output: derOfPair },
    { mechanism: { mechanism: hashing }, input: asIs, output: derOfPair },
  ];
  switch (algorithm) {
    case SignatureAlgorithm.RsaSha256:
      return [
        { mechanism: { mechanism: Ck.CKM_RSA_PKCS }, input: (data) => digestInfo(hash(data)), output: asIs },
        { mechanism: { mechanism: Ck.CKM_SHA256_RSA_PKCS }, input: asIs, output: asIs },
      ];
    case SignatureAlgorithm.RsaPssSha256:
      return [
        { mechanism: { mechanism: Ck.CKM_RSA_PKCS_PSS, parameter: pss }, input: hash, output: asIs },
        { mechanism: { mechanism: Ck.CKM_SHA256_RSA_PKCS_PSS, parameter: pss }, input: asIs, output: asIs },
      ];
    case SignatureAlgorithm.EcdsaSha256:
      return ecdsa(Ck.CKM_ECDSA_SHA256);
    case SignatureAlgorithm.EcdsaSha384:
      return ecdsa(Ck.CKM_ECDSA_SHA384);
    case SignatureAlgorithm.EcdsaSha512:
      return ecdsa(Ck.CKM_ECDSA_SHA512);
    case SignatureAlgorithm.Ed25519:
      return [{ mechanism: { mechanism: Ck.CKM_EDDSA }, input: asIs, output: asIs }];
    default:
      return assertNever(algorithm);
  }
};

/** The first way that the token offers. Errors: `key/unsupported`. */
export const wayFor = (algorithm: SignatureAlgorithm, offered: readonly number[]): Result<Way> => {
  const way = waysOf(algorithm).find(({ mechanism }) => offered.includes(mechanism.mechanism));
  return way ? ok(way) : fail('key/unsupported', { key: `${algorithm} on this token` });
};

/** DigestInfo of SHA-256 (RFC 8017 9.2). */
const digestInfo = (hash: Uint8Array): Uint8Array => sequence(digestIdentifierWithNull('sha256'), octetString(hash));

/** r || s of equal length (PKCS#11 2.3.1) as the DER sequence (RFC 3279 2.2.3). */
const derOfPair = (pair: Uint8Array): Uint8Array => {
  const half = pair.length / 2;
  return sequence(integer(concat(pair.subarray(0, half))), integer(concat(pair.subarray(half))));
};
