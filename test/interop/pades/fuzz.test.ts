import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fuzzSource, judgeMutant } from '../../support/pades-fuzz.ts';
import { createTestPki, makePdf, sealThreeTimes, type TestPki } from '../../support/pades-files.ts';
import { mutantKinds, mutantOf } from '../../support/pades-mutants.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const corpus = here('../../../../shared/corpus/');
const script = here('../../fuzz/pades.ts');

interface Answer {
  readonly done: number;
  readonly next: number;
  readonly kinds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly peakMiB: number;
  readonly findings: readonly unknown[];
}

/** The nightly script in a process of its own, so that its memory can be told. */
const fuzz = (...args: readonly string[]): Answer => {
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...args, '--json'], {
    encoding: 'utf8',
    timeout: 280_000,
  });
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return JSON.parse(stdout) as Answer;
};

describe('C40: mutants', () => {
  let pki: TestPki;
  let folder: string;
  let sealed: Uint8Array;
  beforeAll(async () => {
    pki = await createTestPki();
    folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    sealed = await sealThreeTimes(await makePdf({ pages: 1 }), pki);
    writeFileSync(join(folder, 'table.pdf'), sealed);
    writeFileSync(
      join(folder, 'stream.pdf'),
      await sealThreeTimes(await makePdf({ pages: 1, objectStreams: true }), pki),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('400 of files sealed here: no crash, none slow, memory bounded, no pass for bytes that nobody signed', () => {
    const { done, findings, kinds } = fuzz(folder, '--count', '400');
    expect(findings).toEqual([]);
    expect(done).toBe(400);
    expect(Object.keys(kinds).sort()).toEqual([...mutantKinds].sort());
  });

  test.skipIf(!existsSync(corpus))('1,600 of real files (skipped where the corpus is absent)', () => {
    const { done, findings } = fuzz(corpus, '--count', '1600');
    expect(findings).toEqual([]);
    expect(done).toBe(1600);
  });

  test('a run that was stopped goes on from its checkpoint and comes to the same', () => {
    const file = join(folder, 'checkpoint.json');
    fuzz(folder, '--count', '30', '--checkpoint', file);
    const resumed = fuzz(folder, '--count', '60', '--checkpoint', file);
    const whole = fuzz(folder, '--count', '60');
    expect(resumed.done).toBe(60);
    expect(resumed.kinds).toEqual(whole.kinds);
    expect((JSON.parse(readFileSync(file, 'utf8')) as Answer).next).toBe(61);
  });

  test('a pass for bytes that nobody signed is found', () => {
    const source = fuzzSource('sealed', sealed, pki.anchors);
    expect(source.signed.size).toBe(3);
    const forgetful = { ...source, signed: new Set<string>() };
    const seeds = Array.from({ length: 300 }, (_, index) => index);
    expect(seeds.map((seed) => judgeMutant(source, seed).finding).filter(Boolean)).toEqual([]);
    expect(seeds.map((seed) => judgeMutant(forgetful, seed).finding).filter(Boolean).length).toBeGreaterThan(5);
  });

  test('the same seed is the same mutant, and most mutants differ from their source', () => {
    let same = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { bytes } = mutantOf(sealed, seed);
      expect(Buffer.compare(bytes, mutantOf(sealed, seed).bytes), `seed ${seed}`).toBe(0);
      if (Buffer.compare(bytes, sealed) === 0) same++;
    }
    expect(same).toBeLessThan(40);
  });

  test('without a folder it says how it is used', () => {
    expect(() => execFileSync(process.execPath, [script], { stdio: 'pipe' })).toThrow(/usage/);
  });
});
