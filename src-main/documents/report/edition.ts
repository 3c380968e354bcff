import { close, type Look, roomy } from './blocks.ts';
import { bounded } from './bounded.ts';
import type { ReportedFile, ReportedSignature } from './input.ts';

/** A file that was judged. */
export type JudgedFile = Extract<ReportedFile, { readonly signatures: readonly ReportedSignature[] }>;

/** How much of a signature a page tells, and how close it is set. */
export interface Edition {
  readonly look: Look;
  /** Sentences of one answer; a forbidden change more or less does not alter it. */
  readonly reasons: number;
  /** Later changes that are told one by one; a file can make millions. */
  readonly changes: number;
  readonly notes: number;
  readonly certificates: number;
  /** Longer texts are shortened; null: they are as the report takes them. */
  readonly length: number | null;
}

const whole = { reasons: 8, changes: 60, notes: 60, certificates: 60, length: null } as const;

/** What an annex tells. */
export const inFull: Edition = { ...whole, look: close };

/** From the roomiest on: the first that takes one page is printed. */
export const editions: readonly Edition[] = [
  { ...whole, look: roomy },
  inFull,
  { look: close, reasons: 6, changes: 14, notes: 5, certificates: 8, length: 400 },
  { look: close, reasons: 4, changes: 10, notes: 4, certificates: 6, length: 260 },
  { look: close, reasons: 3, changes: 6, notes: 3, certificates: 4, length: 180 },
  { look: close, reasons: 2, changes: 3, notes: 2, certificates: 3, length: 120 },
  { look: close, reasons: 1, changes: 0, notes: 0, certificates: 2, length: 80 },
];

/** Does a page of this edition leave something out that an annex has to tell? */
export const isExcerpt = ({ length }: Edition): boolean => length !== null;

/** One signature of a file as an edition tells of it. */
export interface Told {
  /** With its other signatures as they are. */
  readonly file: JudgedFile;
  readonly signature: ReportedSignature;
  /** From 0. */
  readonly index: number;
}

/** `index` counts from 0. In the reasons, certificates of the path go by their number in it: it tells their names. */
export const told = ({ signatures, ...about }: JudgedFile, index: number, { length }: Edition): Told => {
  const signature = signatures[index] as ReportedSignature;
  const { bytes, signer, coverage, changes } = signature.answers;
  const short = numbered(signature.chain);
  const shortly = <T extends { readonly reasons: readonly string[] }>(one: T): T => ({
    ...one,
    reasons: one.reasons.map(short),
  });
  const answers = {
    bytes: shortly(bytes),
    signer: shortly(signer),
    coverage: shortly(coverage),
    changes: shortly(changes),
  };
  const all = { about, signature: { ...signature, answers } };
  const told = length === null ? all : bounded(all, length);
  return { file: { ...told.about, signatures }, signature: told.signature, index };
};

/** Puts `certificate 2` for the distinguished name of the path's second certificate. */
const numbered = (chain: ReportedSignature['chain']): ((words: string) => string) => {
  const names = chain
    .map(({ subject }, index) => ({ subject, number: index + 1 }))
    .filter(({ subject }, index) => subject !== '' && chain.findIndex((one) => one.subject === subject) === index)
    .sort((a, b) => b.subject.length - a.subject.length)
    .map(({ subject, number }) => ({
      // The whole name, not the part of a longer one.
      whole: new RegExp(`(?<![\\w,=])${subject.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w|,\\w)`, 'g'),
      number,
    }));
  return (words) => names.reduce((text, { whole, number }) => text.replace(whole, `certificate ${number}`), words);
};
