import { Indication, worst } from '../../domain/indication.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { bullet, paragraph } from '../layout/paragraph.ts';
import { text } from '../layout/style.ts';
import { table } from '../layout/table.ts';
import { fact, heading, note, titleBlocks, verdictBand } from './blocks.ts';
import type { ReportBasis } from './input.ts';
import { count, grouped, moment, readableName } from './words.ts';

/** How many files came to which verdict. */
export interface Tally {
  readonly passed: number;
  readonly indeterminate: number;
  readonly failed: number;
  readonly unreadable: number;
}

/** A line of the list of files. `page` counts from 0 among the pages after the cover; null: it has none. */
export interface Listed {
  readonly name: string;
  readonly indication: Indication | null;
  readonly finding: string;
  readonly page: number | null;
}

export interface Cover {
  readonly basis: ReportBasis;
  readonly tally: Tally;
  readonly listed: readonly Listed[];
  /** Files that were judged and are not listed: the report was full. */
  readonly unlisted: number;
  /** Why the report does not hold all that was asked for; null: it does. */
  readonly incomplete: string | null;
  /** Of a report on one file: facts on it, and its signatures. */
  readonly alone: {
    readonly facts: readonly (readonly [label: string, value: string])[];
    readonly signatures: readonly ListedSignature[];
  };
}

/** A line of the list of a single file's signatures. `page` as above. */
export interface ListedSignature {
  readonly name: string;
  readonly time: string;
  readonly verdict: string;
  readonly page: number | null;
}

export const totalOf = ({ passed, indeterminate, failed, unreadable }: Tally): number =>
  passed + indeterminate + failed + unreadable;

const tallyWords = ({ passed, indeterminate, failed, unreadable }: Tally): string =>
  [
    `${passed} passed`,
    `${indeterminate} not decided`,
    `${failed} failed`,
    ...(unreadable > 0 ? [`${unreadable} not readable`] : []),
  ].join(', ');

const overall = ({ passed, indeterminate, failed, unreadable }: Tally): Indication =>
  worst([
    ...(failed > 0 ? [Indication.Failed] : []),
    ...(indeterminate + unreadable > 0 ? [Indication.Indeterminate] : []),
    ...(passed > 0 ? [Indication.Passed] : []),
  ]);

/** More trust anchors than these stand behind the list of files. */
const anchorsAtOnce = 4;

/** The pages before the signatures'. `pages` is how many they are themselves: the list names page numbers. */
export const coverBlocks = (fonts: Fonts, cover: Cover, pages: number): Block[] => {
  const { basis, tally, listed, unlisted, incomplete } = cover;
  const total = totalOf(tally);
  const [only] = listed;
  const alone = total === 1 && only !== undefined;
  const verdict = overall(tally);
  const few = basis.anchors.length <= anchorsAtOnce;
  return [
    ...titleBlocks(
      fonts,
      'Signature validation report',
      alone ? baseName(only.name) : count(total, 'file'),
      alone ? only.finding : tallyWords(tally),
    ),
    verdictBand(fonts, verdict, {
      sentence: (alone ? aloneSentence : manySentence)[verdict],
    }),
    ...(incomplete === null ? [] : [note(fonts, incomplete, 6)]),
    heading(fonts, 'What the verdicts rest on'),
    fact(fonts, 'Judged for', moment(basis.validatedFor)),
    fact(fonts, 'Report made', `${moment(basis.madeAt)} by ${basis.program}`),
    fact(
      fonts,
      'Revocation lists',
      `${basis.revocationLists === 0 ? 'None' : String(basis.revocationLists)} given, besides those that the files hold`,
    ),
    ...(few ? anchorBlocks(fonts, basis) : [fact(fonts, 'Trust anchors', `${basis.anchors.length}, listed below`)]),
    ...(alone ? aloneBlocks(fonts, cover.alone, pages) : listBlocks(fonts, listed, unlisted, pages)),
    ...(few ? [] : [heading(fonts, 'Trust anchors'), ...anchorBlocks(fonts, basis)]),
    ...explanation(fonts),
  ];
};

const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

