import { describe, expect, test } from 'vitest';
import { contentChanges } from '../../../src-main/domain/content-changes.ts';
import { defaultPassPhrasePolicy, passPhraseProblem } from '../../../src-main/domain/pass-phrase.ts';
import { Role, roleConflict, roles } from '../../../src-main/domain/roles.ts';

describe('pass phrases under the default policy', () => {
  const problem = (passPhrase: string): string | null =>
    passPhraseProblem(defaultPassPhrasePolicy, passPhrase, 'J.Smith');

  test.each([
    ['eleven char', 'It has fewer than 12 characters.'],
    ['aabbaabbaabbaabb', 'It repeats the same few characters.'],
    ['my name is j.smith!', 'It holds the user name.'],
    ['My Name Is J.SMITH!', 'It holds the user name.'],
    ['zwölf Zeichen', null],
    ['quiet harbour lanterns', null],
  ])('%s: %s', (passPhrase, expected) => {
    expect(problem(passPhrase)).toBe(expected);
  });

  test('counts characters, not code units, and not the parts of an accent', () => {
    expect(problem('😀😁😂🤣😃😄😅😆😉😊😋😎')).toBeNull();
    expect(problem('😀😁😂🤣😃😄')).toBe('It has fewer than 12 characters.');
    expect(problem('e\u0301'.repeat(6) + 'abcde')).toBe('It has fewer than 12 characters.');
  });
});

describe('duties kept apart', () => {
  test('an administrator and an auditor hold no other role; the others combine', () => {
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
