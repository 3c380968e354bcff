import { type Conclusion, Indication, SubIndication } from '../../domain/indication.ts';
import type { CertificateInfo } from '../../pki/certificate.ts';
import { type CmsReport, checkCms } from '../../pki/cms/check.ts';
import { crlReasonLabel } from '../../pki/crl-reason.ts';
import { digest } from '../../pki/digest.ts';
import { conclude, type Finding, indeterminate } from '../../pki/findings.ts';
import { type PathReport, validatePath } from '../../pki/path.ts';
import type { ReportedLoss } from '../../pki/reported-loss.ts';
import type { ValidationPolicy } from '../../pki/validation-policy.ts';
import { type AlgorithmPolicy, algorithmFaults, defaultAlgorithmPolicy } from './algorithms.ts';
import type { Coverage } from './byte-range.ts';
import { type Evidence, readEvidence, type StampAt, type StatedTime, withValues } from './evidence.ts';
import { levelOf } from './level.ts';
import type { CertificateSummary, Level, Moment, Moments, RevocationSummary } from './report.ts';
import type { SecurityStore } from './security-store.ts';
import type { FoundSignature } from './signatures.ts';

/** What trust is judged from. All DER. */
export interface TrustInput {
  /** Roots that the caller trusts; never taken from the file (C20). */
  readonly anchors: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocsps?: readonly Uint8Array[];
  readonly intermediates?: readonly Uint8Array[];
  /**
   * Since when the caller knows a signature to exist, by its field: a proof of existence from outside the file
   * (EN 319 102-1, 5.6.2.3), as a vault has of what was signed in it. Null: it does not know.
   */
  readonly knownSince?: (field: string) => Date | null;
  /** Certificates that the caller knows to be out of use though no list says so yet. */
  readonly reported?: readonly ReportedLoss[];
  /** The time of validation. */
  readonly at: Date;
  readonly pathPolicy?: ValidationPolicy;
  readonly algorithmPolicy?: AlgorithmPolicy;
}

/** One signature's bytes as judged before, waiting for its trust. */
export interface CheckedSignature {
  readonly signature: FoundSignature;
  readonly cms: CmsReport;
  readonly coverage: Coverage;
  /** When it was made by its own word. */
  readonly claimed: Date | null;
}

/** Who signed, at which time, and whether that certificate was good then. */
export interface Trust {
  readonly conclusion: Conclusion;
  /** A time that a time-stamp proves; null: only claimed. */
  readonly time: Date | null;
  readonly judgedAt: Date | null;
  readonly moments: Moments;
  readonly level: Level;
  readonly chain: readonly CertificateSummary[];
  readonly revocation: RevocationSummary | null;
  /** Whether it was made after the loss of its key, by proof or else by its own word; null where no loss is known. */
  readonly afterLoss: boolean | null;
  readonly warnings: readonly string[];
}

/** A moment, whether it is proven, and whether by a trusted time-stamp. */
interface ControlTime {
  readonly at: Date;
  readonly proven: boolean;
  readonly byCaller?: boolean;
}

/**
 * Judges every signature's certificates (EN 319 102-1, 5.2.6, 5.5, 5.6; C20 to C28). The control time slides back from
 * the time of validation through the trusted document time-stamps, newest to oldest: each proves that what its range
 * covers existed, and nothing else (C27).
 */
export const judgeTrust = (
  signatures: readonly CheckedSignature[],
  store: SecurityStore,
  input: TrustInput,
): Trust[] => {
  const evidence = gather(signatures, store, input);
  const out: Trust[] = [];
  const stamps: StampAt[] = [];
  let control: ControlTime = { at: input.at, proven: false };
  const newestFirst = [...signatures.entries()].reverse();
  for (const [index, checked] of newestFirst) {
    const { cms, coverage, signature } = checked;
    if (isStamp(cms)) {
      const path = judgePath(cms, evidence, control, 'timestamping', input);
      const findings: Finding[] = [];
      const newer = stamps.at(-1);
      if (newer && cms.timestamp && surelyBefore(newer.stated, cms.timestamp)) {
        findings.push(orderFailure('a later document time-stamp states an earlier time'));
      }
      const sound = isPassed(cms.conclusion) && coverage.faults.length === 0;
      const trusted = sound && path !== null && isPassed(path.conclusion) && findings.length === 0;
      const moments = momentsOf(checked, path, control, 'timestamping', { evidence, input });
      out[index] = {
        ...trustOf({ path, control, time: cms.timestamp?.genTime ?? null, findings, cms, input }),
        moments,
      };
      if (sound && cms.timestamp) {
        stamps.push({ revision: signature.revision, stated: cms.timestamp, path });
        if (trusted && cms.timestamp.genTime < control.at) control = { at: cms.timestamp.genTime, proven: true };
      }
    } else out[index] = judgeSigner(checked, control, stamps, { evidence, store, input });
  }
  return out;
};

