import { parentPort, workerData } from 'node:worker_threads';
import type { Judgement, Message, Source } from './verdict.ts';

/** What a worker is started with. */
export interface WorkerStart {
  /** Its first element: how many files of the batch at hand were begun. The pool reads it when the worker is lost. */
  readonly begun: Int32Array;
  /** For the judge. */
  readonly data: unknown;
}

/** Answers wait for each other so long (ms): each message wakes the main thread, and costs what a small file does. */
const patience = 25;

/**
 * The body of a worker thread: a batch of files comes in, their judgements go out, in order, a few at a time. Says `ready`
 * when it can begin.
 */
export const serve = (judge: (source: Source, data: unknown) => Judgement): void => {
  const port = parentPort;
  if (!port) throw new Error('this is the body of a worker thread');
  const { begun, data } = workerData as WorkerStart;
  port.on('message', (sources: readonly Source[]) => {
    let answers: Message[] = [];
    let sent = performance.now();
    for (const [index, source] of sources.entries()) {
      Atomics.store(begun, 0, index + 1);
      const { json, pictures } = judge(source, data);
      answers.push({ json, pictures });
      if (index + 1 < sources.length && performance.now() - sent < patience) continue;
      port.postMessage(answers);
      answers = [];
      sent = performance.now();
    }
  });
  port.postMessage('ready');
};
