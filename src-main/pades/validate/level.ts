import type { CertificateInfo } from '../../pki/certificate.ts';
import type { CmsReport } from '../../pki/cms/check.ts';
import { concerns } from '../../pki/crl-scope.ts';
import { answersFor } from '../../pki/ocsp.ts';
import { Oid } from '../../pki/oids.ts';
import type { PathReport } from '../../pki/path.ts';
import type { Level } from './report.ts';
import type { SecurityStore } from './security-store.ts';
import type { Evidence, StampAt } from './evidence.ts';

/** What a signature's level is told from. */
export interface LevelInput {
  readonly cms: CmsReport;
  readonly path: PathReport | null;
  /** Paths of the sound signature time-stamps. */
  readonly stampPaths: readonly PathReport[];
  /** Sound document time-stamps after the signature. */
  readonly later: readonly StampAt[];
  readonly revision: number;
  readonly evidence: Evidence;
  readonly store: SecurityStore;
}

/**
 * The level by content and completeness (ETSI EN 319 142-1, 6; C29): B-T has a sound time-stamp; B-LT carries
 * revocation answers for all certificates of signer and time-stamp, whatever they say; B-LTA has that covered by a document
 * time-stamp. `none`: no signing-certificate attribute, so no baseline signature.
 */
export const levelOf = (input: LevelInput): Level => {
  const { cms, stampPaths, later } = input;
  const bound = cms.signedAttributes.some((oid) => oid === Oid.signingCertificate || oid === Oid.signingCertificateV2);
  if (!bound || cms.signatureScheme === null) return 'none';
  if (stampPaths.length === 0 && later.length === 0) return 'B-B';
  if (!isComplete(input, Number.POSITIVE_INFINITY)) return 'B-T';
  return later.some((stamp) => isComplete(input, stamp.revision)) ? 'B-LTA' : 'B-LT';
};

/** Does the file, up to a revision, hold some revocation answer for every certificate of the paths? */
const isComplete = ({ cms, path, stampPaths, later, evidence, store }: LevelInput, upTo: number): boolean => {
  const held = [...cms.crls, ...cms.ocsps];
  for (const values of [store.crls, store.ocsps]) {
    for (const { der, revision } of values) if (revision <= upTo) held.push(der);
  }
  const isHeld = ({ der }: { readonly der: Uint8Array }) => held.some((one) => Buffer.compare(one, der) === 0);
  const crls = evidence.crls.filter(isHeld);
  const ocsps = evidence.ocsps.filter(isHeld);
  const isAnchor = (certificate: CertificateInfo) =>
    certificate.selfIssued || evidence.anchors.some((anchor) => anchor.fingerprint === certificate.fingerprint);
  const isAnswered = (certificate: CertificateInfo, issuer: CertificateInfo) =>
    crls.some((crl) => concerns(crl, certificate)) ||
    ocsps.some((ocsp) => ocsp.answers.some((answer) => answersFor(answer, certificate, issuer)));
  const stamps = stampPaths.length > 0 ? stampPaths : later.slice(-1).map((stamp) => stamp.path);
  return [path, ...stamps].every((one) =>
    one?.chain.every((certificate, depth) => {
      if (isAnchor(certificate) || certificate.ocspNoCheck) return true;
      const issuer = one.chain[depth + 1];
      return issuer !== undefined && isAnswered(certificate, issuer);
    }),
  );
};
