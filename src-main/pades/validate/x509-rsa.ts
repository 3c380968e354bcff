import { SubIndication } from '../../domain/indication.ts';
import { readOctets, readWhole, Tag } from '../../pki/asn1/read.ts';
import { readCertificate } from '../../pki/certificate.ts';
import type { CmsReport } from '../../pki/cms/check.ts';
import { conclude, failed, type Finding, indeterminate } from '../../pki/findings.ts';
import { schemeLabel, type SignatureScheme, verifySignature } from '../../pki/signature.ts';
import { PdfString } from '../pdf/objects.ts';
import type { FoundSignature } from './signatures.ts';

/** Digests that writers of this legacy form have used inside the PKCS#1 block. */
const digests = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

/**
 * Judges `adbe.x509.rsa_sha1` (ISO 32000-1, 12.8.3.2; C12): /Contents is an OCTET STRING with a PKCS#1 signature over
 * the byte ranges, and the certificates stand in /Cert, the signer's first. Read only, and reported as legacy.
 */
export const checkX509Rsa = (signature: FoundSignature, contents: Uint8Array, signed: Uint8Array): CmsReport => {
  const { view, dict } = signature;
  const cert = view.resolve(dict.get('Cert'));
  const certificates = (Array.isArray(cert) ? view.array(cert) : [cert]).flatMap((item) => {
    const value = view.resolve(item);
    return value instanceof PdfString ? [value.bytes] : [];
  });
  const first = certificates[0] && readCertificate(certificates[0]);
  const findings: Finding[] = [];
  let scheme: SignatureScheme | null = null;
  let value = new Uint8Array();
  try {
    value = new Uint8Array(readOctets(readWhole(withoutPadding(contents)).expect(Tag.OctetString)));
  } catch (error) {
    findings.push(failed(SubIndication.FormatFailure, `the signature value cannot be read: ${String(error)}`));
  }
  if (!first?.ok) {
    findings.push(indeterminate(SubIndication.NoSigningCertificateFound, '/Cert holds no certificate'));
  } else if (findings.length === 0) {
    const { spki } = first.value.publicKey;
    const digest = digests.find(
      (one) => verifySignature(spki, { kind: 'rsa', digest: one }, signed, value) === 'valid',
    );
    if (digest) scheme = { kind: 'rsa', digest };
    else findings.push(failed(SubIndication.HashFailure, 'the signature value does not fit the signed bytes'));
  }
  const digestAlgorithm = scheme?.digest ?? null;
  return {
    conclusion: conclude(findings),
    digestAlgorithm,
    signatureScheme: scheme,
    signatureAlgorithm: scheme ? schemeLabel(scheme) : 'unknown',
    signerCertificate: first?.ok ? first.value : null,
    certificates,
    crls: [],
    ocsps: [],
    signingTime: null,
    signatureTimestamp: null,
    signatureTimestamps: [],
    signatureValue: value,
    signedAttributes: [],
    timestamp: null,
    warnings: ['adbe.x509.rsa_sha1 is a form of the past: it binds neither certificate nor algorithm'],
  };
};

/** The zeros after the value's own length: a DER OCTET STRING says where it ends. */
const withoutPadding = (contents: Uint8Array): Uint8Array => {
  const second = contents[1] ?? 0;
  if (second < 0x80) return contents.subarray(0, 2 + second);
  let length = 0;
  for (let i = 0; i < (second & 0x7f); i++) length = length * 256 + (contents[2 + i] ?? 0);
  const end = 2 + (second & 0x7f) + length;
  return contents.subarray(end).every((byte) => byte === 0) ? contents.subarray(0, end) : contents;
};
