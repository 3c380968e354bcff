import type { CertificateInfo } from '../../pki/certificate.ts';
import type { CmsReport } from '../../pki/cms/check.ts';
import { type DigestAlgorithm, digestLabel } from '../../pki/digest.ts';

/** Until when algorithms count as strong enough: a value, so that it can be stored, shown and compared (C28). */
export interface AlgorithmPolicy {
  readonly id: string;
  /** First day on which a digest no longer counts, ISO 8601. A digest that is not listed has no end. */
  readonly digests: Partial<Readonly<Record<DigestAlgorithm, string>>>;
  /** By kind of key, ascending: keys of fewer bits than `below` do not count from that day on. */
  readonly keys: Readonly<Record<string, readonly { readonly below: number; readonly until: string }[]>>;
}

/** After ETSI TS 119 312 and the SOG-IS catalogue, with the dates that EU DSS takes from them. */
export const defaultAlgorithmPolicy: AlgorithmPolicy = {
  id: 'ts-119-312/1',
  digests: { md5: '2005-01-01', sha1: '2013-01-01' },
  keys: {
    rsa: [
      { below: 1024, until: '2010-08-01' },
      { below: 1900, until: '2019-10-01' },
    ],
    dsa: [{ below: 2048, until: '2015-12-31' }],
    ec: [
      { below: 224, until: '2013-12-31' },
      { below: 256, until: '2016-12-31' },
    ],
  },
};

/** What was too weak at a time: the signature's digest, its key, and digests and keys along the path below the anchor. */
export const algorithmFaults = (
  cms: CmsReport,
  chain: readonly CertificateInfo[],
  at: Date,
  policy: AlgorithmPolicy,
): string[] => [
  ...digestFault(cms.digestAlgorithm, 'the signature', at, policy),
  ...pathAlgorithmFaults(chain, at, policy),
];

/** What is too weak at a time along a path, leaf first, below its anchor: what a signature made with it would be judged by. */
export const pathAlgorithmFaults = (
  chain: readonly CertificateInfo[],
  at: Date,
  policy: AlgorithmPolicy = defaultAlgorithmPolicy,
): string[] => {
  const below = chain.slice(0, -1);
  const faults = (below.length > 0 ? below : chain).flatMap((certificate) => {
    const { kind, bits, label } = certificate.publicKey;
    const limit = policy.keys[kind]?.find((rule) => bits !== null && bits < rule.below && dayOf(at) >= rule.until);
    return [
      ...(limit ? [`the key of ${certificate.subject.text} (${label}) does not count since ${limit.until}`] : []),
      ...(certificate.selfIssued
        ? []
        : digestFault(
            certificate.signatureScheme.digest,
            `the certificate of ${certificate.subject.text}`,
            at,
            policy,
          )),
    ];
  });
  return [...new Set(faults)];
};

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const digestFault = (digest: DigestAlgorithm | null, where: string, at: Date, policy: AlgorithmPolicy): string[] => {
  const until = digest && policy.digests[digest];
  return digest && until !== undefined && until !== null && dayOf(at) >= until
    ? [`${where} uses ${digestLabel(digest)}, which does not count since ${until}`]
    : [];
};
