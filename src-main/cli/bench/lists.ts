import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  countFound,
  countRecords,
  createRecord,
  createSystem,
  createVault,
  recordRows,
  search,
  type OpenVault,
} from '../../vault/index.ts';
import { systemClock, version } from '../runtime.ts';
import { compare, type Comparison, type Timing } from './measure.ts';

/** How many records there are when it is measured. */
const sizes = [1_000, 3_000, 10_000, 30_000, 100_000] as const;
const batch = 1_000;
const runs = 60;
const page = 100;
const hits = 25;

const words =
  'pump detector column autosampler interface backup licence archive injector valve lamp server printer reader balance'.split(
    ' ',
  );
const states = ['draft', 'in-review', 'awaiting-signatures', 'effective', 'withdrawn'];

/** First pages of lists and searches in a vault that grows to 100,000 records: they are to cost the same throughout. */
export const listsBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const created = await createVault({
      clock: systemClock,
      appVersion: version,
      kdf: { memoryKiB: 256, iterations: 1, parallelism: 1 },
      folder: join(folder, 'bench.vault'),
      name: 'Bench',
      organisation: 'Bench',
      administrator: { userName: 'bench', fullName: 'Bench', passPhrase: 'bench: quiet harbour lanterns' },
    });
    if (!created.ok) throw new Error(created.error.code);
    const vault = created.value;
    try {
      return run(vault);
    } finally {
      vault.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const run = (vault: OpenVault): readonly Comparison[] => {
  const systems = vault.write(vault, (db, audit) => {
    audit.record({ action: 'record.save-draft', subject: { type: 'vault', id: vault.identity.id } });
    return ['LIMS', 'CDS', 'MES'].map((name) => createSystem(db, audit, { name, content: {}, reason: null }).id);
  });
  const measured: (readonly Timing[])[] = [];
  let filled = 0;
  for (const size of sizes) {
    for (; filled < size; filled += batch) fill(vault, systems, filled);
    measured.push(questions.map(({ name, ask }) => percentiles(`${name}, ${size} records`, () => ask(vault, systems))));
  }
  return questions.map(({ name }, index) => {
    const row = measured.flatMap((timings) => timings[index] ?? []);
    const [first, last] = [row[0], row.at(-1)];
    if (first === undefined || last === undefined) throw new Error('nothing measured');
    return compare(name, last, first, plot(row.map(({ p95 }) => p95 ?? 0)));
  });
};

const fill = (vault: OpenVault, systems: readonly string[], from: number): void =>
  vault.write(vault, (db, audit) => {
    audit.record({ action: 'record.save-draft', subject: { type: 'vault', id: vault.identity.id } });
    for (let n = from; n < from + batch; n += 1) {
      // Shifted from round to round, so that every word meets every type, state and system.
      const word = (at: number): string => words[(n * 7 + at * 13 + Math.floor(n / words.length)) % words.length] ?? '';
      const shift = n % 2 === 0 ? 'early' : 'late';
      const pair = n % 2 === 0 ? 'first' : 'second';
      createRecord(db, audit, {
        id: `IN-2026-${String(n).padStart(6, '0')}`,
        type: n % 3 === 0 ? 'defect' : 'incident',
        systemId: systems[n % systems.length] ?? '',
        title: `The ${word(0)} stopped, case ${n}`,
        state: states[n % states.length] ?? 'draft',
        ownerId: vault.accountId,
        eventOn: `2026-${String(1 + (n % 12)).padStart(2, '0')}-01`,
        content: {
          what: {
            values: {
              text: `The ${word(1)} and the ${word(2)} were looked at; number ${n} of the series. On the ${shift} shift, by the ${pair} pair.`,
            },
          },
        },
      });
    }
  });

interface Question {
  readonly name: string;
  readonly ask: (vault: OpenVault, systems: readonly string[]) => unknown;
}

const list = (vault: OpenVault, filter: Parameters<typeof countRecords>[1]): unknown =>
  vault.read((db) => [recordRows(db, { ...filter, limit: page }), countRecords(db, filter, 1_001)]);
const find = (vault: OpenVault, text: string, filter: Parameters<typeof countFound>[1] = {}): unknown =>
  vault.read((db) => [search(db, { ...filter, text, limit: hits }), countFound(db, filter, text, 101)]);

/** What the window asks for its first page, its count with it. */
const questions: readonly Question[] = [
  { name: 'list: all', ask: (vault) => list(vault, {}) },
  { name: 'list: of a state', ask: (vault) => list(vault, { states: ['effective'] }) },
  {
    name: 'list: of a type, state and system',
    ask: (vault, systems) => list(vault, { type: 'incident', states: ['draft'], systemId: systems[1] ?? '' }),
  },
  { name: 'search: a number', ask: (vault) => find(vault, 'IN-2026-000777') },
  { name: 'search: a word of many titles', ask: (vault) => find(vault, 'pump') },
  { name: 'search: the beginning of a word', ask: (vault) => find(vault, 'autosa') },
  { name: 'search: two words, in all texts', ask: (vault) => find(vault, 'detector series') },
  // The worst that an inverted index knows: nothing fills the page, so everything is walked.
  { name: 'search: two words of half the records each, never together', ask: (vault) => find(vault, 'early second') },
  {
    name: 'search: a word, of a type and state',
    ask: (vault) => find(vault, 'valve', { type: 'defect', state: 'draft' }),
  },
];

const percentiles = (name: string, work: () => unknown): Timing => {
  for (let run = 0; run < 5; run += 1) work();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return {
    name,
    runs,
    min: times[0] ?? 0,
    median: times[Math.floor(runs / 2)] ?? 0,
    p95: times[Math.floor(runs * 0.95)] ?? 0,
  };
};

/** The 95th percentiles as bars of text, 20 ms being full. */
const plot = (p95: readonly number[]): string =>
  [
    'p95, bar: 20 ms',
    ...p95.map((value, index) => {
      const filled = Math.min(40, Math.round((value / 20) * 40));
      return `  ${String(sizes[index]).padStart(7)} |${'#'.repeat(filled).padEnd(40, '.')}| ${value.toFixed(2)} ms`;
    }),
  ].join('\n  ');
