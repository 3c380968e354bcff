import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectDateFormat, dateFormat, isNoDay } from '../../../../src-main/domain/access-review/dates.ts';
import { nextReview } from '../../../../src-main/domain/access-review/frequency.ts';
import { createMatcher } from '../../../../src-main/domain/access-review/matching.ts';
import { foldEmployeeId, foldName, foldText } from '../../../../src-main/domain/access-review/normalise.ts';
import { paceOf } from '../../../../src-main/domain/access-review/pace.ts';
import { laterList, proofOf } from '../../../../src-main/domain/access-review/proof.ts';
import type { AccountRow, PersonRow } from '../../../../src-main/domain/access-review/rows.ts';
import { fitting } from '../../../../src-main/domain/access-review/rules.ts';
import { typingMistakes } from '../../../../src-main/domain/access-review/similar.ts';
import { processorTime } from '../../../support/processor-time.ts';

const account = (given: Partial<AccountRow>): AccountRow => ({
  line: 1,
  account: 'x',
  name: '',
  email: '',
  employeeId: '',
  department: '',
  roles: [],
  status: 'active',
  created: null,
  lastLogin: null,
  kind: null,
  privileged: null,
  justification: '',
  owner: '',
  mfa: null,
  ...given,
});

const person = (given: Partial<PersonRow>, line = 1): PersonRow => ({
  line,
  employeeId: '',
  name: '',
  email: '',
  department: '',
  title: '',
  employed: true,
  leftOn: null,
  ...given,
});

const word = fc.stringMatching(/^[A-Z][a-zäöüéñ]{3,9}$/);
const people = fc
  .uniqueArray(fc.tuple(word, word), { minLength: 2, maxLength: 30, selector: ([a, b]) => foldName(`${a} ${b}`) })
  .map((names) =>
    names.map(([given, family], index) =>
      person({ name: `${given} ${family}`, employeeId: String(4000 + index), email: `p${index}@m.example` }, index + 1),
    ),
  );

