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

  test('what shows nothing makes no other name, not even beside one that was given with it', () => {
    expect(judged('jsmith\ufe0f', 'jsmith')).toBe('characters');
    expect(judged('j\u034fsmith', 'jsmith')).toBe('characters');
    expect(judged('jsmith\u{e0101}', 'jsmith')).toBe('characters');
    expect(judged('김철수\u3164', '김철수')).toBe('characters');
    expect(judged('jsmith', 'jsmith\ufe0f')).toBe('look-alike');
    expect(judged('김철수', '김\u115f철수')).toBe('look-alike');
  });

  test('no character that shows nothing is let into a name, wherever it stands', () => {
    const unseen = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => /\p{Default_Ignorable_Code_Point}/u.test(character) && character.trim() !== '');
    expect(unseen.length).toBeGreaterThan(4_000);
    const letIn = unseen.filter((one) => judged(`jsm${one}ith`) === 'free' || judged(`김철수${one}`) === 'free');
    expect(letIn).toEqual([]);
  });

  test('a dot on a letter that has one already makes no other name', () => {
    expect(judged('jsmi\u0307th', 'jsmith')).toBe('look-alike');
    expect(judged('jsmith', 'JSMİTH')).toBe('look-alike');
    expect(judged('j\u0323\u0307smith', 'j\u0323smith')).toBe('look-alike');
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
    ['jsmith\u064e', 'mixed-scripts'],
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
