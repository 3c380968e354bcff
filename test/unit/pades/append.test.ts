import { describe, expect, test } from 'vitest';
import { append, memoryForFile } from '../../../src-main/pades/pdf/append.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytes = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value, 'latin1'));
const roomy = (value: string): Uint8Array => {
  const file = memoryForFile(value.length);
  file.set(bytes(value));
  return file;
};

describe('appending to a file in memory', () => {
  test('fills the room behind it, and the file is not copied', () => {
    const file = roomy('file');
    const once = append(file, bytes(' one'));
    const twice = append(once, bytes(' two'));
    expect([text(file), text(once), text(twice)]).toEqual(['file', 'file one', 'file one two']);
    expect(new Set([file.buffer, once.buffer, twice.buffer]).size).toBe(1);
  });

  test('never writes over what was appended to the same file before', () => {
    const file = roomy('file');
    const first = append(file, bytes(' one'));
    const second = append(file, bytes(' two'));
    expect([text(first), text(second)]).toEqual(['file one', 'file two']);
    expect(text(append(first, bytes(' more')))).toBe('file one more');
  });

  test('copies where there is no room, and where what stands behind the file is not its own', () => {
    const around = bytes('file and what belongs to somebody else');
    const longer = append(around.subarray(0, 4), bytes(' one'));
    expect([text(longer), text(around)]).toEqual(['file one', 'file and what belongs to somebody else']);
    const large = new Uint8Array(1024 * 1024).fill(0x78);
    const file = roomy('file');
    expect(append(file, large)).toHaveLength(4 + large.length);
    expect(text(append(file, bytes(' end')))).toBe('file end');
  });

  test('a part of a file is no file that could grow', () => {
    const file = roomy('file of some length');
    expect(text(append(file.subarray(0, 4), bytes('!')))).toBe('file!');
    expect(text(file)).toBe('file of some length');
  });
});
