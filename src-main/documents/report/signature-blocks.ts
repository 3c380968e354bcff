import { Indication } from '../../domain/indication.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { table } from '../layout/table.ts';
import { answerRow, fact, heading, type Look, note, titleBlocks, verdictBand } from './blocks.ts';
import { type Edition, inFull, isExcerpt, type JudgedFile, told, type Told } from './edition.ts';
import type { ReportBasis, ReportedSignature } from './input.ts';
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

/** What a reader calls the signature: its signer, or what is known instead. */
export const nameOf = ({ signer, kind }: ReportedSignature): string =>
  signer ?? (kind === 'signature' ? 'Signer not known' : 'Time-stamping authority not known');

const kindOf = ({ kind }: ReportedSignature): string => (kind === 'signature' ? 'Signature' : 'Document time-stamp');

/** What a page is to show besides words. */
export interface Drawing {
  readonly picture: Picture | null;
  readonly places: PlacedPicture[];
}

const headOf = ({ file, signature, index }: Told): string =>
  `${kindOf(signature)} ${index + 1} of ${file.signatures.length}`;

/**
 * The page on one signature, `index` counted from 0.
 * @param annex what the annex is called that tells in full what this edition shortens.
 */
export const signatureBlocks = (
  fonts: Fonts,
  basis: ReportBasis,
  given: JudgedFile,
  index: number,
  { picture, places }: Drawing,
  edition: Edition,
  annex: string,
): Block[] => {
  const { look } = edition;
  const about = told(given, index, edition);
  const { file, signature } = about;
  return [
    ...titleBlocks(fonts, headOf(about), nameOf(signature), whereabouts(signature, file.revisions), look),
    verdictBand(fonts, signature.indication, {
      subIndication: signature.subIndication,
      picture: picture && { drawing: picture, places },
    }),
    ...(isExcerpt(edition)
      ? [note(fonts, `Shortened to one page. ${annex}, at the end, tells it in full.`, 5, look)]
      : []),
    ...detailBlocks(fonts, basis, about, edition),
  ];
};

/** What did not fit on the page on a signature. */
export const annexBlocks = (
  fonts: Fonts,
  basis: ReportBasis,
  given: JudgedFile,
  index: number,
  annex: string,
): Block[] => {
  const about = told(given, index, inFull);
  const { file, signature } = about;
  return [
    ...titleBlocks(fonts, annex, nameOf(signature), `${headOf(about)} of ${file.name}`, inFull.look),
    ...detailBlocks(fonts, basis, about, inFull),
  ];
};

