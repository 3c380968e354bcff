import { type Conclusion, SubIndication } from '../domain/indication.ts';
import { type CertificateInfo, type KeyUsage, readCertificate } from './certificate.ts';
import { policyFault } from './certificate-policies.ts';
import { CrlReason, crlReasonLabel } from './crl-reason.ts';
import { type CrlInfo, readCrl } from './crl.ts';
import { type Finding, conclude, failed, indeterminate } from './findings.ts';
import { nameConstraintFaults } from './name-constraints.ts';
import { type OcspInfo, readOcsp } from './ocsp.ts';
import { Oid } from './oids.ts';
import { buildPaths } from './path-building.ts';
import type { ReportedLoss } from './reported-loss.ts';
import { revocationOf, type RevocationStatus } from './revocation.ts';
import type { RevocationEvidence } from './revocation-evidence.ts';
import { defaultValidationPolicy, type ValidationPolicy } from './validation-policy.ts';

/** What a path is built and judged from. DER is read leniently: what cannot be read is left out. */
export interface ValidatePathInput {
  /** Trust anchors of the local store. Nothing that comes with a file belongs here. */
  readonly anchors: readonly (CertificateInfo | Uint8Array)[];
  /** Issuer certificates from anywhere. Untrusted. */
  readonly intermediates: readonly (CertificateInfo | Uint8Array)[];
  readonly crls: readonly (CrlInfo | Uint8Array)[];
  /** OCSPResponse or BasicOCSPResponse structures. */
  readonly ocsps?: readonly (OcspInfo | Uint8Array)[];
  /** Certificates known here to be out of use though no list says so yet; of anchors, too. */
  readonly reported?: readonly ReportedLoss[];
  /** The time of judgement. */
  readonly at: Date;
  /**
   * Is it proven (by a time-stamp) that the signature existed at `at`? A claimed time is not proof: then what went wrong
   * before `at` leaves the verdict open instead of settling it.
   */
  readonly timeIsProven?: boolean;
  /** What the leaf must be fit for. Default: signing. */
  readonly purpose?: 'signing' | 'timestamping';
  readonly policy?: ValidationPolicy;
}

/** A certificate path judged. */
export interface PathReport {
  readonly conclusion: Conclusion;
  /** Leaf first; to the anchor where one was found, otherwise as far as issuers were at hand. */
  readonly chain: readonly CertificateInfo[];
  /** The trust anchor reached; null: none. */
  readonly anchor: CertificateInfo | null;
  /** Of the leaf. */
  readonly revocation: RevocationStatus;
  /** Of the issuers between leaf and anchor, in the chain's order. */
  readonly issuerRevocations: readonly RevocationStatus[];
  /** Those of `conclusion`, and notes that do not decide (revoked later than `at`). */
  readonly reasons: readonly string[];
}

const { CertificateChainGeneralFailure, ChainConstraintsFailure, NoCertificateChainFound } = SubIndication;
const { NotYetValid, OutOfBoundsNoPoe, Revoked, RevokedCaNoPoe, RevokedNoPoe, TryLater } = SubIndication;

/** More certificates or lists than a sane file carries are not looked at: time stays bounded. */
const maxItems = 500;

/**
 * Builds and judges certificate paths (RFC 5280 6.1, 6.3; EN 319 102-1 5.2.6; C20 to C25): signatures, validity at the
 * time (shell model), basicConstraints, keyUsage, name constraints, policies, unknown critical extensions, revocation.
 * Of several paths the best one is reported.
 */
