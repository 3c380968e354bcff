import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Pool } from '../../../src-main/cli/verify/pool.ts';
import { ahead, judgeInOrder } from '../../../src-main/cli/verify/run.ts';

let folder: string;
let pool: Pool | null = null;

/** A thread that does what the name of a file says; its answer tells which file it was. */
const body = `
import { serve } from '${new URL('../../../src-main/cli/verify/serve.ts', import.meta.url).href}';
serve((file) => {
  if (file.startsWith('hang')) for (;;);
  if (file.startsWith('exit')) process.exit(3);
  if (file.startsWith('throw')) throw new Error('a bug');
  if (file.startsWith('eat')) { const all = []; for (;;) all.push(new Array(1e6).fill({})); }
  if (file.startsWith('slow')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  return { json: JSON.stringify({ file, reasons: [] }), pictures: [] };
});
`;

const start = (jobs: number, file = 'behaves.mjs'): Pool => {
  pool = new Pool({ worker: pathToFileURL(join(folder, file)), data: null, jobs, handful: 0, timeLimit: 1_500 });
  return pool;
};

const given = async function* (files: readonly string[]): AsyncGenerator<string> {
  yield* files;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-pool-'));
  writeFileSync(join(folder, 'behaves.mjs'), body);
  writeFileSync(join(folder, 'cannot-start.mjs'), 'throw new Error("built wrongly");');
});
afterEach(async () => pool?.stop());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const outcome = async (pool: Pool, files: readonly string[], jobs: number): Promise<string[]> => {
  const out: string[] = [];
  for await (const { verdict } of judgeInOrder(given(files), pool, { jobs, signal: new AbortController().signal }))
    out.push(`${verdict.file} ${'error' in verdict ? verdict.error.code : 'judged'}`);
  return out;
};

describe('the threads that judge', () => {
  test.each([1, 3])(
    '%i at once: a file that hangs, ends or breaks its thread gets a verdict, the others theirs',
    async (jobs) => {
      const files = ['slow', 'a', 'hang', 'b', 'exit', 'c', 'throw', 'd'];
      expect(await outcome(start(jobs), files, jobs)).toEqual([
        'slow judged',
        'a judged',
        'hang verify/timeout',
        'b judged',
        'exit verify/internal',
        'c judged',
        'throw verify/internal',
        'd judged',
      ]);
    },
  );

  test('a file that eats all memory ends its thread and not the run', async () => {
    const [eaten, after] = await outcome(start(1), ['eat', 'a'], 1);
    expect(eaten).toMatch(/^eat verify\/(internal|timeout)$/);
    expect(after).toBe('a judged');
  });

  test('a thread that cannot start is an error of the run, not of its files', async () => {
    await expect(outcome(start(2, 'cannot-start.mjs'), ['a', 'b', 'c'], 2)).rejects.toThrow('built wrongly');
  });

  test('only a few files are taken on before the first is answered', async () => {
    let taken = 0;
    const endless = (async function* () {
      for (;;) {
        taken += 1;
        yield taken === 1 ? 'slow' : 'a';
      }
    })();
    const judging = judgeInOrder(endless, start(2), { jobs: 2, signal: new AbortController().signal });
    const first = await judging.next();
    expect(first.value).toMatchObject({ verdict: { file: 'slow' } });
    expect(taken).toBe(2 * ahead);
    await judging.return({ unjudged: 0, counted: true });
  });

  test('stopped: what hangs is left, what was not judged is counted', async () => {
    const running = start(1);
    const cancel = new AbortController();
    const judging = judgeInOrder(given(['a', 'hang', 'b', 'c']), running, { jobs: 1, signal: cancel.signal });
    expect((await judging.next()).value).toMatchObject({ verdict: { file: 'a' } });
    setTimeout(() => {
      cancel.abort();
      void running.stop();
    }, 100);
    expect(await judging.next()).toEqual({ done: true, value: { unjudged: 3, counted: true } });
  });
});
