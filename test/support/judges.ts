import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePem } from '../../src-main/pki/pem.ts';

/** Is the command there? */
export const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

/** What another program says of a file: stdout and stderr. */
const wordsOf = (program: string, args: readonly string[]): string => {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  return stdout + stderr;
};

/** poppler: the digest and the signature value, no trust. `password`: the user's, of an encrypted file. */
export const pdfsig = (file: string, password?: string): string =>
  wordsOf('pdfsig', ['-nocert', ...(password === undefined ? [] : ['-upw', password]), file]);

/** MuPDF, which finds no anchor and says so; what it says of the signature stands beside. */
export const mutool = (file: string, password?: string): string =>
  wordsOf('mutool', ['sign', '-v', ...(password === undefined ? [] : ['-p', password]), file]);

/** The CMS and what it signs, by the first /ByteRange of a file, without our reader. */
export const cutCms = (pdf: Uint8Array): { readonly cms: Uint8Array; readonly content: Uint8Array } => {
  const head = /\/ByteRange \[0 (\d+) (\d+) (\d+)/.exec(Buffer.from(pdf).toString('latin1'));
  const [first, second, length] = (head ?? []).slice(1).map(Number) as [number, number, number];
  return {
    content: Buffer.concat([pdf.subarray(0, first), pdf.subarray(second, second + length)]),
    cms: Buffer.from(Buffer.from(pdf.subarray(first + 1, second - 1)).toString('latin1'), 'hex'),
  };
};

/** openssl cms over the file's first signature, with the chain to `root`. `at`: the day it judges at; default now. */
export const opensslCms = (folder: string, pdf: Uint8Array, root: Uint8Array, at?: Date): string => {
  const { cms, content } = cutCms(pdf);
  const write = (name: string, data: string | Uint8Array): string => {
    writeFileSync(join(folder, name), data);
    return join(folder, name);
  };
  return wordsOf('openssl', [
    ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', write('cms.der', cms)],
    ...['-content', write('content', content), '-CAfile', write('root.pem', writePem('CERTIFICATE', root))],
    ...['-purpose', 'any', '-out', join(folder, 'out')],
    ...(at ? ['-attime', String(Math.floor(at.getTime() / 1000))] : []),
  ]);
};

/** Where pyHanko was installed with `pip install --target`: COUNTERSIGN_PYHANKO; else Python's own packages. */
const python = (args: readonly string[]) => {
  const { COUNTERSIGN_PYHANKO: target, PYTHONPATH: path = '' } = process.env;
  const env = { ...process.env, ...(target === undefined ? {} : { PYTHONPATH: `${target}:${path}` }) };
  return spawnSync('python3', args, { encoding: 'utf8', env });
};

/** Is pyHanko there? Else its tests are skipped, saying so. */
export const hasPyHanko: boolean = ((): boolean => {
  const found = python(['-c', 'import pyhanko']).status === 0;
  if (!found) console.warn('pyHanko is not installed (COUNTERSIGN_PYHANKO): its verdicts are skipped');
  return found;
})();

/** Runs a Python program that uses pyHanko. @throws with its words where it fails */
export const runPyHanko = (folder: string, program: string, ...args: readonly string[]): string => {
  const script = join(folder, 'program.py');
  writeFileSync(script, program);
  const { stdout, stderr, status } = python([script, ...args]);
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

/** pyHanko's verdict by ETSI EN 319 102-1 on each signature, with the file's own data, and passwords where it is encrypted. */
export const pyHanko = (
  folder: string,
  pdf: Uint8Array,
  root: Uint8Array,
  { at }: { readonly at?: Date } = {},
): readonly string[] => {
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const files = [write('root.pem', writePem('CERTIFICATE', root)), write('judged.pdf', pdf)];
  return runPyHanko(folder, judgeScript, ...files, at?.toISOString() ?? '')
    .trim()
    .split('\n');
};

const judgeScript = `
import sys
from datetime import datetime
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext
options = dict(trust_roots=[load_cert_from_pemder(sys.argv[1])], allow_fetching=False)
if sys.argv[3]:
    options['moment'] = datetime.fromisoformat(sys.argv[3].replace('Z', '+00:00'))
with open(sys.argv[2], 'rb') as file:
    reader = PdfFileReader(file)
    try:
        context = DocumentSecurityStore.read_dss(reader).as_validation_context(dict(options, revocation_mode='require'))
    except NoDSSFoundError:
        context = ValidationContext(**options)
    for one in reader.embedded_regular_signatures:
        print(one.field_name, validate_pdf_signature(one, context).summary())
    for one in reader.embedded_timestamp_signatures:
        print(one.field_name, validate_pdf_timestamp(one, context).summary())
`;
