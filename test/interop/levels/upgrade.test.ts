import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ExtendedPdf,
  type ExtendOptions,
  signPdf,
  upgradePdf,
  validatePdf,
} from '../../../src-main/pades/index.ts';
import { CrlReason, issueCrl, parseCertificate, readCertificateFile } from '../../../src-main/pki/index.ts';
import { has, hasPyHanko, pyHanko } from '../../support/judges.ts';
import { extendsExactly, judge, outline, signAt, withServices } from '../../support/levels.ts';
import { createTestPki, dssOf, expectOk, makePdf, planFor } from '../../support/pades-files.ts';
import { hasOpenSsl } from '../../support/pki-openssl.ts';
import { startTrustServices, type TrustServices } from '../../support/trust-services.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!hasOpenSsl())('upgrading signatures that are there', () => {
  let services: TrustServices;
  let plain: Uint8Array;
  let signed: Uint8Array;
  beforeAll(async () => {
    services = await startTrustServices();
    plain = await makePdf();
    signed = (await signAt(plain, services.people.ada, withServices(services, 'B-B'))).pdf;
  });
  beforeEach(() => services.down.clear());
  afterAll(() => services.close());

  /** Upgrades, and demands what every upgrade has to keep. */
  const upgrade = async (pdf: Uint8Array, options: ExtendOptions): Promise<ExtendedPdf> => {
    const upgraded = expectOk(await upgradePdf(pdf, options));
    if (upgraded.pdf.length !== pdf.length) expect(extendsExactly(pdf, upgraded.pdf)).toBe(true);
    else expect(Buffer.compare(pdf, upgraded.pdf)).toBe(0);
    return upgraded;
  };
  const passed = { indication: 'TOTAL-PASSED', timeSource: 'timestamp' };

  test('a B-B file gets to B-T, B-LT and B-LTA, each on top of the one before [draft 13.2]', async () => {
    const first = await upgrade(signed, withServices(services, 'B-T'));
    expect(first).toMatchObject({ level: 'B-T', reached: true, notes: [] });
    expect(judge(first.pdf, services).signatures.map(({ field, kind }) => [field, kind])).toEqual([
      ['Sig1', 'signature'],
      ['DocTimeStamp1', 'documentTimestamp'],
    ]);
    const second = await upgrade(first.pdf, withServices(services, 'B-LT'));
    expect(second).toMatchObject({ level: 'B-LT', reached: true });
    expect(outline(judge(second.pdf, services))[0]).toMatchObject({ ...passed, level: 'B-LT' });
    const third = await upgrade(second.pdf, withServices(services, 'B-LTA'));
    expect(third).toMatchObject({ level: 'B-LTA', reached: true });
    expect(outline(judge(third.pdf, services))).toEqual([
      { field: 'Sig1', level: 'B-LTA', changesAfter: 'permitted', ...passed },
      { field: 'DocTimeStamp1', level: 'none', changesAfter: 'permitted', ...passed },
      { field: 'DocTimeStamp2', level: 'none', changesAfter: 'none', ...passed },
    ]);
    if (!hasPyHanko) return;
    const [words] = pyHanko(folder, third.pdf, services.root);
    expect(words).toContain('INTACT:TRUSTED');
    expect(words).toContain('ACCEPTABLE_MODIFICATIONS');
  });

  test('B-LTA at once is the same, and other tools find no fault', async () => {
    const upgraded = await upgrade(signed, withServices(services, 'B-LTA'));
    expect(upgraded).toMatchObject({ level: 'B-LTA', reached: true, notes: [] });
    const report = judge(upgraded.pdf, services);
    expect(report).toMatchObject({ indication: 'TOTAL-PASSED', lastRevisionCovered: true });
    const path = join(folder, 'lta.pdf');
    writeFileSync(path, upgraded.pdf);
    if (has('qpdf')) expect(execFileSync('qpdf', ['--check', path], { encoding: 'utf8' })).toContain('No syntax');
    if (has('pdfsig')) {
      const words = execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8', stdio: 'pipe' });
      expect(words.split('Signature #2')[0]).toContain('Signature is Valid');
    }
  });

  test('a level that is there already is left alone, and no service is asked', async () => {
    const lt = await upgrade(signed, withServices(services, 'B-LT'));
    const from = services.requests.length;
    for (const level of ['B-B', 'B-T', 'B-LT'] as const) {
      const again = await upgrade(lt.pdf, withServices(services, level));
      expect(again).toMatchObject({ level: 'B-LT', reached: true });
      expect(again.pdf).toHaveLength(lt.pdf.length);
    }
    expect(services.requests).toHaveLength(from);
  });

  test('B-LTA is refreshed: the data of the last time-stamp anew, then another one over it', async () => {
    const lta = await upgrade(signed, withServices(services, 'B-LTA'));
    const from = services.requests.length;
    const refreshed = await upgrade(lta.pdf, withServices(services, 'B-LTA'));
    expect(refreshed).toMatchObject({ level: 'B-LTA', reached: true, notes: [] });
    expect(services.requests.slice(from)).toEqual(['GET /crl/issuing', 'GET /crl/root', 'POST /tsa']);
    const fields = judge(refreshed.pdf, services).signatures.map(({ field }) => field);
    expect(fields).toEqual(['Sig1', 'DocTimeStamp1', 'DocTimeStamp2', 'DocTimeStamp3']);
    expect(judge(refreshed.pdf, services).indication).toBe('TOTAL-PASSED');
  });

  test('several signatures are raised together, by one time-stamp', async () => {
    const two = await signAt(signed, services.people.rsa, withServices(services, 'B-B'), { name: 'Sig2' });
    const from = services.requests.length;
    const upgraded = await upgrade(two.pdf, withServices(services, 'B-LT'));
    expect(upgraded).toMatchObject({ level: 'B-LT', reached: true });
    expect(services.requests.slice(from).filter((line) => line === 'POST /tsa')).toHaveLength(1);
    expect(outline(judge(upgraded.pdf, services)).map(({ level, indication }) => [level, indication])).toEqual([
      ['B-LT', 'TOTAL-PASSED'],
      ['B-LT', 'TOTAL-PASSED'],
      ['none', 'TOTAL-PASSED'],
    ]);
  });

  test('a file with a cross-reference stream, certified with P=1 and locked, is raised', async () => {
    const before = await makePdf({ objectStreams: true });
    const lock = { action: 'All', fields: [], permission: 1 } as const;
    const certified = await signAt(before, services.people.ada, withServices(services, 'B-B'), { certify: 1, lock });
    const upgraded = await upgrade(certified.pdf, withServices(services, 'B-LTA'));
    expect(upgraded).toMatchObject({
      level: 'B-LTA',
      reached: true,
      notes: [{ code: 'extend/certified-no-changes' }],
    });
    expect(judge(upgraded.pdf, services).signatures[0]).toMatchObject({ ...passed, docMDP: 1 });
  });

  test('what services do not give ends the way at the level before, with the reason', async () => {
    services.down.add('/tsa');
    expect(await upgrade(signed, withServices(services, 'B-LTA'))).toMatchObject({
      level: 'B-B',
      reached: false,
      notes: [{ code: 'tsp/unreachable' }],
    });
    services.down.clear();
    services.down.add('/crl/root');
    const stopped = await upgrade(signed, withServices(services, 'B-LT'));
    expect(stopped).toMatchObject({ level: 'B-T', reached: false });
    expect(stopped.notes.map(({ code }) => code)).toContain('extend/data-missing');
    expect(stopped.notes[0]?.words).toContain('/crl/root');
    const { http: _, ...offline } = withServices(services, 'B-LT');
    expect(await upgrade(signed, offline)).toMatchObject({ level: 'B-T', reached: false });
  });

  test('a record that carries its lists needs nothing fetched but for the time-stamp authority', async () => {
    const own = await createTestPki();
    const signer = await own.signerFor('Ada Author');
    const sealed = expectOk(await signPdf(plain, planFor('Sig1', { dss: dssOf(own) }), signer));
    const from = services.requests.length;
    const anchors = [...own.anchors, services.root];
    const upgraded = await upgrade(sealed, { ...withServices(services, 'B-LTA'), anchors });
    expect(upgraded).toMatchObject({ level: 'B-LTA', reached: true });
    expect(services.requests.slice(from)).toEqual(['POST /tsa', 'GET /crl/issuing', 'GET /crl/root', 'POST /tsa']);
    const report = expectOk(validatePdf(upgraded.pdf, { anchors, at: new Date() }));
    expect(report.indication).toBe('TOTAL-PASSED');
  });

  test('nothing is added that would bring a signature down: a time-stamp makes a revocation before it certain', async () => {
    const own = await createTestPki();
    const signer = await own.signerFor('Rita Revoked');
    const { serial } = parseCertificate(signer.certificate);
    const revocation = await issueCrl(own.authority.issuing, {
      entries: [{ serial, revokedAt: new Date('2026-02-01T00:00:00Z'), reason: CrlReason.KeyCompromise }],
      thisUpdate: new Date('2026-02-28T00:00:00Z'),
      nextUpdate: new Date('2027-03-01T00:00:00Z'),
      number: 2,
    });
    const pdf = expectOk(await signPdf(plain, planFor('Sig1'), signer));
    const anchors = [...own.anchors, services.root];
    const upgraded = await upgrade(pdf, {
      ...withServices(services, 'B-T'),
      anchors,
      crls: [revocation, ...own.crls.slice(0, 1), ...services.crls],
    });
    expect(upgraded).toMatchObject({ level: 'B-B', reached: false, notes: [{ code: 'extend/would-fail' }] });
    expect(upgraded.notes[0]?.words).toContain('revoked on 2026-02-01');
    expect(upgraded.pdf).toHaveLength(pdf.length);
  });

  test('a token without room gets the room it needs', async () => {
    const options = withServices(services, 'B-T');
    const stamp = options.tsa as NonNullable<typeof options.tsa>;
    // The same honest token behind zeros that BER readers pass over: larger than the room that is kept at first.
    let asked = 0;
    const padded = {
      ...options,
      tsa: async (wanted: Parameters<typeof stamp>[0]) => {
        asked += 1;
        const answer = await stamp(wanted);
        if (!answer.ok) return answer;
        const token = new Uint8Array(20_000);
        token.set(answer.value.token);
        return { ...answer, value: { ...answer.value, token } };
      },
    };
    const upgraded = await upgrade(signed, padded);
    expect(upgraded).toMatchObject({ level: 'B-T', reached: true });
    expect(asked).toBe(2);
  });

  describe.skipIf(!existsSync(corpus))('files of other programs (the corpus beside the project)', () => {
    const from = (name: string): Uint8Array => new Uint8Array(readFileSync(join(corpus, name)));
    const anchorsOf = (name: string): readonly Uint8Array[] => {
      const line = readFileSync(join(corpus, 'cases.tsv'), 'utf8')
        .split('\n')
        .find((one) => one.startsWith(`${name}\t`));
      return (line?.split('\t')[15] ?? '')
        .split(' ')
        .filter((one) => one !== '')
        .flatMap((one) => readCertificateFile(readFileSync(join(corpus, 'anchors', one))));
    };

    test.each(['C278', 'C279', 'C302', 'C148', 'C129', 'C131', 'C143', 'C227'])(
      '%s keeps every byte and gains a time-stamp',
      async (name) => {
        const pdf = from(`${name}.pdf`);
        const anchors = [...anchorsOf(name), services.root];
        const { http: _, ...offline } = withServices(services, 'B-T');
        const before = expectOk(validatePdf(pdf, { anchors, at: new Date() }));
        const result = await upgradePdf(pdf, { ...offline, anchors });
        const upgraded = expectOk(result);
        if (upgraded.pdf.length > pdf.length) expect(extendsExactly(pdf, upgraded.pdf)).toBe(true);
        const after = expectOk(validatePdf(upgraded.pdf, { anchors, at: new Date() }));
        for (const [index, one] of before.signatures.entries()) {
          const now = after.signatures[index];
          expect(now?.answers.bytes).toEqual(one.answers.bytes);
          expect(now?.answers.coverage).toEqual(one.answers.coverage);
          expect(now?.answers.changes.indication).toBe(one.answers.changes.indication);
        }
      },
    );

    test('one that fails is refused', async () => {
      const options = withServices(services, 'B-T');
      expect(await upgradePdf(from('C269.pdf'), options)).toMatchObject({
        error: { code: 'pades/no-sound-signature' },
      });
    });
  });
});
