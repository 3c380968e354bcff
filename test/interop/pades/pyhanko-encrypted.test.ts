import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectPdf, signPdf, validatePdf } from '../../../src-main/pades/index.ts';
import type { Recipient } from '../../../src-main/pki/index.ts';
import { signerFromPkcs8 } from '../../../src-main/pki/keys/open.ts';
import { writePem } from '../../../src-main/pki/pem.ts';
import { hasPyHanko, runPyHanko } from '../../support/judges.ts';
import { extendsExactly } from '../../support/levels.ts';
import { expectOk, makePdf, planFor } from '../../support/pades-files.ts';
import { hasOpenSsl, openSsl } from '../../support/pki-openssl.ts';
import { testNow, testPki, type TestPki } from '../../support/pki.ts';

/** Encrypts a PDF for each recipient and by password, with a MAC, and signs each file: all by pyHanko alone. */
const program = `
import sys
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.crypt.pubkey import RecipientEncryptionPolicy
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers
folder, recipients = sys.argv[1], sys.argv[2:]
signer = signers.SimpleSigner.load(folder + '/key.pem', folder + '/cert.pem', ca_chain_files=[folder + '/ca.pem'])
def sign(name, unlock):
    with open(folder + '/' + name + '.pdf', 'rb') as source, open(folder + '/' + name + '-signed.pdf', 'wb') as target:
        writer = IncrementalPdfFileWriter(source)
        unlock(writer)
        meta = signers.PdfSignatureMetadata(field_name='Sig1', reason='Read by a recipient')
        signers.sign_pdf(writer, meta, signer=signer, output=target)
def encrypt(name, how):
    with open(folder + '/in.pdf', 'rb') as source, open(folder + '/' + name + '.pdf', 'wb') as target:
        writer = copy_into_new_writer(PdfFileReader(source))
        how(writer)
        writer.write(target)
from pyhanko.pdf_utils.crypt import SimpleEnvelopeKeyDecrypter
for name in recipients:
    certificate = load_cert_from_pemder(folder + '/' + name + '.pem')
    encrypt(name, lambda writer: writer.encrypt_pubkey([certificate], policy=RecipientEncryptionPolicy(ignore_key_usage=True)))
    credential = SimpleEnvelopeKeyDecrypter.load(folder + '/' + name + '.key', folder + '/' + name + '.pem')
    sign(name, lambda writer: writer.encrypt_pubkey(credential))
    encrypt(name + '-free', lambda writer: writer.encrypt_pubkey([certificate], policy=RecipientEncryptionPolicy(ignore_key_usage=True), pdf_mac=False))
encrypt('password-free', lambda writer: writer.encrypt('owner', 'user', pdf_mac=False))
encrypt('password', lambda writer: writer.encrypt('owner', 'user'))
sign('password', lambda writer: writer.encrypt('user'))
`;

/** pyHanko's verdict on the first signature of a file, and the reason that it states. */
const judging = `
import sys
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.crypt import SimpleEnvelopeKeyDecrypter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from datetime import datetime
folder, file, name, moment = sys.argv[1:]
with open(folder + '/' + file, 'rb') as source:
    reader = PdfFileReader(source)
    if name == 'password':
        reader.decrypt('user')
    else:
        reader.decrypt_pubkey(SimpleEnvelopeKeyDecrypter.load(folder + '/' + name + '.key', folder + '/' + name + '.pem'))
    one = reader.embedded_regular_signatures[0]
    context = ValidationContext(trust_roots=[load_cert_from_pemder(folder + '/root.pem')], allow_fetching=False, moment=datetime.fromisoformat(moment))
    print(one.sig_object['/Reason'], validate_pdf_signature(one, context).summary())
`;

