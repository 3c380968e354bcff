import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BaselineLevel, memoryForFile, validatePdf } from '../../../src-main/pades/index.ts';
import { PdfDocument } from '../../../src-main/pades/pdf/document.ts';
import { defaultLimits } from '../../../src-main/pades/pdf/limits.ts';
import { digest } from '../../../src-main/pki/digest.ts';
import { has, hasPyHanko, mutool, pdfsig, pyHanko } from '../../support/judges.ts';
import { extendsExactly, judge, outline, signAt, withServices } from '../../support/levels.ts';
import { expectOk, makePdf } from '../../support/pades-files.ts';
import { hasOpenSsl } from '../../support/pki-openssl.ts';
import { startTrustServices, type TrustServices } from '../../support/trust-services.ts';

const folder = mkdtempSync(join(tmpdir(), 'levels-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!hasOpenSsl())('signing at a level, with openssl as authority and responder', () => {
  let services: TrustServices;
  let plain: Uint8Array;
  const files = new Map<BaselineLevel, Uint8Array>();
  const fileAt = (level: BaselineLevel): string => {
    const path = join(folder, `${level}.pdf`);
    writeFileSync(path, files.get(level) ?? new Uint8Array(0));
    return path;
  };

  beforeAll(async () => {
    services = await startTrustServices();
    plain = await makePdf();
    for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const) {
      const signed = await signAt(plain, services.people.ada, withServices(services, level, { vri: true }));
      expect(signed).toMatchObject({ level, reached: true, notes: [] });
      files.set(level, signed.pdf);
    }
  });
  afterAll(() => services.close());

  const stamped = { changesAfter: 'permitted', timeSource: 'timestamp', indication: 'TOTAL-PASSED' };
  test.each([
    ['B-LT', [{ field: 'Sig1', level: 'B-LT', ...stamped }]],
    [
      'B-LTA',
      [
        { field: 'Sig1', level: 'B-LTA', ...stamped },
        { field: 'DocTimeStamp1', level: 'none', ...stamped, changesAfter: 'none' },
      ],
    ],
  ] as const)('C29 a %s file passes offline with the root alone', (level, expected) => {
    const report = judge(files.get(level) as Uint8Array, services);
    expect(outline(report)).toEqual(expected);
    expect(report.lastRevisionCovered).toBe(level === 'B-LTA');
  });

  test('C29: without data in the file, B-B and B-T say their level and leave the verdict open', () => {
    for (const level of ['B-B', 'B-T'] as const) {
      const [signature] = judge(files.get(level) as Uint8Array, services).signatures;
      expect(signature).toMatchObject({
        level,
        indication: 'INDETERMINATE',
        changesAfter: 'none',
        coversWholeFile: true,
      });
      expect(signature?.answers.bytes.indication).toBe('TOTAL-PASSED');
    }
  });

  test('the document is an exact prefix of every level, and a signature stays where it is', () => {
    for (const pdf of files.values()) expect(extendsExactly(plain, pdf)).toBe(true);
  });

  test('a file that was read with room behind it stands in memory once, up to B-LTA', async () => {
    const roomy = memoryForFile(plain.length);
    roomy.set(plain);
    const signed = await signAt(roomy, services.people.ada, withServices(services, 'B-LTA'));
    expect(signed).toMatchObject({ level: 'B-LTA', reached: true });
    expect(signed.pdf.buffer).toBe(roomy.buffer);
    expect(Buffer.compare(roomy, plain)).toBe(0);
  });

  test.skipIf(!has('pdfsig'))('pdfsig finds the signature valid at every level', () => {
    for (const level of files.keys()) {
      const words = pdfsig(fileAt(level));
      expect(words).toContain('Signature is Valid');
      expect(words).toContain('ETSI.CAdES.detached');
      expect(words.split('Signature #2')[0]).toContain(
        level === 'B-B' || level === 'B-T' ? '- Total document signed' : 'Not total document signed',
      );
    }
    // It knows no document time-stamps; that it covers the file is all it can say.
    const last = pdfsig(fileAt('B-LTA'));
    expect(last.split('Signature #2')[1]).toContain('- Total document signed');
  });

  test.skipIf(!has('qpdf'))('qpdf finds no fault at any level', () => {
    for (const level of files.keys())
      expect(execFileSync('qpdf', ['--check', fileAt(level)], { encoding: 'utf8' })).toContain('No syntax or stream');
  });

  test.skipIf(!has('mutool'))('mutool finds the signature valid at every level', () => {
    for (const level of files.keys()) {
      expect(mutool(fileAt(level))).toContain(
        level === 'B-B' || level === 'B-T'
          ? 'The document is unchanged since signing'
          : 'The signature is valid but there have been edits since signing',
      );
    }
  });

  test.skipIf(!hasPyHanko)(
    'pyHanko finds every level intact, trusts what brings its data, and takes what follows for long-term data only',
    () => {
      const words = (level: BaselineLevel) => pyHanko(folder, files.get(level) as Uint8Array, services.root);
      const stampedBy = 'INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>';
      // The signer comes without the issuer's certificate: the time-stamp brings it along, and then the store.
      expect(words('B-B')).toEqual(['Sig1 INTACT:UNTRUSTED,UNTOUCHED']);
      expect(words('B-T')).toEqual([`Sig1 ${stampedBy},UNTOUCHED`]);
      expect(words('B-LT')).toEqual([`Sig1 ${stampedBy},EXTENDED_WITH_LTA_UPDATES,ACCEPTABLE_MODIFICATIONS`]);
      expect(words('B-LTA')).toEqual([
        `Sig1 ${stampedBy},EXTENDED_WITH_LTA_UPDATES,ACCEPTABLE_MODIFICATIONS`,
        'DocTimeStamp1 INTACT:TRUSTED',
      ]);
    },
  );

  test('C22 /VRI names the values by the SHA-1 of /Contents with its padding', () => {
    const { latest } = new PdfDocument(files.get('B-LT') as Uint8Array, defaultLimits);
    const vri = latest.dict(latest.dict(latest.catalog?.get('DSS') ?? null)?.get('VRI') ?? null);
    const text = Buffer.from(files.get('B-LT') as Uint8Array).toString('latin1');
    const contents = Buffer.from(/\/Contents <([0-9a-f]+)>/.exec(text)?.[1] ?? '', 'hex');
    const key = Buffer.from(digest('sha1', contents)).toString('hex').toUpperCase();
    expect([...(vri?.entries.keys() ?? [])]).toEqual([key]);
    const entry = latest.dict(vri?.get(key) ?? null);
    expect(latest.array(entry?.get('Cert') ?? null).length).toBeGreaterThanOrEqual(4);
    expect(latest.array(entry?.get('OCSP') ?? null)).toHaveLength(1);
    expect(latest.array(entry?.get('CRL') ?? null)).toHaveLength(2);
  });

  test('RSA and a file with a cross-reference stream do as well', async () => {
    const before = await makePdf({ objectStreams: true });
    const signed = await signAt(before, services.people.rsa, withServices(services, 'B-LTA'));
    expect(signed).toMatchObject({ level: 'B-LTA', reached: true });
    expect(extendsExactly(before, signed.pdf)).toBe(true);
    expect(judge(signed.pdf, services).indication).toBe('TOTAL-PASSED');
  });

  test('a signer whose certificate names only a CRL reaches B-LT by it', async () => {
    const signed = await signAt(plain, services.people.crlOnly, withServices(services, 'B-LT'));
    expect(signed).toMatchObject({ level: 'B-LT', reached: true });
    expect(judge(signed.pdf, services).signatures[0]?.revocation).toMatchObject({ status: 'good', source: 'crl' });
  });

  test('certified with P=1 and locked, it is still stamped and passes', async () => {
    const lock = { action: 'All', fields: [], permission: 1 } as const;
    const signed = await signAt(plain, services.people.ada, withServices(services, 'B-LTA'), { certify: 1, lock });
    expect(signed).toMatchObject({ level: 'B-LTA', reached: true });
    expect(signed.notes.map(({ code }) => code)).toEqual(['extend/certified-no-changes']);
    const report = judge(signed.pdf, services);
    expect(report.signatures[0]).toMatchObject({ indication: 'TOTAL-PASSED', docMDP: 1, changesAfter: 'permitted' });
    if (hasPyHanko) expect(pyHanko(folder, signed.pdf, services.root)[0]).toContain('ACCEPTABLE_MODIFICATIONS');
  });

  test('without anchors the paths are followed to where they end, and whom to trust stays for the verifier', async () => {
    const signed = await signAt(plain, services.people.ada, { ...withServices(services, 'B-LTA'), anchors: [] });
    expect(signed).toMatchObject({ level: 'B-LTA', reached: true, notes: [] });
    expect(judge(signed.pdf, services).indication).toBe('TOTAL-PASSED');
    const nobody = expectOk(validatePdf(signed.pdf, { anchors: [], at: new Date() }));
    expect(nobody.signatures[0]?.subIndication).toBe('NO_CERTIFICATE_CHAIN_FOUND');
  });

  test('other signatures of the file stay as they are', async () => {
    const first = await signAt(plain, services.people.rsa, withServices(services, 'B-B'), { name: 'First' });
    const second = await signAt(first.pdf, services.people.ada, withServices(services, 'B-LT'), { name: 'Second' });
    expect(second).toMatchObject({ level: 'B-LT', reached: true });
    expect(outline(judge(second.pdf, services)).map(({ field, level }) => [field, level])).toEqual([
      ['First', 'B-B'],
      ['Second', 'B-LT'],
    ]);
  });

  test('nothing is asked for that the level does not need', async () => {
    const askedFor = async (level: BaselineLevel, offline = false) => {
      const from = services.requests.length;
      const { http: _, ...withoutHttp } = withServices(services, level);
      await signAt(plain, services.people.ada, offline ? withoutHttp : withServices(services, level));
      return services.requests.slice(from);
    };
    expect(await askedFor('B-B')).toEqual([]);
    expect(await askedFor('B-T')).toEqual(['POST /tsa']);
    expect(await askedFor('B-LT', true)).toEqual(['POST /tsa']);
    expect(await askedFor('B-LT')).toEqual([
      'POST /tsa',
      'GET /ca/issuing',
      'POST /ocsp',
      'GET /crl/root',
      // For the time-stamping unit, which names no responder.
      'GET /crl/issuing',
    ]);
  });
});