export const validatePath = (leafInput: CertificateInfo | Uint8Array, input: ValidatePathInput): PathReport => {
  const policy = input.policy ?? defaultValidationPolicy;
  const leaf = leafInput instanceof Uint8Array ? readCertificate(leafInput) : ({ ok: true, value: leafInput } as const);
  if (!leaf.ok)
    return report([], null, notJudged, [], [failed(SubIndication.FormatFailure, 'the certificate cannot be read')]);
  const anchors = readAll(input.anchors, readCertificate);
  const intermediates = readAll(input.intermediates, readCertificate);
  const store = { anchors, intermediates, ...policy };
  const built = buildPaths(leaf.value, store);
  if (built.paths.length === 0)
    return report(
      built.partial,
      null,
      notJudged,
      [],
      [indeterminate(NoCertificateChainFound, `no path to a trust anchor: ${built.obstacle ?? 'no issuer found'}`)],
    );
  const crls = readAll(input.crls, readCrl);
  const ocsps = readAll(input.ocsps ?? [], readOcsp);
  const evidenceBelow = (anchor: CertificateInfo | undefined): RevocationEvidence => ({
    crls,
    ocsps,
    responders: intermediates,
    reported: input.reported ?? [],
    crlSigners: (name) =>
      [...anchors, ...intermediates]
        .filter((one) => one.subject.key === name)
        .flatMap((one) => buildPaths(one, { ...store, trustLeafAnchors: true }).paths)
        .filter((path) => anchor !== undefined && path.at(-1)?.fingerprint === anchor.fingerprint),
  });
  const judged = built.paths.map((path) => judge(path, input, policy, evidenceBelow(path.at(-1))));
  const [best] = judged.sort((a, b) => a.rank - b.rank);
  if (best === undefined) throw new Error('paths without a judgement');
  return best.report;
};

const readAll = <T extends object>(
  items: readonly (T | Uint8Array)[],
  read: (der: Uint8Array) => { readonly ok: true; readonly value: T } | { readonly ok: false },
): readonly T[] =>
  items.slice(0, maxItems).flatMap((item) => {
    if (!(item instanceof Uint8Array)) return [item];
    const result = read(item);
    return result.ok ? [result.value] : [];
  });

const notJudged: RevocationStatus = {
  status: 'unknown',
  source: 'none',
  knownUpTo: null,
  validUntil: null,
  revokedAt: null,
  invalidSince: null,
  reason: null,
  onReport: false,
  evidence: [],
  reasons: [],
};

const report = (
  chain: readonly CertificateInfo[],
  anchor: CertificateInfo | null,
  revocation: RevocationStatus,
  issuerRevocations: readonly RevocationStatus[],
  findings: readonly Finding[],
  notes: readonly string[] = [],
): PathReport => {
  const conclusion = conclude(findings);
  return { conclusion, chain, anchor, revocation, issuerRevocations, reasons: [...conclusion.reasons, ...notes] };
};

/** Judges one path. Rank: passed before revoked before the rest, and fewer faults before more. */
const judge = (
  path: readonly CertificateInfo[],
  input: ValidatePathInput,
  policy: ValidationPolicy,
  evidence: RevocationEvidence,
): { readonly report: PathReport; readonly rank: number } => {
  const structural = [
    ...pathFindings(path, policy),
    ...validityFindings(path, input, policy),
    ...leafFindings(path, input, policy),
  ];
  const notes: string[] = [];
  const revocation: Finding[] = [];
  const statuses = path.map((certificate, depth) => {
    const issuer = path[depth + 1];
    const demand = depth === 0 ? policy.revocation.leaf : policy.revocation.issuers;
    if (demand === 'ignored') return notJudged;
    const status =
      issuer === undefined
        ? reportedAnchor(certificate, evidence, input.at)
        : revocationOf(certificate, issuer, evidence, input.at, policy.maxRevocationAge);
    const finding = revocationFinding(
      certificate,
      status,
      depth === 0,
      demand === 'required' && issuer !== undefined,
      input.timeIsProven === true,
    );
    if (finding !== null) revocation.push(finding);
    if (status.status !== 'revoked' && status.revokedAt !== null)
      notes.push(
        `${certificate.subject.text} was ${endOf(status)} later, on ${status.revokedAt.toISOString()} (${crlReasonLabel(status.reason)})`,
      );
    return status;
  });
  const findings = [...structural, ...revocation];
  const revoked = revocation.some(({ subIndication }) => subIndication !== TryLater);
  const [leafStatus = notJudged, ...issuerStatuses] = statuses;
  return {
    report: report(path, path.at(-1) ?? null, leafStatus, issuerStatuses.slice(0, -1), findings, notes),
    rank: findings.length === 0 ? -1 : structural.length * 2 + (revoked ? 0 : 1),
  };
};

