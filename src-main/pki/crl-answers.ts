import { Asn1Error, sameBytes } from './asn1/read.ts';
import { type CertificateInfo, sameCertificate } from './certificate.ts';
import { CrlReason } from './crl-reason.ts';
import type { CrlEntry, CrlInfo } from './crl.ts';
import { concerns, reasonsCovered } from './crl-scope.ts';
import { allReasons } from './distribution-point.ts';
import { reportsOf } from './reported-loss.ts';
import { minuteOf, type RevocationAnswer, type RevocationEvidence } from './revocation-evidence.ts';
import { verifyOnce } from './verify-once.ts';

/** A list that may be used for a certificate, and what it says of it. */
interface UsableCrl {
  readonly crl: CrlInfo;
  /** Bits of ReasonFlags. */
  readonly reasons: ReadonlySet<number>;
  readonly entry: CrlEntry | null;
}

/**
 * What CRLs say of a certificate (RFC 5280 6.3.3; C24): complete lists, each also with the newest delta that starts from
 * it; lists of some reasons only together, when they leave none out; indirect lists by the issuers that the certificate's
 * distribution points name. Why a list is not used is added to `notes`.
 */
export const crlAnswers = (
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
  notes: string[],
): readonly RevocationAnswer[] => {
  const usable = evidence.crls.flatMap((crl): readonly UsableCrl[] => {
    if (!concerns(crl, certificate)) return [];
    const read = use(crl, certificate, issuer, evidence);
    if (!('fault' in read)) return [read];
    notes.push(`the CRL of ${crl.issuer.text} of ${minuteOf(crl.thisUpdate)} is not used: ${read.fault}`);
    return [];
  });
  const bases = usable.filter(({ crl }) => crl.baseNumber === null);
  const deltas = usable.filter(({ crl }) => crl.baseNumber !== null).sort(newestFirst);
  const updated = bases.flatMap((base) => {
    const delta = deltas.find((one) => startsFrom(one.crl, base.crl));
    return delta === undefined ? [] : [{ base, delta }];
  });
  const views: readonly View[] = [
    ...bases.map((base) => viewOf(base, base, [base.crl])),
    ...updated.map(({ base, delta }) => viewOf(base, delta, [base.crl, delta.crl])),
  ];
  // Without its base a delta clears nobody; but what it lists is revoked.
  const alone = deltas.filter((delta) => !updated.some((one) => one.delta === delta));
  for (const { crl } of alone)
    notes.push(
      `the CRL of ${crl.issuer.text} of ${minuteOf(crl.thisUpdate)} is not used: it is a delta without its base`,
    );
  const listed = alone
    .map((delta) => viewOf(delta, delta, [delta.crl]))
    .filter(({ answer }) => answer.revoked !== null);
  const complete = views.filter((view) => isComplete(view.reasons) || view.answer.revoked !== null);
  return [...complete, ...listed].map(({ answer }) => answer).concat(together(views, notes));
};

/** An answer, and the reasons that it is about. */
interface View {
  readonly answer: RevocationAnswer;
  readonly reasons: ReadonlySet<number>;
}

const newestFirst = (a: UsableCrl, b: UsableCrl): number => b.crl.thisUpdate.getTime() - a.crl.thisUpdate.getTime();

const isComplete = (reasons: ReadonlySet<number>): boolean => [...allReasons].every((reason) => reasons.has(reason));

/** What `last` says, or where it says nothing, `base`. A delta's removeFromCRL takes an entry back (RFC 5280 5.3.1). */
const viewOf = (base: UsableCrl, last: UsableCrl, crls: readonly CrlInfo[]): View => {
  const entry = last.entry ?? base.entry;
  const since = entry?.invalidityDate;
  return {
    reasons: base.reasons,
    answer: {
      source: 'crl',
      thisUpdate: last.crl.thisUpdate,
      nextUpdate: last.crl.nextUpdate,
      evidence: crls.map(({ fingerprint }) => fingerprint),
      revoked:
        entry === null || entry.reason === CrlReason.RemoveFromCrl
          ? null
          : {
              at: entry.revokedAt,
              since: since != null && since < entry.revokedAt ? since : entry.revokedAt,
              reason: entry.reason,
            },
      answersForExpiredSince: base.crl.keepsExpiredSince,
    },
  };
};

/** Lists of some reasons only, the newest of each kind, as one answer, when together they are about all reasons. */
const together = (views: readonly View[], notes: string[]): readonly RevocationAnswer[] => {
  const newest = new Map<string, View>();
  for (const view of views.filter(({ reasons }) => !isComplete(reasons))) {
    const kind = [...view.reasons].join();
    const known = newest.get(kind);
    if (known === undefined || known.answer.thisUpdate < view.answer.thisUpdate) newest.set(kind, view);
  }
  const clear = [...newest.values()].filter(({ answer }) => answer.revoked === null);
  const [first, ...rest] = clear;
  if (first === undefined) return [];
  if (!isComplete(new Set(clear.flatMap(({ reasons }) => [...reasons])))) {
    if (newest.size === clear.length) notes.push('the CRLs at hand list some reasons only');
    return [];
  }
  return [
    rest.reduce<RevocationAnswer>(
      (one, { answer }) => ({
        ...one,
        thisUpdate: answer.thisUpdate < one.thisUpdate ? answer.thisUpdate : one.thisUpdate,
        nextUpdate: earlier(one.nextUpdate, answer.nextUpdate),
        evidence: [...one.evidence, ...answer.evidence],
        answersForExpiredSince: later(one.answersForExpiredSince, answer.answersForExpiredSince),
      }),
      first.answer,
    ),
  ];
};

