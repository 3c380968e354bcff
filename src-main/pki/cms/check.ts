import { type Conclusion, SubIndication } from '../../domain/indication.ts';
import { Asn1Error, readTime, Tag } from '../asn1/read.ts';
import type { CertificateInfo } from '../certificate.ts';
import { type DigestAlgorithm, digestLabel, readDigestAlgorithm } from '../digest.ts';
import { type Finding, conclude, failed } from '../findings.ts';
import { Oid } from '../oids.ts';
import { readSignatureScheme, schemeLabel, type SignatureScheme } from '../signature.ts';
import { agree } from './agreement.ts';
import { judgeContent } from './content.ts';
import type { CheckCmsInput, CmsProfile } from './input.ts';
import { type Attribute, attributeValues, readSignedData, type SignedData, type SignerInfo } from './signed-data.ts';
import { judgeSigner } from './signing-certificate.ts';
import type { TstInfo } from './tst-info.ts';
import { judgeValue } from './value.ts';

export type { CheckCmsInput, CmsProfile } from './input.ts';

/** What a CMS turned out to be. */
export interface CmsReport {
  /** Bytes, form and signature value; not whether the signer is trusted, nor whether the algorithms are still strong. */
  readonly conclusion: Conclusion;
  /** null: not one we know, or unreadable. */
  readonly digestAlgorithm: DigestAlgorithm | null;
  readonly signatureScheme: SignatureScheme | null;
  /** For a reader: `ECDSA with SHA-256`. */
  readonly signatureAlgorithm: string;
  readonly signerCertificate: CertificateInfo | null;
  /** X.509 certificates inside, as found, the signer's among them. Untrusted. */
  readonly certificates: readonly Uint8Array[];
  /** CRLs inside, from SignedData and adbe-revocationInfoArchival. Untrusted. */
  readonly crls: readonly Uint8Array[];
  /** OCSPResponse structures from the same places. Untrusted. */
  readonly ocsps: readonly Uint8Array[];
  /** The signing-time attribute: a claim. */
  readonly signingTime: Date | null;
  /** The first signature-time-stamp token, and all of them. */
  readonly signatureTimestamp: Uint8Array | null;
  readonly signatureTimestamps: readonly Uint8Array[];
  readonly signatureValue: Uint8Array;
  /** OIDs of the signed attributes, in file order. */
  readonly signedAttributes: readonly string[];
  /** Of a time-stamp token: what it says. */
  readonly timestamp: TstInfo | null;
  /** Departures that do not decide: not a PAdES baseline, SHA-1, attributes out of order. */
  readonly warnings: readonly string[];
}

/**
 * Judges a CMS signature (RFC 5652 5.4, 5.6; C11 to C19). Never throws on what a file holds: what cannot be read is
 * TOTAL-FAILED/FORMAT_FAILURE.
 * @param contents the octets of /Contents, padding included.
 */
export const checkCms = (contents: Uint8Array, input: CheckCmsInput): CmsReport => {
  let signedData: SignedData;
  try {
    signedData = readSignedData(contents);
  } catch (error) {
    return unreadable(error, {});
  }
  const { certificates, crls, ocsps, signerInfos } = signedData;
  const [signerInfo] = signerInfos;
  const base = { certificates, crls, ocsps };
  if (signerInfo === undefined || signerInfos.length !== 1)
    return { ...unreadable(new Error(`the CMS has ${signerInfos.length} signers; it must have one`), base) };
  try {
    return judge(signedData, signerInfo, input);
  } catch (error) {
    return unreadable(error, { ...base, signatureValue: signerInfo.signature });
  }
};

