import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPkcs12 } from '../../../src-main/pki/keys/pkcs12.ts';
import { writePem } from '../../../src-main/pki/pem.ts';
import { type TestPki, testPki } from '../../support/pki.ts';
import { hasOpenSsl, type OpenSsl, openSsl } from '../../support/pki-openssl.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const modern: readonly string[] = [];
const old = ['-legacy'];
const triple = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
const rc2 = ['-legacy', '-keypbe', 'PBE-SHA1-RC2-128', '-certpbe', 'PBE-SHA1-RC2-40'];
const plainCertificates = ['-certpbe', 'NONE'];

describe.skipIf(!hasOpenSsl())('PKCS#12 files that openssl made', () => {
  let pki: TestPki;
  let tool: OpenSsl;
  beforeAll(async () => {
    pki = await testPki();
    tool = openSsl();
    tool.file(
      'chain.pem',
      writePem('CERTIFICATE', pki.root.certificate) + writePem('CERTIFICATE', pki.issuing.certificate),
    );
  });
  afterAll(() => tool.dispose());

  const make = (name: 'ada' | 'bert' | 'dora' | 'emil', passPhrase: string, options: readonly string[]): Uint8Array => {
    const { pkcs8, certificate } = pki.people[name];
    tool.file('key.pem', writePem('PRIVATE KEY', pkcs8));
    tool.file('leaf.pem', writePem('CERTIFICATE', certificate));
    const inputs = ['-inkey', 'key.pem', '-in', 'leaf.pem', '-certfile', 'chain.pem', '-name', 'Ünïcode'];
    tool.must('pkcs12', '-export', ...inputs, '-passout', `pass:${passPhrase}`, '-out', 'out.p12', ...options);
    return new Uint8Array(readFileSync(join(tool.folder, 'out.p12')));
  };

  it.each([
    ['ada', 'modern', modern],
    ['bert', 'modern', modern],
    ['dora', 'modern', modern],
    ['emil', 'modern', modern],
    ['ada', 'old RC2 and 3DES', old],
    ['bert', 'old RC2 and 3DES', old],
    ['bert', 'RC2 for the key too', rc2],
    ['ada', '3DES', triple],
    ['ada', 'certificates in the clear', plainCertificates],
    ['ada', 'without MAC', ['-nomac']],
  ] as const)('open for %s (%s), with the chain in order', async (name, _, options) => {
    const file = make(name, 'Geheim 7', options);
    const opened = await openPkcs12(file, 'Geheim 7');
    expect(opened).toMatchObject({ ok: true });
    if (!opened.ok) return;
    expect(opened.value.certificate).toEqual(pki.people[name].certificate);
    expect(opened.value.chain).toEqual([pki.issuing.certificate, pki.root.certificate]);
    expect(await openPkcs12(file, 'geheim 7')).toMatchObject({ ok: false, error: { code: 'key/wrong-pass-phrase' } });
  });

  it('open with letters beyond ASCII, and with no pass phrase', async () => {
    expect((await openPkcs12(make('ada', 'Schlüssel ≥ 1', old), 'Schlüssel ≥ 1')).ok).toBe(true);
    expect((await openPkcs12(make('ada', '', modern), '')).ok).toBe(true);
  });

  it.each([
    ['modern', modern],
    ['old', old],
  ] as const)('are told from damaged ones wherever a byte is wrong (%s)', async (_, options) => {
    const file = make('ada', 'right', options);
    const codes = new Set<string>();
    for (let at = 0; at < file.length; at += 83) {
      const damaged = new Uint8Array(file);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const opened = await openPkcs12(damaged, 'right');
      // A byte of salt or of the key's first block cannot be told from another pass phrase.
      codes.add(opened.ok ? 'opened' : opened.error.code);
    }
    expect(codes).toContain('key/damaged');
    expect([...codes].filter((code) => !code.startsWith('key/'))).toEqual([]);
    expect(await openPkcs12(file.slice(0, -9), 'right')).toMatchObject({ error: { code: 'key/damaged' } });
    expect(await openPkcs12(new Uint8Array(3), 'right')).toMatchObject({ error: { code: 'key/damaged' } });
  });

  it('without a key for their certificates are refused', async () => {
    make('ada', 'x', modern);
    tool.must('pkcs12', '-export', '-nokeys', '-in', 'leaf.pem', '-passout', 'pass:x', '-out', 'certs.p12');
    const file = new Uint8Array(readFileSync(join(tool.folder, 'certs.p12')));
    expect(await openPkcs12(file, 'x')).toMatchObject({ error: { code: 'key/no-certificate' } });
  });
});
