import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecoveryCode, recoveryPartBytes, writeRecoveryCode } from '../../../src-main/domain/recovery-code.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('');
const bytes = fc.uint8Array({ minLength: recoveryPartBytes, maxLength: recoveryPartBytes });
const part = fc.constantFrom('A' as const, 'B' as const);
const groups = (of: 'A' | 'B', value: Uint8Array): string[] => [...writeRecoveryCode(of, value)];

describe('the code of a recovery part', () => {
  test('is eight groups of five characters, none of which is taken for another', () => {
    const written = groups('A', new Uint8Array(recoveryPartBytes).fill(0xff));
    expect(written).toHaveLength(8);
    for (const group of written) expect(group).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  test('reads back however it was typed, and different bytes never read alike', () => {
    fc.assert(
      fc.property(part, bytes, bytes, fc.constantFrom(' ', '-', '', '  - '), (of, one, other, between) => {
        const typed = groups(of, one).join(between).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
        const read = readRecoveryCode(of, typed);
        expect(read.ok).toBe(true);
        const second = readRecoveryCode(of, groups(of, other).join(' '));
        if (Buffer.compare(one, other) !== 0) expect(second).not.toEqual(read);
      }),
    );
  });

  test('with one wrong character names its group, wherever it stands', () => {
    fc.assert(
      fc.property(part, bytes, fc.nat(7), fc.nat(4), fc.integer({ min: 1, max: 31 }), (of, value, group, at, shift) => {
        const typed = groups(of, value);
        const characters = (typed[group] ?? '').split('');
        characters[at] = alphabet[(alphabet.indexOf(characters[at] ?? '') + shift) % 32] ?? '';
        typed[group] = characters.join('');
        expect(readRecoveryCode(of, typed.join(''))).toMatchObject({
          ok: false,
          error: { code: 'recovery/part-mistyped', details: { part: of, groups: [group + 1] } },
        });
      }),
    );
  });

  test('with two characters exchanged names their group', () => {
    fc.assert(
      fc.property(part, bytes, fc.nat(7), fc.nat(4), fc.nat(4), (of, value, group, one, other) => {
        const typed = groups(of, value);
        const characters = (typed[group] ?? '').split('');
        fc.pre(characters[one] !== characters[other]);
        [characters[one], characters[other]] = [characters[other] ?? '', characters[one] ?? ''];
        typed[group] = characters.join('');
        expect(readRecoveryCode(of, typed.join(' '))).toMatchObject({ error: { details: { groups: [group + 1] } } });
      }),
    );
  });

  test('with two groups exchanged names both', () => {
    const typed = groups(
      'A',
      Uint8Array.from({ length: recoveryPartBytes }, (_, index) => index * 11),
    );
    [typed[2], typed[5]] = [typed[5] ?? '', typed[2] ?? ''];
    expect(readRecoveryCode('A', typed.join(' '))).toMatchObject({ error: { details: { groups: [3, 6] } } });
  });

  test('of the other part is told from a typing error', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(readRecoveryCode('A', groups('B', value).join(' '))).toMatchObject({
          error: { code: 'recovery/part-swapped', details: { part: 'A' } },
        });
      }),
    );
  });

  test('that is cut short, or none at all, is said to be so, for any text', () => {
    expect(readRecoveryCode('A', '')).toMatchObject({ error: { code: 'recovery/part-length' } });
    expect(readRecoveryCode('B', 'ABCDE FGH')).toMatchObject({ error: { code: 'recovery/part-length' } });
    fc.assert(
      fc.property(part, fc.string({ maxLength: 60 }), (of, text) => {
        expect(readRecoveryCode(of, text).ok).toBe(false);
      }),
    );
  });
});