/** No list speaks of an anchor; but one that is reported here, as a signer's own that is trusted as it is, is out of use. */
const reportedAnchor = (anchor: CertificateInfo, evidence: RevocationEvidence, at: Date): RevocationStatus => {
  const status = revocationOf(anchor, anchor, { ...evidence, crls: [], ocsps: [] }, at, null);
  return status.revokedAt === null ? notJudged : status;
};

const endOf = ({ onReport }: RevocationStatus): string => (onReport ? 'reported out of use' : 'revoked');

const revocationFinding = (
  certificate: CertificateInfo,
  status: RevocationStatus,
  leaf: boolean,
  required: boolean,
  timeIsProven: boolean,
): Finding | null => {
  const name = certificate.subject.text;
  if (status.status === 'unknown')
    return required ? indeterminate(TryLater, `revocation of ${name} not known: ${status.reasons.join('; ')}`) : null;
  if (status.status === 'good') return null;
  const { revokedAt, invalidSince } = status;
  const lost =
    invalidSince !== null && revokedAt !== null && invalidSince < revokedAt
      ? `; its key is reported lost since ${invalidSince.toISOString()}`
      : '';
  const words = `${name} was ${endOf(status)} on ${revokedAt?.toISOString() ?? 'an unknown date'} (${crlReasonLabel(status.reason)})${lost}`;
  if (status.reason === CrlReason.CertificateHold)
    return indeterminate(
      TryLater,
      `${name} is suspended since ${status.revokedAt?.toISOString() ?? 'an unknown date'}`,
    );
  if (!leaf) return indeterminate(RevokedCaNoPoe, words);
  return timeIsProven ? failed(Revoked, words) : indeterminate(RevokedNoPoe, words);
};

/** Extensions that path validation processes, or that bind nobody (RFC 5280 4.2; ETSI EN 319 412-5 statements). */
const processed: ReadonlySet<string> = new Set([
  Oid.keyUsage,
  Oid.basicConstraints,
  Oid.extKeyUsage,
  Oid.subjectAltName,
  Oid.issuerAltName,
  Oid.nameConstraints,
  Oid.certificatePolicies,
  Oid.policyMappings,
  Oid.policyConstraints,
  Oid.inhibitAnyPolicy,
  Oid.crlDistributionPoints,
  Oid.subjectKeyIdentifier,
  Oid.authorityKeyIdentifier,
  Oid.authorityInfoAccess,
  Oid.ocspNoCheck,
  Oid.qcStatements,
]);