describe('matching', () => {
  test('an address that two people share is no proof, though it is the right one to the letter', () => {
    const roster = [
      person({ name: 'Ada Okafor', employeeId: '1', email: 'lab@m.example' }, 1),
      person({ name: 'Bo Vogel', employeeId: '2', email: 'lab@m.example' }, 2),
      person({ name: 'Cy Weiß', employeeId: '3', email: 'cy@m.example' }, 3),
    ];
    const matcher = createMatcher(roster);
    const shared = matcher.matchOf(account({ name: 'Ada Okafor', employeeId: '1', email: 'lab@m.example' }));
    expect(shared).toMatchObject({ person: null, confidence: 'fuzzy', candidates: [0, 1] });
    const own = matcher.matchOf(account({ name: 'Weiss, Cy', employeeId: '3', email: 'cy@m.example' }));
    expect(own).toMatchObject({ person: 2, method: 'employee-id', confidence: 'exact' });
  });

  test('finds everybody by employee id, e-mail and name, however they are written', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 0, max: 29 }), fc.constantFrom('id', 'email', 'name'), (roster, at, by) => {
        const index = at % roster.length;
        const wanted = roster[index] as PersonRow;
        const [given = '', family = ''] = wanted.name.split(' ');
        const row = account({
          employeeId: by === 'id' ? ` ${wanted.employeeId} ` : '',
          email: by === 'email' ? wanted.email.toUpperCase() : '',
          name: by === 'name' ? `${family.toUpperCase()},  Dr. ${given}`.normalize('NFD') : wanted.name,
        });
        const match = createMatcher(roster).matchOf(row);
        expect(match.person).toBe(index);
        expect(match.confidence).toBe(by === 'name' ? 'probable' : 'exact');
      }),
      { numRuns: 200 },
    );
  });

  test('the order of the roster does not matter', () => {
    fc.assert(
      fc.property(people, fc.integer(), (roster, seed) => {
        const shuffled = [...roster].sort((a, b) => ((a.line * 31 + seed) % 17) - ((b.line * 31 + seed) % 17));
        const row = account({ name: roster[0]?.name ?? '' });
        const found = createMatcher(roster).matchOf(row);
        const again = createMatcher(shuffled).matchOf(row);
        expect(shuffled[again.person ?? -1]?.line).toBe(roster[found.person ?? -1]?.line);
        expect(again.confidence).toBe(found.confidence);
      }),
    );
  });

  const roster = [
    person({ employeeId: '00417', name: 'Jürgen Müller', email: 'j.mueller@m.example' }, 1),
    person({ employeeId: '00418', name: 'Ann Smith', email: 'ann.smith@m.example' }, 2),
    person({ employeeId: '00419', name: 'Ann Smith', email: 'ann.smith2@m.example' }, 3),
    person({ employeeId: '00420', name: 'Łukasz Kowalski', email: 'l.kowalski@m.example' }, 4),
  ];
  const matchOf = (given: Partial<AccountRow>) => createMatcher(roster).matchOf(account(given));

  test('an employee id that lost its leading zeros is probable', () => {
    expect(matchOf({ employeeId: '417' })).toMatchObject({ person: 0, confidence: 'probable' });
  });

  test('a name that two people bear is fuzzy, and names both', () => {
    expect(matchOf({ name: 'Smith, Ann' })).toMatchObject({ person: null, confidence: 'fuzzy', candidates: [1, 2] });
  });

  test('an employee id whose e-mail is somebody else’s is fuzzy', () => {
    expect(matchOf({ employeeId: '00417', email: 'ann.smith@m.example' })).toMatchObject({
      person: null,
      confidence: 'fuzzy',
      candidates: [0, 1],
    });
  });

  test('an employee id of another name is fuzzy: numbers are handed out again', () => {
    expect(matchOf({ employeeId: '00417', name: 'Petra Zimmermann' }).confidence).toBe('fuzzy');
    expect(matchOf({ employeeId: '00417', name: 'Juergen Mueller' }).confidence).toBe('exact');
  });

  test.each([
    ['a spelling', { name: 'Juergen Mueller' }],
    ['a typing error', { name: 'Jürgen Müler' }],
    ['two letters swapped', { name: 'Jürgen Mülelr' }],
    ['another domain', { email: 'j.mueller@old.example' }],
    ['an account name', { account: 'jmueller7' }],
  ])('%s is fuzzy and waits for a person', (_, given) => {
    expect(matchOf(given)).toMatchObject({ person: null, confidence: 'fuzzy', candidates: [0] });
  });

  test('Łukasz is Lukasz', () => {
    expect(matchOf({ name: 'LUKASZ KOWALSKI' })).toMatchObject({ person: 3, confidence: 'probable' });
  });

  test('nobody is nobody', () => {
    expect(matchOf({ account: 'zz9', name: 'Xaver Unbekannt' })).toMatchObject({ person: null, confidence: 'none' });
  });

  test('a roster of one name takes no longer than another', () => {
    const same = Array.from({ length: 20_000 }, (_, index) => person({ name: `Anna Bergmann${index % 7}` }, index + 1));
    const matcher = createMatcher(same);
    const used = processorTime();
    for (let n = 0; n < 300; n++) matcher.matchOf(account({ name: `Anna Bergmanx${n % 9}` }));
    expect(used()).toBeLessThan(3_000);
  });
});

describe('normalising', () => {
  test('folding is done once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
        expect(foldText(text.normalize('NFD'))).toBe(foldText(text.normalize('NFC')));
      }),
    );
  });

  test('typing mistakes are counted the same both ways, and never beyond the limit', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const mistakes = typingMistakes(a, b, 3);
        expect(typingMistakes(b, a, 3)).toBe(mistakes);
        if (mistakes !== null) expect(mistakes).toBeLessThanOrEqual(3);
        expect(typingMistakes(a, a, 0)).toBe(0);
      }),
    );
  });

  test('an employee id keeps its letters', () => {
    expect(foldEmployeeId(' De 00 12 ')).toBe('de0012');
  });
});

