import type { CertificateInfo } from './certificate.ts';
import { sameCertificate } from './certificate.ts';
import { CrlReason } from './crl-reason.ts';
import type { CrlInfo } from './crl.ts';
import { answersFor, isResponder, type OcspInfo } from './ocsp.ts';
import { Oid } from './oids.ts';
import { verifyOnce } from './verify-once.ts';

/** What is known of one certificate's revocation at the time of judgement. */
export interface RevocationStatus {
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly source: 'crl' | 'ocsp' | 'none';
  /** When the evidence was issued: later than this nothing is known. */
  readonly knownUpTo: Date | null;
  /** Until when the evidence counts as current (nextUpdate); null: it does not say. */
  readonly validUntil: Date | null;
  /** Also set where the revocation came after the time of judgement, and the status at that time is good. */
  readonly revokedAt: Date | null;
  readonly reason: CrlReason | null;
  /** Which evidence decided (SHA-256 of its DER, hex): what a B-LT signature has to carry. */
  readonly evidence: string | null;
  /** Why nothing is known, evidence by evidence. */
  readonly reasons: readonly string[];
}

/** The evidence at hand, and who may have signed it. */
export interface RevocationEvidence {
  readonly crls: readonly CrlInfo[];
  readonly ocsps: readonly OcspInfo[];
  /** Certificates at hand, among which a responder's may be that did not come with its response (a DSS keeps them apart). */
  readonly responders: readonly CertificateInfo[];
  /** Certificates with a path to an anchor that may sign a CRL in the issuer's name (key rollover), besides the issuer. */
  readonly crlSigners: (issuer: CertificateInfo) => readonly CertificateInfo[];
}

/** One usable answer about one certificate. */
interface Answer {
  readonly source: 'crl' | 'ocsp';
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly evidence: string;
  /** null: not revoked. */
  readonly revoked: { readonly at: Date; readonly since: Date; readonly reason: CrlReason | null } | null;
  /** Certificates that expired after this are still answered for. */
  readonly answersForExpiredSince: Date | null;
}

/**
 * Judges the revocation of a certificate at a time (RFC 5280 6.3, RFC 6960 3.2; C23, C24). Delta and indirect CRLs, and
 * those of some reasons only, are not used. An answer is current when it was issued after the time of judgement, or was
 * in force then; a certificate once listed stays revoked, however old the list, unless it was only on hold.
 */
export const revocationOf = (
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
  at: Date,
  maxAge: number | null,
): RevocationStatus => {
  const reasons: string[] = [];
  const answers = [
    ...crlAnswers(certificate, issuer, evidence, reasons),
    ...ocspAnswers(certificate, issuer, evidence, reasons),
  ].sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());

  const decisive =
    answers[0]?.revoked != null
      ? answers[0]
      : answers.find(({ revoked }) => revoked !== null && revoked.reason !== CrlReason.CertificateHold);
  const revoked = decisive?.revoked ?? null;
  if (decisive !== undefined && revoked !== null && revoked.since <= at)
    return { ...shown(decisive), status: 'revoked', revokedAt: revoked.at, reason: revoked.reason, reasons };

  const stale: string[] = [];
  for (const answer of answers) {
    const fault = notCurrent(answer, certificate, at, maxAge);
    if (fault !== null) stale.push(fault);
    else
      return {
        ...shown(answer),
        status: 'good',
        revokedAt: revoked?.at ?? null,
        reason: revoked?.reason ?? null,
        reasons: [],
      };
  }
  // A list from after the time of judgement that gives a later date of revocation says as well that it was good before.
  if (decisive !== undefined && revoked !== null)
    return { ...shown(decisive), status: 'good', revokedAt: revoked.at, reason: revoked.reason, reasons: [] };
  const why = [...reasons, ...stale];
  if (why.length === 0) why.push(`no CRL of ${issuer.subject.text} at hand`);
  return {
    status: 'unknown',
    source: 'none',
    knownUpTo: answers[0]?.thisUpdate ?? null,
    validUntil: answers[0]?.nextUpdate ?? null,
    revokedAt: null,
    reason: null,
    evidence: null,
    reasons: why,
  };
};

const shown = ({ source, thisUpdate, nextUpdate, evidence }: Answer) => ({
  source,
  knownUpTo: thisUpdate,
  validUntil: nextUpdate,
  evidence,
});

const label = { crl: 'CRL', ocsp: 'OCSP response' } as const;
const day = (date: Date): string => date.toISOString().slice(0, 16).replace('T', ' ');

/** Why an answer does not tell the state at `at`; null: it does (C25). */
const notCurrent = (answer: Answer, certificate: CertificateInfo, at: Date, maxAge: number | null): string | null => {
  const { source, thisUpdate, nextUpdate, answersForExpiredSince } = answer;
  if (
    thisUpdate > certificate.notAfter &&
    !(answersForExpiredSince !== null && answersForExpiredSince <= certificate.notAfter)
  )
    return `the ${label[source]} of ${day(thisUpdate)} was issued after the certificate expired`;
  if (thisUpdate >= at) return null;
  if (nextUpdate === null && source === 'ocsp') return `the OCSP response of ${day(thisUpdate)} tells nothing later`;
  if (nextUpdate !== null && nextUpdate < at) return `the ${label[source]} at hand ended on ${day(nextUpdate)}`;
  if (maxAge !== null && at.getTime() - thisUpdate.getTime() > maxAge)
    return `the ${label[source]} of ${day(thisUpdate)} is too old`;
  return null;
};