/**
 * Was one stamp surely made before another (RFC 3161, 2.4.2)? Clocks are as accurate as they state, and a time without
 * a fraction stands for a whole second.
 */
const surelyBefore = (one: StatedTime, other: StatedTime): boolean =>
  one.genTime.getTime() + 1000 + one.accuracy + other.accuracy <= other.genTime.getTime();

const isStamp = (cms: CmsReport): boolean => cms.timestamp !== null;
const isPassed = ({ indication }: Conclusion): boolean => indication === Indication.Passed;

interface Context {
  readonly evidence: Evidence;
  readonly store: SecurityStore;
  readonly input: TrustInput;
}

const judgeSigner = (
  checked: CheckedSignature,
  covered: ControlTime,
  later: readonly StampAt[],
  { evidence, store, input }: Context,
): Trust => {
  const { cms, signature } = checked;
  const findings: Finding[] = [];
  const warnings: string[] = [];
  let control = covered;
  const stampPaths: PathReport[] = [];
  for (const token of cms.signatureTimestamps) {
    const stamp = checkCms(token, {
      profile: 'timestamp',
      digestOf: (algorithm) => digest(algorithm, cms.signatureValue),
      certificates: evidence.intermediates.map(({ der }) => der),
    });
    if (!isPassed(stamp.conclusion)) {
      findings.push(brokenStamp(stamp.conclusion));
      continue;
    }
    if (!stamp.timestamp) continue;
    const { genTime } = stamp.timestamp;
    const path = judgePath(stamp, withValues(evidence, stamp), covered, 'timestamping', input);
    if (path) stampPaths.push(path);
    const { timestamp } = stamp;
    if (later.some(({ stated }) => surelyBefore(stated, timestamp))) {
      findings.push(orderFailure('the signature time-stamp is later than a document time-stamp after it'));
    } else if (path && isPassed(path.conclusion)) {
      if (genTime < control.at) control = { at: genTime, proven: true };
    } else
      warnings.push(`the time-stamp of ${genTime.toISOString()} is not trusted: ${path?.reasons.join('; ') ?? ''}`);
  }
  const known = input.knownSince?.(signature.field.name) ?? null;
  if (known !== null && known < control.at) control = { at: known, proven: true, byCaller: true };
  const path = judgePath(cms, evidence, control, 'signing', input);
  const level = levelOf({ cms, path, stampPaths, later, revision: signature.revision, evidence, store });
  const time = control.proven && control.byCaller !== true ? control.at : null;
  const moments = momentsOf(checked, path, control, 'signing', { evidence, input });
  const trust = trustOf({ path, control, time, findings, cms, input });
  const afterLoss = afterLossOf(path, control, checked.claimed);
  if (afterLoss === true) warnings.push(lossWords(path, control));
  return { ...trust, moments, level, afterLoss, warnings: [...trust.warnings, ...warnings] };
};

/**
 * Was it made after its key came into other hands (RFC 5280, 5.3.2; 21 CFR 11.300(c))? Without a proven time its own word
 * decides what is said of it; the verdict does not lean on that.
 */
const afterLossOf = (path: PathReport | null, control: ControlTime, claimed: Date | null): boolean | null => {
  const since = path?.revocation.invalidSince ?? null;
  if (since === null) return null;
  const made = control.proven ? control.at : claimed;
  return made === null ? null : made >= since;
};

const lossWords = (path: PathReport | null, { proven }: ControlTime): string =>
  `signed after the reported loss of the key: ${path?.revocation.invalidSince?.toISOString() ?? ''}${proven ? '' : ' (by its claimed time)'}`;

/**
 * The certificates at two moments that people ask for: when it was signed (by proof, else by its own word), and now as
 * if nothing were proven. The verdict itself goes by the control time.
 */
const momentsOf = (
  { cms, claimed }: CheckedSignature,
  path: PathReport | null,
  control: ControlTime,
  purpose: 'signing' | 'timestamping',
  { evidence, input }: Pick<Context, 'evidence' | 'input'>,
): Moments => {
  const now: ControlTime = { at: input.at, proven: false };
  const signing = control.proven && purpose === 'signing' ? control : claimed && { at: claimed, proven: false };
  const at = (moment: ControlTime): Moment => {
    const isControl = moment.at.getTime() === control.at.getTime() && moment.proven === control.proven;
    const found = isControl ? path : judgePath(cms, evidence, moment, purpose, input);
    return { at: moment.at.toISOString(), proven: moment.proven, ...(found?.conclusion ?? noSigner) };
  };
  return { signing: signing && at(signing), now: at(now) };
};

