import type { Result } from '../../domain/result.ts';
import type { CertificateInfo } from '../../pki/certificate.ts';
import type { TstInfo } from '../../pki/cms/tst-info.ts';
import type { CrlInfo } from '../../pki/crl.ts';
import type { OcspInfo } from '../../pki/ocsp.ts';
import type { PathReport } from '../../pki/path.ts';
import { readCertificateOnce, readCrlOnce, readOcspOnce } from '../../pki/read-once.ts';

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

/** More than a sane file carries is not read. */
const maxRead = 500;

/** The anchors of a run are the same list for each of its files. */
const anchorLists = new WeakMap<readonly Uint8Array[], readonly CertificateInfo[]>();

const readAnchors = (list: readonly Uint8Array[]): readonly CertificateInfo[] => {
  const known = anchorLists.get(list);
  if (known) return known;
  const anchors = readCertificates(list);
  anchorLists.set(list, anchors);
  return anchors;
};

/** Reads each value; what cannot be read is left out. */
const readAll =
  <T>(read: (der: Uint8Array) => Result<T>) =>
  (ders: readonly Uint8Array[]): T[] =>
    ders.slice(0, maxRead).flatMap((der) => {
      const result = read(der);
      return result.ok ? [result.value] : [];
    });
const readCertificates = readAll(readCertificateOnce);
const readCrls = readAll(readCrlOnce);
const readOcsps = readAll(readOcspOnce);

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
  anchors: readAnchors(values.anchors),
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
