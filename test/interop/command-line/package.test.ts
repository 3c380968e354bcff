import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalize } from '../../../src-main/domain/canonical-json.ts';
import { auditLine, parseAuditLine } from '../../../src-main/domain/audit-export.ts';
import { genesisHash, type AuditEntry } from '../../../src-main/domain/audit-entry.ts';
import type { JsonValue } from '../../../src-main/domain/result.ts';
import { place } from '../../../src-main/package/manifest.ts';
import { readCertificateFile, writePem } from '../../../src-main/pki/index.ts';
import {
  judge,
  manifestOf,
  pack,
  resealed,
  stopJudging,
  text,
  unpack,
  utf8,
  type Unpacked,
} from '../../support/packages.ts';
import { createTestPki } from '../../support/pades-files.ts';
import { evaluator, owner, quality, signersOf, staffed, testServices } from '../../support/services.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
let folder: string;
let vault: string;
let zip: string;
let answer: { readonly files: number; readonly sha256: string };
let sound: Unpacked;
const inside = (name: string): string => join(folder, name);

const run = (program: string, args: readonly string[], cwd = folder) =>
  spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
const countersign = (args: readonly string[], who = quality) =>
  spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, COUNTERSIGN_USER: who.userName, COUNTERSIGN_PASSPHRASE: who.passPhrase },
    maxBuffer: 1 << 28,
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-package-'));
  const services = await testServices({ folder });
  const staff = await staffed(services);
  const recordId = await staff.sent();
  for (const who of [evaluator, owner, quality]) await staff.sign(recordId, who);
  // A second revision supersedes the first; both belong to a package.
  await staff.login(evaluator);
  const revised = await services.ask('records.revise', { recordId, reason: '=Corrected after a question' });
  await services.ask('records.sendForSignature', { recordId: revised.summary.id, signers: signersOf(staff.accounts) });
  for (const who of [evaluator, owner, quality]) await staff.sign(recordId, who);
  services.dispose();
  vault = join(folder, 'vaults', readdirSync(join(folder, 'vaults'))[0] ?? '');
  zip = inside('package.zip');
  const made = countersign(['package', vault, '--out', zip, '--json']);
  expect(made.stderr).toBe('');
  expect(made.status).toBe(0);
  answer = JSON.parse(made.stdout) as typeof answer;
  sound = unpack(readFileSync(zip));
});
afterAll(async () => {
  await stopJudging();
  rmSync(folder, { recursive: true, force: true });
});

