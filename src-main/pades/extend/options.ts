import type { Failure } from '../../domain/result.ts';
import type { HttpClient } from '../../pki/fetch/http.ts';
import type { Timestamper } from '../../pki/tsp/client.ts';
import type { ReadOptions } from '../pdf/document.ts';
import type { Level } from '../validate/report.ts';

/** The baseline levels in their order (ETSI EN 319 142-1, 6). */
export type BaselineLevel = Exclude<Level, 'none'>;

/** Where a level is taken to and with what. */
export interface ExtendOptions extends ReadOptions {
  readonly level: BaselineLevel;
  /** Gives time-stamps. Absent: there are none to be had. */
  readonly tsa?: Timestamper;
  /** Fetches OCSP responses, CRLs and issuers' certificates. Absent: offline, with what is at hand. */
  readonly http?: HttpClient;
  /** Roots of the local store, DER: for signers and for time-stamp authorities. Empty: paths end where a root is at hand. */
  readonly anchors: readonly Uint8Array[];
  /** More data at hand, besides what the file holds. DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocsps?: readonly Uint8Array[];
  readonly now: () => Date;
  /** Writes /VRI too. EN 319 142-1 leaves it out; some older viewers look for it. */
  readonly vri?: boolean;
}

/** Something that a level was not reached for, or that a reader of the file has to know. */
export interface ExtendNote extends Failure {
  /** A sentence. */
  readonly words: string;
}

/** A file with the level that it reached. The bytes it came from are an exact prefix of `pdf`. */
export interface ExtendedPdf {
  readonly pdf: Uint8Array;
  /** Of the signatures concerned the lowest, by content and completeness (C29). */
  readonly level: Level;
  /** All that was asked for is done. */
  readonly reached: boolean;
  readonly notes: readonly ExtendNote[];
}

/** Why nothing can be done with a file, besides `SignFailure`. */
export const ExtendFailure = {
  /** It holds no signature. */
  NoSignature: 'pades/no-signature',
  /** None of its signatures stands: nothing that is added could mend them. `details.reasons` by field. */
  NoSoundSignature: 'pades/no-sound-signature',
} as const;
export type ExtendFailure = (typeof ExtendFailure)[keyof typeof ExtendFailure];

const order: readonly Level[] = ['none', 'B-B', 'B-T', 'B-LT', 'B-LTA'];

/** Is the level at least the other? */
export const atLeast = (level: Level, other: Level): boolean => order.indexOf(level) >= order.indexOf(other);

/** The lowest of some levels; `none` of none. */
export const lowest = (levels: readonly Level[]): Level =>
  levels.length === 0 ? 'none' : levels.reduce((a, b) => (atLeast(a, b) ? b : a));
