import { Indication } from '../../domain/indication.ts';
import type { Colour } from '../layout/style.ts';
import type { ReportedMoment, ReportedRevocation, ReportedSignature } from './input.ts';

/** A moment as a report writes it, to the second: `2026-11-23 09:32:07 UTC`. */
export const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

export const day = (iso: string): string => iso.slice(0, 10);

/** Hexadecimal in groups of eight, so that it can be compared by eye and wraps. */
export const grouped = (hex: string): string => hex.match(/.{1,8}/g)?.join(' ') ?? '';

/** A distinguished name with room after its commas, so that it wraps between its parts (RFC 4514 escapes others). */
export const readableName = (name: string): string => name.replace(/(?<!\\),(?! )/g, ', ');

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number === 0 ? 'no' : number} ${number === 1 ? one : many}`;

/** A serious blue-green, an ochre and a red that hold on paper, in print without colour too. */
export const tint: Readonly<Record<Indication, Colour>> = {
  [Indication.Passed]: [0.08, 0.38, 0.26],
  [Indication.Indeterminate]: [0.55, 0.36, 0.03],
  [Indication.Failed]: [0.65, 0.1, 0.1],
};

export const verdictWord: Readonly<Record<Indication, string>> = {
  [Indication.Passed]: 'Passed',
  [Indication.Indeterminate]: 'Not decided',
  [Indication.Failed]: 'Failed',
};

export const verdictSentence: Readonly<Record<Indication, string>> = {
  [Indication.Passed]: 'All four questions below are answered in its favour.',
  [Indication.Indeterminate]: 'Nothing speaks against it for certain, but something needed for a verdict is missing.',
  [Indication.Failed]: 'It is not valid, or what was added after it is not permitted.',
};

/** `Good at 2026-11-23 09:32:07 UTC, by a time-stamp`; null: there is nothing to tell. */
export const momentWords = (found: ReportedMoment | null): string | null => {
  if (found === null) return null;
  const { at, proven, indication, subIndication } = found;
  const words = { 'TOTAL-PASSED': 'Good', INDETERMINATE: 'Cannot be told', 'TOTAL-FAILED': 'Not good' }[indication];
  return `${words} at ${moment(at)}${proven ? ', by a time-stamp' : ''}${subIndication === null ? '' : ` (${subIndication})`}`;
};

type Question = keyof ReportedSignature['answers'];

export const questions: readonly {
  readonly id: Question;
  readonly asked: string;
  readonly answers: Readonly<Record<Indication, string>>;
}[] = [
  {
    id: 'bytes',
    asked: 'Are these the bytes that were signed?',
    answers: { 'TOTAL-PASSED': 'Yes', INDETERMINATE: 'Cannot be told', 'TOTAL-FAILED': 'No' },
  },
  {
    id: 'signer',
    asked: 'Does the signer’s certificate lead to a trusted root, and was it good then?',
    answers: { 'TOTAL-PASSED': 'Yes', INDETERMINATE: 'Cannot be told', 'TOTAL-FAILED': 'No' },
  },
  {
    id: 'coverage',
    asked: 'Does it cover all of its revision?',
    answers: { 'TOTAL-PASSED': 'Yes', INDETERMINATE: 'Cannot be told', 'TOTAL-FAILED': 'No' },
  },
  {
    id: 'changes',
    asked: 'Is everything that was added later permitted?',
    answers: { 'TOTAL-PASSED': 'Yes', INDETERMINATE: 'Cannot be told', 'TOTAL-FAILED': 'No' },
  },
];

/** What stands beside an answer that needs no reason. */
export const plainAnswer = (question: Question, signature: ReportedSignature, revisions: number): string => {
  switch (question) {
    case 'bytes':
      return 'The digest that was signed is the digest of these bytes, and the signature fits the certificate.';
    case 'signer':
      return 'Its certificate path, below, was checked up to a trusted root.';
    case 'coverage':
      return signature.coversWholeFile
        ? 'It covers the whole file as it is now.'
        : `It covers the file up to revision ${signature.revision} of ${revisions}.`;
    case 'changes':
      return signature.laterChanges.length === 0
        ? 'Nothing was added after it.'
        : `${count(signature.laterChanges.length, 'later change')}, each permitted: see the table below.`;
  }
};

const levels: Readonly<Record<string, string>> = {
  'B-B': 'B-B: the certificate is bound into the signature; no time-stamp',
  'B-T': 'B-T: with a time-stamp',
  'B-LT': 'B-LT: with a time-stamp and the data needed to judge it later',
  'B-LTA': 'B-LTA: with a document time-stamp over the data needed to judge it later',
  none: 'None of the PAdES baseline levels (ETSI EN 319 142-1)',
};

export const levelWords = (level: string): string => levels[level] ?? level;

const forms: Readonly<Record<string, string>> = {
  'ETSI.CAdES.detached': 'PAdES (ETSI.CAdES.detached)',
  'ETSI.RFC3161': 'Document time-stamp (ETSI.RFC3161)',
  'adbe.pkcs7.detached': 'PKCS#7, detached (adbe.pkcs7.detached)',
  'adbe.pkcs7.sha1': 'PKCS#7 over a SHA-1 digest (adbe.pkcs7.sha1)',
  'adbe.x509.rsa_sha1': 'RSA over SHA-1 with a bare certificate (adbe.x509.rsa_sha1)',
};

export const formWords = (subFilter: string | null): string =>
  subFilter === null ? 'Not stated' : (forms[subFilter] ?? subFilter);

/** What DocMDP (ISO 32000-2, table 257) lets happen after a certification. */
export const certificationWords: Readonly<Record<number, string>> = {
  1: 'Certifies the document: no change is permitted (P=1)',
  2: 'Certifies the document: filling in and signing are permitted (P=2)',
  3: 'Certifies the document: filling in, signing and annotations are permitted (P=3)',
};

const rules: Readonly<Record<string, string>> = {
  'dss-update': 'Validation data added (DSS)',
  'document-timestamp': 'Document time-stamp added',
  'extensions-update': 'Extensions dictionary',
  'version-raised': 'PDF version raised',
  metadata: 'Metadata',
  'document-information': 'Document information',
  'form-defaults': 'Defaults of the form',
  'new-signature-field': 'Signature field added',
  'sign-field': 'Field signed',
  'fill-field': 'Field filled in',
  'structure-of-a-field': 'Structure of a field',
  'annotation-added': 'Annotation added',
  'annotation-changed': 'Annotation changed',
  'annotation-removed': 'Annotation removed',
  'covers-content': 'Laid over the content',
  'unreferenced-object': 'Object that nothing uses',
  forbidden: 'No rule permits it',
};

export const ruleWords = (rule: string): string => rules[rule] ?? rule;

/** Where the time of a signature comes from, in a word. */
export const timeSourceWord = ({ kind, timeSource }: ReportedSignature): string =>
  kind === 'documentTimestamp' ? 'stated' : timeSource === 'timestamp' ? 'proven' : 'claimed';

/** The time of a signature, and where it comes from. */
export const timeWords = ({ kind, signedAt, timeSource, claimedAt }: ReportedSignature): string => {
  if (signedAt === null) return 'Not known: it states no time';
  // Whether its authority is to be believed is the second question's matter.
  if (kind === 'documentTimestamp') return `${moment(signedAt)}, stated by the time-stamping authority`;
  if (timeSource === 'claimed') return `${moment(signedAt)}, claimed by the signer’s clock; no time-stamp proves it`;
  const claim = claimedAt === null || claimedAt === signedAt ? '' : `. The signer’s clock said ${moment(claimedAt)}`;
  return `${moment(signedAt)}, proven by a time-stamp${claim}`;
};

const sources: Readonly<Record<string, string>> = {
  crl: 'a revocation list (CRL)',
  ocsp: 'an OCSP response',
  report: 'a report of its loss, which no revocation list bears out yet',
};

/** What is known about revocation, from where, and how old that is when the signature is judged. */
export const revocationWords = (revocation: ReportedRevocation | null, validatedFor: string): string => {
  if (revocation === null) return 'Not looked at: there is no certificate path to ask for';
  const { status, source, knownUpTo, revokedAt, reason } = revocation;
  const from = source === null ? '' : ` according to ${sources[source] ?? source}`;
  const known = knownUpTo === null ? null : `${moment(knownUpTo)}, ${ageWords(knownUpTo, validatedFor)}`;
  const age = known === null ? '' : `. Known up to ${known}`;
  switch (status) {
    case 'good':
      return `Not revoked${from}${age}`;
    case 'revoked':
      return `Revoked${revokedAt === null ? '' : ` on ${moment(revokedAt)}`}${reason === null ? '' : ` (${reason})`}${from}${age}`;
    case 'unknown':
      return known === null
        ? 'Not known: no revocation information was at hand'
        : `Not known: what is at hand${source === null ? '' : `, ${sources[source] ?? source},`} ends at ${known}`;
  }
};

const ageWords = (knownUpTo: string, validatedFor: string): string => {
  const hours = Math.round((Date.parse(validatedFor) - Date.parse(knownUpTo)) / 3_600_000);
  const size = Math.abs(hours);
  if (size === 0) return 'the time of validation';
  const span = size < 48 ? count(size, 'hour') : count(Math.round(size / 24), 'day');
  return `${span} ${hours < 0 ? 'after' : 'before'} the time of validation`;
};
