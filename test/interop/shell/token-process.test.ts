import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../../src-main/domain/result.ts';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import { listTokens, type Pkcs11Options, withPkcs11Signer } from '../../../src-main/pki/index.ts';
import { algorithmOf } from '../../../src-main/pki/signature-algorithm.ts';
import { verifySignature } from '../../../src-main/pki/signature.ts';
import { utilityTokenProcess } from '../../../src-main/shell/token-process.ts';
import { type TestPki, testPki } from '../../support/pki.ts';
import { noTokens, startTokens, tokenPin, type Tokens } from '../../support/softhsm.ts';
import { fakeUtilityHost } from '../../support/utility-process.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const message = new TextEncoder().encode('what is signed');

/** Does a process of that number run? */
const runs = (pid: number | undefined): boolean => {
  try {
    process.kill(pid ?? -1, 0);
    return true;
  } catch {
    return false;
  }
};

if (noTokens !== null) console.warn(`Tests of tokens in the window are skipped: ${noTokens}`);

/** The worker's own body and the real SoftHSM, over the channel that Electron gives a utility process. */
describe.skipIf(noTokens !== null)('a token in a utility process, as the window uses it', () => {
  let pki: TestPki;
  let tokens: Tokens;
  let host: ReturnType<typeof fakeUtilityHost>;

  beforeAll(async () => {
    pki = await testPki();
    tokens = startTokens();
    const { ada } = pki.people;
    tokens.create({
      label: 'card',
      keys: [
        { label: 'ada', id: '01', pkcs8: base64(ada.pkcs8) },
        { label: 'bare', id: '02', pkcs8: base64(ada.pkcs8) },
      ],
      certificates: [{ label: 'ada', id: '01', der: base64(ada.certificate) }],
    });
  });
  beforeEach(() => {
    host = fakeUtilityHost();
  });
  afterEach(() => {
    tokens.setFault(null);
    tokens.calls();
    // Whatever happened, no process is left behind.
    expect(host.forks.map(({ child }) => runs(child.pid))).toEqual(host.forks.map(() => false));
  });
  afterAll(() => tokens.dispose());

  const sign = (options: Partial<Pkcs11Options> = {}) =>
    withPkcs11Signer(
      {
        module: tokens.module,
        token: 'card',
        key: 'ada',
        pin: async () => tokenPin,
        start: utilityTokenProcess(host),
        ...options,
      },
      async (signer) => ok({ signer, value: await signer.sign(message) }),
    );
  const failure = (result: Awaited<ReturnType<typeof sign>>): unknown => (result.ok ? 'signed' : result.error);

  test('it lists tokens: octets stay octets on the way', async () => {
    const listed = await listTokens(tokens.module, { start: utilityTokenProcess(host) });
    if (!listed.ok) throw new Error(listed.error.code);
    expect(listed.value.map(({ label }) => label)).toEqual(['card']);
    const [certificate] = listed.value[0]?.certificates ?? [];
    expect(certificate?.der).toBeInstanceOf(Uint8Array);
    expect(certificate?.der).toEqual(pki.people.ada.certificate);
  });

  test('it signs, and the signature is the certificate’s; the process is its own, quiet, and may load foreign libraries', async () => {
    const signed = await sign();
    if (!signed.ok) throw new Error(JSON.stringify(signed.error));
    const { signer, value } = signed.value;
    const { spki } = parseCertificate(signer.certificate).publicKey;
    expect(verifySignature(spki, algorithmOf(signer.algorithm).scheme, message, value)).toBe('valid');
    expect(host.forks).toHaveLength(1);
    expect(host.forks[0]?.path).toMatch(/pkcs11\.worker\.ts$/);
    expect(host.forks[0]?.options).toEqual({
      serviceName: 'Countersign token',
      stdio: 'ignore',
      allowLoadingUnsignedLibraries: true,
    });
  });

  test('fields that are undefined stay undefined, and certificates given arrive', async () => {
    const { ada } = pki.people;
    // Undefined is "the only one there is"; were it to become null or be dropped into text, no token would have that name.
    const bare = await sign({
      token: undefined,
      key: 'bare',
      algorithm: undefined,
      certificates: [ada.certificate, pki.issuing.certificate],
    });
    expect(bare.ok && bare.value.signer.chain).toEqual([pki.issuing.certificate]);
    expect(failure(await sign({ key: undefined, certificates: undefined }))).toBe('signed');
  });

  test('a wrong PIN comes back as what it is', async () => {
    expect(failure(await sign({ pin: async () => '0000' }))).toEqual({
      code: 'token/wrong-pin',
      details: { pin: 'count-low' },
    });
    expect(failure(await sign())).toBe('signed');
  });

  test('a body that cannot be run is a process that is gone', async () => {
    const start: Pkcs11Options['start'] = () =>
      utilityTokenProcess(host)(new URL('no-such.worker.ts', import.meta.url));
    expect(failure(await sign({ start }))).toEqual({ code: 'token/crashed', details: { how: 1 } });
  });

  describe('when the module fails', () => {
    beforeEach((context) => {
      if (tokens.faulty === null) context.skip('no C compiler');
    });
    const onFaulty = (fault: string, options: Partial<Pkcs11Options> = {}) => {
      tokens.setFault(fault);
      return sign({ module: tokens.faulty ?? '', ...options });
    };

    test('a native call that hangs, and would for ever, is ended by kill', async () => {
      for (const fault of ['hang-on-sign', 'hang-on-open']) {
        expect(failure(await onFaulty(fault, { timeout: 900 }))).toEqual({
          code: 'token/timeout',
          details: { seconds: 0.9 },
        });
      }
    });

    test('one that crashes takes nobody along', async () => {
      expect(failure(await onFaulty('crash-on-sign'))).toEqual({ code: 'token/crashed', details: { how: 6 } });
    });

    test('one that works is logged out of before its process is ended', async () => {
      expect(failure(await onFaulty(''))).toBe('signed');
      expect(tokens.calls()).toEqual(['open', 'login', 'logout', 'close', 'finalize']);
    });
  });
});
