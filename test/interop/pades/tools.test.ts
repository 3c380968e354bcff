import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signPdf, validatePdf } from '../../../src-main/pades/index.ts';
import { has, mutool, pdfsig } from '../../support/judges.ts';
import {
  createTestPki,
  expectOk,
  makePdf,
  planFor,
  sealThreeTimes,
  type TestPki,
  validateWith,
} from '../../support/pades-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'pades-'));
afterAll(() => rmSync(folder, { recursive: true }));

let pki: TestPki;
let sealedTable: Uint8Array;
let sealedStream: Uint8Array;

beforeAll(async () => {
  pki = await createTestPki();
  sealedTable = await sealThreeTimes(await makePdf(), pki);
  sealedStream = await sealThreeTimes(await makePdf({ objectStreams: true }), pki);
});

const write = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

describe.each([
  ['a cross-reference table', () => sealedTable],
  ['a cross-reference stream', () => sealedStream],
])('a file sealed three times, with %s', (_, sealed) => {
  test.skipIf(!has('pdfsig'))('pdfsig finds every signature valid and the last one total', () => {
    const words = pdfsig(write('sealed.pdf', sealed()));
    expect(words.match(/Signature is Valid/g)).toHaveLength(3);
    expect(words.match(/ETSI\.CAdES\.detached/g)).toHaveLength(3);
    expect(words.split('Signature #3')[1]).toContain('Total document signed');
  });

  test.skipIf(!has('qpdf'))('qpdf finds no fault in it', () => {
    const words = execFileSync('qpdf', ['--check', write('sealed.pdf', sealed())], { encoding: 'utf8' });
    expect(words).toContain('No syntax or stream encoding errors found');
  });

  test.skipIf(!has('mutool'))('mutool finds the signatures valid and the last revision unchanged', () => {
    const words = mutool(write('sealed.pdf', sealed()));
    expect(words.match(/The signature is valid but there have been edits since signing/g)).toHaveLength(2);
    expect(words).toContain('The document is unchanged since signing');
  });
});

describe.skipIf(!has('qpdf'))('files that other tools have rewritten', () => {
  test.each([
    ['linearized', ['--linearize']],
    ['with object streams', ['--object-streams=generate']],
    ['in QDF form', ['--qdf']],
  ])('a file %s is signed and passes', async (_, options) => {
    const source = write('plain.pdf', await makePdf({ pages: 3 }));
    const target = join(folder, 'rewritten.pdf');
    execFileSync('qpdf', [...options, source, target]);
    const rewritten = new Uint8Array(readFileSync(target));
    const once = expectOk(await signPdf(rewritten, planFor('A', { certify: 2 }), await pki.signerFor('A')));
    const twice = expectOk(await signPdf(once, planFor('B'), await pki.signerFor('B')));
    expect(validateWith(twice, pki).signatures.map(({ indication }) => indication)).toEqual([
      'TOTAL-PASSED',
      'TOTAL-PASSED',
    ]);
    expect(execFileSync('qpdf', ['--check', write('signed.pdf', twice)], { encoding: 'utf8' })).toContain('No syntax');
  });

  test.each([
    ['RC4 with 40 bits', ['--allow-weak-crypto', '--encrypt', 'user', 'owner', '40', '--']],
    ['RC4 with 128 bits', ['--allow-weak-crypto', '--encrypt', 'user', 'owner', '128', '--']],
    ['AES with 128 bits', ['--allow-weak-crypto', '--encrypt', 'user', 'owner', '128', '--use-aes=y', '--']],
    ['AES with 256 bits', ['--encrypt', 'user', 'owner', '256', '--']],
  ])('C39: under %s the form is read with the password, and the verdict is open without', async (_, options) => {
    const target = join(folder, 'encrypted.pdf');
    execFileSync('qpdf', [...options, '--object-streams=generate', write('sealed.pdf', sealedStream), target]);
    const bytes = new Uint8Array(readFileSync(target));
    const at = new Date('2026-04-01T00:00:00Z');
    const fieldsWith = (password?: string) => {
      const result = expectOk(validatePdf(bytes, { anchors: pki.anchors, at, ...(password ? { password } : {}) }));
      return { fields: result.signatures.map(({ field }) => field), indication: result.indication };
    };
    expect(fieldsWith('user').fields).toEqual(['Signature1', 'Signature2', 'Signature3']);
    expect(fieldsWith('owner').fields).toEqual(['Signature1', 'Signature2', 'Signature3']);
    expect(fieldsWith().indication).toBe('INDETERMINATE');
  });
});
