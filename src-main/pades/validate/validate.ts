import { type Conclusion, Indication, SubIndication, worst } from '../../domain/indication.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type CmsProfile, type CmsReport, checkCms } from '../../pki/cms/check.ts';
import type { Unlock } from '../pdf/encryption.ts';
import { digestLabel } from '../../pki/digest.ts';
import { conclude, failed, type Finding, indeterminate } from '../../pki/findings.ts';
import { parseDate } from '../dates.ts';
import { changesAfter } from '../diff/analyse.ts';
import { type Change, ChangeRule } from '../diff/change.ts';
import { PdfDocument } from '../pdf/document.ts';
import { textOf } from '../pdf/form.ts';
import { defaultLimits, type Limits, PdfError } from '../pdf/limits.ts';
import { readRecord } from '../record.ts';
import { type Coverage, checkCoverage } from './byte-range.ts';
import { type JudgedChange, judgeChanges, type Rules, rulesInForce } from './later-changes.ts';
import { RangeDigests } from './range-digests.ts';
import type { SignatureReport, ValidationReport } from './report.ts';
import { checkMac } from './mac.ts';
import { readSecurityStore } from './security-store.ts';
import { type FoundSignature, findSignatures, placeOf } from './signatures.ts';
import { judgeTrust, type Trust, type TrustInput } from './trust.ts';
import { byteRangePositions, unreachedSignatures } from './unreached.ts';
import { checkX509Rsa } from './x509-rsa.ts';

/** What a validation goes by. All certificates and CRLs are DER. */
export interface ValidationOptions extends TrustInput, Unlock {
  readonly limits?: Limits;
}

/**
 * Judges every signature of a PDF (ETSI EN 319 102-1; checklist C1 to C40). Never throws on what a file holds: a
 * signature that cannot be judged says so. Errors: `pades/unreadable` where the bytes are no PDF that could be followed
 * and show no signature either.
 */
export const validatePdf = (bytes: Uint8Array, options: ValidationOptions): Result<ValidationReport> => {
  const limits = options.limits ?? defaultLimits;
  try {
    return ok(validateDocument(new PdfDocument(bytes, limits, options), options));
  } catch (error) {
    // Whatever a hostile file brings about ends in an answer (C40); nothing but this file was being read.
    const cause = error instanceof Error ? error.message : String(error);
    const positions = looksLikePdf(bytes) ? byteRangePositions(bytes).slice(0, limits.signatures) : [];
    if (positions.length === 0) return fail('pades/unreadable', { cause });
    // The file claims to be signed and its structure is damaged: that is a failure of its form, not a lack of knowledge.
    const signatures = positions.map((at) => unreachable(at, `the file cannot be validated: ${cause}`));
    return ok({ ...overall(signatures), record: null, warnings: [cause], revisions: 0, lastRevisionCovered: false });
  }
};

const looksLikePdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes('%PDF-');

/**
 * The file's verdict; of an encrypted one that stays shut not all can have been seen, and it never passes. One whose MAC
 * is wrong was changed by somebody without its key (C39).
 */
const overall = (signatures: readonly SignatureReport[], locked = false, macFault: string | null = null) => ({
  signatures,
  indication: worst([
    ...signatures.map(({ indication }) => indication),
    ...(locked ? [Indication.Indeterminate] : []),
    ...(macFault === null ? [] : [Indication.Failed]),
  ]),
  reasons: [
    ...(macFault === null ? [] : [macFault]),
    ...(locked ? ['the file is encrypted, and nothing that opens it was given'] : []),
    ...(!locked && signatures.length === 0 ? ['the file holds no signature'] : []),
  ],
});

const validateDocument = (document: PdfDocument, options: ValidationOptions): ValidationReport => {
  const found = findSignatures(document);
  const coverages = found.map(checkCoverage);
  const rules = rulesInForce(found);
  const digests = new RangeDigests(document.bytes);
  const store = readSecurityStore(document);
  const certificates = store.certificates.map(({ der }) => der);
  const cms = found.map((signature, index) =>
    checkBytes(signature, coverages[index] as Coverage, digests, certificates),
  );
  const changes = laterChanges(document, found);
  const trusts = judgeTrust(
    found.map((signature, index) => ({
      signature,
      cms: cms[index] as CmsReport,
      coverage: coverages[index] as Coverage,
      claimed: cms[index]?.timestamp?.genTime ?? statedTime(signature, cms[index] as CmsReport),
    })),
    store,
    options,
  );
  const judged = found.map((signature, index) =>
    reportOn(signature, {
      coverage: coverages[index] as Coverage,
      cms: cms[index] as CmsReport,
      trust: trusts[index] as Trust,
      rules: rules[index] as Rules,
      changes,
    }),
  );
  const locked = document.encryption === 'locked';
  // A form that cannot be opened may hold what leads to them.
  const unreached = locked ? [] : unreachedSignatures(document, found);
  const remains = unreached.filter((at) => judged.some((one, index) => isSignedOver(at, one, coverages[index])));
  const lost = unreached
    .filter((at) => !remains.includes(at))
    .map((at) => unreachable(at, `a signature at byte ${at} is reached from no field of the form`));
  const signatures = [...judged, ...lost];
  const [first] = judged;
  const intact =
    first?.answers.bytes.indication === Indication.Passed && first.answers.coverage.indication === Indication.Passed;
  return {
    ...overall(signatures, locked, checkMac(document, digests)),
    record: readRecord(document, first ? { revision: first.revision, intact } : null),
    warnings: [
      ...new Set(document.anomalies),
      ...judged
        .filter(({ signedAfterLoss }) => signedAfterLoss === true)
        .map(({ field, signer }) => `${field}: ${signer ?? 'the signer'} signed after the reported loss of the key`),
      ...coveredLater(judged),
      ...remains.map(
        (at) => `at byte ${at} stands what is left of a signature; it was so when the document was signed`,
      ),
    ],
    revisions: document.revisions.length,
    lastRevisionCovered: signatures.some(({ coversWholeFile }) => coversWholeFile),
  };
};

