/**
 * A process that works as people do while it holds planted secrets, and then, with a session open, writes down its whole heap.
 * The secrets come on standard input, so that no source text holds them. Arguments: file of the heap.
 */
import { writeHeapSnapshot } from 'node:v8';
import { readFileSync } from 'node:fs';
import { person, staffed, testServices } from './services.ts';

/** What is planted. */
export interface Planted {
  readonly login: string;
  readonly signing: string;
}

const [file = ''] = process.argv.slice(2);

/** All that knows the secrets: nothing of it outlives the call. */
const work = async (): Promise<void> => {
  const planted = JSON.parse(readFileSync(0, 'utf8')) as Planted;
  const who = {
    ...person('i.vesela', 'Irina Vesela', 'operative'),
    passPhrase: planted.login,
    signingPassPhrase: planted.signing,
  };
  // Creates the account, changes its first pass phrase, makes a key, and signs the undertaking with it.
  const people = await staffed(await testServices(), [who]);
  await people.login(who);
};

await work();
// Timers and finished promises let go of what they held.
for (let turn = 0; turn < 3; turn++) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  (globalThis as { gc?: () => void }).gc?.();
}
writeHeapSnapshot(file);
process.exit(0);
