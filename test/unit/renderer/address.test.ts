import { describe, expect, test } from 'vitest';
import { hashParts } from '../../../src-renderer/lib/hash-location.ts';
import { afterLogin, keepAskedAddress } from '../../../src-renderer/stores/asked-address.ts';

const quiet = { failedLogins: 0, failedSignings: 0, history: 'on-chain', recovered: null, salvaged: false } as const;

describe('the address', () => {
  test.each([
    ['', '/', ''],
    ['#', '/', ''],
    ['#/', '/', ''],
    ['#work', '/work', ''],
    ['#/search?q=words', '/search', 'q=words'],
    ['#/search?q=what%3F+is?', '/search', 'q=what%3F+is?'],
    ['#/search?', '/search', ''],
  ])('%s is path and question', (hash, path, question) => {
    expect(hashParts(hash)).toEqual([path, question]);
  });

  test('with a question is where a login leads, once', () => {
    keepAskedAddress('#/search?q=words');
    expect(afterLogin(quiet)).toBe('/search?q=words');
    expect(afterLogin(quiet)).toBe('/work');
    keepAskedAddress('#/records/PE-2026-0001');
    expect(afterLogin(quiet)).toBe('/work');
  });

  test.each([
    { failedLogins: 1 },
    { failedSignings: 1 },
    { history: 'rolled-back' } as const,
    { recovered: { at: '2026-01-01T00:00:00.000Z', userName: 'ann' } },
    { salvaged: true },
  ])('waits behind what a login must tell: %j [draft 11.6-11.9]', (told) => {
    keepAskedAddress('#/search?q=words');
    expect(afterLogin({ ...quiet, ...told })).toBe('/work');
  });
});