describe('an audit package, to other people’s tools', () => {
  let unpacked: string;
  beforeAll(() => {
    unpacked = inside('unpacked');
    mkdirSync(unpacked);
    expect(run('unzip', ['-q', zip, '-d', unpacked]).status).toBe(0);
  });

  test('is a sound zip to unzip, zipinfo and Python', () => {
    expect(run('unzip', ['-t', zip]).stdout).toContain('No errors detected');
    expect(run('zipinfo', ['-1', zip]).stdout.trimEnd().split('\n')).toEqual([
      'README.txt',
      'audit-trail/audit-trail.csv',
      'audit-trail/audit-trail.jsonl',
      'records/PE-2026-0001-r1.json',
      'records/PE-2026-0001-r1.pdf',
      'records/PE-2026-0001-r2.json',
      'records/PE-2026-0001-r2.pdf',
      'systems/SYS-0001.json',
      'trust/anchors.pem',
      'trust/issuers.pem',
      'trust/revocation-lists.pem',
      'manifest.json',
      'SHA256SUMS',
    ]);
    const python = 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).testzip())';
    expect(run('python3', ['-c', python, zip]).stdout).toBe('None\n');
    expect(answer.sha256).toBe(createHash('sha256').update(readFileSync(zip)).digest('hex'));
    expect(answer.files).toBe(13);
  });

  test('sha256sum agrees with every file', () => {
    const checked = run('sha256sum', ['-c', '--strict', place.sums], unpacked);
    expect(checked.stderr).toBe('');
    expect(checked.stdout.match(/: OK/g)).toHaveLength(12);
  });

  test('every command of its README does what the README says [A11 17, ALCOA available]', () => {
    const readme = readFileSync(join(unpacked, place.readme), 'utf8');
    const python = readme
      .slice(readme.indexOf('     import hashlib'), readme.indexOf('   Every record names'))
      .replaceAll(/^ {5}/gm, '');
    const chain = run('python3', ['-c', python], unpacked);
    expect(chain.stderr).toBe('');
    expect(chain.stdout.trim()).toBe(manifestOf(sound).auditHead.hash);
    const [, pdfsig = ''] = /^ {5}pdfsig -nocert (\S+)$/m.exec(readme) ?? [];
    expect(run('pdfsig', ['-nocert', pdfsig], unpacked).stdout.match(/Signature is Valid/g)).toHaveLength(3);
    const fingerprint = run(
      'openssl',
      ['x509', '-in', place.anchors, '-noout', '-fingerprint', '-sha256'],
      unpacked,
    ).stdout.split('=')[1];
    expect(readme).toContain(fingerprint?.trim() ?? 'no fingerprint');
    run('pdfdetach', ['-save', '1', '-o', 'embedded.json', pdfsig], unpacked);
    expect(readFileSync(join(unpacked, 'embedded.json'))).toEqual(
      readFileSync(join(unpacked, pdfsig.replace('.pdf', '.json'))),
    );
  });

  test('its CSV holds the trail, and runs nothing', () => {
    const csv = readFileSync(join(unpacked, place.trailCsv), 'utf8');
    const { data } = Papa.parse<Record<string, string>>(csv.slice(1), { header: true, skipEmptyLines: true });
    expect(csv.startsWith('\uFEFFseq,at,')).toBe(true);
    expect(data).toHaveLength(manifestOf(sound).auditHead.seq);
    expect(data.map(({ reason }) => reason)).toContain("'=Corrected after a question");
    expect(data.at(-1)).toMatchObject({ action: 'export.package', userName: quality.userName });
  });
});

