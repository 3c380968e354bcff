import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decode } from '../../../src-main/pades/pdf/filters.ts';
import { dict, name } from '../../../src-main/pades/pdf/objects.ts';

const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

test.each([0, 1, 2, 3, 4])('rows of PNG filter type %d come back as they were', (type) => {
  const [columns, pixel, rows] = [7, 3, 5];
  const row = columns * pixel;
  const plain = Uint8Array.from({ length: rows * row }, (_, index) => (index * index * 31 + 7 * index) & 255);
  const at = (r: number, i: number) => (r < 0 || i < 0 ? 0 : (plain[r * row + i] as number));
  const encoded: number[] = [];
  for (let r = 0; r < rows; r++) {
    encoded.push(type);
    for (let i = 0; i < row; i++) {
      const [left, up, upLeft] = [at(r, i - pixel), at(r - 1, i), i < pixel ? 0 : at(r - 1, i - pixel)];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][type] as number;
      encoded.push((at(r, i) - guess) & 255);
    }
  }
  const parameters = dict({ Predictor: 10 + type, Columns: columns, Colors: pixel });
  const out = decode(deflateSync(Uint8Array.from(encoded)), [name('FlateDecode')], [parameters], 10_000);
  expect([...out]).toEqual([...plain]);
});
