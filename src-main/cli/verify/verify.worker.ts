import { parentPort, workerData } from 'node:worker_threads';
import { judgeFile, type JudgeOptions } from './judge.ts';
import type { Message } from './verdict.ts';

/** A thread that judges one file after the other: a path comes in, a Message goes out. Says `ready` when it can begin. */
const port = parentPort;
if (!port) throw new Error('this file is the body of a worker thread');
const options = workerData as JudgeOptions;
port.on('message', (file: string) => {
  const { json, pictures } = judgeFile(file, options);
  const message: Message = { json, pictures };
  port.postMessage(message);
});
port.postMessage('ready');
