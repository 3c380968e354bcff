import { describe, expect, test } from 'vitest';
import { contentChanges } from '../../../src-main/domain/content-changes.ts';
import { passPhraseExpired, passPhraseProblem, passPhraseRules } from '../../../src-main/domain/pass-phrase.ts';
import { passPhrasePolicy, passPhraseProfiles } from '../../../src-main/domain/pass-phrase-profiles.ts';
import { Role, roleConflict, roles } from '../../../src-main/domain/roles.ts';

const common = new Set(['password', 'iloveyou', 'correcthorsebatterystaple']);
const names = ['J.Smith', 'Joanna Smithson', 'Kiel', 'Meridian Biologics'];

/** What a profile says of a pass phrase of this person. */
const judged =
  (id: string, current?: string) =>
  (passPhrase: string): string | null =>
    passPhraseProblem(passPhrasePolicy(id), passPhrase, {
      names,
      isCommon: (text) => common.has(text),
      ...(current === undefined ? {} : { current }),
    });

describe('pass phrases under NIST SP 800-63B-4', () => {
  const problem = judged('nist-800-63b-4', 'seven swans a-swimming');

  test.each([
    ['only fourteen.', 'It has fewer than 15 characters.'],
    ['aabbaabbaabbaabb', 'It repeats the same few characters.'],
    ['my name is j.smith!', 'It holds “J.Smith”, which others know.'],
    ['My Name Is J-SMITH!', 'It holds “J.Smith”, which others know.'],
    ['the old smithson house', 'It holds “Smithson”, which others know.'],
    ['meridian nights are long', 'It holds “Meridian”, which others know.'],
    ['a house by kiel harbour', 'It holds “Kiel”, which others know.'],
    ['PasswordPassword', 'It is one that many people use, or a common one with something added.'],
    ['iloveyou12345678!', 'It is one that many people use, or a common one with something added.'],
    ['Correct Horse Battery Staple', 'It is one that many people use, or a common one with something added.'],
    ['seven swans a-swimming', 'It is the one you have now.'],
    ['seven swans a-swimminG', null],
    ['zwölf Zeichen und mehr', null],
    ['quiet harbour lanterns', null],
  ])('%s: %s', (passPhrase, expected) => {
    expect(problem(passPhrase)).toBe(expected);
  });

  test('a short name is refused as a word and not inside of one', () => {
    expect(problem('a skiel is no word at all')).toBeNull();
  });

  test('asks for no kinds of characters and for no change by the calendar', () => {
    expect(problem('onlysmalllettershere')).toBeNull();
    const policy = passPhrasePolicy('nist-800-63b-4');
    expect(passPhraseExpired(policy, '2000-01-01T00:00:00.000Z', new Date('2026-01-01'))).toBe(false);
  });

  test('counts characters, not code units, and not the parts of an accent', () => {
    expect(problem('😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰')).toBeNull();
    expect(problem('😀😁😂🤣😃😄😅😆')).toBe('It has fewer than 15 characters.');
    expect(problem('e\u0301'.repeat(9) + 'abcde')).toBe('It has fewer than 15 characters.');
  });
});

describe('pass phrases under the draft of Annex 11', () => {
  const problem = judged('annex-11-draft-2025', 'Quiet harbour, 9 lanterns');

  test.each([
    ['Eleven ch,1', 'It has fewer than 12 characters.'],
    ['no capital letter, 1', 'It lacks small letters, capital letters, digits and other characters.'],
    ['No digit at all, none', 'It lacks small letters, capital letters, digits and other characters.'],
    ['NoSign4AtAllInHere', 'It lacks small letters, capital letters, digits and other characters.'],
    ['NO SMALL LETTER, 1', 'It lacks small letters, capital letters, digits and other characters.'],
    ['Password1234!', 'It is one that many people use, or a common one with something added.'],
    ['Smithson was here 4 years', 'It holds “Smithson”, which others know.'],
    ['Quiet harbour, 8 lanternS', 'It differs from the one you have now in fewer than 4 characters.'],
    ['Loud harbour, 9 lanterns', null],
  ])('%s: %s', (passPhrase, expected) => {
    expect(problem(passPhrase)).toBe(expected);
  });
});

describe('pass phrases under Part 11 as long practised', () => {
  const problem = judged('part-11-classic');

  test.each([
    ['Eleven ch,1', 'It has fewer than 12 characters.'],
    ['two kinds only', 'It lacks 3 of these kinds: small letters, capital letters, digits, other characters.'],
    ['Three kinds now', null],
    ['Password1234!', null],
  ])('%s: %s', (passPhrase, expected) => {
    expect(problem(passPhrase)).toBe(expected);
  });

  test('ages: it has to be changed on the ninetieth day [11.300(b)]', () => {
    const policy = passPhrasePolicy('part-11-classic');
    const setAt = '2026-01-01T08:00:00.000Z';
    expect(passPhraseExpired(policy, setAt, new Date('2026-04-01T07:59:59Z'))).toBe(false);
    expect(passPhraseExpired(policy, setAt, new Date('2026-04-01T08:00:00Z'))).toBe(true);
  });
});

test('every profile says each of its rules [draft 11.4-11.5]', () => {
  expect(passPhraseProfiles.map((policy) => passPhraseRules(policy).length)).toEqual([3, 6, 5]);
  for (const policy of passPhraseProfiles) {
    const text = passPhraseRules(policy).join(' ');
    for (const figure of [policy.minLength, policy.history || null, policy.maxAgeDays])
      if (figure !== null) expect(text).toContain(String(figure));
  }
});

describe('duties kept apart', () => {
  test('an administrator and an auditor hold no other role; the others combine [draft 11.10]', () => {
    for (const role of roles) {
      expect(roleConflict([role])).toBeNull();
      const alone = role === Role.Administrator || role === Role.Auditor;
      const other = role === Role.Operative ? Role.SystemOwner : Role.Operative;
      expect(roleConflict([role, other]) !== null).toBe(alone);
    }
    expect(roleConflict([])).not.toBeNull();
  });
});

describe('what changed between two contents', () => {
  test('names each field with old and new value, and a section set aside', () => {
    const before = { a: { values: { x: 'one', y: 1, rows: [{ c: 'p' }] } }, b: { values: { z: null } } };
    const after = {
      a: { values: { x: 'two', y: 1, rows: [{ c: 'q' }] } },
      b: { notApplicable: 'none here', values: { z: true } },
    };
    expect(contentChanges(before, after)).toEqual([
      { path: 'a.x', old: 'one', new: 'two' },
      { path: 'a.rows', old: '[{"c":"p"}]', new: '[{"c":"q"}]' },
      { path: 'b', old: 'applies', new: 'not applicable: none here' },
      { path: 'b.z', old: '', new: 'true' },
    ]);
    expect(contentChanges(before, before)).toEqual([]);
  });
});
