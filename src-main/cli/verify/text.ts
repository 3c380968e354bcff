import type { Moment, SignatureReport } from '../../pades/index.ts';
import { inertLine } from '../inert.ts';
import type { FileVerdict, JudgedFile } from './verdict.ts';

/** A verdict for a person: one paragraph a file, one block a signature, the reasons in full sentences. */
export const describeReport = (verdict: FileVerdict): string => `${linesOf(verdict).map(inertLine).join('\n')}\n`;

const linesOf = (verdict: FileVerdict): readonly string[] => {
  if ('error' in verdict) return [verdict.file, `  cannot be read: ${verdict.error.code} ${verdict.error.message}`];
  return [
    verdict.file,
    `  ${verdict.indication}: ${kindOf(verdict)}`,
    ...[...verdict.reasons, ...verdict.warnings].map((text) => `  ${text}`),
    ...verdict.signatures.flatMap(describeSignature),
  ];
};

const kindOf = ({ package: made, signatures, revisions }: JudgedFile): string =>
  made === undefined
    ? `${countOf(signatures.length)}, ${revisions} ${revisions === 1 ? 'revision' : 'revisions'}`
    : `audit package of ${made.vault.organisation}, vault "${made.vault.name}", made ${made.createdAt} by ${made.createdBy.fullName}`;

const countOf = (count: number): string =>
  count === 0 ? 'no signature' : count === 1 ? '1 signature' : `${count} signatures`;

const describeSignature = (one: SignatureReport): readonly string[] => [
  '',
  `  ${one.kind === 'signature' ? 'Signature' : 'Document time-stamp'} "${one.field}": ${one.indication}${one.subIndication === null ? '' : ` (${one.subIndication})`}`,
  `    signer    ${one.signer ?? 'unknown'}${one.claims.reason === null ? '' : `, "${one.claims.reason}"`}`,
  `    time      ${one.signedAt ?? 'unknown'} (${timeWords(one)})`,
  `    level     ${one.level}${one.signatureAlgorithm === null ? '' : `, ${one.signatureAlgorithm}`}`,
  ...(['bytes', 'signer', 'coverage', 'changes'] as const).map(
    (question) =>
      `    ${question.padEnd(9)} ${one.answers[question].indication}${one.answers[question].reasons.length === 0 ? '' : `: ${one.answers[question].reasons.join(' ')}`}`,
  ),
  ...laterRevisions(one),
  ...certificates(one),
  ...one.warnings.map((text) => `    note      ${text}`),
];

/** What each later revision changed and the signature permits (C32); what it does not stands among the reasons. */
const laterRevisions = ({ laterChanges }: SignatureReport): readonly string[] => {
  const permitted = laterChanges.filter((change) => change.permitted);
  return [...new Set(permitted.map(({ revision }) => revision))].map((revision) => {
    const words = permitted.filter((change) => change.revision === revision).map(({ description }) => description);
    return `    later     revision ${revision}, permitted: ${[...new Set(words)].join('; ')}`;
  });
};

/** The certificates when it was signed and now, where the two differ: at one of them a reader would be surprised. */
const certificates = ({ moments }: SignatureReport): readonly string[] => {
  if (moments?.signing == null || moments.signing.indication === moments.now.indication) return [];
  const words = ({ at, indication, subIndication }: Moment): string =>
    `${at} ${indication}${subIndication === null ? '' : ` (${subIndication})`}`;
  return [`    then      ${words(moments.signing)}`, `    now       ${words(moments.now)}`];
};

const timeWords = ({ timeSource, kind, indication }: SignatureReport): string => {
  if (timeSource === 'claimed') return "claimed by the signer's clock";
  return kind === 'documentTimestamp' && indication !== 'TOTAL-PASSED'
    ? 'stated by a time-stamping authority that is not verified here'
    : 'proven by a time-stamp';
};