const aloneSentence: Readonly<Record<Indication, string>> = {
  [Indication.Passed]: 'Every signature of the file passed.',
  [Indication.Indeterminate]: 'The file holds no signature, could not be read, or a signature could not be decided on.',
  [Indication.Failed]: 'At least one signature of the file failed.',
};

const manySentence: Readonly<Record<Indication, string>> = {
  [Indication.Passed]: 'Every signature of every file passed.',
  [Indication.Indeterminate]: 'No file failed, but not every file could be decided on.',
  [Indication.Failed]: 'At least one file failed.',
};

const anchorBlocks = (fonts: Fonts, { anchors }: ReportBasis): Block[] =>
  anchors.length === 0
    ? [fact(fonts, 'Trust anchors', 'None was given: no signer can be traced to a trusted root')]
    : anchors.flatMap(({ subject, fingerprint }, index) => [
        fact(fonts, index === 0 ? 'Trust anchors' : '', readableName(subject)),
        fact(fonts, '', `SHA-256 ${grouped(fingerprint)}`, text.digest),
      ]);

const pageNumber = (page: number | null, pages: number): string => (page === null ? '–' : String(page + pages + 1));

const aloneBlocks = (fonts: Fonts, { facts, signatures }: Cover['alone'], pages: number): Block[] => [
  ...(facts.length === 0 ? [] : [heading(fonts, 'The file')]),
  ...facts.map(([label, value]) => fact(fonts, label, value, label === 'SHA-256' ? text.digest : text.small)),
  ...(signatures.length === 0
    ? []
    : [
        heading(fonts, 'Its signatures'),
        table(fonts, {
          title: 'Its signatures',
          before: 3,
          columns: [
            { title: 'Signer', share: 3, align: 'left', rigid: false },
            { title: 'Time', share: 3, align: 'left', rigid: false },
            { title: 'Verdict', share: 3, align: 'left', rigid: false },
            { title: 'Page', share: 0.6, align: 'right', rigid: true },
          ],
          rows: signatures.map(({ name, time, verdict, page }) => [name, time, verdict, pageNumber(page, pages)]),
        }),
      ]),
];

const listBlocks = (fonts: Fonts, listed: readonly Listed[], unlisted: number, pages: number): Block[] => [
  heading(fonts, 'Files'),
  table(fonts, {
    title: 'Files',
    before: 3,
    columns: [
      { title: 'File', share: 4, align: 'left', rigid: false },
      { title: 'Verdict', share: 1.6, align: 'left', rigid: true },
      { title: 'Finding', share: 3.4, align: 'left', rigid: false },
      { title: 'Page', share: 0.6, align: 'right', rigid: true },
    ],
    rows: listed.map(({ name, indication, finding, page }) => [
      name,
      indication ?? 'not readable',
      finding,
      pageNumber(page, pages),
    ]),
  }),
  ...(unlisted > 0
    ? [note(fonts, `${unlisted} more were judged and counted, but a report lists no more than ${listed.length}.`, 4)]
    : []),
];

const explanation = (fonts: Fonts): Block[] => {
  const item = (content: string): Block => paragraph(fonts, text.note, content, { before: 1.5, hang: bullet });
  return [
    heading(fonts, 'How to read this report'),
    item(
      'The verdicts are the indications of ETSI EN 319 102-1. TOTAL-PASSED: valid. TOTAL-FAILED: not valid, for the reason ' +
        'given. INDETERMINATE: what is at hand does not suffice for a verdict; the reason tells what is missing.',
    ),
    item(
      'Whether bytes are unchanged and whether a signer is trusted are different questions, and are answered apart. Trust ' +
        'rests on the anchors named above, on nothing in the files.',
    ),
    item(
      'Nothing was fetched from a network. Revocation is judged by the lists and responses that the files carry and those ' +
        'given; the report says how old they are.',
    ),
    item(
      'A picture shows how a signature looks in its document. Its signer’s software drew it, and it may say anything; the ' +
        'verdict does not rest on it.',
    ),
    item(
      'This report says nothing on the legal standing of certificates or signatures, and is itself not signed. Anyone can ' +
        'repeat it with the same files, anchors and time.',
    ),
  ];
};
