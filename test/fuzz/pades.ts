import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type FuzzOutcome, type FuzzSource, fuzzSource, judgeMutant } from '../support/pades-fuzz.ts';
import { mutantKinds } from '../support/pades-mutants.ts';

/**
 * Mutants of all PDFs of a folder through the validator:
 * `node test/fuzz/pades.ts FOLDER [--count 200000] [--seed 1] [--checkpoint FILE] [--json]`.
 * The folder may hold `cases.tsv` and `anchors/` as the corpus does. With a checkpoint file a run that was stopped goes
 * on where it was. Ends with status 1 and the seed of each finding: a crash, more than two seconds, more than 512 MiB,
 * a pass for bytes that nobody signed. The mutants run in a thread that is ended when one of them hangs.
 */
const memoryBound = 512;
/** Wall time, far beyond what a mutant may work: on a busy machine a thread may wait for seconds. */
const hangAfter = 60_000;
const batch = 500;

/** What is known so far; all of a checkpoint. */
interface State {
  next: number;
  done: number;
  kinds: Record<string, Record<string, number>>;
  slowest: { ms: number; seed: number; file: string };
  peakMiB: number;
  findings: { seed: number; file: string; what: string }[];
}

const readSources = (folder: string): FuzzSource[] => {
  const table = join(folder, 'cases.tsv');
  const anchorsOf = new Map<string, readonly string[]>();
  if (existsSync(table)) {
    const [head = '', ...lines] = readFileSync(table, 'utf8').trim().split('\n');
    const columns = head.split('\t');
    for (const line of lines) {
      const cells = line.split('\t');
      const names = cells[columns.indexOf('anchors')] ?? '';
      anchorsOf.set(cells[columns.indexOf('file')] ?? '', names.split(' ').filter(Boolean));
    }
  }
  const anchor = (name: string) => {
    const text = readFileSync(join(folder, 'anchors', name), 'utf8').replaceAll(/-----[^-]+-----|\s/g, '');
    return new Uint8Array(Buffer.from(text, 'base64'));
  };
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pdf'))
    .sort()
    .map((name) =>
      fuzzSource(name, new Uint8Array(readFileSync(join(folder, name))), (anchorsOf.get(name) ?? []).map(anchor)),
    );
};

/** In the thread: each batch asked for is answered with its outcomes; `progress` holds the seed being judged. */
const serve = (): void => {
  const { folder, progress } = workerData as { readonly folder: string; readonly progress: Int32Array };
  const sources = readSources(folder);
  parentPort?.on('message', ({ from, to }: { readonly from: number; readonly to: number }) => {
    const outcomes: (FuzzOutcome & { seed: number; file: string })[] = [];
    for (let seed = from; seed < to; seed++) {
      Atomics.store(progress, 0, seed);
      const source = sources[seed % sources.length] as FuzzSource;
      outcomes.push({ ...judgeMutant(source, seed), seed, file: source.name });
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort?.postMessage(outcomes);
  });
};

const enter = (state: State, outcomes: readonly (FuzzOutcome & { seed: number; file: string })[]): void => {
  for (const { kind, outcome, ms, finding, seed, file } of outcomes) {
    const row = (state.kinds[kind] ??= {});
    row[outcome] = (row[outcome] ?? 0) + 1;
    state.done++;
    if (ms > state.slowest.ms) state.slowest = { ms: Math.round(ms), seed, file };
    if (finding !== null) state.findings.push({ seed, file, what: finding });
  }
};

const print = (state: State, seconds: number): void => {
  const outcomes = [...new Set(Object.values(state.kinds).flatMap((row) => Object.keys(row)))].sort();
  console.log(['kind'.padEnd(8), 'mutants'.padStart(8), ...outcomes.map((one) => one.padStart(17))].join(' '));
  for (const kind of mutantKinds) {
    const row = state.kinds[kind] ?? {};
    const total = Object.values(row).reduce((sum, count) => sum + count, 0);
    const cells = outcomes.map((one) => String(row[one] ?? 0).padStart(17));
    console.log([kind.padEnd(8), String(total).padStart(8), ...cells].join(' '));
  }
  const { ms, seed, file } = state.slowest;
  console.log(`slowest ${ms} ms (seed ${seed}, ${file}); peak ${state.peakMiB} MiB; ${seconds.toFixed(0)} s`);
  for (const finding of state.findings) console.error(`seed ${finding.seed} ${finding.file}: ${finding.what}`);
};

const run = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '200000' },
      seed: { type: 'string', default: '1' },
      checkpoint: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  if (folder === undefined || !existsSync(folder)) {
    console.error('usage: pades.ts FOLDER [--count 200000] [--seed 1] [--checkpoint FILE] [--json]');
    process.exit(64);
  }
  const first = Number(values.seed);
  const end = first + Number(values.count);
  const { checkpoint } = values;
  const state: State =
    checkpoint !== undefined && existsSync(checkpoint)
      ? (JSON.parse(readFileSync(checkpoint, 'utf8')) as State)
      : { next: first, done: 0, kinds: {}, slowest: { ms: 0, seed: 0, file: '' }, peakMiB: 0, findings: [] };
  const start = performance.now();
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const hire = () =>
    new Worker(new URL(import.meta.url), {
      workerData: { folder, progress },
      resourceLimits: { maxOldGenerationSizeMb: 320 },
    });
  type Answer = readonly (FuzzOutcome & { seed: number; file: string })[] | string;
  let settle: (answer: Answer) => void = () => {};
  const employ = (): Worker => {
    const hired = hire();
    hired.on('message', (outcomes: Answer) => settle(outcomes));
    hired.on('error', (error) => settle(String(error)));
    return hired;
  };
  let worker = employ();

  /** A batch's outcomes, or what became of the thread. */
  const ask = async (from: number, to: number): Promise<Answer> => {
    const deadline = { seed: -1, since: performance.now() };
    let watch: NodeJS.Timeout | undefined;
    const answer = await new Promise<Answer>((resolve) => {
      settle = resolve;
      watch = setInterval(() => {
        const seed = Atomics.load(progress, 0);
        if (seed !== deadline.seed) Object.assign(deadline, { seed, since: performance.now() });
        else if (performance.now() - deadline.since > hangAfter) resolve(`a hang of more than ${hangAfter} ms`);
      }, 500);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ from, to });
    });
    clearInterval(watch);
    return answer;
  };

  while (state.next < end) {
    const to = Math.min(end, state.next + batch);
    const answer = await ask(state.next, to);
    if (typeof answer === 'string') {
      const seed = Atomics.load(progress, 0);
      state.findings.push({ seed, file: basename(folder), what: answer });
      await worker.terminate();
      worker = employ();
      state.next = seed + 1;
    } else {
      enter(state, answer);
      state.next = to;
    }
    state.peakMiB = Math.max(state.peakMiB, Math.round(process.resourceUsage().maxRSS / 1024));
    if (checkpoint !== undefined) {
      writeFileSync(`${checkpoint}.new`, JSON.stringify(state));
      renameSync(`${checkpoint}.new`, checkpoint);
    }
  }
  await worker.terminate();
  if (state.peakMiB > memoryBound) state.findings.push({ seed: 0, file: '', what: `${state.peakMiB} MiB of memory` });
  if (values.json) console.log(JSON.stringify(state));
  else print(state, (performance.now() - start) / 1000);
  process.exitCode = state.findings.length > 0 ? 1 : 0;
};

if (isMainThread) await run();
else serve();
