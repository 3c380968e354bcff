import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BaselineLevel,
  type ExtendedPdf,
  type ExtendOptions,
  type SignaturePlan,
  signPdfAtLevel,
  type ValidationReport,
  validatePdf,
} from '../../src-main/pades/index.ts';
import { nodeHttpClient, timestampAuthority } from '../../src-main/pki/index.ts';
import { writePem } from '../../src-main/pki/pem.ts';
import type { Signer } from '../../src-main/pki/signer.ts';
import { expectOk, planFor } from './pades-files.ts';
import type { TrustServices, TsaFault } from './trust-services.ts';

const http = nodeHttpClient({ timeoutMs: 5_000 });
const now = (): Date => new Date();

/** Options that use every service and trust its root. */
export const withServices = (
  services: TrustServices,
  level: BaselineLevel,
  more: Partial<ExtendOptions> & { readonly fault?: TsaFault } = {},
): ExtendOptions => {
  const { fault, ...rest } = more;
  const anchors = [services.root];
  const client = fault === 'silent' ? nodeHttpClient({ timeoutMs: 200 }) : http;
  const tsa = timestampAuthority({ url: services.tsaUrl(fault), http: client, now, anchors });
  return { level, anchors, now, http, tsa, ...rest };
};

/** A signature made just now. */
export const signAt = async (
  pdf: Uint8Array,
  signer: Signer,
  options: ExtendOptions,
  plan: Partial<SignaturePlan> & { readonly name?: string } = {},
): Promise<ExtendedPdf> => {
  const { name = 'Sig1', ...more } = plan;
  return expectOk(await signPdfAtLevel(pdf, planFor(name, { signedAt: now(), ...more }), signer, options));
};

/** The verdict now, offline, with nothing but the root. */
export const judge = (pdf: Uint8Array, services: TrustServices): ValidationReport =>
  expectOk(validatePdf(pdf, { anchors: [services.root], at: now() }));

/** Field, level, indication and what came later, signature by signature. */
export const outline = (report: ValidationReport) =>
  report.signatures.map(({ field, level, indication, changesAfter, timeSource }) => ({
    field,
    level,
    indication,
    changesAfter,
    timeSource,
  }));

/** Is `before` an exact prefix of `after`, and is something added? */
export const extendsExactly = (before: Uint8Array, after: Uint8Array): boolean =>
  after.length > before.length && Buffer.compare(before, after.subarray(0, before.length)) === 0;

/** Is the command there? */
export const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

/** pyHanko's verdict by ETSI EN 319 102-1 on each signature, with the file's own data; null where it is not installed. */
export const pyHanko = (folder: string, pdf: Uint8Array, root: Uint8Array): readonly string[] | null => {
  if (spawnSync('python3', ['-c', 'import pyhanko']).status !== 0) return null;
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const script = write('judge.py', judgeScript);
  const files = [write('root.pem', writePem('CERTIFICATE', root)), write('judged.pdf', pdf)];
  const { stdout, stderr, status } = spawnSync('python3', [script, ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim().split('\n');
};

const judgeScript = `
import sys
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext
options = dict(trust_roots=[load_cert_from_pemder(sys.argv[1])], allow_fetching=False)
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
