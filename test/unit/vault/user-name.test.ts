import { describe, expect, test } from 'vitest';
import { freeUserName, userNameSkeletons } from '../../../src-main/vault/user-name.ts';

const judged = (userName: string, ...given: string[]): string => {
  const free = freeUserName(
    userName,
    given.map((one) => ({ userName: one })),
  );
  return free.ok ? 'free' : free.error.code.replace('accounts/user-name-', '');
};

describe('a user name is one person’s, whatever it is written like [11.300(a)]', () => {
  test.each([
    ['JSmith', 'taken'],
    [' jsmith ', 'taken'],
    ['ｊｓｍｉｔｈ', 'taken'],
    ['𝐣𝐬𝐦𝐢𝐭𝐡', 'taken'],
    ['jsmіth', 'mixed-scripts'],
    ['jsmıth', 'taken'],
    ['jsrnith', 'look-alike'],
    ['jsmith2', 'free'],
    ['j.smith', 'free'],
    ['jsmyth', 'free'],
  ])('beside jsmith, %s is %s', (userName, expected) => {
    expect(judged(userName, 'jsmith')).toBe(expected);
  });

  test('not even a name wholly in another script passes for it', () => {
    expect(judged('сору', 'copy')).toBe('look-alike');
    expect(judged('сору')).toBe('free');
    expect(judged('ρορα', 'popa')).toBe('look-alike');
  });

  test('digits that look like letters are those letters', () => {
    expect(judged('lab1', 'labl')).toBe('look-alike');
    expect(judged('op0', 'opO')).toBe('look-alike');
    expect(judged('op1', 'op2')).toBe('free');
  });

  test('the look-alike is named', () => {
    expect(freeUserName('labI', [{ userName: 'lab1' }])).toEqual({
      ok: false,
      error: { code: 'accounts/user-name-look-alike', details: { userName: 'labI', like: 'lab1' } },
    });
  });

  test('a skeleton is its own skeleton', () => {
    for (const name of ['Jörg.Müller', 'мария', 'O’Neil', 'MODERN', 'straße'])
      for (const skeleton of userNameSkeletons(name)) expect(userNameSkeletons(skeleton)[0]).toBe(skeleton);
  });
});

describe('a user name can be read by everybody', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['two words', 'characters'],
    ['a\u200bb', 'characters'],
    ['a\u202eb', 'characters'],
    ['a\u0000b', 'characters'],
    ['.hidden', 'characters'],
    ['a..b', 'characters'],
    ['semi;colon', 'characters'],
    ['=1+1', 'characters'],
    ['x'.repeat(65), 'too-long'],
    ['pаypal', 'mixed-scripts'],
    ['αbc', 'mixed-scripts'],
    ['jan.новак', 'mixed-scripts'],
  ])('%j is refused: %s', (userName, expected) => {
    expect(judged(userName)).toBe(expected);
  });

  test.each([
    'j.weber',
    'JÖRG.MÜLLER',
    "o'neil",
    'anna-maria_2',
    'a@b.example',
    'мария.петрова',
    'παπαδάκη',
    '田中さん',
    '김철수',
    'नेहा',
  ])('%s is allowed', (userName) => {
    expect(judged(userName)).toBe('free');
  });
});
