import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { oid, sequence } from '../../../src-main/pki/asn1/write.ts';
import { Oid } from '../../../src-main/pki/oids.ts';
import { hasOpenSsl, openSsl } from '../../support/pki-openssl.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const corpus = here('../../../../shared/corpus/');

/** A runtime on BoringSSL, as Electron is: the bun that CI brings, or one on the PATH. */
const findBun = (): string | null => {
  for (const name of [process.env['COUNTERSIGN_BUN'] ?? 'bun', 'bun'])
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      continue;
    }
  return null;
};
const bun = findBun();

interface Answer {
  readonly boring: boolean;
  readonly signatures: readonly { readonly here: boolean; readonly right: string; readonly wrong: string }[];
  readonly digests: Readonly<Record<string, string | null>>;
  readonly files: readonly (readonly string[])[];
}

/** [what makes the key, the signature's AlgorithmIdentifier, the options that sign, absent from BoringSSL] */
const kinds = [
  [['ec', 'ec_paramgen_curve:brainpoolP256r1'], Oid.ecdsaWithSha256, ['-sha256'], true],
  [['ec', 'ec_paramgen_curve:brainpoolP384r1'], Oid.ecdsaWithSha384, ['-sha384'], true],
  [['ec', 'ec_paramgen_curve:brainpoolP512r1'], Oid.ecdsaWithSha512, ['-sha512'], true],
  [['ec', 'ec_paramgen_curve:secp256k1'], Oid.ecdsaWithSha256, ['-sha256'], true],
  [['ed448', null], Oid.ed448, null, true],
  [['ed25519', null], Oid.ed25519, null, false],
  [['ec', 'ec_paramgen_curve:P-256'], Oid.ecdsaWithSha256, ['-sha256'], false],
  [['ec', 'ec_paramgen_curve:P-384'], Oid.ecdsaWithSha384, ['-sha384'], false],
  [['ec', 'ec_paramgen_curve:P-521'], Oid.ecdsaWithSha512, ['-sha512'], false],
  [['ec', 'ec_paramgen_curve:P-224'], Oid.ecdsaWithSha256, ['-sha256'], null],
  [['rsa', 'rsa_keygen_bits:2048'], Oid.sha256WithRsa, ['-sha256'], false],
] as const;

describe.skipIf(bun === null || !hasOpenSsl())(
  'the cryptography on a BoringSSL stand-in (skipped where bun or openssl is not installed)',
  () => {
    const tool = openSsl();
    afterAll(() => tool.dispose());
    const base64 = (name: string) => readFileSync(join(tool.folder, name)).toString('base64');
    const ask = (runtime: string, cases: object): Answer => {
      const name = tool.file('cases.json', JSON.stringify(cases));
      const output = execFileSync(runtime, [here('../../support/boringssl-probe.ts'), name], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
      return JSON.parse(output) as Answer;
    };

    test('C15, C16: each algorithm verifies and refuses; what the runtime lacks is computed in JavaScript', () => {
      tool.file('data', 'what was signed');
      const signatures = kinds.map(([[algorithm, option], scheme, digestOption]) => {
        tool.must('genpkey', '-algorithm', algorithm, ...(option === null ? [] : ['-pkeyopt', option]), '-out', 'key');
        tool.must('pkey', '-in', 'key', '-pubout', '-outform', 'DER', '-out', 'pub');
        if (digestOption === null)
          tool.must('pkeyutl', '-sign', '-inkey', 'key', '-rawin', '-in', 'data', '-out', 'sig');
        else tool.must('dgst', ...digestOption, '-sign', 'key', '-out', 'sig', 'data');
        return {
          spki: base64('pub'),
          scheme: Buffer.from(sequence(oid(scheme))).toString('base64'),
          data: base64('data'),
          signature: base64('sig'),
        };
      });
      const answer = ask(bun as string, { signatures, files: [] });
      expect(answer.boring).toBe(true);
      for (const [index, [, scheme, , absent]] of kinds.entries()) {
        const one = answer.signatures[index];
        expect([one?.right, one?.wrong], `${index} ${scheme}`).toEqual(['valid', 'invalid']);
        if (absent !== null) expect(one?.here, `${index} ${scheme}`).toBe(absent);
      }
      expect(answer.digests).toEqual(ask(process.execPath, { signatures: [], files: [] }).digests);
    });

    test.skipIf(!existsSync(corpus))(
      'real files get the same verdicts as on OpenSSL; DSA, which it lacks, none',
      () => {
        const files = readdirSync(corpus)
          .filter((name) => name.endsWith('.pdf'))
          .map((name) => `${corpus}${name}`);
        const boring = ask(bun as string, { signatures: [], files });
        const usual = ask(process.execPath, { signatures: [], files });
        for (const [index, file] of files.entries()) {
          const name = file.slice(corpus.length);
          if (usual.files[index]?.some((verdict) => verdict.includes(' DSA')) === true)
            expect(boring.files[index]?.join(), name).toContain('INDETERMINATE');
          else expect(boring.files[index], name).toEqual(usual.files[index]);
        }
      },
    );
  },
);
