import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How often a fault is tried: `usual` in a plain run, `COUNTERSIGN_FAULTS` times that in a longer one. */
export const tried = (usual: number): number => Math.max(1, Math.round(usual * times));

const times = Number(process.env['COUNTERSIGN_FAULTS'] ?? 1);

/** One line of the table of faults. */
export interface FaultRow {
  /** What is done to the program, e.g. `SIGKILL while the data key is rotated`. */
  readonly fault: string;
  /** What it promises then. */
  readonly promise: string;
  /** How often it was tried. */
  readonly tried: number;
  /** How often a plain run tries it, where that is not `tried` by how many times as long this run is. */
  readonly usual?: number;
  /** After how many of these the promise was found kept. A test that finds one broken fails, and writes no line. */
  readonly kept: number;
  /** What was seen, in a few words: the spread of moments, the codes, the counts. */
  readonly seen: string;
  /** The test, by its file. */
  readonly test: string;
  /** Why it was not tried here; then `tried` is 0. */
  readonly skipped?: string;
}

const results = fileURLToPath(new URL('../../test-results', import.meta.url));
const rows = join(results, 'faults');

/** Writes a line, and the table anew from all lines that there are: `test-results/faults.md` and `faults.json`. */
export const report = (row: FaultRow): void => {
  mkdirSync(rows, { recursive: true });
  const name = row.fault.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  put(join(rows, `${name}.json`), `${JSON.stringify(row, null, 2)}\n`);
  const all = readdirSync(rows)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(rows, file), 'utf8')) as FaultRow);
  put(join(results, 'faults.json'), `${JSON.stringify(all, null, 2)}\n`);
  put(join(results, 'faults.md'), tableOf(all));
};

/** The table as Markdown. */
export const tableOf = (all: readonly FaultRow[]): string =>
  [
    '| Fault | Promise | Tried | Kept | In a plain run | Seen | Test |',
    '|---|---|---:|---:|---:|---|---|',
    ...all.map((row) => {
      const seen = row.skipped === undefined ? row.seen : `not tried here: ${row.skipped}`;
      const usual = row.usual ?? Math.round(row.tried / times);
      return `| ${[row.fault, row.promise, row.tried, row.kept, usual, seen, `\`${row.test}\``].map(cell).join(' | ')} |`;
    }),
    '',
  ].join('\n');

const cell = (value: string | number): string => String(value).replaceAll('|', '\\|').replaceAll('\n', ' ');

const put = (file: string, text: string): void => {
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
};

/** `3 EIO, 2 ENOSPC`: how often each of some words came. */
export const counted = (words: readonly string[]): string =>
  [...Map.groupBy(words, (word) => word)]
    .map(([word, same]) => `${same.length} ${word}`)
    .sort()
    .join(', ');
