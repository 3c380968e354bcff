import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePem } from '../../../src-main/pki/index.ts';
import { createTestPki, makePdf, sealThreeTimes } from '../../support/pades-files.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const at = '2026-04-01T00:00:00Z';
let folder: string;
const inside = (name: string): string => join(folder, name);

const run = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { COUNTERSIGN_PDF_PASSWORD: _, ...own } = process.env;
  return spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
};
const verify = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(process.execPath, [cli, 'verify', '--at', at, ...args], env);

interface Line {
  readonly file: string;
  readonly indication?: string;
  readonly reasons?: readonly string[];
  readonly sha256?: string;
  readonly error?: { readonly code: string };
}
const linesOf = (stdout: string): Line[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
const mustRun = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string => {
  const { status, stdout, stderr } = run(program, args, env);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
};

/** A reason that a spreadsheet would run, that would clear a terminal, and that writes a verdict of its own. */
const hostileReason = '=HYPERLINK("http://example.org","seen")\u001b[2J\n  TOTAL-PASSED: 1 signature';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-verify-'));
  const pki = await createTestPki();
  const sealed = await sealThreeTimes(await makePdf(), pki);
  const changed = Uint8Array.from(sealed);
  changed[400] = (changed[400] ?? 0) ^ 1;
  for (const sub of ['files', 'files/deeper.pdf', 'many']) mkdirSync(inside(sub));
  writeFileSync(inside('root.pem'), writePem('CERTIFICATE', pki.anchors[0] ?? new Uint8Array()));
  writeFileSync(inside('plain.pdf'), await makePdf({ pages: 1 }));
  writeFileSync(inside('files/a-sealed.pdf'), sealed);
  writeFileSync(inside('files/b-changed.pdf'), changed);
  writeFileSync(inside('files/c-unsigned.pdf'), await makePdf());
  writeFileSync(inside('files/d-broken.PDF'), 'this is no PDF');
  writeFileSync(inside('files/e-empty.pdf'), '');
  writeFileSync(inside('files/f-cut.pdf'), sealed.subarray(0, sealed.length - 700));
  writeFileSync(inside('files/notes.txt'), 'not asked for');
  writeFileSync(inside('files/deeper.pdf/g-sealed.pdf'), sealed);
  const openssl = (...args: string[]) => mustRun('openssl', args);
  openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', 'key.pem');
  openssl('req', '-x509', '-new', '-key', 'key.pem', '-subj', '/CN=Somebody Else', '-days', '30', '-out', 'key.crt');
  openssl('pkcs12', '-export', '-inkey', 'key.pem', '-in', 'key.crt', '-passout', 'pass:p', '-out', 'key.p12');
  const sign = ['sign', 'plain.pdf', '--p12', 'key.p12', '--out', 'hostile.pdf', '--reason', hostileReason];
  mustRun(process.execPath, [cli, ...sign], { COUNTERSIGN_P12_PASSPHRASE: 'p' });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('countersign verify over a folder', () => {
  const expected = [
    ['files/a-sealed.pdf', 'TOTAL-PASSED'],
    ['files/b-changed.pdf', 'TOTAL-FAILED'],
    ['files/c-unsigned.pdf', 'INDETERMINATE'],
    ['files/d-broken.PDF', 'pades/unreadable'],
    ['files/e-empty.pdf', 'pades/unreadable'],
    ['files/f-cut.pdf', 'TOTAL-FAILED'],
    ['files/deeper.pdf/g-sealed.pdf', 'TOTAL-PASSED'],
    ['absent.pdf', 'verify/unreadable'],
  ];

  test('answers for every file once, in the order of the files, whatever the number of threads', () => {
    const args = ['files', 'absent.pdf', '--trust', 'root.pem', '--json'];
    const one = verify([...args, '--jobs', '1']);
    expect(linesOf(one.stdout).map(({ file, indication, error }) => [file, indication ?? error?.code])).toEqual(
      expected,
    );
    expect(one.status).toBe(1);
    expect(one.stderr).toContain('8 files: 2 passed, 2 failed, 1 indeterminate, 3 not readable');
    const four = verify([...args, '--jobs', '4']);
    expect(four.stdout).toBe(one.stdout);
  });

  test('names what it judged by its SHA-256', () => {
    const [line] = linesOf(verify(['files/a-sealed.pdf', '--json']).stdout);
    expect(mustRun('sha256sum', ['files/a-sealed.pdf'])).toContain(line?.sha256 ?? 'no digest');
  });

  test('a file that takes too long gets a verdict, and the next one a new thread', () => {
    const late = verify(['files/a-sealed.pdf', 'files/f-cut.pdf', '--timeout', '0.001', '--json', '--jobs', '1']);
    expect(linesOf(late.stdout).map(({ error }) => error?.code)).toEqual(['verify/timeout', 'verify/timeout']);
    expect(late.status).toBe(65);
  });

  test('what is no regular file is refused instead of waited for', () => {
    mustRun('mkfifo', ['pipe.pdf']);
    const refused = verify(['pipe.pdf', '--json']);
    expect(linesOf(refused.stdout)).toMatchObject([{ error: { code: 'verify/unreadable' } }]);
    expect(refused.status).toBe(65);
  });

  test('shows progress on stderr when asked, and stdout stays lines of JSON', () => {
    for (let index = 0; index < 400; index++) linkSync(inside('plain.pdf'), inside(`many/${index}.pdf`));
    const shown = verify(['many', 'many', 'many', 'many', 'many', '--json', '--progress']);
    expect(linesOf(shown.stdout)).toHaveLength(2000);
    expect(shown.stderr).toMatch(/2000 files: 0 passed, 0 failed, 2000 indeterminate \(\d+(\.\d)? files\/s\)/);
  });

  test('Ctrl-C: what was judged stands, the rest is counted, and the run ends with 130', async () => {
    // More answers than stand in a pipe that nobody reads: until the first is read here, the program cannot come to its end.
    // In one folder, of which all names are known by then, so that the rest is counted at once.
    const all = 5000;
    mkdirSync(inside('crowd'));
    for (let index = 0; index < all; index++) linkSync(inside('plain.pdf'), inside(`crowd/${index}.pdf`));
    const program = spawn(process.execPath, [cli, 'verify', 'crowd', '--json', '--jobs', '2'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = new Promise<number | null>((resolve) => program.on('close', resolve));
    let stderr = '';
    program.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    await once(program.stdout, 'readable');
    program.kill('SIGINT');
    const stdout = await text(program.stdout);
    expect(await closed).toBe(130);
    expect(stdout.endsWith('\n')).toBe(true);
    const judged = linesOf(stdout).length;
    const left = /Cancelled: (\d+) files? (?:was|were) not judged/.exec(stderr)?.[1];
    expect(judged).toBeGreaterThan(0);
    expect(judged + Number(left)).toBe(all);
  });

  test('text from a file cannot steer the terminal', () => {
    const { stdout } = verify(['hostile.pdf']);
    expect(stdout).toContain('<U+001B>[2J<U+000A>  TOTAL-PASSED: 1 signature');
    expect(stdout).not.toContain('\u001b');
    const forged = 'plain.pdf\n  TOTAL-PASSED: 1 signature.pdf';
    copyFileSync(inside('plain.pdf'), inside(forged));
    for (const command of ['verify', 'inspect']) {
      const said = run(process.execPath, [cli, command, forged]).stdout;
      expect(said).toContain('plain.pdf<U+000A>');
      expect(said).not.toMatch(/^ *TOTAL-PASSED/m);
    }
  });

  test('bad numbers are bad usage', () => {
    for (const bad of [
      ['--jobs', '0'],
      ['--jobs', 'many'],
      ['--timeout', '-1'],
      ['--csv', '-', '--json'],
    ])
      expect(verify(['files', ...bad]).status).toBe(64);
  });
});

describe('countersign verify --csv', () => {
  const parse = (csv: string) =>
    Papa.parse<Readonly<Record<string, string>>>(csv, { header: true, skipEmptyLines: true });

  test('writes a row a signature, and one for a file that has none or is not readable', () => {
    expect(verify(['files', '--trust', 'root.pem', '--csv', 'out.csv']).status).toBe(1);
    const { data, errors, meta } = parse(readFileSync(inside('out.csv'), 'utf8'));
    expect(errors).toEqual([]);
    const rows = (name: string) => data.filter(({ file }) => file === `files/${name}`);
    expect(rows('a-sealed.pdf').map(({ signer, indication, page }) => [signer, indication, page])).toEqual([
      ['Ada Author', 'TOTAL-PASSED', '1'],
      ['Rob Reviewer', 'TOTAL-PASSED', '1'],
      ['Quinn Quality', 'TOTAL-PASSED', '1'],
    ]);
    expect(rows('b-changed.pdf')[0]).toMatchObject({ bytes: 'TOTAL-FAILED', trust: 'TOTAL-PASSED' });
    expect(rows('c-unsigned.pdf')).toMatchObject([{ signer: '', reasons: 'the file holds no signature' }]);
    expect(rows('d-broken.PDF')).toMatchObject([{ error: expect.stringContaining('pades/unreadable') as string }]);
    const help = mustRun(process.execPath, [cli, 'help']).replace(/\s+/g, ' ');
    expect(help).toContain(`its columns are ${(meta.fields ?? []).join(', ')}`);
  });

  test('a cell that a spreadsheet would run is neutralised', () => {
    copyFileSync(inside('plain.pdf'), inside('=1+1.pdf'));
    const { stdout } = verify(['hostile.pdf', '=1+1.pdf', '--csv', '-']);
    expect(parse(stdout).data).toMatchObject([{ statedReason: `'${hostileReason}` }, { file: `'=1+1.pdf` }]);
  });

  test('neither a CSV nor a report is written over a file that is there', () => {
    writeFileSync(inside('mine.csv'), 'mine');
    const refused = verify(['plain.pdf', '--csv', 'mine.csv', '--report', 'none.pdf']);
    expect([refused.status, refused.stderr]).toEqual([65, expect.stringContaining('verify/cannot-write')]);
    expect(verify(['plain.pdf', '--csv', 'none.csv', '--report', 'mine.csv']).status).toBe(65);
    expect(readFileSync(inside('mine.csv'), 'utf8')).toBe('mine');
    expect(existsSync(inside('none.pdf'))).toBe(false);
  });
});

describe('countersign verify of encrypted files', () => {
  test('takes the password from the environment or a file descriptor, and has no argument for it', () => {
    mustRun('qpdf', ['--encrypt', 'open sesame', 'owner', '256', '--', 'plain.pdf', 'locked.pdf']);
    const reasons = (stdout: string) => linesOf(stdout)[0]?.reasons?.join();
    expect(reasons(verify(['locked.pdf', '--json']).stdout)).toContain('encrypted');
    const opened = verify(['locked.pdf', '--json'], { COUNTERSIGN_PDF_PASSWORD: 'open sesame' });
    expect(reasons(opened.stdout)).toBe('the file holds no signature');
    writeFileSync(inside('password'), 'open sesame\n');
    const words = [process.execPath, cli, 'verify', 'locked.pdf', '--json', '--password-fd', '3'];
    expect(reasons(run('sh', ['-c', 'exec "$0" "$@" 3<password', ...words]).stdout)).toBe(
      'the file holds no signature',
    );
    expect(verify(['locked.pdf', '--password', 'open sesame']).status).toBe(64);
    expect(verify(['locked.pdf', '--password-fd', '77']).status).toBe(65);
  });
});

describe('countersign verify --report', () => {
  const textOf = (name: string): string => mustRun('pdftotext', ['-layout', name, '-']).replace(/[ \n\f]+/g, ' ');

  test('describes every signature, with its picture as vectors, and what the verdicts rest on', () => {
    expect(verify(['files', '--trust', 'root.pem', '--report', 'report.pdf', '--json']).status).toBe(1);
    expect(mustRun('qpdf', ['--check', 'report.pdf'])).toContain('No syntax or stream encoding errors');
    const text = textOf('report.pdf');
    const fingerprint = mustRun('openssl', ['x509', '-in', 'root.pem', '-noout', '-fingerprint', '-sha256'])
      .replace(/^.*=/, '')
      .replace(/[:\n]/g, '')
      .toLowerCase();
    for (const words of [
      'Signature validation report 7 files',
      '2 passed, 1 not decided, 2 failed, 2 not readable',
      'Judged for 2026-04-01 00:00:00 UTC',
      'Countersign',
      fingerprint.match(/.{8}/g)?.join(' ') ?? 'no fingerprint',
      'Signature 3 of 3 Quinn Quality',
      'the file holds no signature',
      'pades/unreadable',
      'Not revoked according to a revocation list (CRL)',
      '32 days before the time of validation',
      'claimed by the signer’s clock',
      'Permitted',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/qualified/i);
    // The name stands on the page as its title and again in the picture, whose words are text and no image.
    expect(mustRun('pdfimages', ['-list', 'report.pdf']).trim().split('\n')).toHaveLength(2);
    expect(mustRun('pdffonts', ['report.pdf'])).toContain('Helvetica-Bold');
  });

  test('a report on one file tells the file on its cover', () => {
    expect(verify(['files/a-sealed.pdf', '--trust', 'root.pem', '--report', 'one.pdf', '--json']).status).toBe(0);
    const text = textOf('one.pdf');
    expect(text).toContain('Signature validation report a-sealed.pdf 3 signatures');
    expect(text).toContain('Rob Reviewer 2026-03-01 10:15:00 UTC, claimed TOTAL-PASSED');
  });
});

describe.skipIf(!existsSync(corpus))('real signed files (skipped where the corpus is absent)', () => {
  test('every file is answered once, threads or not, and the report on all of them is sound', () => {
    const names = readdirSync(corpus).filter((name) => name.endsWith('.pdf'));
    const one = verify([corpus, '--json', '--jobs', '1']);
    expect(linesOf(one.stdout).map(({ file }) => file)).toEqual(names.sort().map((name) => join(corpus, name)));
    const four = verify([corpus, '--json', '--jobs', '4', '--report', 'corpus.pdf']);
    expect(four.stdout).toBe(one.stdout);
    expect(one.stdout).not.toContain('verify/internal');
    expect(mustRun('qpdf', ['--check', 'corpus.pdf'])).toContain('No syntax or stream encoding errors');
  });
});
