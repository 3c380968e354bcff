import type { Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { pdfFiles } from './files.ts';
import type { JudgeOptions } from './judge.ts';
import { readOptions, type VerifyOptions } from './options.ts';
import { Pool } from './pool.ts';
import { noProgress, progressOn } from './progress.ts';
import { judgeInOrder, type Remainder } from './run.ts';
import { csvSink, printed, type Sink } from './sinks.ts';
import { Tally } from './tally.ts';

/** `countersign verify`: judges PDFs and folders of them. Knows neither vault nor database. */
export const verify: Command = async (args, terminal) => {
  const options = await readOptions(args, terminal);
  const sinks = await openSinks(options, terminal);
  const pool = poolFor(options);
  const cancel = new AbortController();
  const stop = () => {
    cancel.abort();
    void pool.stop();
  };
  // The second signal ends the program as it would have without us.
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await run({ options, terminal, sinks, pool, signal: cancel.signal });
  } catch (error) {
    for (const sink of sinks) sink.abandon();
    throw error;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await pool.stop();
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

const poolFor = ({ anchors, crls, at, password, report, ...options }: VerifyOptions): Pool => {
  const data: JudgeOptions = {
    anchors,
    crls,
    at,
    pictures: report !== undefined,
    ...(password === undefined ? {} : { password }),
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
  readonly pool: Pool;
  readonly signal: AbortSignal;
}

const run = async ({ options, terminal, sinks, pool, signal }: Run): Promise<ExitCode> => {
  const tally = new Tally();
  const began = performance.now();
  const shown = process.stderr.isTTY || options.progress;
  const progress = shown ? progressOn(process.stderr, tally, () => performance.now()) : noProgress;
  const judging = judgeInOrder(pdfFiles(options.paths), pool, { jobs: options.jobs, signal });
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

const cancelled = ({ unjudged, counted }: Remainder): string | null =>
  unjudged === 0
    ? null
    : `Cancelled: ${counted ? '' : 'at least '}${unjudged} ${unjudged === 1 ? 'file was' : 'files were'} not judged.`;
