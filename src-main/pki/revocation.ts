import type { CertificateInfo } from './certificate.ts';
import { sameCertificate } from './certificate.ts';
import { crlAnswers } from './crl-answers.ts';
import { CrlReason } from './crl-reason.ts';
import { answersFor, isResponder, type OcspInfo } from './ocsp.ts';
import { Oid } from './oids.ts';
import { minuteOf, type RevocationAnswer, type RevocationEvidence } from './revocation-evidence.ts';
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
  /** Since when the key is known or suspected to have been in other hands (RFC 5280, 5.3.2), where that is before `revokedAt`; else that. */
  readonly invalidSince: Date | null;
  readonly reason: CrlReason | null;
  /** Which evidence decided (SHA-256 of its DER, hex): what a B-LT signature has to carry. */
  readonly evidence: readonly string[];
  /** Why nothing is known, evidence by evidence. */
  readonly reasons: readonly string[];
}

/**
 * Judges the revocation of a certificate at a time (RFC 5280 6.3, RFC 6960 3.2; C23, C24). An answer is current when it
 * was issued after the time of judgement, or was in force then; a certificate once listed stays revoked, however old the
 * list, unless it was only on hold.
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
    return { ...shown(decisive), status: 'revoked', ...about(revoked), reasons };

  const stale: string[] = [];
  for (const answer of answers) {
    const fault = notCurrent(answer, certificate, at, maxAge);
    if (fault !== null) stale.push(fault);
    else
      return {
        ...shown(answer),
        status: 'good',
        ...about(revoked),
        reasons: [],
      };
  }
  // A list from after the time of judgement that gives a later date of revocation says as well that it was good before.
  if (decisive !== undefined && revoked !== null)
    return { ...shown(decisive), status: 'good', ...about(revoked), reasons: [] };
  const why = [...reasons, ...stale];
  if (why.length === 0) why.push(`no CRL of ${issuer.subject.text} at hand`);
  return {
    status: 'unknown',
    source: 'none',
    knownUpTo: answers[0]?.thisUpdate ?? null,
    validUntil: answers[0]?.nextUpdate ?? null,
    ...about(null),
    evidence: [],
    reasons: why,
  };
};

const shown = ({ source, thisUpdate, nextUpdate, evidence }: RevocationAnswer) => ({
  source,
  knownUpTo: thisUpdate,
  validUntil: nextUpdate,
  evidence,
});

const about = (revoked: RevocationAnswer['revoked']) => ({
  revokedAt: revoked?.at ?? null,
  invalidSince: revoked?.since ?? null,
  reason: revoked?.reason ?? null,
});

const label = { crl: 'CRL', ocsp: 'OCSP response' } as const;

/** Why an answer does not tell the state at `at`; null: it does (C25). */
const notCurrent = (
  answer: RevocationAnswer,
  certificate: CertificateInfo,
  at: Date,
  maxAge: number | null,
): string | null => {
  const { source, thisUpdate, nextUpdate, answersForExpiredSince } = answer;
  if (
    thisUpdate > certificate.notAfter &&
    !(answersForExpiredSince !== null && answersForExpiredSince <= certificate.notAfter)
  )
    return `the ${label[source]} of ${minuteOf(thisUpdate)} was issued after the certificate expired`;
  if (thisUpdate >= at) return null;
  if (nextUpdate === null && source === 'ocsp')
    return `the OCSP response of ${minuteOf(thisUpdate)} tells nothing later`;
  if (nextUpdate !== null && nextUpdate < at) return `the ${label[source]} at hand ended on ${minuteOf(nextUpdate)}`;
  if (maxAge !== null && at.getTime() - thisUpdate.getTime() > maxAge)
    return `the ${label[source]} of ${minuteOf(thisUpdate)} is too old`;
  return null;
};

const ocspAnswers = (
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
  reasons: string[],
): readonly RevocationAnswer[] =>
  evidence.ocsps.flatMap((ocsp): readonly RevocationAnswer[] => {
    const answer = ocsp.answers.find((one) => answersFor(one, certificate, issuer));
    if (answer === undefined) return [];
    // "unknown" is no evidence and takes nothing from other evidence.
    if (answer.status === 'unknown') {
      reasons.push('an OCSP responder does not know the certificate');
      return [];
    }
    const fault = responderFault(ocsp, certificate, issuer, evidence);
    if (fault !== null) {
      reasons.push(`the OCSP response of ${minuteOf(ocsp.producedAt)} is not used: ${fault}`);
      return [];
    }
    return [
      {
        source: 'ocsp',
        thisUpdate: answer.thisUpdate,
        nextUpdate: answer.nextUpdate,
        evidence: [ocsp.fingerprint],
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