describe.skipIf(!hasPyHanko || !hasOpenSsl())(
  'C39: files that pyHanko encrypted, and gave a MAC (ISO/TS 32004)',
  () => {
    const names = ['rsa', 'p256', 'p384'];
    const folder = mkdtempSync(join(tmpdir(), 'recipients-'));
    const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
    const recipients = new Map<string, Recipient>();
    let pki: TestPki;

    beforeAll(async () => {
      pki = await testPki();
      const tool = openSsl();
      const at = (name: string): string => join(folder, name);
      for (const name of names) {
        const key = name === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', `ec_paramgen_curve:P-${name.slice(1)}`];
        tool.must(
          'req',
          '-x509',
          '-nodes',
          '-newkey',
          ...key,
          '-subj',
          `/CN=${name}`,
          '-keyout',
          at(`${name}.key`),
          '-out',
          at(`${name}.pem`),
        );
        tool.must('x509', '-in', at(`${name}.pem`), '-outform', 'DER', '-out', at(`${name}.der`));
        tool.must('pkcs8', '-topk8', '-nocrypt', '-in', at(`${name}.key`), '-outform', 'DER', '-out', at(`${name}.p8`));
        tool.must(
          'pkcs12',
          '-export',
          '-inkey',
          at(`${name}.key`),
          '-in',
          at(`${name}.pem`),
          '-passout',
          'pass:a secret',
          '-out',
          at(`${name}.p12`),
        );
        recipients.set(name, { certificate: read(`${name}.der`), pkcs8: read(`${name}.p8`) });
      }
      tool.dispose();
      const { ada } = pki.people;
      writeFileSync(at('key.pem'), writePem('PRIVATE KEY', ada.pkcs8));
      writeFileSync(at('cert.pem'), writePem('CERTIFICATE', ada.certificate));
      writeFileSync(at('ca.pem'), writePem('CERTIFICATE', pki.issuing.certificate));
      writeFileSync(at('root.pem'), writePem('CERTIFICATE', pki.root.certificate));
      writeFileSync(at('in.pdf'), await makePdf());
      runPyHanko(folder, program, folder, ...names);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const judge = (
      pdf: Uint8Array,
      unlock: { readonly recipient?: Recipient | undefined; readonly password?: string },
    ) =>
      expectOk(
        validatePdf(pdf, {
          anchors: [pki.root.certificate],
          crls: [pki.rootCrl, pki.issuingCrl],
          at: testNow,
          ...unlock,
        }),
      );

    test.each([...names, 'password'])('%s: opened, signature and MAC are right; shut, the verdict is open', (name) => {
      const unlock = name === 'password' ? { password: 'user' } : { recipient: recipients.get(name) };
      const signed = read(`${name}-signed.pdf`);
      const report = judge(signed, unlock);
      expect(report.reasons).toEqual([]);
      expect(report.signatures).toMatchObject([
        { field: 'Sig1', claims: { reason: 'Read by a recipient' }, indication: 'TOTAL-PASSED' },
      ]);
      expect(judge(signed, {}).indication).toBe('INDETERMINATE');
      expect(judge(signed, { recipient: recipients.get(name === 'rsa' ? 'p256' : 'rsa') }).indication).toBe(
        'INDETERMINATE',
      );
      expect(expectOk(inspectPdf(signed, unlock))).toMatchObject({
        encrypted: true,
        locked: false,
        signatures: [{ reason: 'Read by a recipient' }],
      });
      expect(expectOk(inspectPdf(signed)).locked).toBe(true);
    });

    test.each([...names, 'password'])('%s: a changed octet of the unsigned file is noticed by its MAC', (name) => {
      const unlock = name === 'password' ? { password: 'user' } : { recipient: recipients.get(name) };
      const plain = read(`${name}.pdf`);
      expect(judge(plain, unlock).reasons).toEqual(['the file holds no signature']);
      const bent = plain.slice();
      const at = Buffer.from(plain).indexOf('/Count') + 7;
      bent[at] = 0x39;
      expect(judge(bent, unlock).reasons.join()).toContain('the PDF MAC is about other bytes');
    });

    test.each([...names, 'password'])('%s: signed by us as whoever may open it, judged by pyHanko', async (name) => {
      const unlock = name === 'password' ? { password: 'user' } : { recipient: recipients.get(name) };
      const plan = planFor('Ours', { signedAt: testNow, reason: 'Signed while shut' });
      const { ada } = pki.people;
      const chain = [pki.issuing.certificate];
      const signer = expectOk(await signerFromPkcs8(ada.pkcs8, { certificate: ada.certificate, chain }));
      const plain = read(`${name}-free.pdf`);
      const signed = expectOk(await signPdf(plain, plan, signer, unlock));
      expect(extendsExactly(plain, signed)).toBe(true);
      expect(judge(signed, unlock)).toMatchObject({
        indication: 'TOTAL-PASSED',
        signatures: [{ field: 'Ours', claims: { reason: 'Signed while shut' } }],
      });
      writeFileSync(join(folder, 'ours.pdf'), signed);
      const words = runPyHanko(folder, judging, folder, 'ours.pdf', name, testNow.toISOString().replace('Z', '+00:00'));
      expect(words).toContain('Signed while shut INTACT:TRUSTED');

      expect(await signPdf(plain, plan, signer)).toMatchObject({ error: { code: 'pades/encrypted' } });
      // Whatever is appended breaks the MAC over the whole file.
      expect(await signPdf(read(`${name}.pdf`), plan, signer, unlock)).toMatchObject({
        error: { code: 'pades/mac-protected' },
      });
    });

    test('countersign verify and inspect open them with --recipient-p12, its pass phrase never an argument', () => {
      const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
      const run = (args: readonly string[], passPhrase?: string, input = '') => {
        const { COUNTERSIGN_RECIPIENT_PASSPHRASE: _, ...env } = process.env;
        const given = passPhrase === undefined ? env : { ...env, COUNTERSIGN_RECIPIENT_PASSPHRASE: passPhrase };
        return spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', env: given, input });
      };
      const verify = ['verify', 'p256-signed.pdf', '--trust', 'root.pem', '--json'];
      const opened = JSON.parse(run([...verify, '--recipient-p12', 'p256.p12'], 'a secret').stdout) as {
        signatures: unknown;
      };
      expect(opened.signatures).toMatchObject([{ claims: { reason: 'Read by a recipient' } }]);
      const inspected = run(
        ['inspect', 'rsa-signed.pdf', '--json', '--recipient-p12', 'rsa.p12', '--recipient-passphrase-fd', '0'],
        undefined,
        'a secret\n',
      );
      expect(JSON.parse(inspected.stdout)).toMatchObject({
        locked: false,
        signatures: [{ reason: 'Read by a recipient' }],
      });
      expect(run(['inspect', 'rsa-signed.pdf']).stdout).toContain('encrypted, and not opened');
      const wrong = run([...verify, '--recipient-p12', 'p256.p12'], 'another');
      expect([wrong.status, wrong.stderr]).toEqual([65, expect.stringContaining('the pass phrase is wrong')]);
      const none = run([...verify, '--recipient-p12', 'p256.p12']);
      expect([none.status, none.stderr]).toEqual([65, expect.stringContaining('COUNTERSIGN_RECIPIENT_PASSPHRASE')]);
      expect(run([...verify, '--recipient-passphrase-fd', '0']).status).toBe(64);
    });
  },
);
