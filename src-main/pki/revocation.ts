import type { CertificateInfo } from './certificate.ts';
import { sameCertificate } from './certificate.ts';
import { crlAnswers } from './crl-answers.ts';
import { CrlReason } from './crl-reason.ts';
import { answersFor, isResponder, type OcspInfo } from './ocsp.ts';
import { Oid } from './oids.ts';
import { minuteOf, type RevocationAnswer, type RevocationEvidence } from './revocation-evidence.ts';
import { reportsOf } from './reported-loss.ts';
import { verifyOnce } from './verify-once.ts';

/** What is known of one certificate's revocation at the time of judgement. */
export interface RevocationStatus {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** `report`: no list or response at hand revokes it by then, but whoever judges knows of it. */
  readonly source: 'crl' | 'ocsp' | 'report' | 'none';
  /** When the evidence was issued: later than this nothing is known. */
  readonly knownUpTo: Date | null;
  /** Until when the evidence counts as current (nextUpdate); null: it does not say. */
  readonly validUntil: Date | null;
  /** Also set where the revocation came after the time of judgement, and it was not revoked at that time. */
  readonly revokedAt: Date | null;
  /** Since when the key is known or suspected to have been in other hands (RFC 5280, 5.3.2), where that is before `revokedAt`; else that. */
  readonly invalidSince: Date | null;
  readonly reason: CrlReason | null;
  /** `revokedAt` and `reason` are of a report: no list or response at hand bears them out. */
  readonly onReport: boolean;
  /** Which evidence decided (SHA-256 of its DER, hex): what a B-LT signature has to carry. */
  readonly evidence: readonly string[];
  /** Why nothing is known, evidence by evidence. */
  readonly reasons: readonly string[];
}

/**
 * Judges the revocation of a certificate at a time (RFC 5280 6.3, RFC 6960 3.2; C23, C24). An answer is current when it
 * was issued after the time of judgement, or was in force then; a certificate once listed stays revoked, however old the
 * list, unless it was only on hold. What was reported to whoever judges revokes as a list does, and clears nothing.
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
  const known = [
    ...(decisive?.revoked == null ? [] : [{ ...decisive.revoked, ...shown(decisive) }]),
    ...reportsOf(certificate, evidence.reported).map((report) => ({ ...report, ...reportedOnly })),
  ];
  // A revocation before a suspension, and what a list says before what was reported; the earliest loss of all counts.
  const firm = known.filter(({ reason }) => reason !== CrlReason.CertificateHold);
  const ordered = [...firm, ...known.filter((one) => !firm.includes(one))];
  const revoking = ordered.find(({ since }) => since <= at) ?? null;
  if (revoking !== null) {
    const { source, knownUpTo, validUntil, evidence: decided } = revoking;
    return { status: 'revoked', source, knownUpTo, validUntil, ...about(revoking, firm), evidence: decided, reasons };
  }
  const later = about(ordered[0] ?? null, firm);

  const stale: string[] = [];
  for (const answer of answers) {
    const fault = notCurrent(answer, certificate, at, maxAge);
    if (fault !== null) stale.push(fault);
    else return { ...shown(answer), status: 'good', ...later, reasons: [] };
  }
  // A list from after the time of judgement that gives a later date of revocation says as well that it was good before.
  if (decisive?.revoked != null) return { ...shown(decisive), status: 'good', ...later, reasons: [] };
  const why = [...reasons, ...stale];
  if (why.length === 0) why.push(`no CRL of ${issuer.subject.text} at hand`);
  return {
    status: 'unknown',
    source: 'none',
    knownUpTo: answers[0]?.thisUpdate ?? null,
    validUntil: answers[0]?.nextUpdate ?? null,
    ...later,
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

/** A report says nothing of any other time, and there is nothing that a signature could carry. */
const reportedOnly = { source: 'report', knownUpTo: null, validUntil: null, evidence: [] } as const;

type Known = NonNullable<RevocationAnswer['revoked']> & { readonly source: RevocationStatus['source'] };

const about = (one: Known | null, firm: readonly Known[]) => ({
  revokedAt: one?.at ?? null,
  invalidSince: one && lossOf(one, firm),
  reason: one?.reason ?? null,
  onReport: one?.source === 'report',
});

/** Since when the key counts as lost. A suspension is no loss: it stands for itself. */
const lossOf = (one: Known, firm: readonly Known[]): Date =>
  firm.includes(one) ? firm.reduce((first, { since }) => (since < first ? since : first), one.since) : one.since;

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

/** By CRLs and reports alone: an OCSP response about the responder would come from the responder. */
const responderRevoked = (
  responder: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
  at: Date,
): boolean =>
  [
    ...crlAnswers(responder, issuer, evidence, []).map(({ revoked }) => revoked),
    ...reportsOf(responder, evidence.reported),
  ].some((revoked) => revoked !== null && revoked.since <= at);