const noSigner: Conclusion = {
  indication: Indication.Indeterminate,
  subIndication: SubIndication.NoSigningCertificateFound,
  reasons: ['there is no signing certificate to judge'],
};

/** A time-stamp that is broken is a defect of the file, though the signature under it may be sound. */
const brokenStamp = ({ indication, subIndication, reasons }: Conclusion): Finding => {
  const sub =
    indication === Indication.Indeterminate && subIndication ? subIndication : SubIndication.SigConstraintsFailure;
  return indeterminate(sub, `the time-stamp of the signature is broken: ${reasons.join('; ')}`);
};

const orderFailure = (reason: string): Finding => indeterminate(SubIndication.TimestampOrderFailure, reason);

const judgePath = (
  cms: CmsReport,
  evidence: Evidence,
  { at, proven }: ControlTime,
  purpose: 'signing' | 'timestamping',
  input: TrustInput,
): PathReport | null =>
  cms.signerCertificate &&
  validatePath(cms.signerCertificate, {
    ...evidence,
    at,
    timeIsProven: proven,
    purpose,
    ...(input.reported ? { reported: input.reported } : {}),
    ...(input.pathPolicy ? { policy: input.pathPolicy } : {}),
  });

const trustOf = ({
  path,
  control,
  time,
  findings,
  cms,
  input,
}: {
  readonly path: PathReport | null;
  readonly control: ControlTime;
  readonly time: Date | null;
  readonly findings: readonly Finding[];
  readonly cms: CmsReport;
  readonly input: TrustInput;
}): Omit<Trust, 'moments'> => {
  const policy = input.algorithmPolicy ?? defaultAlgorithmPolicy;
  const sub = control.proven ? SubIndication.CryptoConstraintsFailure : SubIndication.CryptoConstraintsFailureNoPoe;
  const weak = algorithmFaults(cms, path?.chain ?? [], control.at, policy).map((fault) => indeterminate(sub, fault));
  const own = conclude([...findings, ...weak]);
  const ofPath = path?.conclusion ?? noSigner;
  return {
    conclusion: worseOf(own, ofPath),
    time,
    judgedAt: control.at,
    level: 'none',
    chain: (path?.chain ?? []).map(summaryOf),
    revocation: path ? revocationSummary(path) : null,
    afterLoss: null,
    warnings: path ? path.reasons.filter((reason) => !path.conclusion.reasons.includes(reason)) : [],
  };
};

/** The worse of two; of equals the first decides. Reasons of both are told. */
const worseOf = (a: Conclusion, b: Conclusion): Conclusion => {
  const rank = { [Indication.Passed]: 0, [Indication.Indeterminate]: 1, [Indication.Failed]: 2 };
  const decisive = rank[b.indication] > rank[a.indication] ? b : a;
  return { ...decisive, reasons: [...new Set([...a.reasons, ...b.reasons])] };
};

const summaryOf = (certificate: CertificateInfo): CertificateSummary => ({
  subject: certificate.subject.text,
  issuer: certificate.issuer.text,
  serial: certificate.serial,
  notBefore: certificate.notBefore.toISOString(),
  notAfter: certificate.notAfter.toISOString(),
  fingerprint: certificate.fingerprint,
});

const revocationSummary = ({ revocation }: PathReport): RevocationSummary => ({
  status: revocation.status,
  source: revocation.source === 'none' ? null : revocation.source,
  knownUpTo: revocation.knownUpTo?.toISOString() ?? null,
  revokedAt: revocation.revokedAt?.toISOString() ?? null,
  invalidSince: revocation.invalidSince?.toISOString() ?? null,
  reason: revocation.revokedAt ? crlReasonLabel(revocation.reason) : null,
});

const gather = (signatures: readonly CheckedSignature[], store: SecurityStore, input: TrustInput): Evidence => {
  const ofStore = (values: readonly { readonly der: Uint8Array }[]) => values.map(({ der }) => der);
  const all = (pick: (cms: CmsReport) => readonly Uint8Array[]) => signatures.flatMap(({ cms }) => pick(cms));
  return readEvidence({
    anchors: input.anchors,
    certificates: [...(input.intermediates ?? []), ...ofStore(store.certificates), ...all((cms) => cms.certificates)],
    crls: [...(input.crls ?? []), ...ofStore(store.crls), ...all((cms) => cms.crls)],
    ocsps: [...(input.ocsps ?? []), ...ofStore(store.ocsps), ...all((cms) => cms.ocsps)],
  });
};