describe('countersign verify PACKAGE.zip', () => {
  test('passes what was exported, and says what trust rests on [A11 17]', () => {
    const judged = countersign(['verify', zip, '--json']);
    expect(judged.status).toBe(0);
    const lines = judged.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { file: `${zip}/records/PE-2026-0001-r1.pdf`, indication: 'TOTAL-PASSED' },
      { file: `${zip}/records/PE-2026-0001-r2.pdf`, indication: 'TOTAL-PASSED' },
      {
        file: zip,
        indication: 'TOTAL-PASSED',
        sha256: answer.sha256,
        package: {
          trust: 'package',
          files: 13,
          documents: { passed: 2, indeterminate: 0, failed: 0, unreadable: 0 },
          auditTrail: { intact: true, entries: manifestOf(sound).auditHead.seq },
          defects: [],
        },
      },
    ]);
    for (const line of lines) expect(JSON.stringify(line['warnings'])).toContain('anchors from the package itself');
    const words = countersign(['verify', zip]);
    expect(words.stdout).toContain('All 13 files are as the manifest says');
    expect(words.stdout).toMatch(/signed records vouch for them up to number \d+/);
  });

  test('judges by the anchors that are given, and by no other', async () => {
    writeFileSync(inside('right.pem'), sound[place.anchors] ?? '');
    const right = countersign(['verify', zip, '--trust', 'right.pem', '--json']);
    expect(right.status).toBe(0);
    expect(right.stdout).toContain('"trust":"given"');
    expect(right.stdout).not.toContain('anchors from the package itself');
    const stranger = (await createTestPki()).anchors[0] ?? new Uint8Array();
    writeFileSync(inside('wrong.pem'), writePem('CERTIFICATE', stranger));
    const wrong = countersign(['verify', zip, '--trust', 'wrong.pem', '--json']);
    expect(wrong.status).toBe(2);
    expect(wrong.stdout).toContain('"confirmedUpTo":0');
  });

  test('takes packages and PDFs in one run; the table and the report name them too', () => {
    writeFileSync(inside('alone.pdf'), sound['records/PE-2026-0001-r1.pdf'] ?? '');
    const judged = countersign(['verify', 'alone.pdf', zip, '--csv', 'all.csv', '--report', 'all.pdf', '--json']);
    expect(judged.stdout.trimEnd().split('\n')).toHaveLength(4);
    expect(judged.status).toBe(2);
    expect(readFileSync(inside('all.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(1 + 3 * 3 + 1);
    expect(run('pdftotext', ['-layout', 'all.pdf', '-']).stdout).toContain('package.zip');
  });

  test('is cancelled and refused like everything else', () => {
    writeFileSync(inside('none.zip'), 'this is no zip');
    const refused = countersign(['verify', 'none.zip']);
    expect(refused.status).toBe(65);
    expect(refused.stdout).toContain('package/not-a-zip it is no zip');
    expect(countersign(['verify', 'absent.zip']).status).toBe(65);
  });
});

/** The trail with some entries changed, chained anew so that it is sound in itself. */
const rechained = (
  lines: string,
  change: (entry: AuditEntry) => AuditEntry,
): { lines: string; head: AuditHeadLike } => {
  let head: AuditHeadLike = { seq: 0, hash: genesisHash };
  const out = lines
    .trimEnd()
    .split('\n')
    .map((line) => {
      const entry = change((parseAuditLine(line) as { entry: AuditEntry }).entry);
      const canonical = canonicalize({ ...entry, previous: head.hash } as unknown as JsonValue);
      head = { seq: entry.seq, hash: createHash('sha256').update(canonical).digest('hex') };
      return `${auditLine({ canonical, hash: head.hash })}\n`;
    });
  return { lines: out.join(''), head };
};
type AuditHeadLike = { readonly seq: number; readonly hash: string };

describe('a package that was tampered with', () => {
  let number = 0;
  const verdict = async (files: Unpacked, anchors: readonly Uint8Array[] = []) => {
    const verdicts = await judge(inside(`tampered-${number++}.zip`), pack(files), anchors);
    const last = verdicts.at(-1);
    if (last === undefined) throw new Error('no verdict');
    return 'error' in last
      ? { refused: last.error.code, defects: [], indication: null, verdicts, package: undefined }
      : {
          refused: null,
          indication: last.indication,
          defects: last.package?.defects.map(({ code, path }) => `${code} ${path ?? ''}`) ?? [],
          verdicts,
          package: last.package,
        };
  };
  const pdf = 'records/PE-2026-0001-r1.pdf';
  const json = 'records/PE-2026-0001-r1.json';
  const flipped = (bytes: Uint8Array | undefined, at: number): Uint8Array => {
    const copy = Uint8Array.from(bytes ?? []);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const lines = (): string => text(sound[place.trailLines]);

  test('that was packed again by others still passes', async () => {
    expect(await verdict(sound)).toMatchObject({ refused: null, indication: 'TOTAL-PASSED', defects: [] });
  });

  test.each<[string, () => Unpacked, readonly string[]]>([
    [
      'a byte of a PDF',
      () => ({ ...sound, [pdf]: flipped(sound[pdf], 900) }),
      [`package/hash-mismatch ${pdf}`, `package/json-not-in-pdf ${json}`],
    ],
    [
      'a file cut short',
      () => ({ ...sound, 'systems/SYS-0001.json': utf8('{}') }),
      ['package/size-mismatch systems/SYS-0001.json'],
    ],
    [
      'the README',
      () => ({ ...sound, [place.readme]: flipped(sound[place.readme], 9) }),
      [`package/hash-mismatch ${place.readme}`],
    ],
    [
      'a file more',
      () => ({ ...sound, 'records/extra.pdf': utf8('%PDF') }),
      ['package/file-not-listed records/extra.pdf'],
    ],
    [
      'a file less',
      () => Object.fromEntries(Object.entries(sound).filter(([path]) => path !== 'systems/SYS-0001.json')),
      ['package/file-missing systems/SYS-0001.json'],
    ],
    [
      'a record less, in the manifest too',
      () => resealed(Object.fromEntries(Object.entries(sound).filter(([path]) => path !== pdf))),
      [`package/lone-file ${json}`],
    ],
    [
      'the trail less, in the manifest too',
      () => resealed(Object.fromEntries(Object.entries(sound).filter(([path]) => path !== place.trailLines))),
      [
        `package/file-missing ${place.trailLines}`,
        `package/csv-differs ${place.trailCsv}`,
        `package/audit-head-mismatch ${place.trailLines}`,
        `package/record-off-the-trail ${json}`,
        'package/record-off-the-trail records/PE-2026-0001-r2.json',
      ],
    ],
    ['the sums', () => ({ ...sound, [place.sums]: utf8('') }), [`package/sums-differ ${place.sums}`]],
    [
      'the JSON of a record, in the manifest too',
      () => resealed({ ...sound, [json]: utf8(text(sound[json]).replace('"riskClass":"high"', '"riskClass":"low"')) }),
      [`package/json-not-in-pdf ${json}`],
    ],
    [
      'two PDFs in each other’s place, in the manifest too',
      () =>
        resealed({
          ...sound,
          [pdf]: sound['records/PE-2026-0001-r2.pdf'] ?? utf8(''),
          'records/PE-2026-0001-r2.pdf': sound[pdf] ?? utf8(''),
        }),
      [`package/json-not-in-pdf ${json}`, 'package/json-not-in-pdf records/PE-2026-0001-r2.json'],
    ],
    [
      'a record under another number',
      () =>
        resealed(sound, (manifest) => ({
          ...manifest,
          files: manifest.files.map((file) =>
            file.path === json ? { ...file, record: { ...(file.record ?? never()), revision: 7 } } : file,
          ),
        })),
      [`package/record-mismatch ${json}`],
    ],
    [
      'a PDF that is none, in the manifest too',
      () => resealed({ ...sound, [pdf]: utf8('no PDF') }),
      [`package/pdf-failed-to-open ${pdf}`],
    ],
    [
      'an entry of the trail, in the manifest too',
      () => resealed({ ...sound, [place.trailLines]: utf8(lines().replace('"session.open"', '"session.shut"')) }),
      [
        `package/csv-differs ${place.trailCsv}`,
        `package/audit-trail-altered ${place.trailLines}`,
        `package/record-off-the-trail ${json}`,
        'package/record-off-the-trail records/PE-2026-0001-r2.json',
      ],
    ],
    [
      'a trail that is no text',
      () => resealed({ ...sound, [place.trailLines]: new Uint8Array([0xff, 0xfe, 0x0a]) }),
      [
        `package/csv-differs ${place.trailCsv}`,
        `package/audit-trail-altered ${place.trailLines}`,
        `package/record-off-the-trail ${json}`,
        'package/record-off-the-trail records/PE-2026-0001-r2.json',
      ],
    ],
    [
      'the trail for the spreadsheet, in the manifest too',
      () => resealed({ ...sound, [place.trailCsv]: utf8(text(sound[place.trailCsv]).replace('session.open', 'x')) }),
      [`package/csv-differs ${place.trailCsv}`],
    ],
    [
      'anchors that are none',
      () => resealed({ ...sound, [place.anchors]: utf8('nothing') }),
      [`package/trust-unreadable ${place.anchors}`],
    ],
  ])('fails for %s', async (_, files, expected) => {
    const found = await verdict(files());
    expect(found.refused).toBeNull();
    expect(found.indication).toBe('TOTAL-FAILED');
    expect(found.defects).toEqual(expected);
  });

  test('a PDF that was changed fails though the manifest was written anew [11.30]', async () => {
    const found = await verdict(resealed({ ...sound, [pdf]: flipped(sound[pdf], 900) }));
    expect(found.indication).toBe('TOTAL-FAILED');
    expect(found.package?.documents).toMatchObject({ passed: 1, failed: 1 });
  });

  test('a history that was rewritten whole contradicts the signed records', async () => {
    const forged = rechained(lines(), (entry) =>
      entry.action === 'session.open' ? { ...entry, at: entry.at.replace('2026', '2025') } : entry,
    );
    const files = { ...sound, [place.trailLines]: utf8(forged.lines) };
    const found = await verdict(resealed(files, (manifest) => ({ ...manifest, auditHead: forged.head })));
    expect(found.defects).toEqual([
      `package/csv-differs ${place.trailCsv}`,
      `package/record-off-the-trail ${json}`,
      'package/record-off-the-trail records/PE-2026-0001-r2.json',
    ]);
    expect(found.package?.auditTrail).toMatchObject({ intact: true, confirmedUpTo: 0 });
  });

  test('says up to where the signed records vouch for a history; its last entries can be left out', async () => {
    const [last = ''] = lines().trimEnd().split('\n').slice(-2);
    const shorter = lines().slice(0, lines().lastIndexOf('\n', lines().length - 2) + 1);
    const end = parseAuditLine(last);
    const csv = text(sound[place.trailCsv]);
    const files = {
      ...sound,
      [place.trailLines]: utf8(shorter),
      [place.trailCsv]: utf8(csv.slice(0, csv.lastIndexOf('\r\n', csv.length - 3) + 2)),
    };
    const head = { seq: end?.seq ?? 0, hash: end?.hash ?? '' };
    const found = await verdict(resealed(files, (manifest) => ({ ...manifest, auditHead: head })));
    expect(found.indication).toBe('TOTAL-PASSED');
    expect(found.package?.auditTrail.confirmedUpTo).toBeLessThan(head.seq);
  });

  test('with a stranger’s anchors nobody is trusted', async () => {
    const stranger = (await createTestPki()).anchors[0] ?? new Uint8Array();
    const found = await verdict(resealed({ ...sound, [place.anchors]: utf8(writePem('CERTIFICATE', stranger)) }));
    expect(found.indication).toBe('INDETERMINATE');
    expect(found.package?.auditTrail.confirmedUpTo).toBe(0);
    const own = readCertificateFile(sound[place.anchors] ?? new Uint8Array());
    const given = await verdict(resealed({ ...sound, [place.anchors]: utf8(writePem('CERTIFICATE', stranger)) }), own);
    expect(given.indication).toBe('TOTAL-PASSED');
  });

  const manifestAs = (words: string): Unpacked => ({ ...sound, [place.manifest]: utf8(words) });
  test.each<[string, () => Unpacked]>([
    [
      'package/no-manifest',
      () => Object.fromEntries(Object.entries(sound).filter(([path]) => path !== place.manifest)),
    ],
    ['package/manifest-invalid', () => manifestAs('{')],
    ['package/manifest-invalid', () => manifestAs('null')],
    ['package/manifest-invalid', () => manifestAs('[]')],
    ['package/manifest-invalid', () => manifestAs('{"format":"countersign/package","formatVersion":1}')],
    ['package/manifest-invalid', () => manifestAs('{"__proto__":{"format":"countersign/package","formatVersion":1}}')],
    ['package/manifest-invalid', () => manifestAs(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)],
    ['package/manifest-invalid', () => manifestAs(text(sound[place.manifest]).replace(`"${pdf}"`, '"../../evil.pdf"'))],
    ['package/unknown-version', () => manifestAs('{"format":"countersign/package","formatVersion":2}')],
    ['package/nested-zip', () => ({ ...sound, 'records/more.zip': pack({ 'a.txt': utf8('a') }) })],
    ['package/nested-zip', () => resealed({ ...sound, [pdf]: pack({ 'a.txt': utf8('a') }) })],
  ])('is refused: %s', async (code, files) => {
    expect((await verdict(files())).refused).toBe(code);
  });
});

describe('countersign package', () => {
  test('takes what was asked for, and writes down who asked', () => {
    const made = countersign(['package', vault, '--out', 'none.of.it.zip', '--to', '2020-01-01', '--json']);
    expect(made.status).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({ filter: { to: '2020-01-01', systems: null } });
    const files = unpack(readFileSync(inside('none.of.it.zip')));
    expect(Object.keys(files).filter((path) => path.startsWith('records/'))).toEqual([]);
    const entry = parseAuditLine(text(files[place.trailLines]).trimEnd().split('\n').at(-1) ?? '')?.entry;
    expect(entry).toMatchObject({
      action: 'export.package',
      account: { userName: quality.userName },
      details: { filter: { from: null, to: '2020-01-01' }, revisions: 0, systems: 1 },
    });
    expect(countersign(['verify', 'none.of.it.zip']).status).toBe(2);
  });

  test('refuses what makes no sense, overwrites nothing, and leaves no half file', () => {
    expect(countersign(['package', vault]).status).toBe(64);
    expect(countersign(['package', vault, '--out', 'a.zip', '--from', '2026-02-30']).status).toBe(64);
    expect(countersign(['package', vault, '--out', 'a.zip', '--type', 'poem']).status).toBe(64);
    expect(countersign(['package', vault, '--out', 'a.zip', '--system', 'SYS-9999']).status).toBe(64);
    const there = countersign(['package', vault, '--out', zip]);
    expect(there.status).toBe(65);
    expect(there.stderr).toContain('exports/exists');
    expect(countersign(['package', vault, '--out', 'no/such/folder.zip']).stderr).toContain('exports/cannot-write');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(createHash('sha256').update(readFileSync(zip)).digest('hex')).toBe(answer.sha256);
  });
});

describe('countersign audit export', () => {
  test('as JSON lines it is the chain, whose last entry is the export itself [draft 12.9, A11 9]', () => {
    const { stdout, status } = countersign(['audit', 'export', vault]);
    expect(status).toBe(0);
    const entries = stdout
      .trimEnd()
      .split('\n')
      .map((line) => parseAuditLine(line));
    let before = genesisHash;
    for (const link of entries) {
      expect(
        createHash('sha256')
          .update(link?.canonical ?? '')
          .digest('hex'),
      ).toBe(link?.hash);
      expect(link?.entry.previous).toBe(before);
      before = link?.hash ?? '';
    }
    expect(entries.at(-1)?.entry).toMatchObject({ action: 'audit.export', details: { format: 'jsonl' } });
  });

  test('as CSV and as PDF it says the same, of the days that were asked for [draft 12.9, 11.10(e)]', () => {
    const days = ['--from', '2026-11-23', '--to', '2026-11-23'];
    expect(countersign(['audit', 'export', vault, '--format', 'csv', '--out', 'trail.csv', ...days]).status).toBe(0);
    const csv = readFileSync(inside('trail.csv'), 'utf8').slice(1);
    const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
    expect(data.length).toBeGreaterThan(30);
    expect(new Set(data.map(({ at = '' }) => at.slice(0, 10)))).toEqual(new Set(['2026-11-23']));
    expect(countersign(['audit', 'export', vault, '--format', 'pdf', '--out', 'trail.pdf', ...days]).status).toBe(0);
    expect(run('qpdf', ['--check', 'trail.pdf']).stdout).toContain('No syntax or stream encoding errors found');
    const words = run('pdftotext', ['-layout', 'trail.pdf', '-']).stdout;
    expect(words).toContain('Recomputed from the first entry');
    expect(words).toContain('=Corrected after a question');
    for (const { hash = '' } of data) expect(words).toContain(hash.slice(0, 16));
  });

  test('is refused to who cannot open the vault, and without a place for a PDF', () => {
    expect(countersign(['audit', 'export', vault, '--format', 'pdf']).status).toBe(64);
    expect(countersign(['audit', 'export', vault, '--format', 'xml']).status).toBe(64);
    const wrong = countersign(['audit', 'export', vault], { ...quality, passPhrase: 'guessed' });
    expect(wrong.status).toBe(65);
    expect(wrong.stdout).toBe('');
  });
});

const never = (): never => {
  throw new Error('a record without its name');
};