/** The earlier of two ends; null has none. */
const earlier = (a: Date | null, b: Date | null): Date | null => (a === null ? b : b === null ? a : a < b ? a : b);
/** What both answer for; null: one of them does not. */
const later = (a: Date | null, b: Date | null): Date | null => (a === null || b === null ? null : a > b ? a : b);

/** Does the delta bring this complete list up to date (RFC 5280 5.2.4, 6.3.3 c)? */
const startsFrom = (delta: CrlInfo, base: CrlInfo): boolean => {
  const numberOf = (hex: string): bigint => BigInt(`0x${hex}`);
  return (
    delta.baseNumber !== null &&
    delta.number !== null &&
    base.number !== null &&
    delta.issuer.key === base.issuer.key &&
    sameOrAbsent(delta.scope?.der, base.scope?.der) &&
    sameOrAbsent(delta.authorityKeyId, base.authorityKeyId) &&
    numberOf(base.number) >= numberOf(delta.baseNumber) &&
    numberOf(base.number) < numberOf(delta.number)
  );
};

const sameOrAbsent = (a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean =>
  a == null || b == null ? a == b : sameBytes(a, b);

const use = (
  crl: CrlInfo,
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
): UsableCrl | { readonly fault: string } => {
  const covered = reasonsCovered(crl, certificate);
  if ('fault' in covered) return covered;
  const fault =
    crl.issuer.key === issuer.subject.key
      ? signatureFault(crl, issuer, evidence)
      : indirectSignatureFault(crl, evidence);
  if (fault !== null) return { fault };
  try {
    const found = crl.find(certificate);
    return 'unknownCritical' in found
      ? { fault: `an entry has the critical extension ${found.unknownCritical}` }
      : { crl, reasons: covered.reasons, entry: found.entry };
  } catch (error) {
    if (error instanceof Asn1Error) return { fault: 'it is damaged' };
    throw error;
  }
};

/** The issuer first: its other certificates (key rollover) are looked for only when this one did not sign. */
function* ownSigners(issuer: CertificateInfo, { crlSigners }: RevocationEvidence): Generator<CertificateInfo> {
  yield issuer;
  for (const [signer] of crlSigners(issuer.subject.key))
    if (signer !== undefined && !sameCertificate(signer, issuer) && signer.basicConstraints?.ca === true) yield signer;
}

const signatureFault = (crl: CrlInfo, issuer: CertificateInfo, evidence: RevocationEvidence): string | null => {
  let fault = 'its signature is not the issuer’s';
  for (const signer of ownSigners(issuer, evidence)) {
    const found = faultUnder(crl, signer);
    if (found === null) return null;
    fault = found === notSigned ? fault : found;
  }
  return fault;
};

/** Did the issuer that the distribution point names sign, and was it not revoked itself (by a list of its own issuer, or a report)? */
const indirectSignatureFault = (crl: CrlInfo, evidence: RevocationEvidence): string | null => {
  let fault = 'no certificate of its issuer leads to the same trust anchor';
  for (const [signer, above] of evidence.crlSigners(crl.issuer.key)) {
    if (signer === undefined) continue;
    const found = faultUnder(crl, signer);
    if (found !== null) fault = found;
    else if (above !== undefined && isRevoked(signer, above, evidence, crl.thisUpdate))
      fault = 'its issuer was revoked';
    else return null;
  }
  return fault;
};

const isRevoked = (
  signer: CertificateInfo,
  issuer: CertificateInfo,
  evidence: RevocationEvidence,
  at: Date,
): boolean => {
  // Lists of the signer's issuer alone, so that no two indirect lists wait for each other.
  const crls = evidence.crls.filter((crl) => crl.issuer.key === signer.issuer.key);
  return [
    ...crlAnswers(signer, issuer, { ...evidence, crls }, []).map(({ revoked }) => revoked),
    ...reportsOf(signer, evidence.reported),
  ].some((revoked) => revoked !== null && revoked.since <= at);
};

const notSigned = 'its signature is not its issuer’s';

const faultUnder = (crl: CrlInfo, signer: CertificateInfo): string | null => {
  if (signer.keyUsage !== null && !signer.keyUsage.has('cRLSign')) return 'its issuer may not sign CRLs';
  const verdict = verifyOnce(crl, signer);
  if (verdict === 'valid') return null;
  return verdict === 'unsupported' ? 'its signature cannot be checked here' : notSigned;
};
