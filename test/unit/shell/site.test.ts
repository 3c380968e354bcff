import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSite, isOfPage, type Site } from '../../../src-main/shell/site.ts';

const base = 'app://countersign/';
let folder = '';
let site: Site;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'page', 'assets', 'a b.js'), 'export {}');
  writeFileSync(join(folder, 'page', 'x.wasm'), '');
  writeFileSync(join(folder, 'secret.txt'), 'SECRET');
  site = createSite({ root: join(folder, 'page'), base });
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (url: string) => site({ url, method: 'GET' });

describe('the files of the page', () => {
  it('are served with their type, the policy, and never from a cache', async () => {
    const page = await get('app://countersign/');
    expect(page.status).toBe(200);
    expect(Buffer.from(page.body).toString()).toBe('<!doctype html>');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['cache-control']).toBe('no-store');
    expect((await get('app://countersign/assets/a%20b.js?v=1#x')).headers['content-type']).toContain('text/javascript');
    expect((await get('app://countersign/x.wasm')).headers['content-type']).toBe('application/wasm');
  });

  it('answers 404 for what is not there, also for a folder', async () => {
    expect((await get('app://countersign/none.js')).status).toBe(404);
    expect((await get('app://countersign/assets')).status).toBe(404);
  });

  it.each([
    'app://countersign/../secret.txt',
    'app://countersign/%2e%2e/secret.txt',
    'app://countersign/..%2fsecret.txt',
    'app://countersign/assets/..%2f..%2fsecret.txt',
    'app://countersign/..%5csecret.txt',
    'app://countersign/%2e%2e%5c%2e%2e%5csecret.txt',
    'app://countersign//secret.txt',
    'app://countersign/C:/secret.txt',
    'app://countersign/index.html::$DATA',
    'app://countersign/index.html%00.js',
    'app://countersign/%ff',
    'app://countersign/%',
  ])('does not leave its folder for %s', async (url) => {
    const { status, body } = await get(url);
    expect([403, 404]).toContain(status);
    expect(Buffer.from(body).toString()).not.toContain('SECRET');
  });

  it('never answers with a file from outside, whatever the path', async () => {
    const part = fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '\\', '%5c', 'secret.txt', 'assets', '%00', 'a', '');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const { body } = await get(`app://countersign/${parts.join('')}`);
        expect(Buffer.from(body).toString()).not.toContain('SECRET');
      }),
      { numRuns: 500 },
    );
  });

  it('refuses other hosts, other schemes and other methods', async () => {
    for (const url of [
      'app://other/index.html',
      'https://countersign/index.html',
      'app://u:p@countersign/',
      'nonsense',
    ]) {
      expect((await get(url)).status).toBe(403);
    }
    expect((await site({ url: base, method: 'POST' })).status).toBe(405);
  });
});

describe('belonging to the page', () => {
  it('is scheme and host, whatever the path', () => {
    expect(isOfPage('app://countersign/#/verify', base)).toBe(true);
    expect(isOfPage('app://countersign.example/', base)).toBe(false);
    expect(isOfPage('https://countersign.invalid:8443/', 'https://countersign.invalid/')).toBe(false);
    expect(isOfPage('about:blank', base)).toBe(false);
  });
});
