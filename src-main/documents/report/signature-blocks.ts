import { Indication } from '../../domain/indication.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { text } from '../layout/style.ts';
import { table } from '../layout/table.ts';
import { answerRow, fact, heading, note, titleBlocks, verdictBand } from './blocks.ts';
import type { ReportBasis, ReportedFile, ReportedSignature } from './input.ts';
import type { Picture, PlacedPicture } from './picture.ts';
import {
  certificationWords,
  count,
  day,
  formWords,
  grouped,
  levelWords,
  moment,
  momentWords,
  plainAnswer,
  questions,
  readableName,
  revocationWords,
  ruleWords,
  timeWords,
} from './words.ts';

/** A file that was judged. */
export type JudgedFile = Extract<ReportedFile, { readonly signatures: readonly ReportedSignature[] }>;

/** Later changes that are told one by one; a file can make millions. */
const changesShown = 60;
/** Sentences of one answer that are told; a forbidden change more or less does not alter it. */
const reasonsShown = 8;

/** What a reader calls the signature: its signer, or what is known instead. */
export const nameOf = ({ signer, kind }: ReportedSignature): string =>
  signer ?? (kind === 'signature' ? 'Signer not known' : 'Time-stamping authority not known');

const kindOf = ({ kind }: ReportedSignature): string => (kind === 'signature' ? 'Signature' : 'Document time-stamp');

/** The page on one signature, `index` counted from 0. */
export const signatureBlocks = (
  fonts: Fonts,
  basis: ReportBasis,
  file: JudgedFile,
  index: number,
  drawing: { readonly picture: Picture | null; readonly places: PlacedPicture[] },
): Block[] => {
  const signature = file.signatures[index] as ReportedSignature;
  return [
    ...titleBlocks(
      fonts,
      `${kindOf(signature)} ${index + 1} of ${file.signatures.length}`,
      nameOf(signature),
      whereabouts(signature, file.revisions),
    ),
    verdictBand(fonts, signature.indication, {
      subIndication: signature.subIndication,
      picture: drawing.picture && { drawing: drawing.picture, places: drawing.places },
    }),
    heading(fonts, 'Four questions'),
    ...questions.map(({ id, asked, answers }) => {
      const { indication, reasons } = signature.answers[id];
      return answerRow(fonts, {
        asked,
        word: answers[indication],
        indication,
        reasons: reasons.length > 0 ? sentences(reasons) : [withoutReason(id, signature, file.revisions)],
      });
    }),
    heading(fonts, 'The signature'),
    ...facts(fonts, basis, file, signature),
    ...pathBlocks(fonts, basis, signature),
    ...changeBlocks(fonts, signature),
    ...noteBlocks(fonts, signature, index === 0 ? file : null),
  ];
};

const whereabouts = ({ field, place, revision }: ReportedSignature, revisions: number): string =>
  [
    field === '' ? 'No field leads to it' : `Field “${field}”`,
    place === null ? 'shows nothing on a page' : `page ${place.page}`,
    revision === 0 ? 'revision not known' : `revision ${revision} of ${revisions}`,
  ].join(' · ');

const withoutReason = (
  question: (typeof questions)[number]['id'],
  signature: ReportedSignature,
  revisions: number,
): string =>
  signature.answers[question].indication === Indication.Passed
    ? plainAnswer(question, signature, revisions)
    : 'It could not be looked at.';

const sentences = (reasons: readonly string[]): string[] => {
  const shown = reasons.slice(0, reasonsShown).map(sentence);
  return reasons.length > reasonsShown
    ? [...shown, `And ${count(reasons.length - reasonsShown, 'further reason')}.`]
    : shown;
};