/** Where a later revision hides what a page showed though its signatures permit it: the reader has to look (C36). */
const coveredLater = (signatures: readonly SignatureReport[]): readonly string[] => {
  const covering = signatures
    .flatMap(({ laterChanges }) => laterChanges)
    .filter(({ rule, permitted }) => permitted && rule === ChangeRule.CoversContent);
  return [...new Set(covering.map(({ revision }) => revision))].map(
    (revision) => `revision ${revision} lays something over what a page showed: look at the signed revision as well`,
  );
};

/**
 * Do the bytes of a sound signature hold this place? A document that was written anew may carry the dictionary of a
 * signature that it no longer has: whoever signs it then signs it as it is.
 */
const isSignedOver = (at: number, { answers }: SignatureReport, coverage: Coverage | undefined): boolean => {
  const isSound = [answers.bytes, answers.coverage].every(({ indication }) => indication === Indication.Passed);
  return isSound && coverage?.range != null && at < coverage.range[2] + coverage.range[3];
};

/** The difference analysis of everything after the first signature; what cannot be compared is no permitted change. */
const laterChanges = (document: PdfDocument, found: readonly FoundSignature[]): readonly Change[] => {
  const first = Math.min(...found.map(({ revision }) => revision));
  if (!Number.isFinite(first)) return [];
  try {
    return [...changesAfter(document, first), ...trailingBytes(document)];
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    const description = `the revisions cannot be compared: ${error.message}`;
    return [{ revision: document.revisions.length, rule: ChangeRule.Forbidden, path: 'trailer', description }];
  }
};

/** Bytes after the last revision belong to nothing that was signed (C35). */
const trailingBytes = (document: PdfDocument): readonly Change[] => {
  const last = document.revisions.at(-1);
  if (!last) return [];
  for (let at = last.end; at < document.bytes.length; at++) {
    const byte = document.bytes[at] as number;
    if (byte !== 0 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x20) {
      const description = `${document.bytes.length - last.end} bytes follow the last revision and belong to none`;
      return [{ revision: last.number + 1, rule: ChangeRule.Forbidden, path: `byte ${last.end}`, description }];
    }
  }
  return [];
};

const profiles: Readonly<Record<string, CmsProfile>> = {
  'ETSI.CAdES.detached': 'pades',
  'adbe.pkcs7.detached': 'pkcs7',
  'adbe.pkcs7.sha1': 'pkcs7-sha1',
  'ETSI.RFC3161': 'timestamp',
  // ICP-Brasil's name for PAdES (DOC-ICP-15.03).
  'PBAD.PAdES': 'pades',
};

const x509Rsa = 'adbe.x509.rsa_sha1';

const subFilterOf = ({ view, dict }: FoundSignature): string | null => view.name(dict.get('SubFilter'));

const checkBytes = (
  signature: FoundSignature,
  { range, contents }: Coverage,
  digests: RangeDigests,
  certificates: readonly Uint8Array[],
): CmsReport => {
  const subFilter = subFilterOf(signature) ?? '';
  const contentOf = () => {
    if (!range) return new Uint8Array();
    const [, firstLength, second, secondLength] = range;
    const { bytes } = signature.view.document;
    return Buffer.concat([bytes.subarray(0, firstLength), bytes.subarray(second, second + secondLength)]);
  };
  if (subFilter === x509Rsa) return checkX509Rsa(signature, contents, contentOf());
  return checkCms(contents, {
    profile: profiles[subFilter] ?? 'pkcs7',
    digestOf: (algorithm) => (range ? digests.of(algorithm, range) : new Uint8Array()),
    contentOf,
    certificates,
  });
};

/** When it was made by its own word: /M, else the signing-time attribute. */
const statedTime = ({ view, dict }: FoundSignature, cms: CmsReport): Date | null =>
  parseDate(textOf(view, dict.get('M')) ?? '') ?? cms.signingTime;

interface Judgement {
  readonly coverage: Coverage;
  readonly cms: CmsReport;
  readonly trust: Trust;
  readonly rules: Rules;
  readonly changes: readonly Change[];
}

