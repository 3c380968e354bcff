import { type CertificateInfo, readCertificate } from '../../pki/certificate.ts';
import type { TstInfo } from '../../pki/cms/tst-info.ts';
import { type CrlInfo, readCrl } from '../../pki/crl.ts';
import { type OcspInfo, readOcsp } from '../../pki/ocsp.ts';
import type { PathReport } from '../../pki/path.ts';
import { remembered } from './remembered.ts';

/** Certificates and revocation data at hand, read once for all signatures of a file. */
export interface Evidence {
  readonly anchors: readonly CertificateInfo[];
  readonly intermediates: readonly CertificateInfo[];
  readonly crls: readonly CrlInfo[];
  readonly ocsps: readonly OcspInfo[];
}

/** The time that a time-stamp states, and how far it may be off. */
export type StatedTime = Pick<TstInfo, 'genTime' | 'accuracy'>;

/** A document time-stamp whose bytes are sound. */
export interface StampAt {
  readonly revision: number;
  readonly stated: StatedTime;
  readonly path: PathReport | null;
}

const readCertificates = remembered<CertificateInfo>(readCertificate);
const readCrls = remembered<CrlInfo>(readCrl);
const readOcsps = remembered<OcspInfo>(readOcsp);

const distinct = <T extends { readonly fingerprint: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [item.fingerprint, item])).values(),
];

/** Reads DER values, each once. What cannot be read is left out. */
export const readEvidence = (values: {
  readonly anchors: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}): Evidence => ({
  anchors: readCertificates(values.anchors),
  intermediates: distinct(readCertificates(values.certificates)),
  crls: distinct(readCrls(values.crls)),
  ocsps: distinct(readOcsps(values.ocsps)),
});

/** The same with what a time-stamp token brings along. */
export const withValues = (
  evidence: Evidence,
  token: {
    readonly certificates: readonly Uint8Array[];
    readonly crls: readonly Uint8Array[];
    readonly ocsps: readonly Uint8Array[];
  },
): Evidence => ({
  ...evidence,
  intermediates: distinct([...evidence.intermediates, ...readCertificates(token.certificates)]),
  crls: distinct([...evidence.crls, ...readCrls(token.crls)]),
  ocsps: distinct([...evidence.ocsps, ...readOcsps(token.ocsps)]),
});