describe('days', () => {
  const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
  const two = (n: number): string => String(n).padStart(2, '0');

  test.each([
    ['iso', (d: Date) => d.toISOString()],
    ['dmy-dot', (d: Date) => `${two(d.getUTCDate())}.${two(d.getUTCMonth() + 1)}.${d.getUTCFullYear()} 08:15`],
    ['mdy-slash', (d: Date) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()} 8:15:00 AM`],
    ['dmy-slash', (d: Date) => `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`],
    ['compact', (d: Date) => d.toISOString().slice(0, 10).replaceAll('-', '')],
    ['unix-ms', (d: Date) => String(d.getTime())],
    ['filetime', (d: Date) => String(BigInt(d.getTime() + 11_644_473_600_000) * 10_000n)],
    [
      'dmy-name',
      (d: Date) =>
        `${d.getUTCDate()}-${d.toLocaleString('en', { month: 'short', timeZone: 'UTC' })}-${d.getUTCFullYear()}`,
    ],
    ['mdy-name', (d: Date) => d.toLocaleString('en-US', { dateStyle: 'medium', timeZone: 'UTC' })],
  ])('%s reads back what was written', (id, write) => {
    fc.assert(
      fc.property(day, (date) => {
        fc.pre(id !== 'unix-ms' || date.getTime() >= 100_000_000_000);
        expect(dateFormat(id)?.parse(write(date))).toBe(date.toISOString().slice(0, 10));
      }),
    );
  });

  test('a column is ambiguous where days and months can be taken for each other, and only there', () => {
    expect(detectDateFormat(['03/04/2026', '05/06/2026'])).toMatchObject({
      candidates: ['dmy-slash', 'mdy-slash'],
      ambiguous: true,
    });
    expect(detectDateFormat(['03/04/2026', '25/06/2026'])).toMatchObject({
      candidates: ['dmy-slash'],
      ambiguous: false,
    });
    expect(detectDateFormat(['03/03/2026'])).toMatchObject({ ambiguous: false });
    expect(detectDateFormat(['never', '', '0'])).toEqual({ candidates: [], ambiguous: false });
  });

  test('impossible days are no days', () => {
    expect(dateFormat('dmy-dot')?.parse('31.02.2026')).toBeNull();
    expect(dateFormat('compact')?.parse('20261345')).toBeNull();
    expect(isNoDay('Never')).toBe(true);
  });
});

describe('rules', () => {
  test('patterns ignore case and accents; only * and [0-9] mean something', () => {
    const fits = fitting(['*Admin*', 'lab[0-9]*', 'a.b', 'Prüfer']);
    expect(['System Administrator', 'LAB3', 'A.B', 'prufer'].map(fits)).toEqual([true, true, true, true]);
    expect(['Analyst', 'labor', 'axb'].map(fits)).toEqual([false, false, false]);
  });

  test('reviews are more frequent with risk, and for privileged accounts', () => {
    expect(nextReview('2026-01-15', 'high', 12, 'all')).toBe('2026-07-15');
    expect(nextReview('2026-01-15', 'high', 12, 'privileged')).toBe('2026-04-15');
    expect(nextReview('2026-01-15', 'low', 24, 'all')).toBe('2027-01-15');
  });
});

describe('rubber stamps', () => {
  test('decisions per minute leave pauses out', () => {
    const at = (seconds: number) => ({
      at: new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString(),
      lines: 1,
      decision: 'keep',
      bulk: false,
    });
    expect(paceOf([at(0), at(29), at(59), at(3600), at(3629)], { decided: 10, bulkKept: 4 })).toEqual({
      bulkKeepShare: 40,
      perMinute: 3.3,
    });
    expect(paceOf([], { decided: 0, bulkKept: 0 })).toEqual({ bulkKeepShare: null, perMinute: null });
  });
});

describe('proof by re-import', () => {
  const rows = [
    account({ account: 'Kept', roles: ['A'] }),
    account({ account: 'off', status: 'disabled' }),
    account({ account: 'silent', status: 'unknown' }),
    account({ account: 'both', roles: ['A', 'B'] }),
  ];
  const list = laterList(rows, '2026-02-01T00:00:00.000Z');
  const proof = (
    name: string,
    decision: 'revoke' | 'modify',
    removeRoles: string[] = [],
    decidedAt = '2026-01-01T00:00:00.000Z',
  ) => proofOf({ account: name, decision, removeRoles, decidedAt }, list);

  test('absent or disabled is revoked, active is not', () => {
    expect(proof('gone', 'revoke')).toBe('absent');
    expect(proof('OFF', 'revoke')).toBe('disabled');
    expect(proof('kept', 'revoke')).toBe('still-there');
  });
  test('an account of unknown status is not proven shut', () => {
    expect(proof('silent', 'revoke')).toBe('still-there');
  });
  test('roles are modified only when all of them are gone', () => {
    expect(proof('kept', 'modify', ['B'])).toBe('roles-gone');
    expect(proof('both', 'modify', ['b'])).toBe('roles-still-there');
  });
  test('a list older than the decision proves nothing', () => {
    expect(proof('gone', 'revoke', [], '2026-02-01T00:00:00.000Z')).toBe('not-after');
  });
});
