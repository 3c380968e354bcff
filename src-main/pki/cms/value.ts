import { SubIndication } from '../../domain/indication.ts';
import { compareBytes } from '../asn1/read.ts';
import { tlv } from '../asn1/write.ts';
import type { CertificateInfo } from '../certificate.ts';
import { type Finding, failed, indeterminate } from '../findings.ts';
import { schemeLabel, type SignatureScheme, verifySignature } from '../signature.ts';
import type { CheckCmsInput } from './input.ts';
import type { SignedData, SignerInfo } from './signed-data.ts';

const { CryptoConstraintsFailure, SigConstraintsFailure, SigCryptoFailure } = SubIndication;

/** The signature value, over the signed attributes as encoded (C14) or over the content itself. */
export const judgeValue = (
  { content }: SignedData,
  signer: SignerInfo,
  { publicKey }: CertificateInfo,
  scheme: SignatureScheme,
  { contentOf, profile }: CheckCmsInput,
  findings: Finding[],
  warnings: string[],
): void => {
  const data = signedBytes(signer, () => content ?? contentOf?.() ?? null);
  if (signer.signedAttributes === null && profile === 'pades')
    findings.push(indeterminate(SigConstraintsFailure, 'there are no signed attributes; PAdES needs them'));
  if (data === null) {
    findings.push(
      indeterminate(SubIndication.SignedDataNotFound, 'the signature is over the content, which is not at hand'),
    );
    return;
  }
  const verdict = verifySignature(publicKey.spki, scheme, data, signer.signature);
  if (verdict === 'valid') return;
  if (verdict === 'unsupported') {
    findings.push(
      indeterminate(
        CryptoConstraintsFailure,
        `${schemeLabel(scheme)} with a key of ${publicKey.label} is not supported here`,
      ),
    );
    return;
  }
  const sorted = sortedAttributes(signer);
  if (sorted !== null && verifySignature(publicKey.spki, scheme, sorted, signer.signature) === 'valid') {
    warnings.push('the signed attributes are not in the order (DER) in which they were signed');
    return;
  }
  findings.push(failed(SigCryptoFailure, 'the signature value is not that of the signer’s key'));
};

/**
 * RFC 5652 5.4: with the tag of a SET OF in place of [0]; an indefinite length becomes a definite one.
 * @param content made where there are no attributes only: of a PDF it is nearly the whole file.
 */
const signedBytes = ({ signedAttributes }: SignerInfo, content: () => Uint8Array | null): Uint8Array | null => {
  if (signedAttributes === null) return content();
  const { element } = signedAttributes;
  if (element.indefinite) return tlv(0x31, element.content);
  const bytes = new Uint8Array(element.raw);
  bytes[0] = 0x31;
  return bytes;
};

/** The same attributes in DER order, as a signer may have hashed before encoding them as they came. */
const sortedAttributes = ({ signedAttributes }: SignerInfo): Uint8Array | null => {
  if (signedAttributes === null) return null;
  const items = signedAttributes.element.children.map((child) => child.raw);
  return tlv(0x31, ...items.sort(compareBytes));
};
