import { readCrl, validatePath, type ReportedLoss } from '../../pki/index.ts';
import {
  allCertificates,
  authorities,
  latestCrl,
  siteLists,
  type Certificate,
  type ReadableVault,
} from '../../vault/index.ts';
import { crlReasonFor } from '../people/authority.ts';
import { settingInForce } from '../settings/in-force.ts';
import { readChain } from './offer.ts';

/** What is needed to judge signatures of a vault's people: all DER. */
export interface TrustMaterial {
  /** The vault's own root first, then the trust anchors of the site. */
  readonly anchors: readonly Uint8Array[];
  readonly issuers: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** What the vault knows to be out of use, whether or not a list says so yet. */
  readonly reported: readonly ReportedLoss[];
}

/** Trust as the vault has it now: its own authorities, those of the site, and what is known of revocation. */
export const trustMaterial = (db: ReadableVault): TrustMaterial => {
  const own = authorities(db);
  const site = settingInForce(db, 'signing.trust');
  const certificates = allCertificates(db);
  const der = (role: 'root' | 'issuing') => own.filter((one) => one.role === role).map((one) => one.certificate);
  const of = (list: readonly { readonly certificate: string }[]) =>
    list.map(({ certificate }) => new Uint8Array(Buffer.from(certificate, 'base64')));
  return {
    anchors: [...der('root'), ...of(site.anchors)],
    issuers: distinct([
      ...der('issuing'),
      ...of(site.issuers),
      ...certificates.flatMap(({ chain }) => readChain(chain)),
    ]),
    crls: [...own.flatMap((one) => latestCrl(db, one.id)?.der ?? []), ...siteLists(db).map((list) => list.der)],
    reported: certificates.flatMap(reportOf),
  };
};

const distinct = (ders: readonly Uint8Array[]): readonly Uint8Array[] => [
  ...new Map(ders.map((der) => [Buffer.from(der).toString('base64'), der])).values(),
];

const reportOf = ({ id, revokedAt, invalidSince, revocationReason }: Certificate): readonly ReportedLoss[] =>
  revokedAt === null
    ? []
    : [
        {
          fingerprint: id,
          revokedAt: new Date(revokedAt),
          since: invalidSince === null ? null : new Date(invalidSince),
          reason: crlReasonFor(revocationReason),
        },
      ];

/** What a signature carries in its document security store (EN 319 142-1, 5.4.2): the signer's issuers, and their lists. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

/** Of all that the vault trusts, what the judgement of this certificate needs. */
export const validationDataFor = (trust: TrustMaterial, certificate: Uint8Array, at: Date): ValidationData => {
  const { chain } = validatePath(certificate, {
    anchors: trust.anchors,
    intermediates: trust.issuers,
    crls: trust.crls,
    at,
  });
  const issuers = chain.slice(1);
  const names = new Set(issuers.map(({ subject }) => subject.key));
  return {
    certificates: issuers.map(({ der }) => der),
    crls: trust.crls.filter((der) => {
      const list = readCrl(der);
      return list.ok && names.has(list.value.issuer.key);
    }),
    ocsps: [],
  };
};