const reportOn = (signature: FoundSignature, { coverage, cms, trust, rules, changes }: Judgement): SignatureReport => {
  const { view, dict, field, revision } = signature;
  const subFilter = subFilterOf(signature);
  const later = judgeChanges(changes, revision, rules);
  const answers = {
    bytes: bytesAnswer(cms, coverage, subFilter),
    signer: trust.conclusion,
    coverage: conclude(coverage.faults.map((fault) => failed(SubIndication.FormatFailure, fault))),
    changes: changesAnswer(later, view.document.encryption === 'locked'),
  };
  const conclusion = combine([answers.bytes, answers.coverage, answers.changes, answers.signer]);
  const text = (key: string) => textOf(view, dict.get(key));
  const claimed = statedTime(signature, cms);
  const certificate = cms.signerCertificate;
  return {
    kind: subFilter === 'ETSI.RFC3161' ? 'documentTimestamp' : 'signature',
    field: field.name,
    signer: certificate ? (certificate.subject.commonName ?? certificate.subject.text) : null,
    signedAt: (trust.time ?? claimed)?.toISOString() ?? null,
    timeSource: trust.time ? 'timestamp' : 'claimed',
    level: trust.level,
    ...conclusion,
    coversWholeFile: coverage.coversWholeFile,
    changesAfter: later.some(({ permitted }) => !permitted) ? 'forbidden' : later.length > 0 ? 'permitted' : 'none',
    docMDP: rules.docMdp,
    answers,
    revision,
    place: placeOf(signature),
    subFilter,
    digestAlgorithm: cms.digestAlgorithm && digestLabel(cms.digestAlgorithm),
    signatureAlgorithm: cms.signatureScheme && cms.signatureAlgorithm,
    claims: {
      name: text('Name'),
      reason: text('Reason'),
      location: text('Location'),
      contactInfo: text('ContactInfo'),
    },
    claimedAt: claimed?.toISOString() ?? null,
    judgedAt: trust.judgedAt?.toISOString() ?? null,
    moments: trust.moments,
    laterChanges: later,
    chain: trust.chain,
    revocation: trust.revocation,
    signedAfterLoss: trust.afterLoss,
    warnings: [...cms.warnings, ...trust.warnings],
  };
};

/** A range that cannot be followed leaves nothing to digest; a form we do not know cannot pass (C9, C19). */
const bytesAnswer = (cms: CmsReport, coverage: Coverage, subFilter: string | null): Conclusion => {
  const findings: Finding[] = [];
  if (!coverage.range) findings.push(failed(SubIndication.FormatFailure, 'there is no byte range to compare with'));
  if (subFilter === null || (subFilter !== x509Rsa && !Object.hasOwn(profiles, subFilter))) {
    findings.push(
      failed(SubIndication.FormatFailure, `the form of the signature (${subFilter ?? 'none'}) is not known`),
    );
  }
  return combine([conclude(findings), cms.conclusion]);
};

/**
 * In a file that stays shut the same string is other octets each time it is written (7.6.3.1): what differs there is an
 * open question.
 */
const changesAnswer = (later: readonly JudgedChange[], locked: boolean): Conclusion => {
  const finding = (reason: string): Finding =>
    locked ? indeterminate(SubIndication.SignedDataNotFound, reason) : failed(SubIndication.FormatFailure, reason);
  return conclude(
    later
      .filter(({ permitted }) => !permitted)
      .slice(0, 20)
      .map(({ revision, description }) => finding(`revision ${revision}: ${description}`)),
  );
};

/** The worst of several conclusions decides; of equals the first; every reason is told once. */
const combine = (conclusions: readonly Conclusion[]): Conclusion => {
  const indication = worst(conclusions.map((conclusion) => conclusion.indication));
  const decisive = conclusions.find((conclusion) => conclusion.indication === indication);
  const reasons = new Set(conclusions.flatMap((conclusion) => conclusion.reasons));
  return { indication, subIndication: decisive?.subIndication ?? null, reasons: [...reasons] };
};

/** The report on a signature whose place in the file is all that is known of it. */
const unreachable = (at: number, reason: string): SignatureReport => {
  const failure = conclude([failed(SubIndication.FormatFailure, reason)]);
  const unknown = { indication: Indication.Indeterminate, subIndication: null, reasons: [] };
  return {
    kind: 'signature',
    field: '',
    signer: null,
    signedAt: null,
    timeSource: 'claimed',
    level: 'none',
    ...failure,
    coversWholeFile: false,
    changesAfter: 'none',
    docMDP: null,
    answers: { bytes: failure, signer: unknown, coverage: unknown, changes: unknown },
    revision: 0,
    place: null,
    subFilter: null,
    digestAlgorithm: null,
    signatureAlgorithm: null,
    claims: { name: null, reason: null, location: null, contactInfo: null },
    claimedAt: null,
    judgedAt: null,
    moments: null,
    laterChanges: [],
    chain: [],
    revocation: null,
    signedAfterLoss: null,
    warnings: [`its /ByteRange stands at byte ${at}`],
  };
};
