import { describe, expect, test } from 'vitest';
import { checkCode, newRecoveryCodes, recoveryDigests } from '../../../src-main/vault/second-factor.ts';
import { base32, hotp, matchingStep, stepOf } from '../../../src-main/vault/totp.ts';

const secret = Buffer.from('12345678901234567890');

test('the values of RFC 4226, appendix D', () => {
  const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
  expect(codes.map((_, counter) => hotp(secret, counter))).toEqual(codes);
});

describe('the values of RFC 6238, appendix B', () => {
  const secrets = {
    sha1: secret,
    sha256: Buffer.from('12345678901234567890123456789012'),
    sha512: Buffer.from('1234567890123456789012345678901234567890123456789012345678901234'),
  };
  test.each([
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ])('at %i seconds', (seconds, sha1, sha256, sha512) => {
    const step = stepOf(new Date(seconds * 1000));
    const of = (algorithm: keyof typeof secrets) => hotp(secrets[algorithm], step, { digits: 8, algorithm });
    expect([of('sha1'), of('sha256'), of('sha512')]).toEqual([sha1, sha256, sha512]);
  });
});

test('the values of RFC 4648, 10, without padding', () => {
  const of = (text: string) => base32(Buffer.from(text));
  expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(of)).toEqual([
    '',
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
});

describe('a code', () => {
  const now = new Date('2026-11-23T09:00:10.000Z');
  const present = stepOf(now);

  test('is taken of the step before, the present and the next one, and of no other', () => {
    const taken = [-2, -1, 0, 1, 2].map((offset) => matchingStep(secret, hotp(secret, present + offset), now));
    expect(taken).toEqual([null, present - 1, present, present + 1, null]);
  });

  test.each(['', '00000', '0000000', 'abcdef', '１２３４５６'])('%o is none', (code) => {
    expect(matchingStep(secret, code, now)).toBeNull();
  });

  const factor = { secret: '', lastStep: present - 1, recovery: [] };

  test('works once, and none before it works any more', () => {
    const first = checkCode(factor, secret, hotp(secret, present), now);
    expect(first).toEqual({ right: true, by: 'code', kept: { ...factor, lastStep: present } });
    const kept = { ...factor, lastStep: present };
    for (const step of [present, present - 1])
      expect(checkCode(kept, secret, hotp(secret, step), now)).toEqual({ right: false, why: 'vault/code-used' });
    expect(checkCode(kept, secret, hotp(secret, present + 1), now)).toMatchObject({ right: true });
  });

  test('is read with the space that apps show', () => {
    const code = hotp(secret, present);
    expect(checkCode(factor, secret, `${code.slice(0, 3)} ${code.slice(3)}`, now)).toMatchObject({ right: true });
  });
});

test('a recovery code works once, however it is typed, and leaves the others', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(8);
  const [one = ''] = codes;
  expect(one).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  const factor = { secret: '', lastStep: 0, recovery: recoveryDigests(codes) };
  const now = new Date('2026-11-23T09:00:10.000Z');
  const used = checkCode(factor, secret, one.toLowerCase().replaceAll('-', ' '), now);
  expect(used).toMatchObject({ right: true, by: 'recovery', kept: { recovery: recoveryDigests(codes.slice(1)) } });
  const kept = used.right ? used.kept : factor;
  expect(checkCode(kept, secret, one, now)).toEqual({ right: false, why: 'vault/wrong-code' });
});
