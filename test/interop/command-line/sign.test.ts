import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCertificate } from '../../../src-main/pki/index.ts';
import { pfx } from '../../support/pkcs12.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
let folder: string;
const at = (name: string): string => join(folder, name);
const openssl = (...args: string[]): void => {
  const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};
const sign = (args: readonly string[], passPhrase: string | null = 'a pass phrase', password?: string) => {
  const { COUNTERSIGN_P12_PASSPHRASE: _, ...own } = process.env;
  const env = password === undefined ? own : { ...own, COUNTERSIGN_PDF_PASSWORD: password };
  return spawnSync(process.execPath, [cli, 'sign', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: passPhrase === null ? env : { ...env, COUNTERSIGN_P12_PASSPHRASE: passPhrase },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

/** The signatures of a file as `countersign inspect` lists them. */
const inspected = (name: string): unknown =>
  (
    JSON.parse(spawnSync(process.execPath, [cli, 'inspect', at(name), '--json'], { encoding: 'utf8' }).stdout) as {
      readonly signatures: unknown;
    }
  ).signatures;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-sign-'));
  const document = await PDFDocument.create();
  document.addPage().drawText('A document of somebody else');
  writeFileSync(at('in.pdf'), await document.save());
  openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', 'ec.pem');
  openssl('genrsa', '-out', 'rsa.pem', '2048');
  for (const key of ['ec', 'rsa']) {
    openssl(
      'req',
      '-x509',
      '-new',
      '-key',
      `${key}.pem`,
      '-subj',
      '/CN=Somebody Else',
      '-days',
      '30',
      '-out',
      `${key}.crt`,
    );
    const common = ['-export', '-inkey', `${key}.pem`, '-in', `${key}.crt`, '-passout', 'pass:a pass phrase'];
    openssl('pkcs12', ...common, '-out', `${key}.p12`);
    openssl('pkcs12', ...common, '-legacy', '-out', `${key}-old.p12`);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('countersign sign', () => {
  test('with a file that holds several keys names their certificates, and signs with the one that was chosen', () => {
    const der = (name: string, ...args: string[]): Uint8Array => {
      openssl(...args, '-outform', 'DER', '-out', name);
      return readFileSync(at(name));
    };
    const keys = ['ec', 'rsa'].map((key) => der(`${key}.key`, 'pkcs8', '-topk8', '-nocrypt', '-in', `${key}.pem`));
    const certificates = ['ec', 'rsa'].map((key) => der(`${key}.der`, 'x509', '-in', `${key}.crt`));
    writeFileSync(at('both.p12'), pfx(keys, certificates));
    const asked = ['in.pdf', '--p12', 'both.p12', '--out', 'chosen.pdf'];
    const refused = sign(asked);
    expect(refused.status).toBe(65);
    expect(refused.stderr).toContain('key/several');
    const named = [...refused.stderr.matchAll(/--key ([0-9a-f]+)/g)].map(([, serial]) => serial ?? '');
    expect(named).toEqual(certificates.map((one) => parseCertificate(one).serial));
    expect(sign([...asked, '--key', '00']).stderr).toContain('key/several');
    expect(sign([...asked, '--key', named[1] ?? '']).status).toBe(0);
    const pdf = readFileSync(at('chosen.pdf'), 'latin1').toLowerCase();
    const stands = certificates.map((one) => pdf.includes(Buffer.from(one).toString('hex')));
    expect(stands).toEqual([false, true]);
  });

  test.each(['ec', 'ec-old', 'rsa', 'rsa-old'])('signs with %s.p12, and pdfsig agrees', (key) => {
    const out = `${key}.pdf`;
    const signed = sign([
      'in.pdf',
      '--p12',
      `${key}.p12`,
      '--out',
      out,
      '--reason',
      'Seen',
      '--field',
      'Sig1',
      '--json',
    ]);
    expect(signed.stderr).toBe('');
    expect(signed.status).toBe(0);
    expect(JSON.parse(signed.stdout)).toMatchObject({ file: out, field: 'Sig1', level: 'B-B' });
    const judged = spawnSync('pdfsig', ['-nocert', at(out)], { encoding: 'utf8' }).stdout;
    expect(judged).toContain('Signature is Valid');
    expect(judged).toContain('Total document signed');
    expect(inspected(out)).toMatchObject([{ field: 'Sig1', reason: 'Seen', subFilter: 'ETSI.CAdES.detached' }]);
    const before = readFileSync(at('in.pdf'));
    expect(readFileSync(at(out)).subarray(0, before.length).equals(before)).toBe(true);
  });

  test('adds a second signature and keeps the first', () => {
    expect(sign(['ec.pdf', '--p12', 'rsa.p12', '--out', 'two.pdf']).status).toBe(0);
    const judged = spawnSync('pdfsig', ['-nocert', at('two.pdf')], { encoding: 'utf8' }).stdout;
    expect(judged.match(/Signature is Valid/g)).toHaveLength(2);
  });

  test('a certified document refuses a second certification, with the reason', () => {
    expect(sign(['in.pdf', '--p12', 'ec.p12', '--out', 'certified.pdf', '--certify']).status).toBe(0);
    const refused = sign(['certified.pdf', '--p12', 'ec.p12', '--out', 'twice.pdf', '--certify']);
    expect(refused.status).toBe(65);
    expect(refused.stderr).toContain('pades/certify-not-first');
  });

  test('an encrypted file is signed with its password, and what its permissions forbid is said', () => {
    const encrypt = (...options: string[]) =>
      spawnSync('qpdf', [at('in.pdf'), ...options, '--', at('shut.pdf')], { encoding: 'utf8' }).status;
    const signShut = (out: string, password: string) =>
      sign(['shut.pdf', '--p12', 'ec.p12', '--out', out], 'a pass phrase', password);
    expect(encrypt('--encrypt', 'user', 'owner', '256')).toBe(0);
    expect(signShut('open.pdf', 'user').status).toBe(0);
    const judged = spawnSync('pdfsig', ['-nocert', '-upw', 'user', at('open.pdf')], { encoding: 'utf8' }).stdout;
    expect(judged).toContain('Signature is Valid');
    const shut = sign(['shut.pdf', '--p12', 'ec.p12', '--out', 'none.pdf']);
    expect([shut.status, shut.stderr]).toEqual([65, expect.stringContaining('COUNTERSIGN_PDF_PASSWORD')]);
    expect(encrypt('--encrypt', 'user', 'owner', '256', '--modify=form')).toBe(0);
    const refused = signShut('none.pdf', 'user');
    expect([refused.status, refused.stderr]).toEqual([65, expect.stringContaining('its owner’s password does')]);
    expect(signShut('owned.pdf', 'owner').status).toBe(0);
    expect(existsSync(at('none.pdf'))).toBe(false);
    const upgrade = (...args: string[]) =>
      spawnSync(process.execPath, [cli, 'upgrade', 'open.pdf', '--out', 'raised', '--level', 'B-T', ...args], {
        ...{ cwd: folder, encoding: 'utf8', input: 'user\n' },
      });
    expect([upgrade().status, upgrade().stderr]).toEqual([65, expect.stringContaining('pades/encrypted')]);
    // No time-stamp authority is named: it is opened, and stays at the level that it has.
    const raised = upgrade('--password-fd', '0');
    expect([raised.status, raised.stdout]).toEqual([2, expect.stringContaining('level B-B, B-T was not reached')]);
  });

  test('a wrong or absent pass phrase is said, and nothing is written', () => {
    const wrong = sign(['in.pdf', '--p12', 'ec.p12', '--out', 'none.pdf'], 'another');
    expect([wrong.status, wrong.stderr]).toEqual([65, expect.stringContaining('key/wrong-pass-phrase')]);
    const none = sign(['in.pdf', '--p12', 'ec.p12', '--out', 'none.pdf'], null);
    expect([none.status, none.stderr]).toEqual([65, expect.stringContaining('sign/no-pass-phrase')]);
    expect(existsSync(at('none.pdf'))).toBe(false);
  });

  test('neither the input nor any other file is overwritten', () => {
    expect(sign(['in.pdf', '--p12', 'ec.p12', '--out', 'in.pdf']).status).toBe(64);
    writeFileSync(at('mine.pdf'), 'something of mine');
    const refused = sign(['in.pdf', '--p12', 'ec.p12', '--out', 'mine.pdf']);
    expect([refused.status, refused.stderr]).toEqual([65, expect.stringContaining('sign/cannot-write')]);
    expect(readFileSync(at('mine.pdf'), 'utf8')).toBe('something of mine');
  });

  test('what is no PDF, no key, or not there is refused by name', () => {
    writeFileSync(at('text.pdf'), 'plain text');
    expect(sign(['text.pdf', '--p12', 'ec.p12', '--out', 'x.pdf']).stderr).toContain('pades/unreadable');
    expect(sign(['absent.pdf', '--p12', 'ec.p12', '--out', 'x.pdf']).stderr).toContain('sign/unreadable');
    expect(sign(['in.pdf', '--p12', 'text.pdf', '--out', 'x.pdf']).status).toBe(65);
    expect(sign(['in.pdf', '--out', 'x.pdf']).status).toBe(64);
  });

  test('the pass phrase is taken from a file descriptor too', () => {
    writeFileSync(at('secret'), 'a pass phrase\n');
    const { COUNTERSIGN_P12_PASSPHRASE: _, ...env } = process.env;
    const signed = spawnSync(
      'sh',
      [
        '-c',
        `exec "$0" "$@" 3<secret`,
        process.execPath,
        cli,
        'sign',
        'in.pdf',
        '--p12',
        'ec.p12',
        '--out',
        'fd.pdf',
        '--passphrase-fd',
        '3',
      ],
      { cwd: folder, encoding: 'utf8', env },
    );
    expect(signed.status).toBe(0);
  });
});
