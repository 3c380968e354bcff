import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathFault } from '../../../src-main/package/paths.ts';
import { defaultZipLimits, openZip, ZipFault, type ZipLimits } from '../../../src-main/package/zip-reader.ts';
import { ZipFull, ZipWriter } from '../../../src-main/package/zip-writer.ts';
import { type RawFile, type RawZip, rawZip } from '../../support/zips.ts';

let folder: string;
let number = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const onDisk = (bytes: Uint8Array): string => {
  const file = join(folder, `${number++}.zip`);
  writeFileSync(file, bytes);
  return file;
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const plain: RawFile = { name: 'a.txt', bytes: bytes('hello') };

/** Opens a zip and reads all of it: what stands against it, or its files. */
const look = async (zip: Uint8Array, limits: Partial<ZipLimits> = {}): Promise<string | Record<string, string>> => {
  const opened = openZip(onDisk(zip), { ...defaultZipLimits, ...limits });
  if (!opened.ok) return opened.error.code;
  try {
    const out: Record<string, string> = {};
    for (const entry of opened.value.entries.values()) {
      const pieces: Uint8Array[] = [];
      for await (const piece of opened.value.read(entry)) pieces.push(piece);
      out[entry.path] = Buffer.concat(pieces).toString('utf8');
    }
    return out;
  } catch (error) {
    if (error instanceof ZipFault) return error.code;
    throw error;
  } finally {
    opened.value.close();
  }
};

describe('a zip that is read', () => {
  test('gives its files, stored and deflated', async () => {
    const zip = rawZip([plain, { name: 'b/ü.txt', bytes: bytes('wörld'), method: 0 }], { comment: 'PK\u0005\u0006' });
    expect(await look(zip)).toEqual({ 'a.txt': 'hello', 'b/ü.txt': 'wörld' });
    expect(await look(rawZip([]))).toEqual({});
  });

  /** A file with its header, without the directory. */
  const headerOf = (file: RawFile): Uint8Array =>
    rawZip([file]).subarray(0, 35 + deflateRawSync(bytes('hello')).length);
  const path = (name: string | Uint8Array): RawFile[] => [{ ...plain, name }];
  const extra = (id: number): Uint8Array => new Uint8Array([id & 255, id >> 8, 1, 0, 1]);
  test.each<[string, string, RawFile[], RawZip?]>([
    ['a step up', 'package/unsafe-path', path('../a.txt')],
    ['a step up inside', 'package/unsafe-path', path('a/../../b.txt')],
    ['a step to itself', 'package/unsafe-path', path('a/./b.txt')],
    ['an empty step', 'package/unsafe-path', path('a//b.txt')],
    ['an absolute path', 'package/unsafe-path', path('/etc/passwd')],
    ['a backslash', 'package/unsafe-path', path(String.raw`..\a.txt`)],
    ['a drive', 'package/unsafe-path', path('C:a.txt')],
    ['a device of Windows', 'package/unsafe-path', path('records/NUL.pdf')],
    ['an alternate stream', 'package/unsafe-path', path('a.txt:hidden')],
    ['a dot at the end', 'package/unsafe-path', path('a.txt.')],
    ['a control character', 'package/unsafe-path', path('a\u0000.txt')],
    ['text that runs backwards', 'package/unsafe-path', path('a\u202Etxt.pdf')],
    ['an empty name', 'package/unsafe-path', path('')],
    ['a very long name', 'package/unsafe-path', path('a'.repeat(300))],
    ['a name that is no UTF-8', 'package/unsafe-path', path(new Uint8Array([0xff, 0x41]))],
    ['another name for readers that know Unicode paths', 'package/unsafe-path', [{ ...plain, extra: extra(0x7075) }]],
    ['the same name twice', 'package/duplicate-path', [plain, plain]],
    ['names that differ in case', 'package/case-clash', [plain, { ...plain, name: 'A.TXT' }]],
    ['names that differ in how a letter is written', 'package/case-clash', [...path('é.txt'), ...path('e\u0301.txt')]],
    ['a symbolic link', 'package/not-a-file', [{ ...plain, attributes: 0o120777 * 0x10000 }]],
    ['a device', 'package/not-a-file', [{ ...plain, attributes: 0o060644 * 0x10000 }]],
    ['a folder', 'package/not-a-file', [{ name: 'a/', method: 0 }]],
    ['a folder of DOS', 'package/not-a-file', [{ ...plain, attributes: 0x10 }]],
    ['encryption', 'package/encrypted', [{ ...plain, flags: 0x801 }]],
    ['strong encryption', 'package/encrypted', [{ ...plain, flags: 0x840 }]],
    ['another compression', 'package/unknown-compression', [{ ...plain, method: 14 }]],
    ['64-bit lengths', 'package/zip64', [{ ...plain, extra: extra(1) }]],
    ['a wrong CRC', 'package/wrong-crc', [{ ...plain, crc: 1 }]],
    ['a wrong CRC of a stored file', 'package/wrong-crc', [{ ...plain, method: 0, crc: 1 }]],
    ['a header that says another CRC', 'package/damaged', [{ ...plain, localCrc: 1 }]],
    ['a header that says another name', 'package/damaged', [{ ...plain, localName: 'b.txt' }]],
    ['a stored file of two lengths', 'package/damaged', [{ ...plain, method: 0, size: 9 }]],
    ['less than was promised', 'package/wrong-size', [{ ...plain, size: 9 }]],
    ['more than was promised', 'package/wrong-size', [{ ...plain, size: 2 }]],
    ['compressed data that is none', 'package/damaged', [{ ...plain, packed: bytes('\u0007nonsense') }]],
    [
      'compressed data cut short',
      'package/damaged',
      [{ ...plain, packed: deflateRawSync(bytes('hello')).subarray(0, 4) }],
    ],
    [
      'bytes behind compressed data',
      'package/hidden-data',
      [{ ...plain, packed: Buffer.concat([deflateRawSync(bytes('hello')), bytes('more')]) }],
    ],
    ['bytes between files', 'package/hidden-data', [plain, { ...plain, name: 'b.txt', before: bytes('hidden') }]],
    ['bytes before the directory', 'package/hidden-data', [plain], { gap: bytes('hidden') }],
    ['bytes before the first file', 'package/hidden-data', [plain], { prefix: bytes('MZ') }],
    [
      'files that share bytes',
      'package/hidden-data',
      [
        { name: 'b.txt', bytes: headerOf(plain), method: 0 },
        { ...plain, offset: 35 },
      ],
    ],
    ['a part of many', 'package/split', [plain], { disk: 1 }],
    ['a directory shorter than it says', 'package/damaged', [plain], { count: 2 }],
    ['a directory longer than it says', 'package/damaged', [plain, { ...plain, name: 'b.txt' }], { count: 1 }],
  ])('is refused for %s', async (_, code, files, options) => {
    expect(await look(rawZip(files, options))).toBe(code);
  });

  test('is refused for what it would unpack to', async () => {
    const zeros = (length: number): RawFile => ({ name: 'zeros.bin', bytes: new Uint8Array(length) });
    expect(await look(rawZip([zeros(8 * 2 ** 20)]))).toBe('package/bomb');
    expect(await look(rawZip([{ ...plain, size: 2 ** 31 }]))).toBe('package/bomb');
    expect(await look(rawZip([zeros(2_000)]), { fileBytes: 1_999 })).toBe('package/too-large');
    const two = [zeros(2_000), { ...zeros(2_000), name: 'more.bin' }];
    expect(await look(rawZip(two), { totalBytes: 3_999 })).toBe('package/too-large');
    expect(await look(rawZip(two), { files: 1 })).toBe('package/too-many-files');
  });

  test('is refused where it is no zip, cut off at any place, or not there', async () => {
    expect(await look(bytes('%PDF-1.7'))).toBe('package/not-a-zip');
    expect(await look(new Uint8Array())).toBe('package/not-a-zip');
    const whole = rawZip([plain, { ...plain, name: 'b.txt' }]);
    for (let length = 0; length < whole.length; length++)
      expect(typeof (await look(whole.subarray(0, length))), `cut to ${length}`).toBe('string');
    expect(openZip(join(folder, 'absent.zip'))).toMatchObject({ error: { code: 'package/unreadable' } });
    expect(openZip(folder)).toMatchObject({ error: { code: 'package/unreadable' } });
  });

  test('a byte that changed anywhere is refused, or is none that any file is made of', async () => {
    const whole = rawZip([plain, { name: 'b.txt', bytes: bytes('stored'), method: 0 }]);
    const sound = await look(whole);
    for (let at = 0; at < whole.length; at++) {
      const changed = Uint8Array.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const found = await look(changed);
      if (typeof found !== 'string') expect(Object.values(found), `byte ${at}`).toEqual(Object.values(sound));
    }
  });

  test('an archive that ends while it is read is damage', async () => {
    const file = onDisk(
      rawZip([{ ...plain, bytes: new Uint8Array(10_000).map((_, i) => (i * i * 31) & 255), method: 0 }]),
    );
    const opened = openZip(file);
    if (!opened.ok) throw new Error(opened.error.code);
    truncateSync(file, 500);
    const [entry] = opened.value.entries.values();
    const reading = (async () => {
      if (entry) for await (const _ of opened.value.read(entry));
    })();
    await expect(reading).rejects.toMatchObject({ code: 'package/damaged' });
    opened.value.close();
  });
});

describe('a zip that is written', () => {
  const write = (): Uint8Array => {
    const pieces: Uint8Array[] = [];
    const zip = new ZipWriter((piece) => pieces.push(Uint8Array.from(piece)));
    zip.add('README.txt', bytes('read me\n'));
    zip.add(
      'records/a.pdf',
      new Uint8Array(300_000).map((_, i) => i & 255),
      { stored: true },
    );
    const open = zip.begin('trail.jsonl');
    for (let line = 0; line < 100; line++) open.push(bytes(`{"line":${line}}\n`));
    expect(open.end()).toMatchObject({ path: 'trail.jsonl', size: 1_190 });
    zip.add('empty.txt', new Uint8Array());
    zip.end();
    const whole = new Uint8Array(Buffer.concat(pieces));
    expect(zip.bytes).toBe(whole.length);
    return whole;
  };

  test('is the same whenever it is written, and read back here', async () => {
    expect(Buffer.compare(write(), write())).toBe(0);
    const found = await look(write());
    expect(Object.keys(found)).toEqual(['README.txt', 'records/a.pdf', 'trail.jsonl', 'empty.txt']);
  });

  test('is sound to unzip, zipinfo and Python', () => {
    const file = onDisk(write());
    const run = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: 'utf8' });
    expect(run('unzip', '-t', file).stdout).toContain('No errors detected');
    expect(run('zipinfo', file).stdout).toMatch(/-rw-r--r--.*300000 .*stor 80-Jan-01 00:00 records\/a\.pdf/);
    const python = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))';
    expect(run('python3', '-c', python, file).stdout).toBe('None 4\n');
  });

  test('says so when it is full', () => {
    const zip = new ZipWriter(() => {});
    for (let file = 0; file < 65_535; file++) zip.begin(`f${file}`, { stored: true }).end();
    expect(() => zip.begin('one too many')).toThrow(ZipFull);
  });
});

