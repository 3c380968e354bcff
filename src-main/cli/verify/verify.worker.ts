import { parentPort, workerData } from 'node:worker_threads';
import { judgeFile, type JudgeOptions } from './judge.ts';
import type { Message, Source } from './verdict.ts';

/** A thread that judges one file after the other: a Source comes in, a Message goes out. Says `ready` when it can begin. */
const port = parentPort;
if (!port) throw new Error('this file is the body of a worker thread');
const options = workerData as JudgeOptions;
port.on('message', (source: Source) => {
  const { json, pictures } = judgeFile(source, options);
  const message: Message = { json, pictures };
  port.postMessage(message);
});
port.postMessage('ready');