const unreadable = (error: unknown, known: Partial<CmsReport>): CmsReport => ({
  digestAlgorithm: null,
  signatureScheme: null,
  signatureAlgorithm: 'unknown',
  signerCertificate: null,
  certificates: [],
  crls: [],
  ocsps: [],
  signingTime: null,
  signatureTimestamp: null,
  signatureTimestamps: [],
  signatureValue: new Uint8Array(0),
  signedAttributes: [],
  timestamp: null,
  warnings: [],
  ...known,
  conclusion: conclude([
    failed(
      SubIndication.FormatFailure,
      `the CMS cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    ),
  ]),
});

const judge = (signedData: SignedData, signer: SignerInfo, input: CheckCmsInput): CmsReport => {
  const findings: Finding[] = [];
  const warnings: string[] = [];
  const attributes = signer.signedAttributes?.list ?? [];

  const digestAlgorithm = readDigestAlgorithm(signer.digestAlgorithm);
  const named = readSignatureScheme(signer.signatureAlgorithm);
  const { scheme, fault } = agree(named, digestAlgorithm, signer, attributes);
  if (fault !== null) findings.push(fault);

  const timestamp = judgeContent(signedData, signer, input, digestAlgorithm.algorithm, findings, warnings);
  const { profile, certificates = [] } = input;
  const known = signedData.certificates.length > 0 ? signedData : { ...signedData, certificates };
  const signerCertificate = judgeSigner(known, signer, profile, findings, warnings);
  if (signerCertificate !== null && fault === null)
    judgeValue(signedData, signer, signerCertificate, scheme, input, findings, warnings);
  warnAbout(signer, digestAlgorithm.algorithm, input.profile, warnings);

  const archived = readArchivedRevocation(attributes, warnings);
  const timestamps = attributeValues(signer.unsignedAttributes, Oid.signatureTimestamp).map((value) => value.raw);
  return {
    conclusion: conclude(findings),
    digestAlgorithm: digestAlgorithm.algorithm,
    signatureScheme: scheme,
    signatureAlgorithm: schemeLabel(scheme, scheme.digest ?? digestAlgorithm.algorithm),
    signerCertificate,
    certificates: signedData.certificates,
    crls: [...signedData.crls, ...archived.crls],
    ocsps: [...signedData.ocsps, ...archived.ocsps],
    signingTime: readSigningTime(attributes, warnings),
    signatureTimestamp: timestamps[0] ?? null,
    signatureTimestamps: timestamps,
    signatureValue: signer.signature,
    signedAttributes: attributes.map(({ oid }) => oid),
    timestamp,
    warnings,
  };
};

const warnAbout = (
  signer: SignerInfo,
  algorithm: DigestAlgorithm | null,
  profile: CmsProfile,
  warnings: string[],
): void => {
  if (algorithm === 'sha1' || algorithm === 'md5')
    warnings.push(`${digestLabel(algorithm)} no longer resists collisions: two documents can share one signature`);
  if (profile !== 'pades') return;
  const attributes = signer.signedAttributes?.list ?? [];
  if (attributes.some(({ oid }) => oid === Oid.signingTime))
    warnings.push('not a PAdES baseline signature: it has a signing-time attribute (EN 319 142-1, 6.3)');
};

const readSigningTime = (attributes: readonly Attribute[], warnings: string[]): Date | null => {
  const [value] = attributeValues(attributes, Oid.signingTime);
  if (value === undefined) return null;
  try {
    return readTime(value);
  } catch {
    warnings.push('the signing-time attribute cannot be read');
    return null;
  }
};

/** adbe-revocationInfoArchival (ISO 32000-1 12.8.3.3.2): `[0]` CRLs, `[1]` OCSP responses. What cannot be read is left out. */
const readArchivedRevocation = (
  attributes: readonly Attribute[],
  warnings: string[],
): { readonly crls: readonly Uint8Array[]; readonly ocsps: readonly Uint8Array[] } => {
  const crls: Uint8Array[] = [];
  const ocsps: Uint8Array[] = [];
  for (const value of attributeValues(attributes, Oid.adbeRevocationInfoArchival)) {
    try {
      const list = (tag: number) =>
        value
          .context(tag)
          ?.at(0, Tag.Sequence)
          .children.map((item) => item.raw) ?? [];
      crls.push(...list(0));
      ocsps.push(...list(1));
    } catch (error) {
      if (!(error instanceof Asn1Error)) throw error;
      warnings.push('the archived revocation information cannot be read');
    }
  }
  return { crls, ocsps };
};
