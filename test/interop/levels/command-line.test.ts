import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writePem } from '../../../src-main/pki/pem.ts';
import { extendsExactly, signAt, withServices } from '../../support/levels.ts';
import { makePdf } from '../../support/pades-files.ts';
import { hasOpenSsl, type OpenSsl, openSsl } from '../../support/pki-openssl.ts';
import { startTrustServices, type TrustServices } from '../../support/trust-services.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'level-cli-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program while the services go on answering in this process. */
const countersign = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { ...process.env, COUNTERSIGN_P12_PASSPHRASE: 'a pass phrase' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const status = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  return { status, stdout, stderr };
};

describe.skipIf(!hasOpenSsl())('the command line and levels', () => {
  let services: TrustServices;
  let tool: OpenSsl;
  beforeAll(async () => {
    services = await startTrustServices();
    tool = openSsl();
    tool.file('key.pem', writePem('PRIVATE KEY', services.adaIdentity.pkcs8));
    tool.file('ada.pem', writePem('CERTIFICATE', services.adaIdentity.certificate));
    const key = ['-inkey', 'key.pem', '-in', 'ada.pem', '-passout', 'pass:a pass phrase'];
    tool.must('pkcs12', '-export', ...key, '-out', at('ada.p12'));
    writeFileSync(at('root.pem'), writePem('CERTIFICATE', services.root));
    writeFileSync(at('in.pdf'), await makePdf());
    mkdirSync(at('many/deeper'), { recursive: true });
    for (const [name, signer] of [
      ['many/one.pdf', services.people.ada],
      ['many/deeper/two.pdf', services.people.rsa],
    ] as const)
      writeFileSync(at(name), (await signAt(await makePdf(), signer, withServices(services, 'B-B'))).pdf);
  });
  beforeEach(() => services.down.clear());
  afterAll(async () => {
    tool.dispose();
    await services.close();
  });

  const sign = (out: string, ...more: readonly string[]) =>
    countersign('sign', 'in.pdf', '--p12', 'ada.p12', '--out', out, '--trust', 'root.pem', ...more);

  test('signs at B-LTA, and verify agrees offline', async () => {
    const signed = await sign('lta.pdf', '--level', 'B-LTA', '--tsa', services.tsaUrl(), '--fetch', '--json');
    expect(signed).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(signed.stdout)).toMatchObject({ file: 'lta.pdf', level: 'B-LTA', reached: true, notes: [] });
    const judged = await countersign('verify', 'lta.pdf', '--trust', 'root.pem', '--json');
    expect(JSON.parse(judged.stdout)).toMatchObject({
      indication: 'TOTAL-PASSED',
      signatures: [{ level: 'B-LTA' }, {}],
    });
  });

  test('an authority alone gives B-T; without --fetch no other address is asked', async () => {
    const from = services.requests.length;
    expect(await sign('t.pdf', '--tsa', services.tsaUrl())).toMatchObject({ status: 0 });
    const lower = await sign('lt.pdf', '--tsa', services.tsaUrl(), '--level', 'B-LT');
    expect(lower.status).toBe(2);
    expect(lower.stdout).toContain('level B-T, B-LT was not reached');
    expect(services.requests.slice(from)).toEqual(['POST /tsa', 'POST /tsa']);
  });

  test('an authority that is down: the file is written at B-B, the reason is said, and the code is 2', async () => {
    services.down.add('/tsa');
    const signed = await sign('b.pdf', '--level', 'B-LT', '--tsa', services.tsaUrl(), '--fetch');
    expect(signed.status).toBe(2);
    expect(signed.stdout).toContain('level B-B, B-LT was not reached');
    expect(signed.stdout).toContain(`no time-stamp from ${services.tsaUrl()}: it was not reached`);
    expect(extendsExactly(readFileSync(at('in.pdf')), readFileSync(at('b.pdf')))).toBe(true);
  });

  test('upgrades files and folders into another folder, each with its level', async () => {
    writeFileSync(at('many/plain.pdf'), readFileSync(at('in.pdf')));
    const args = ['--tsa', services.tsaUrl(), '--fetch', '--trust', 'root.pem', '--json'];
    const upgraded = await countersign('upgrade', 'many', '--out', 'done', ...args);
    expect(upgraded.status).toBe(65);
    const lines = upgraded.stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ file: 'many/one.pdf', out: 'done/one.pdf', level: 'B-LTA', reached: true }),
      expect.objectContaining({
        file: 'many/plain.pdf',
        error: expect.objectContaining({ code: 'pades/no-signature' }),
      }),
      expect.objectContaining({
        file: 'many/deeper/two.pdf',
        out: 'done/deeper/two.pdf',
        level: 'B-LTA',
        reached: true,
      }),
    ]);
    for (const name of ['one.pdf', 'deeper/two.pdf'])
      expect(extendsExactly(readFileSync(at(`many/${name}`)), readFileSync(at(`done/${name}`)))).toBe(true);
    expect(existsSync(at('done/plain.pdf'))).toBe(false);
  });

  test('an upgrade that services stop is written at the level reached, and nothing is overwritten', async () => {
    services.down.add('/crl/root');
    const args = ['--tsa', services.tsaUrl(), '--fetch', '--trust', 'root.pem', '--level', 'B-LT', '--out', 'lower'];
    const upgraded = await countersign('upgrade', 'many/one.pdf', ...args);
    expect(upgraded.status).toBe(2);
    expect(upgraded.stdout).toContain('lower/one.pdf: level B-T, B-LT was not reached');
    expect(upgraded.stdout).toContain('/crl/root: not reached');
    const before = readFileSync(at('lower/one.pdf'));
    const again = await countersign('upgrade', 'many/one.pdf', ...args);
    expect(again).toMatchObject({ status: 65, stderr: expect.stringContaining('upgrade/cannot-write') });
    expect(readFileSync(at('lower/one.pdf')).equals(before)).toBe(true);
  });

  test('what makes no sense is refused before anything is asked', async () => {
    const from = services.requests.length;
    expect(await sign('x.pdf', '--level', 'B-T')).toMatchObject({ status: 64 });
    expect(await sign('x.pdf', '--level', 'B-XL', '--tsa', services.tsaUrl())).toMatchObject({ status: 64 });
    expect(await sign('x.pdf', '--tsa', 'ftp://example.org')).toMatchObject({ status: 64 });
    expect(await sign('x.pdf', '--tsa', services.tsaUrl(), '--tsa-policy', 'mine')).toMatchObject({ status: 64 });
    expect(await countersign('upgrade', 'many')).toMatchObject({ status: 64 });
    expect(await countersign('upgrade', '--out', 'done')).toMatchObject({ status: 64 });
    expect(services.requests).toHaveLength(from);
    expect(existsSync(at('x.pdf'))).toBe(false);
  });
});