/** A distinguished name begins as it is written. */
const sentence = (words: string): string => {
  const begun = /^[\w.]+=/.test(words) ? words : words.slice(0, 1).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

const facts = (fonts: Fonts, basis: ReportBasis, file: JudgedFile, signature: ReportedSignature): Block[] => {
  const { claims } = signature;
  const pairs: (readonly [string, string | null])[] = [
    ['Signed by', readableName(signature.chain[0]?.subject ?? signature.signer ?? 'Not known')],
    ['Name stated', claims.name],
    ['Time', timeWords(signature)],
    ['Certificates judged at', judgedAt(signature, basis)],
    ...momentPairs(signature),
    ['Reason stated', claims.reason],
    ['Location stated', claims.location],
    ['Contact stated', claims.contactInfo],
    ['Revocation', revocationWords(signature.revocation, basis.validatedFor)],
    ['Level', levelWords(signature.level)],
    ['Form', formWords(signature.subFilter)],
    ['Algorithm', algorithmOf(signature)],
    ['Certification', signature.docMDP === null ? null : (certificationWords[signature.docMDP] ?? null)],
  ];
  return [
    ...pairs.flatMap(([label, value]) => (value === null || value === '' ? [] : [fact(fonts, label, value)])),
    fact(fonts, 'File', `${file.name} (${file.size.toLocaleString('en-GB')} bytes)`),
    fact(fonts, 'SHA-256 of the file', grouped(file.sha256), text.digest),
  ];
};

/** The certificates when it was signed and now, where the two differ. */
const momentPairs = ({ moments }: ReportedSignature): readonly (readonly [string, string | null])[] =>
  moments?.signing == null || moments.signing.indication === moments.now.indication
    ? []
    : [
        ['Certificates at signing', momentWords(moments.signing)],
        ['Certificates now', momentWords(moments.now)],
      ];

/** Told where a time-stamp moved it away from the time of validation. */
const judgedAt = ({ judgedAt }: ReportedSignature, { validatedFor }: ReportBasis): string | null =>
  judgedAt === null || judgedAt === validatedFor ? null : moment(judgedAt);

const algorithmOf = ({ signatureAlgorithm, digestAlgorithm }: ReportedSignature): string =>
  signatureAlgorithm === null
    ? 'Not known'
    : digestAlgorithm === null
      ? signatureAlgorithm
      : `${signatureAlgorithm}, digest ${digestAlgorithm}`;

const pathBlocks = (fonts: Fonts, { anchors }: ReportBasis, { chain }: ReportedSignature): Block[] => {
  if (chain.length === 0)
    return [heading(fonts, 'Certificate path'), note(fonts, 'No certificate path could be built.')];
  const trusted = new Set(anchors.map(({ fingerprint }) => fingerprint));
  const ends = trusted.has(chain.at(-1)?.fingerprint ?? '');
  return [
    heading(fonts, 'Certificate path'),
    table(fonts, {
      title: 'Certificate path',
      before: 3,
      columns: [
        { title: '', share: 0.4, align: 'right', rigid: true },
        { title: 'Certificate', share: 3, align: 'left', rigid: false },
        { title: 'Valid', share: 0.8, align: 'left', rigid: true },
        { title: 'SHA-256', share: 2.6, align: 'left', rigid: false },
      ],
      rows: chain.map((certificate, index) => [
        String(index + 1),
        `${readableName(certificate.subject)}\n${trusted.has(certificate.fingerprint) ? 'Trust anchor, serial' : 'Serial'} ${certificate.serial}`,
        `${day(certificate.notBefore)}\n${day(certificate.notAfter)}`,
        grouped(certificate.fingerprint),
      ]),
    }),
    ...(ends ? [] : [note(fonts, 'The path ends at no trust anchor.', 4)]),
  ];
};

const changeBlocks = (fonts: Fonts, { laterChanges }: ReportedSignature): Block[] => {
  if (laterChanges.length === 0) return [];
  // What is forbidden is told first: it must not be lost behind a thousand filled fields.
  const ordered = [
    ...laterChanges.filter(({ permitted }) => !permitted),
    ...laterChanges.filter(({ permitted }) => permitted),
  ];
  const rest = ordered.length - changesShown;
  return [
    heading(fonts, 'Added after the signature'),
    table(fonts, {
      title: 'Added after the signature',
      before: 3,
      columns: [
        { title: 'Revision', share: 0.8, align: 'right', rigid: true },
        { title: 'Judgement', share: 1, align: 'left', rigid: true },
        { title: 'Rule', share: 2, align: 'left', rigid: false },
        { title: 'What was done', share: 5, align: 'left', rigid: false },
      ],
      rows: ordered
        .slice(0, changesShown)
        .map((change) => [
          String(change.revision),
          change.permitted ? 'Permitted' : 'Forbidden',
          ruleWords(change.rule),
          sentence(change.description),
        ]),
    }),
    ...(rest > 0 ? [note(fonts, `And ${count(rest, 'further change')}.`, 4)] : []),
  ];
};

const noteBlocks = (fonts: Fonts, { warnings }: ReportedSignature, file: JudgedFile | null): Block[] => {
  const all = [...warnings, ...(file?.warnings ?? []).map((warning) => `Of the file: ${warning}`)];
  if (all.length === 0) return [];
  return [heading(fonts, 'Notes'), ...sentences(all).map((words) => note(fonts, words))];
};
