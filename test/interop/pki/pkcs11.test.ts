import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '../../../src-main/domain/result.ts';
import {
  listTokens,
  type Pkcs11Options,
  SignatureAlgorithm,
  type Signer,
  withPkcs11Signer,
} from '../../../src-main/pki/index.ts';
import { algorithmOf } from '../../../src-main/pki/signature-algorithm.ts';
import { verifySignature } from '../../../src-main/pki/signature.ts';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import { type TestIdentity, type TestPki, testKey, testPki } from '../../support/pki.ts';
import { noTokens, startTokens, tokenPin, type Tokens } from '../../support/softhsm.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const message = new TextEncoder().encode('what is signed');

if (noTokens !== null) console.warn(`PKCS#11 tests are skipped: ${noTokens}`);

describe('where pkcs11js is not installed', () => {
  test('everything loads, and a token is refused by name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bare-'));
    try {
      for (const part of ['pki', 'domain']) cpSync(`src-main/${part}`, join(folder, part), { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      mkdirSync(join(folder, 'node_modules'));
      symlinkSync(resolve('node_modules/@noble'), join(folder, 'node_modules', '@noble'));
      const program = `import { listTokens } from './pki/keys/pkcs11/signer.ts'; console.log(JSON.stringify(await listTokens('x')));`;
      const options = { cwd: folder, encoding: 'utf8' } as const;
      const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], options);
      expect(JSON.parse(said)).toMatchObject({ ok: false, error: { code: 'token/not-installed' } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe.skipIf(noTokens !== null)('a key on a token (PKCS#11, SoftHSM)', () => {
  let pki: TestPki;
  let tokens: Tokens;
  const holders = { p256: 'ada', rsa: 'bert', p384: 'carla', p521: 'dora' } as const;

  const keyOf = (identity: TestIdentity, label: string, id: string) => ({ label, id, pkcs8: base64(identity.pkcs8) });
  const certificateOf = (identity: TestIdentity, label: string, id: string) => ({
    label,
    id,
    der: base64(identity.certificate),
  });

  beforeAll(async () => {
    pki = await testPki();
    tokens = startTokens();
    const people = Object.entries(holders).map(([label, holder], index) => ({
      person: pki.people[holder],
      label,
      id: `0${index + 1}`,
    }));
    const { ada } = pki.people;
    tokens.create({
      label: 'people',
      keys: [
        ...people.map(({ person, label, id }) => keyOf(person, label, id)),
        { ...keyOf(ada, 'wants its PIN', '0a'), pinForEach: true },
        { ...keyOf(ada, 'no signing', '0b'), sign: false },
        keyOf(ada, 'no certificate', '0c'),
      ],
      certificates: [
        ...people.map(({ person, label, id }) => certificateOf(person, `${label} certificate`, id)),
        certificateOf(ada, 'ada', '0a'),
        { label: 'issuer', id: 'ff', der: base64(pki.issuing.certificate) },
      ],
    });
    tokens.create({
      label: 'one key',
      keys: [keyOf(ada, 'ada', '01')],
      certificates: [certificateOf(ada, 'ada', '01')],
    });
    tokens.create({
      label: 'decrypts only',
      keys: [{ ...keyOf(ada, 'no signing', '01'), sign: false }],
    });
    tokens.create({
      label: 'mixed up',
      keys: [{ label: 'ada', id: '01', pkcs8: base64(testKey.p256().pkcs8) }],
      certificates: [certificateOf(ada, 'ada', '01')],
    });
  });
  afterEach(() => {
    tokens.setFault(null);
    tokens.calls();
  });
  afterAll(() => tokens.dispose());

  const pin = async () => tokenPin;
  const signWith = (options: Partial<Pkcs11Options>, use?: (signer: Signer) => Promise<void>) =>
    withPkcs11Signer({ module: tokens.module, pin, ...options }, async (signer) => {
      await use?.(signer);
      return ok({ signer, value: await signer.sign(message) });
    });
  const onFaulty = (fault: string | null, options: Partial<Pkcs11Options> = {}) => {
    tokens.setFault(fault);
    return signWith({ module: tokens.faulty ?? '', token: 'one key', ...options });
  };
  const code = (result: Awaited<ReturnType<typeof signWith>>): unknown => (result.ok ? 'signed' : result.error);

  test.each([
    ['p256', SignatureAlgorithm.EcdsaSha256],
    ['p384', SignatureAlgorithm.EcdsaSha384],
    ['p521', SignatureAlgorithm.EcdsaSha512],
    ['rsa', SignatureAlgorithm.RsaSha256],
    ['rsa', SignatureAlgorithm.RsaPssSha256],
  ] as const)('%s signs by %s, and the signature is the certificate’s', async (key, algorithm) => {
    const signed = await signWith({ token: 'people', key, algorithm });
    if (!signed.ok) throw new Error(JSON.stringify(signed.error));
    const { signer, value } = signed.value;
    expect(signer).toMatchObject({ algorithm, certificate: pki.people[holders[key]].certificate });
    expect(signer.chain).toEqual([pki.issuing.certificate]);
    const { spki } = parseCertificate(signer.certificate).publicKey;
    expect(verifySignature(spki, algorithmOf(algorithm).scheme, message, value)).toBe('valid');
  });

  test('a key is named by its label, its id, or the label of its certificate', async () => {
    for (const key of ['p384', '03', 'p384 certificate']) {
      const signed = await signWith({ token: 'people', key });
      expect(signed.ok && signed.value.signer.algorithm).toBe(SignatureAlgorithm.EcdsaSha384);
    }
  });

  test('tokens are listed with their certificates, without a PIN', async () => {
    const listed = await listTokens(tokens.module);
    if (!listed.ok) throw new Error(listed.error.code);
    expect(listed.value.map(({ label }) => label).sort()).toEqual(['decrypts only', 'mixed up', 'one key', 'people']);
    const people = listed.value.find(({ label }) => label === 'people');
    expect(people).toMatchObject({ pin: 'ok', model: 'SoftHSM v2' });
    expect(people?.certificates).toHaveLength(6);
    expect(people?.certificates).toContainEqual({ label: 'ada', id: '0a', der: pki.people.ada.certificate });
  });

  test('what is not named and not alone is asked for, with the choice there is', async () => {
    expect(code(await signWith({}))).toMatchObject({
      code: 'token/several-tokens',
      details: { tokens: expect.arrayContaining([expect.objectContaining({ label: 'people' })]) },
    });
    expect(code(await signWith({ token: 'nobody’s' }))).toMatchObject({ code: 'token/no-such-token' });
    const several = code(await signWith({ token: 'people' }));
    expect(several).toMatchObject({
      code: 'token/several-keys',
      details: { keys: expect.arrayContaining([{ label: 'rsa', id: '02' }]) },
    });
    expect(JSON.stringify(several)).not.toContain('no certificate');
    expect(code(await signWith({ token: 'people', key: 'other' }))).toMatchObject({ code: 'token/no-such-key' });
  });

  test('a key that may not sign, or has no certificate, is not used', async () => {
    expect(code(await signWith({ token: 'people', key: 'no signing' }))).toEqual({ code: 'token/no-signing-key' });
    expect(code(await signWith({ token: 'decrypts only' }))).toEqual({ code: 'token/no-signing-key' });
    const bare = { token: 'people', key: 'no certificate' };
    expect(code(await signWith(bare))).toEqual({ code: 'token/no-certificate', details: { key: 'no certificate' } });
    const given = await signWith({ ...bare, certificates: [pki.people.ada.certificate, pki.issuing.certificate] });
    expect(given.ok && given.value.signer.chain).toEqual([pki.issuing.certificate]);
  });

  test('a signature that is not the certificate’s is not handed out [11.300(e)]', async () => {
    expect(code(await signWith({ token: 'mixed up' }))).toEqual({ code: 'key/certificate-mismatch' });
    expect(code(await signWith({ token: 'one key', algorithm: SignatureAlgorithm.RsaSha256 }))).toMatchObject({
      code: 'key/unsupported',
    });
  });

  test('a wrong PIN is told with what the token says of the attempts left, and nobody is asked twice', async () => {
    let asked = 0;
    const wrong = await signWith({ token: 'one key', pin: async () => `${(asked += 1)}999` });
    expect(code(wrong)).toEqual({ code: 'token/wrong-pin', details: { pin: 'count-low' } });
    expect(asked).toBe(1);
    const states: string[] = [];
    const right = await signWith({ token: 'one key', pin: async (info) => (states.push(info.pin), tokenPin) });
    expect([code(right), states]).toEqual(['signed', ['count-low']]);
    expect(code(await signWith({ token: 'one key', pin: async () => null }))).toEqual({ code: 'token/no-pin' });
  });

  test('a key that wants its PIN for each signature gets it each time', async () => {
    let asked = 0;
    const options = { token: 'people', key: 'wants its PIN' };
    const signed = await signWith({ ...options, pin: async () => ((asked += 1), tokenPin) }, async (signer) => {
      await signer.sign(message);
    });
    expect([code(signed), asked]).toEqual(['signed', 3]);
    let first = true;
    const forgotten = await signWith({ ...options, pin: async () => (first ? ((first = false), tokenPin) : '0000') });
    expect(code(forgotten)).toMatchObject({ code: 'token/wrong-pin' });
  });

  test('a module that is none, or not there, is said', async () => {
    expect(code(await signWith({ module: '/nonexistent/module.so' }))).toMatchObject({ code: 'token/no-module' });
    expect(code(await signWith({ module: process.execPath }))).toMatchObject({ code: 'token/no-module' });
    expect(await listTokens('')).toMatchObject({ ok: false });
  });

  describe('when the token fails', () => {
    test.beforeEach((context) => {
      if (tokens.faulty === null) context.skip('no C compiler');
    });

    test('it is logged out of and closed, whatever happens in between', async () => {
      const all = ['open', 'login', 'logout', 'close', 'finalize'];
      expect(code(await onFaulty(null))).toBe('signed');
      expect(tokens.calls()).toEqual(all);
      expect(code(await onFaulty('fails-on-sign'))).toEqual({
        code: 'token/refused',
        details: { reason: 'CKR_FUNCTION_FAILED' },
      });
      expect(tokens.calls()).toEqual(all);
      await expect(
        withPkcs11Signer({ module: tokens.faulty ?? '', token: 'one key', pin }, () =>
          Promise.reject(new Error('ours')),
        ),
      ).rejects.toThrow('ours');
      expect(tokens.calls()).toEqual(all);
      expect(code(await onFaulty(null, { pin: async () => '0000' }))).toMatchObject({ code: 'token/wrong-pin' });
      expect(tokens.calls()).toEqual(all);
    });

    test('taken out in mid-sign', async () => {
      expect(code(await onFaulty('removed-on-sign'))).toEqual({ code: 'token/removed' });
    });

    test('a module that hangs, and would for ever, is ended, at signing and at opening', async () => {
      for (const fault of ['hang-on-sign', 'hang-on-open'])
        expect(code(await onFaulty(fault, { timeout: 700 }))).toEqual({
          code: 'token/timeout',
          details: { seconds: 0.7 },
        });
    });

    test('a module that crashes takes nobody along', async () => {
      expect(code(await onFaulty('crash-on-sign'))).toEqual({ code: 'token/crashed', details: { how: 'SIGABRT' } });
    });

    test('the last attempt is announced; a locked PIN is not even tried', async () => {
      const states: string[] = [];
      const wrong = await onFaulty('final-try', { pin: async (info) => (states.push(info.pin), '0000') });
      expect(states).toEqual(['final-try']);
      expect(code(wrong)).toEqual({ code: 'token/wrong-pin', details: { pin: 'final-try' } });
      expect(code(await onFaulty('locks-on-login'))).toEqual({ code: 'token/pin-locked' });
      tokens.calls();
      expect(code(await onFaulty('locked'))).toEqual({ code: 'token/pin-locked' });
      expect(tokens.calls()).not.toContain('login');
    });
  });

  test('real removal: the files of the token vanish between logging in and signing', async () => {
    const gone = await signWith({ token: 'one key' }, async () => tokens.remove());
    expect(code(gone)).toEqual({ code: 'token/removed' });
    expect(code(await signWith({ token: 'one key' }))).toEqual({ code: 'token/no-token' });
  });
});