const crlAnswers = (
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  { crls, crlSigners }: RevocationEvidence,
  reasons: string[],
): readonly Answer[] =>
  crls.flatMap((crl): readonly Answer[] => {
    if (crl.issuer.key !== certificate.issuer.key) return [];
    const fault = crlFault(crl, certificate) ?? crlSignatureFault(crl, issuer, crlSigners);
    if (fault !== null) {
      reasons.push(`the CRL of ${crl.issuer.text} of ${day(crl.thisUpdate)} is not used: ${fault}`);
      return [];
    }
    const entry = crl.find(certificate.serial);
    const listed = entry !== null && entry.reason !== CrlReason.RemoveFromCrl;
    const since = entry?.invalidityDate;
    return [
      {
        source: 'crl',
        thisUpdate: crl.thisUpdate,
        nextUpdate: crl.nextUpdate,
        evidence: crl.fingerprint,
        revoked: listed
          ? {
              at: entry.revokedAt,
              since: since != null && since < entry.revokedAt ? since : entry.revokedAt,
              reason: entry.reason,
            }
          : null,
        answersForExpiredSince: crl.keepsExpiredSince,
      },
    ];
  });

/** Is the list complete and about this certificate (RFC 5280 6.3.3 b)? */
const crlFault = (crl: CrlInfo, certificate: CertificateInfo): string | null => {
  const { scope } = crl;
  if (crl.delta) return 'delta CRLs are not supported';
  if (crl.unknownCritical.length > 0) return `it has the critical extension ${crl.unknownCritical.join(', ')}`;
  if (scope === null) return null;
  const ca = certificate.basicConstraints?.ca === true;
  if (scope.indirect) return 'indirect CRLs are not supported';
  if (scope.onlySomeReasons) return 'it lists some reasons only';
  if (scope.onlyAttributeCertificates || (ca ? scope.onlyUserCertificates : scope.onlyCaCertificates))
    return 'it is about other kinds of certificate';
  if (scope.urls !== null && !scope.urls.some((url) => certificate.crlUrls.includes(url)))
    return 'it is for another distribution point';
  return null;
};

/** The issuer first: the others are looked for only when it did not sign. */
function* signersInOrder(
  issuer: CertificateInfo,
  crlSigners: RevocationEvidence['crlSigners'],
): Generator<CertificateInfo> {
  yield issuer;
  yield* crlSigners(issuer);
}

const crlSignatureFault = (
  crl: CrlInfo,
  issuer: CertificateInfo,
  crlSigners: RevocationEvidence['crlSigners'],
): string | null => {
  let fault = 'its signature is not the issuer’s';
  for (const signer of signersInOrder(issuer, crlSigners)) {
    if (signer.keyUsage !== null && !signer.keyUsage.has('cRLSign')) fault = 'its issuer may not sign CRLs';
    else {
      const verdict = verifyOnce(crl, signer);
      if (verdict === 'valid') return null;
      if (verdict === 'unsupported') fault = 'its signature cannot be checked here';
    }
  }
  return fault;
};

const ocspAnswers = (
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
  reasons: string[],
): readonly Answer[] =>
  evidence.ocsps.flatMap((ocsp): readonly Answer[] => {
    const answer = ocsp.answers.find((one) => answersFor(one, certificate, issuer));
    if (answer === undefined) return [];
    // "unknown" is no evidence and takes nothing from other evidence.
    if (answer.status === 'unknown') {
      reasons.push('an OCSP responder does not know the certificate');
      return [];
    }
    const fault = responderFault(ocsp, certificate, issuer, evidence);
    if (fault !== null) {
      reasons.push(`the OCSP response of ${day(ocsp.producedAt)} is not used: ${fault}`);
      return [];
    }
    return [
      {
        source: 'ocsp',
        thisUpdate: answer.thisUpdate,
        nextUpdate: answer.nextUpdate,
        evidence: ocsp.fingerprint,
        revoked:
          answer.revokedAt === null ? null : { at: answer.revokedAt, since: answer.revokedAt, reason: answer.reason },
        answersForExpiredSince: answer.archiveCutOff,
      },
    ];
  });

/** Did the issuer, or a responder that it appointed, sign (RFC 6960 4.2.2.2)? Nobody vouches for themselves (C23). */
const responderFault = (
  ocsp: OcspInfo,
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
): string | null => {
  if (isResponder(ocsp, issuer) && verifyOnce(ocsp, issuer) === 'valid') return null;
  let fault = 'its responder was not appointed by the issuer';
  for (const responder of [...ocsp.certificates, ...evidence.responders]) {
    if (!isResponder(ocsp, responder) || responder.issuer.key !== issuer.subject.key) continue;
    if (sameCertificate(responder, certificate)) fault = 'the certificate vouches for itself';
    else if (responder.extendedKeyUsage?.purposes.includes(Oid.kpOcspSigning) !== true)
      fault = 'its responder may not sign OCSP responses';
    else if (verifyOnce(responder, issuer) !== 'valid') fault = 'its responder was not appointed by the issuer';
    else if (ocsp.producedAt < responder.notBefore || ocsp.producedAt > responder.notAfter)
      fault = 'its responder’s certificate was not valid then';
    else if (!responder.ocspNoCheck && responderRevoked(responder, issuer, evidence, ocsp.producedAt))
      fault = 'its responder’s certificate is revoked';
    else if (verifyOnce(ocsp, responder) !== 'valid') fault = 'its signature is not the responder’s';
    else return null;
  }
  return fault;
};

/** By CRLs alone: an OCSP response about the responder would come from the responder. */
const responderRevoked = (
  responder: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
  at: Date,
): boolean =>
  crlAnswers(responder, issuer, evidence, []).some(({ revoked }) => revoked !== null && revoked.since <= at);