/** RFC 5280 6.1.3 and 6.1.4, but signatures (checked in building), validity and revocation. */
const pathFindings = (path: readonly CertificateInfo[], policy: ValidationPolicy): readonly Finding[] => {
  const findings: Finding[] = [];
  const below = path.slice(0, -1);
  for (const certificate of below) {
    const unknown = certificate.extensions
      .filter(({ oid, critical }) => critical && (!processed.has(oid) || certificate.unreadable.includes(oid)))
      .map(({ oid }) => oid);
    if (unknown.length > 0)
      findings.push(
        indeterminate(
          CertificateChainGeneralFailure,
          `${certificate.subject.text} has a critical extension that cannot be processed: ${[...new Set(unknown)].join(', ')}`,
        ),
      );
  }
  path.forEach((issuer, depth) => {
    if (depth === 0) return;
    const anchor = depth === path.length - 1;
    const name = issuer.subject.text;
    // An anchor is a name and a key; but one that says itself that it is no CA is none (a signer's certificate, trusted as such).
    const ca = issuer.basicConstraints === null ? anchor : issuer.basicConstraints.ca;
    if (!ca) findings.push(indeterminate(CertificateChainGeneralFailure, `${name} is not a certification authority`));
    else if (issuer.keyUsage !== null && !issuer.keyUsage.has('keyCertSign'))
      findings.push(indeterminate(CertificateChainGeneralFailure, `${name} may not sign certificates (keyUsage)`));
    const limit = issuer.basicConstraints?.pathLength ?? null;
    const between = path.slice(1, depth).filter((one) => !one.selfIssued).length;
    if (limit !== null && between > limit)
      findings.push(
        indeterminate(ChainConstraintsFailure, `${name} allows ${limit} authorities below it, not ${between}`),
      );
  });
  for (const fault of nameConstraintFaults(path)) findings.push(indeterminate(ChainConstraintsFailure, fault));
  let fault: string | null;
  try {
    fault = path.length > 1 ? policyFault(path) : null;
  } catch {
    fault = 'the certificate policies cannot be read';
  }
  if (fault !== null) findings.push(indeterminate(ChainConstraintsFailure, fault));
  if (path.length > policy.maxPathLength)
    findings.push(
      indeterminate(ChainConstraintsFailure, `the path has more than ${policy.maxPathLength} certificates`),
    );
  return findings;
};

/**
 * Validity at the time of judgement. That a signature existed when its certificate had expired does not show that it was
 * made then, so expiry never settles the verdict; existence before notBefore does (EN 319 102-1 table 6, NOT_YET_VALID).
 */
const validityFindings = (
  path: readonly CertificateInfo[],
  { at, timeIsProven }: ValidatePathInput,
  policy: ValidationPolicy,
): readonly Finding[] =>
  (policy.anchorsExpire || path.length === 1 ? path : path.slice(0, -1)).flatMap((certificate, depth) => {
    const name = certificate.subject.text;
    if (at > certificate.notAfter)
      return [indeterminate(OutOfBoundsNoPoe, `${name} expired on ${certificate.notAfter.toISOString()}`)];
    if (at >= certificate.notBefore) return [];
    const words = `${name} is not valid before ${certificate.notBefore.toISOString()}`;
    return [depth === 0 && timeIsProven === true ? failed(NotYetValid, words) : indeterminate(OutOfBoundsNoPoe, words)];
  });

/** What the leaf may be used for (C21, RFC 3161 2.3). */
const leafFindings = (
  [leaf]: readonly CertificateInfo[],
  { purpose = 'signing' }: ValidatePathInput,
  policy: ValidationPolicy,
): readonly Finding[] => {
  if (leaf === undefined) return [];
  const name = leaf.subject.text;
  const findings: Finding[] = [];
  const usages: readonly KeyUsage[] = policy.leafKeyUsage;
  const { keyUsage, extendedKeyUsage } = leaf;
  if (keyUsage !== null && !usages.some((usage) => keyUsage.has(usage)))
    findings.push(indeterminate(ChainConstraintsFailure, `the keyUsage of ${name} does not allow signing`));
  if (purpose === 'timestamping') {
    const only = extendedKeyUsage?.critical === true && extendedKeyUsage.purposes.length === 1;
    if (!only || extendedKeyUsage.purposes[0] !== Oid.kpTimeStamping)
      findings.push(indeterminate(ChainConstraintsFailure, `${name} is not a certificate for time-stamping alone`));
  } else if (policy.leafPurposes !== null && extendedKeyUsage !== null) {
    const allowed = [...policy.leafPurposes, Oid.anyExtendedKeyUsage];
    if (!extendedKeyUsage.purposes.some((one) => allowed.includes(one)))
      findings.push(
        indeterminate(ChainConstraintsFailure, `the extKeyUsage of ${name} does not allow signing documents`),
      );
  }
  return findings;
};
