import { once } from 'node:events';
import { closeSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { InputError } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { csvHead, csvRows } from './csv.ts';
import { describeReport } from './text.ts';
import type { Judgement } from './verdict.ts';

/** Where judgements go, one after the other. */
export interface Sink {
  take(judgement: Judgement): Promise<void> | void;
  /** Once all are there. `incomplete`: a sentence on what was not judged; null: all was. */
  finish(incomplete: string | null): Promise<void> | void;
  /** Instead of `finish`, when the run itself failed. */
  abandon(): void;
}

const nothing = () => {};

/** One line a verdict, or one paragraph: on stdout, no faster than its reader takes it. */
export const printed = (terminal: Terminal, json: boolean): Sink => ({
  take: (judgement) => {
    terminal.out(json ? judgement.json : describeReport(judgement.verdict));
    return stdoutTaken();
  },
  finish: nothing,
  abandon: nothing,
});

const stdoutTaken = async (): Promise<void> => {
  if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
};

/** The rows of a CSV, on stdout or in a new file. @throws InputError where the file cannot be made */
export const csvSink = (terminal: Terminal, path: string): Sink => {
  if (path === '-') {
    terminal.out(csvHead);
    return {
      take: ({ verdict }) => {
        for (const row of csvRows(verdict)) terminal.out(row);
        return stdoutTaken();
      },
      finish: nothing,
      abandon: nothing,
    };
  }
  const file = newFile(path);
  const write = (row: string) => file.write(`${row}\n`);
  write(csvHead);
  return {
    take: ({ verdict }) => csvRows(verdict).forEach(write),
    finish: () => file.close(),
    // What stands in it was judged.
    abandon: () => file.close(),
  };
};

export interface NewFile {
  write(data: string | Uint8Array): void;
  close(): void;
  /** Closes and deletes it. */
  remove(): void;
}

/** A file that was not there before: evidence is never overwritten. @throws InputError */
export const newFile = (path: string): NewFile => {
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw new InputError('verify/cannot-write', error instanceof Error ? error.message : String(error));
    }
  };
  const descriptor = attempt(() => openSync(path, 'wx'));
  return {
    write: (data) => attempt(() => writeFileSync(descriptor, data)),
    close: () => closeSync(descriptor),
    remove: () => {
      closeSync(descriptor);
      unlinkSync(path);
    },
  };
};
