import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePem } from '../../../src-main/pki/pem.ts';
import { has, hasPyHanko, opensslCms, pdfsig, pyHanko } from '../../support/judges.ts';
import { makePdf } from '../../support/pades-files.ts';
import { testNow, testPki, type TestPki } from '../../support/pki.ts';
import { noTokens, startTokens, tokenPin, type Tokens } from '../../support/softhsm.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

if (noTokens !== null) console.warn(`signing with a token is skipped: ${noTokens}`);

describe.skipIf(noTokens !== null)('countersign sign with a token', () => {
  let pki: TestPki;
  let tokens: Tokens;
  const at = (name: string): string => join(tokens.folder, name);
  const countersign = (args: readonly string[], more: { readonly pin?: string; readonly input?: string } = {}) => {
    const { COUNTERSIGN_PIN: _, ...env } = process.env;
    return spawnSync(process.execPath, [cli, ...args], {
      cwd: tokens.folder,
      encoding: 'utf8',
      env: more.pin === undefined ? env : { ...env, COUNTERSIGN_PIN: more.pin },
      input: more.input ?? '',
    });
  };
  const sign = (args: readonly string[], more?: Parameters<typeof countersign>[1]) =>
    countersign(['sign', 'in.pdf', '--pkcs11', tokens.module, ...args], more);

  beforeAll(async () => {
    pki = await testPki();
    tokens = startTokens();
    const { ada, bert, carla } = pki.people;
    const holders = [ada, bert, carla].map((person, index) => ({ person, id: `0${index + 1}` }));
    const labels = ['p256', 'rsa', 'p384'];
    tokens.create({
      label: 'card',
      keys: holders.map(({ person, id }, n) => ({ label: labels[n] ?? '', id, pkcs8: base64(person.pkcs8) })),
      certificates: [
        ...holders.map(({ person, id }, n) => ({ label: labels[n] ?? '', id, der: base64(person.certificate) })),
        { label: 'issuer', id: 'ff', der: base64(pki.issuing.certificate) },
      ],
    });
    writeFileSync(at('in.pdf'), await makePdf());
    writeFileSync(at('other.pem'), writePem('CERTIFICATE', pki.people.revoked.certificate));
  });
  afterAll(() => tokens.dispose());

  test.each([
    ['p256', ['--key', 'p256']],
    ['p384', ['--key', '03']],
    ['rsa', ['--key', 'rsa']],
    ['rsa-pss', ['--key', 'rsa', '--pss']],
  ])('%s: other programs find the signature valid', (name, args) => {
    const out = `${name}.pdf`;
    const signed = sign([...args, '--token', 'card', '--out', out, '--json'], { pin: tokenPin });
    expect([signed.stderr, signed.status]).toEqual(['', 0]);
    expect(JSON.parse(signed.stdout)).toMatchObject({ file: out, level: 'B-B', reached: true });
    const pdf = new Uint8Array(readFileSync(at(out)));
    if (has('pdfsig'))
      expect(pdfsig(at(out))).toMatch(
        /Signature is Valid[^]*Total document signed|Total document signed[^]*Signature is Valid/,
      );
    expect(opensslCms(tokens.folder, pdf, pki.root.certificate, testNow)).toContain('successful');
    if (hasPyHanko)
      expect(pyHanko(tokens.folder, pdf, pki.root.certificate, { at: testNow })[0]).toContain('INTACT:TRUSTED');
  });

  test('the PIN comes from a file descriptor too, and never from an argument', () => {
    const piped = sign(['--key', 'p256', '--pin-fd', '0', '--out', 'piped.pdf'], { input: `${tokenPin}\n` });
    expect([piped.stderr, piped.status]).toEqual(['', 0]);
    expect(sign(['--key', 'p256', '--pin', tokenPin, '--out', 'never.pdf']).status).toBe(64);
    const none = sign(['--key', 'p256', '--out', 'never.pdf']);
    expect([none.status, none.stderr]).toEqual([65, expect.stringContaining('set COUNTERSIGN_PIN')]);
  });

  test.each([
    ['a wrong PIN', ['--key', 'p256'], '9999', 'the PIN is wrong; few attempts may be left (token/wrong-pin)'],
    ['no key named', [], tokenPin, 'name one with --key: "p256" (01), "p384" (03), "rsa" (02)'],
    ['no such token', ['--token', 'none'], tokenPin, 'there is no such token; there are "card" ('],
    [
      'somebody else’s certificate',
      ['--key', 'p256', '--cert', 'other.pem'],
      tokenPin,
      'the certificate is not for the key that signed',
    ],
  ])('%s: the reason is said, and nothing is written', (_, args, pin, words) => {
    const refused = sign([...args, '--out', 'never.pdf'], { pin });
    expect([refused.status, refused.stderr]).toEqual([65, expect.stringContaining(words)]);
    expect(refused.stderr).not.toContain(pin);
    expect(existsSync(at('never.pdf'))).toBe(false);
  });

  test('a module that is not there, two keys at once, and options of the other kind', () => {
    const wrong = countersign(['sign', 'in.pdf', '--pkcs11', '/none.so', '--out', 'never.pdf'], { pin: tokenPin });
    expect([wrong.status, wrong.stderr]).toEqual([65, expect.stringContaining('the PKCS#11 module cannot be loaded')]);
    expect(sign(['--p12', 'x.p12', '--out', 'never.pdf']).status).toBe(64);
    expect(countersign(['sign', 'in.pdf', '--out', 'never.pdf']).status).toBe(64);
    expect(countersign(['sign', 'in.pdf', '--p12', 'x.p12', '--token', 'card', '--out', 'never.pdf']).status).toBe(64);
  });

  test('tokens lists what is there, for people and for programs', () => {
    const text = countersign(['tokens', tokens.module]);
    expect([text.status, text.stderr]).toEqual([0, '']);
    expect(text.stdout).toMatch(/^"card", SoftHSM v2, serial number [0-9a-f]+, PIN /);
    expect(text.stdout).toContain('"p384" (03): UID=person5,CN=Carla P-384');
    const [card] = JSON.parse(countersign(['tokens', tokens.module, '--json']).stdout) as { certificates: unknown[] }[];
    expect(card?.certificates).toContainEqual(
      expect.objectContaining({ label: 'p256', id: '01', subject: expect.stringContaining('Ada Byron') }),
    );
    expect(countersign(['tokens', '/none.so']).status).toBe(65);
  });

  test('a token that is gone', () => {
    tokens.remove();
    expect(sign(['--out', 'never.pdf'], { pin: tokenPin }).stderr).toContain('no token is plugged in');
    expect(countersign(['tokens', tokens.module]).stderr).toContain('no token is plugged in');
  });
});
