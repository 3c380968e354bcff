import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPdf, writeContinuation } from '../../../src-main/cli/pdf-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'pdf-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);

// More than one of the parts that it is compared in.
const content = Buffer.alloc(5 * 1024 * 1024, 'abc');

describe('a PDF that something is appended to', () => {
  test('is read whole and written with what comes behind it', async () => {
    writeFileSync(path('in.pdf'), content);
    const pdf = await readPdf(path('in.pdf'));
    expect(content.equals(pdf)).toBe(true);
    await writeContinuation(path('in.pdf'), Buffer.concat([pdf, Buffer.from('more')]), path('out.pdf'));
    expect(readFileSync(path('out.pdf')).equals(Buffer.concat([content, Buffer.from('more')]))).toBe(true);
  });

  test.each([
    ['a byte of the file changed', (bytes: Buffer) => bytes.fill(0x21, 4_500_000, 4_500_001)],
    ['the file became longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('something else')])],
  ])('nothing is written where %s meanwhile', async (_, change) => {
    writeFileSync(path('changed.pdf'), content);
    const pdf = await readPdf(path('changed.pdf'));
    writeFileSync(path('changed.pdf'), change(Buffer.from(content)));
    const signed = Buffer.concat([pdf, Buffer.from('more')]);
    await expect(writeContinuation(path('changed.pdf'), signed, path('none.pdf'))).rejects.toThrow(
      'is not what the new file begins with',
    );
    expect(existsSync(path('none.pdf'))).toBe(false);
  });

  test('a file that is there is never overwritten', async () => {
    writeFileSync(path('in.pdf'), content);
    writeFileSync(path('there.pdf'), 'evidence');
    const pdf = await readPdf(path('in.pdf'));
    await expect(writeContinuation(path('in.pdf'), pdf, path('there.pdf'))).rejects.toThrow('EEXIST');
    expect(readFileSync(path('there.pdf'), 'utf8')).toBe('evidence');
  });
});
