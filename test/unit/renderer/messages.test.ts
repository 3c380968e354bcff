import { readFileSync, globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explain, knownCodes } from '../../../src-renderer/lib/messages.ts';

/** Areas whose failures can reach the window; the others are wrapped by the services. */
const areas = [
  'vault',
  'session',
  'access',
  'accounts',
  'keys',
  'signing',
  'records',
  'systems',
  'lifecycle',
  'links',
  'references',
  'actions',
  'verify',
  'imports',
  'exports',
  'recovery',
];

const codesInServices = (): readonly string[] => {
  const files = globSync('src-main/services/**/*.ts');
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const found = [...text.matchAll(/fail\(\s*'([a-z-]+\/[a-z-]+)'/g)].map(([, code]) => code ?? '');
  return [...new Set(found)].filter((code) => areas.includes(code.split('/')[0] ?? ''));
};

describe('failures in words', () => {
  test('every failure that a service answers has words of its own', () => {
    const codes = codesInServices();
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !knownCodes.includes(code))).toEqual([]);
  });

  test('every fault of a revocation list that is taken in has words of its own', () => {
    const text = ['crl', 'crl-intake'].map((name) => readFileSync(`src-main/pki/${name}.ts`, 'utf8')).join('\n');
    const codes = new Set([...text.matchAll(/fail\('(crl\/[a-z-]+)'/g)].map(([, code]) => code ?? ''));
    expect(codes.size).toBe(8);
    expect([...codes].filter((code) => !knownCodes.includes(code))).toEqual([]);
  });

  test('every message is whole sentences', () => {
    for (const code of knownCodes) {
      const { what, safe, next } = explain({ code });
      for (const sentence of [what, safe, next])
        if (sentence !== undefined) expect(sentence, code).toMatch(/^[A-Z“"].*[.!?]$/s);
    }
  });

  test('a wrong pass phrase says how many attempts are left', () => {
    const words = (attemptsLeft: number) =>
      explain({ code: 'signing/wrong-pass-phrase', details: { attemptsLeft } }).next;
    expect(words(3)).toContain('3 attempts are left');
    expect(words(1)).toContain('One attempt is left');
    expect(words(0)).toContain('is locked now');
  });

  test('a code that nobody knows still says what is safe and what to do', () => {
    expect(explain({ code: 'moon/too-bright' })).toEqual({
      what: 'This did not work.',
      safe: 'Nothing was changed.',
      next: expect.stringContaining('code below') as string,
    });
  });
});
