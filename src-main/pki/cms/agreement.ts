import { SubIndication } from '../../domain/indication.ts';
import { type Asn1, readOid, sameBytes, Tag } from '../asn1/read.ts';
import { type DigestAlgorithm, digestLabel } from '../digest.ts';
import { type Finding, failed, indeterminate } from '../findings.ts';
import { Oid } from '../oids.ts';
import { schemeLabel, type SignatureScheme } from '../signature.ts';
import { type Attribute, attributeValues, type SignerInfo } from './signed-data.ts';

const { CryptoConstraintsFailure, SigCryptoFailure } = SubIndication;

/** Do digest and signature algorithm belong together (C15, C16)? The scheme comes back with its digest filled in. */
export const agree = (
  named: SignatureScheme,
  { oid, algorithm }: { readonly oid: string; readonly algorithm: DigestAlgorithm | null },
  signer: SignerInfo,
  attributes: readonly Attribute[],
): { readonly scheme: SignatureScheme; readonly fault: Finding | null } => {
  const result = (scheme: SignatureScheme, fault: Finding | null) => ({ scheme, fault });
  if (algorithm === null)
    return result(named, indeterminate(CryptoConstraintsFailure, `the digest algorithm ${oid} is not one we know`));
  if (named.kind === 'unknown')
    return result(
      named,
      indeterminate(CryptoConstraintsFailure, `the signature algorithm ${named.oid} is not supported`),
    );
  const scheme: SignatureScheme =
    named.digest === null && (named.kind === 'rsa' || named.kind === 'ecdsa' || named.kind === 'dsa')
      ? { ...named, digest: algorithm }
      : named;
  const demanded = scheme.kind === 'ed25519' ? 'sha512' : scheme.kind === 'ed448' ? 'shake256' : scheme.digest;
  if (demanded !== algorithm)
    return result(
      scheme,
      failed(
        SigCryptoFailure,
        `the signature algorithm (${schemeLabel(scheme)}) does not go with the digest algorithm ${digestLabel(algorithm)}`,
      ),
    );
  for (const value of attributeValues(attributes, Oid.cmsAlgorithmProtection))
    if (!protects(value, signer))
      return result(
        scheme,
        failed(SigCryptoFailure, 'the algorithms are not those that the CMS algorithm protection names'),
      );
  return result(scheme, null);
};

/** CMSAlgorithmProtection (RFC 6211 2): the same algorithms and parameters, where absent and NULL are one. */
const protects = (value: Asn1, signer: SignerInfo): boolean => {
  const signature = value.context(1);
  return (
    sameAlgorithm(value.at(0, Tag.Sequence), signer.digestAlgorithm) &&
    signature !== undefined &&
    sameAlgorithm(signature, signer.signatureAlgorithm)
  );
};

const sameAlgorithm = (a: Asn1, b: Asn1): boolean => {
  const parameters = (element: Asn1): Uint8Array => {
    const found = element.children[1];
    return found === undefined || found.is(Tag.Null) ? new Uint8Array(0) : found.raw;
  };
  return readOid(a.at(0, Tag.Oid)) === readOid(b.at(0, Tag.Oid)) && sameBytes(parameters(a), parameters(b));
};
