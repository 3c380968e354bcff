import { describe, expect, test } from 'vitest';
import { contract } from '../../../src-main/contract/index.ts';

const account = { userName: 'anna', email: null, roles: ['operative'], passPhrase: 'a first pass phrase' } as const;
const ownPassPhrase = 'of whoever adds them';
const takes = (fullName: string): boolean =>
  contract['accounts.create'].input.safeParse({ ...account, ownPassPhrase, fullName }).success;

describe('a name, as it comes to stand in signatures', () => {
  test.each([
    'Anna Keller\nQuality Assurance',
    'Anna\u2028Keller',
    'Anna\u0085Keller',
    'Anna \u202Erelle K',
    'Anna \u2066Keller',
    'Anna\0Keller',
  ])('%j is none [11.50(a)]', (fullName) => {
    expect(takes(fullName)).toBe(false);
    const vault = { name: 'Site', organisation: 'Example', administrator: { ...account, fullName: 'A' } };
    const { input } = contract['vaults.create'];
    expect(input.safeParse(vault).success).toBe(true);
    expect(input.safeParse({ ...vault, name: fullName }).success).toBe(false);
    expect(input.safeParse({ ...vault, organisation: fullName }).success).toBe(false);
    expect(input.safeParse({ ...vault, administrator: { ...account, fullName } }).success).toBe(false);
  });

  test.each(['Ирина Петрова', 'Ελένη Παπαδάκη', 'שרה לוי\u200F', 'D’Arcy O’Neil-Smith jr.', 'José María 3.'])(
    '%s is one',
    (fullName) => {
      expect(takes(fullName)).toBe(true);
    },
  );
});
