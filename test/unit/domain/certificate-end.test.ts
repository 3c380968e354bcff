import { expect, test } from 'vitest';
import { endsWithin } from '../../../src-main/domain/certificate-end.ts';

const end = '2027-06-30T12:00:00.000Z';
const before = (days: number, ms = 0): Date => new Date(Date.parse(end) - days * 86_400_000 - ms);

test.each([
  [181, 0, null],
  [180, 1, null],
  [180, 0, 180],
  [91, 0, 180],
  [90, 0, 90],
  [31, 0, 90],
  [30, 0, 30],
  [0, 0, 30],
  [0, -1, null],
])('%i days and %i ms before its end a certificate is in band %s [11.300(e)]', (days, ms, band) => {
  expect(endsWithin(end, before(days, ms))).toBe(band);
});