test('what others zip is read too', async () => {
  const zip = join(folder, 'others.zip');
  writeFileSync(join(folder, 'one.txt'), 'one');
  writeFileSync(join(folder, 'two.txt'), 'two '.repeat(500));
  const made = spawnSync('zip', ['-X', zip, 'one.txt', 'two.txt'], { cwd: folder, encoding: 'utf8' });
  if (made.status === 0)
    expect(await look(new Uint8Array(readFileSync(zip)))).toEqual({ 'one.txt': 'one', 'two.txt': 'two '.repeat(500) });
  const python = join(folder, 'python.zip');
  const script = `
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)
z.writestr('a.txt', 'A' * 999)
z.writestr('../b.txt', 'B')
z.close()`;
  expect(spawnSync('python3', ['-c', script, python]).status).toBe(0);
  expect(await look(new Uint8Array(readFileSync(python)))).toBe('package/unsafe-path');
  symlinkSync(zip, join(folder, 'link'));
  const links = join(folder, 'links.zip');
  if (spawnSync('zip', ['-y', links, 'link'], { cwd: folder }).status === 0)
    expect(await look(new Uint8Array(readFileSync(links)))).toBe('package/not-a-file');
});

test.each([
  ['records/PE-2026-0001-r1.pdf', null],
  ['README.txt', null],
  ['a/b/c.json', null],
  ['com1.txt', 'reserved'],
  ['commission.txt', null],
])('%s stands in a package: %s', (path, fault) => {
  expect(pathFault(path)).toBe(fault);
});
