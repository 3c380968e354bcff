import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpointText, parseCheckpoint, type Checkpoint } from '../../../src-main/domain/checkpoint.ts';
import { KeyAlgorithm, parseCertificate, writePem } from '../../../src-main/pki/index.ts';
import { readCheckpoint, signCheckpoint } from '../../../src-main/services/audit/checkpoint.ts';
import { createTestPki, type TestPki } from '../../support/pades-files.ts';

const checkpoint: Checkpoint = {
  vaultId: '5b1f1c1e-8a37-4f0c-8d1e-0f6a2b9f7a11',
  seq: 1204,
  hash: 'ab'.repeat(32),
  at: '2026-03-01T10:00:00.000Z',
};
let folder: string;
let pki: TestPki;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-checkpoint-'));
  pki = await createTestPki();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([KeyAlgorithm.EcdsaP256, KeyAlgorithm.Rsa3072])('a checkpoint under a key of %s', (algorithm) => {
  test('is one small file that reads back, and that openssl verifies', async () => {
    const file = await signCheckpoint(checkpoint, await pki.signerFor('Quality Person', algorithm));
    expect(file.length).toBeLessThan(8192);
    const read = readCheckpoint(file);
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.checkpoint).toEqual(checkpoint);
    expect(read.value.signer.subject.commonName).toBe('Quality Person');

    const [line = ''] = Buffer.from(file).toString().split('\n');
    writeFileSync(join(folder, 'a.checkpoint'), file);
    writeFileSync(join(folder, 'line'), line);
    writeFileSync(join(folder, 'anchor.pem'), writePem('CERTIFICATE', pki.authority.root.certificate));
    const options = ['-binary', '-inform', 'PEM', '-in', 'a.checkpoint', '-content', 'line', '-CAfile', 'anchor.pem'];
    const args = ['cms', '-verify', ...options, '-purpose', 'any', '-attime', String(Date.parse(checkpoint.at) / 1000)];
    const openssl = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    expect(openssl.stderr).toContain('erification successful');
    expect(openssl.stdout).toBe(line);
  });
});

describe('what is no checkpoint', () => {
  test('another number, another signature and a signature over something else are altered', async () => {
    const signer = await pki.signerFor('Quality Person');
    const file = Buffer.from(await signCheckpoint(checkpoint, signer)).toString();
    const other = Buffer.from(await signCheckpoint({ ...checkpoint, seq: 1203 }, signer)).toString();
    const [line = '', ...block] = file.split('\n');
    const [, ...otherBlock] = other.split('\n');
    for (const forged of [[line.replace('1204', '1203'), ...block].join('\n'), [line, ...otherBlock].join('\n')]) {
      const read = readCheckpoint(Buffer.from(forged));
      expect(read.ok ? 'read' : read.error.code).toBe('evidence/altered');
    }
  });

  test('anything but one canonical line and one signature is unreadable', async () => {
    const file = Buffer.from(await signCheckpoint(checkpoint, await pki.signerFor('Quality Person'))).toString();
    const [line = '', ...block] = file.split('\n');
    const spaced = line.replace('{', '{ ');
    for (const text of [
      '',
      line,
      block.join('\n'),
      [spaced, ...block].join('\n'),
      file + block.join('\n'),
      `\n${file}`,
    ]) {
      const read = readCheckpoint(Buffer.from(text));
      expect(read.ok ? 'read' : read.error.code).toBe('evidence/unreadable');
    }
    expect(readCheckpoint(Buffer.alloc(1 << 20, file))).toMatchObject({ ok: false });
  });

  test('its text has no member more, no member less, and no other spelling', () => {
    const text = checkpointText(checkpoint);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    for (const wrong of [
      text.replace('"seq":1204', '"seq":1204.0'),
      text.replace('"seq":1204', '"seq":"1204"'),
      text.replace('}', ',"x":1}'),
      text.replace(/"at":"[^"]*",/, ''),
      text.replace('abab', 'ABAB'),
      'null',
    ])
      expect(parseCheckpoint(wrong)).toBeNull();
  });
});

test('the certificate of the signer is the one that is named', async () => {
  const signer = await pki.signerFor('Quality Person');
  const read = readCheckpoint(await signCheckpoint(checkpoint, signer));
  expect(read.ok && read.value.signer.serial).toBe(parseCertificate(signer.certificate).serial);
});