const detailBlocks = (
  fonts: Fonts,
  basis: ReportBasis,
  { file, signature, index }: Told,
  edition: Edition,
): Block[] => {
  const { look } = edition;
  return [
    heading(fonts, 'Four questions', look),
    ...questions.map(({ id, asked, answers }) => {
      const { indication, reasons } = signature.answers[id];
      const told = reasons.length > 0 ? sentences(reasons, edition.reasons) : null;
      return answerRow(
        fonts,
        {
          asked,
          word: answers[indication],
          indication,
          reasons: told ?? [withoutReason(id, signature, file.revisions)],
        },
        look,
      );
    }),
    heading(fonts, 'The signature', look),
    ...facts(fonts, basis, file, signature, look),
    ...pathBlocks(fonts, basis, signature, edition),
    ...changeBlocks(fonts, signature, edition),
    ...noteBlocks(fonts, signature, index === 0 ? file : null, edition),
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

const sentences = (reasons: readonly string[], most: number, kind = 'reason'): string[] => {
  const shown = reasons.slice(0, most).map(sentence);
  const further = shown.length === 0 ? kind : `further ${kind}`;
  return reasons.length > most ? [...shown, `And ${count(reasons.length - most, further)}.`] : shown;
};

/** A distinguished name begins as it is written. */
const sentence = (words: string): string => {
  const begun = /^[\w.]+=/.test(words) ? words : words.slice(0, 1).toUpperCase() + words.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
};

const facts = (
  fonts: Fonts,
  basis: ReportBasis,
  file: JudgedFile,
  signature: ReportedSignature,
  look: Look,
): Block[] => {
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
    ...pairs.flatMap(([label, value]) =>
      value === null || value === '' ? [] : [fact(fonts, label, value, look.small, look)],
    ),
    fact(fonts, 'File', `${file.name} (${file.size.toLocaleString('en-GB')} bytes)`, look.small, look),
    fact(fonts, 'SHA-256 of the file', grouped(file.sha256), look.digest, look),
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

const pathBlocks = (
  fonts: Fonts,
  { anchors }: ReportBasis,
  { chain }: ReportedSignature,
  { look, certificates }: Edition,
): Block[] => {
  const title = heading(fonts, 'Certificate path', look);
  if (chain.length === 0) return [title, note(fonts, 'No certificate path could be built.', 2, look)];
  const rest = chain.length - certificates;
  const trusted = new Set(anchors.map(({ fingerprint }) => fingerprint));
  const ends = trusted.has(chain.at(-1)?.fingerprint ?? '');
  return [
    title,
    table(fonts, {
      cell: look.cell,
      title: 'Certificate path',
      before: 3,
      columns: [
        { title: '', share: 0.4, align: 'right', rigid: true },
        { title: 'Certificate', share: 3, align: 'left', rigid: false },
        { title: 'Valid', share: 0.8, align: 'left', rigid: true },
        { title: 'SHA-256', share: 2.6, align: 'left', rigid: false },
      ],
      rows: chain
        .slice(0, certificates)
        .map((certificate, index) => [
          String(index + 1),
          `${readableName(certificate.subject)}\n${trusted.has(certificate.fingerprint) ? 'Trust anchor, serial' : 'Serial'} ${certificate.serial}`,
          `${day(certificate.notBefore)}\n${day(certificate.notAfter)}`,
          grouped(certificate.fingerprint),
        ]),
    }),
    ...(rest > 0 ? [note(fonts, `And ${count(rest, 'further certificate')}.`, 4, look)] : []),
    ...(ends ? [] : [note(fonts, 'The path ends at no trust anchor.', 4, look)]),
  ];
};

const changeBlocks = (fonts: Fonts, { laterChanges }: ReportedSignature, { look, changes }: Edition): Block[] => {
  if (laterChanges.length === 0) return [];
  // What is forbidden is told first: it must not be lost behind a thousand filled fields.
  const ordered = [
    ...laterChanges.filter(({ permitted }) => !permitted),
    ...laterChanges.filter(({ permitted }) => permitted),
  ];
  const shown = ordered.slice(0, changes);
  const rest = ordered.length - shown.length;
  return [
    heading(fonts, 'Added after the signature', look),
    ...(shown.length === 0 ? [] : [changeTable(fonts, shown, look)]),
    ...(rest > 0 ? [note(fonts, restOfChanges(rest, shown.length), 4, look)] : []),
  ];
};

const restOfChanges = (rest: number, shown: number): string =>
  shown === 0 ? `${count(rest, 'change')}.` : `And ${count(rest, 'further change')}.`;

const changeTable = (fonts: Fonts, changes: ReportedSignature['laterChanges'], look: Look): Block =>
  table(fonts, {
    cell: look.cell,
    title: 'Added after the signature',
    before: 3,
    columns: [
      { title: 'Revision', share: 0.8, align: 'right', rigid: true },
      { title: 'Judgement', share: 1, align: 'left', rigid: true },
      { title: 'Rule', share: 2, align: 'left', rigid: false },
      { title: 'What was done', share: 5, align: 'left', rigid: false },
    ],
    rows: changes.map((change) => [
      String(change.revision),
      change.permitted ? 'Permitted' : 'Forbidden',
      ruleWords(change.rule),
      sentence(change.description),
    ]),
  });

const noteBlocks = (
  fonts: Fonts,
  { warnings }: ReportedSignature,
  file: JudgedFile | null,
  { look, notes }: Edition,
): Block[] => {
  const all = [...warnings, ...(file?.warnings ?? []).map((warning) => `Of the file: ${warning}`)];
  if (all.length === 0) return [];
  return [
    heading(fonts, 'Notes', look),
    ...sentences(all, notes, 'note').map((words) => note(fonts, words, look.gaps.fact, look)),
  ];
};
