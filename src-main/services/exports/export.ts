/** An export that goes on step by step, so that whoever runs it can show how far it is, or stop between two steps. */
export interface Export {
  /** How many steps there are about to be. */
  readonly total: number;
  /** Each step yields how many are done. */
  readonly steps: Iterator<number, Exported, undefined> | AsyncIterator<number, Exported, undefined>;
}

/** What came of an export. */
export interface Exported {
  readonly files: number;
  readonly bytes: number;
  /** Of the whole file, lower-case hex; null for a folder. */
  readonly sha256: string | null;
}

/** Takes the bytes of an export, in order. */
export type Take = (bytes: Uint8Array) => void;

/** More than the export's form can hold; `hint` says what to do, in the words of the one who asked. */
export class ExportTooLarge extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`more than ${limit}`);
    this.limit = limit;
  }
}
