import type { Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { isPackage, pdfFiles } from './files.ts';
import type { JudgeOptions, PoolTrust } from './judge.ts';
import { readOptions, type VerifyOptions } from './options.ts';
import { judgePackage } from './package/index.ts';
import { Pool } from './pool.ts';
import { noProgress, progressOn } from './progress.ts';
import { judgeInOrder, type Remainder } from './run.ts';
import { csvSink, printed, type Sink } from './sinks.ts';
import { Tally } from './tally.ts';
import type { Judgement } from './verdict.ts';

/** `countersign verify`: judges PDFs and folders of them. Knows neither vault nor database. */
export const verify: Command = async (args, terminal) => {
  const options = await readOptions(args, terminal);
  const sinks = await openSinks(options, terminal);
  const pools: Pool[] = [];
  const cancel = new AbortController();
  const stop = () => {
    cancel.abort();
    for (const pool of pools) void pool.stop();
  };
  const poolOf = (trust: PoolTrust): Pool => {
    const pool = poolFor(options, trust);
    pools.push(pool);
    return pool;
  };
  // The second signal ends the program as it would have without us.
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await run({ options, terminal, sinks, poolOf, signal: cancel.signal });
  } catch (error) {
    for (const sink of sinks) sink.abandon();
    throw error;
  } finally {
    // A signal in between does not take the exit code of what was judged whole.
    await Promise.all(pools.map((pool) => pool.stop()));
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
};

/** One that cannot be opened leaves no other behind. */
const openSinks = async (options: VerifyOptions, terminal: Terminal): Promise<readonly Sink[]> => {
  const sinks: Sink[] = options.csv === '-' ? [] : [printed(terminal, options.json)];
  try {
    if (options.csv !== undefined) sinks.push(csvSink(terminal, options.csv));
    // Drawing pages is loaded when there are pages to draw.
    if (options.report !== undefined) {
      const { reportSink } = await import('./report.ts');
      sinks.push(await reportSink(options.report, options, new Date()));
    }
  } catch (error) {
    for (const sink of sinks) sink.abandon();
    throw error;
  }
  return sinks;
};

const poolFor = ({ at, unlock, report, ...options }: VerifyOptions, trust: PoolTrust): Pool => {
  const data: JudgeOptions = {
    ...trust,
    at,
    pictures: report !== undefined,
    ...unlock,
  };
  const worker = new URL(
    import.meta.url.endsWith('.ts') ? './verify.worker.ts' : './verify.worker.js',
    import.meta.url,
  );
  return new Pool({ worker, data, jobs: options.jobs, handful: options.handful, timeLimit: options.timeLimit });
};

interface Run {
  readonly options: VerifyOptions;
  readonly terminal: Terminal;
  readonly sinks: readonly Sink[];
  readonly poolOf: (trust: PoolTrust) => Pool;
  readonly signal: AbortSignal;
}

const run = async ({ options, terminal, sinks, poolOf, signal }: Run): Promise<ExitCode> => {
  const tally = new Tally();
  const began = performance.now();
  const shown = process.stderr.isTTY || options.progress;
  const progress = shown ? progressOn(process.stderr, tally, () => performance.now()) : noProgress;
  const judging = judgeAll(options, poolOf, signal);
  let step = await judging.next();
  for (; step.done !== true; step = await judging.next()) {
    tally.add(step.value.verdict);
    progress.hide();
    for (const sink of sinks) await sink.take(step.value);
    progress.show();
  }
  progress.hide();
  const incomplete = cancelled(step.value);
  for (const sink of sinks) await sink.finish(incomplete);
  if (incomplete !== null) terminal.say(`countersign verify: ${incomplete}`);
  if (tally.total + step.value.unjudged === 0) terminal.say('countersign verify: no PDF was found');
  if (tally.total > 1) terminal.say(`countersign verify: ${tally.words((performance.now() - began) / 1000)}`);
  return incomplete === null ? tally.exitCode : ExitCode.Cancelled;
};

/** All that was named, in order: PDFs by one pool of threads, each package by one with its own trust. */
async function* judgeAll(
  options: VerifyOptions,
  poolOf: Run['poolOf'],
  signal: AbortSignal,
): AsyncGenerator<Judgement, Remainder, undefined> {
  const { anchors, crls, jobs } = options;
  const pool = poolOf({ anchors, crls });
  const rest: Remainder[] = [];
  for (let paths = [...options.paths]; paths.length > 0; ) {
    const [first = ''] = paths;
    if (await isPackage(first)) {
      rest.push(yield* judgePackage(first, { anchors, crls, jobs, signal, poolOf }));
      paths = paths.slice(1);
      continue;
    }
    const plain: string[] = [];
    while (paths[0] !== undefined && (plain.length === 0 || !(await isPackage(paths[0]))))
      plain.push(...paths.splice(0, 1));
    rest.push(yield* judgeInOrder(pdfFiles(plain), pool, { jobs, signal }));
  }
  return {
    unjudged: rest.reduce((sum, { unjudged }) => sum + unjudged, 0),
    counted: rest.every(({ counted }) => counted),
  };
}

const cancelled = ({ unjudged, counted }: Remainder): string | null =>
  unjudged === 0
    ? null
    : `Cancelled: ${counted ? '' : 'at least '}${unjudged} ${unjudged === 1 ? 'file was' : 'files were'} not judged.`;
