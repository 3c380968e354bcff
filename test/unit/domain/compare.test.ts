import { describe, expect, test } from 'vitest';
import { align } from '../../../src-main/domain/compare/sequence.ts';
import { changedFields, compareForms, type FieldChange } from '../../../src-main/domain/compare/comparison.ts';
import { compareRows } from '../../../src-main/domain/compare/rows.ts';
import { compareProse } from '../../../src-main/domain/compare/words.ts';
import { choice, column, number, options, prose, section, table, text } from '../../../src-main/domain/fields.ts';
import type { Content, Form, Row, Section } from '../../../src-main/domain/form.ts';
import { processorTime } from '../../support/processor-time.ts';

/** A repeatable series of numbers below `limit`. */
const series = (seed: number) => {
  let state = seed;
  return (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
};

describe('aligning two sequences', () => {
  test('puts equal elements together and names the rest once, old before new', () => {
    expect(align(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'd', 'e'])).toEqual([
      { old: 0, new: 0 },
      { old: 1, new: null },
      { old: null, new: 1 },
      { old: 2, new: 2 },
      { old: 3, new: 3 },
      { old: null, new: 4 },
    ]);
  });

  test('gives back both sequences in order, and finds as much in common as there is', () => {
    const next = series(7);
    const longest = (a: readonly string[], b: readonly string[]): number => {
      const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
      for (let i = 1; i <= a.length; i++)
        for (let j = 1; j <= b.length; j++)
          table[i]![j] =
            a[i - 1] === b[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!);
      return table[a.length]![b.length]!;
    };
    for (let round = 0; round < 300; round++) {
      const word = (): string => 'abcd'[next(4)] ?? 'a';
      const a = Array.from({ length: next(14) }, word);
      const b = Array.from({ length: next(14) }, word);
      const steps = align(a, b);
      expect(steps.flatMap((step) => (step.old === null ? [] : [step.old]))).toEqual(a.map((_, at) => at));
      expect(steps.flatMap((step) => (step.new === null ? [] : [step.new]))).toEqual(b.map((_, at) => at));
      const together = steps.filter((step) => step.old !== null && step.new !== null);
      for (const step of together) expect(a[step.old ?? 0]).toBe(b[step.new ?? 0]);
      expect(together).toHaveLength(longest(a, b));
    }
  });

  test('stays quick where nothing is alike', () => {
    const a = Array.from({ length: 25_000 }, (_, at) => `a${at}`);
    const b = Array.from({ length: 25_000 }, (_, at) => `b${at}`);
    const used = processorTime();
    expect(align(a, b)).toHaveLength(50_000);
    expect(used()).toBeLessThan(10_000);
  });
});

describe('prose', () => {
  test('is compared by lines, and within a rewritten line by words', () => {
    const changes = compareProse(
      'Full backup every night.\nKept for 30 days.\nStored on site.',
      'Full backup every six hours.\nKept for 30 days.\nA copy goes to Basel.',
    );
    expect(changes).toEqual([
      {
        kind: 'changed',
        runs: [
          { kind: 'same', text: 'Full backup every ' },
          { kind: 'removed', text: 'night.' },
          { kind: 'added', text: 'six hours.' },
        ],
      },
      { kind: 'same', runs: [{ kind: 'same', text: 'Kept for 30 days.' }] },
      { kind: 'removed', runs: [{ kind: 'removed', text: 'Stored on site.' }] },
      { kind: 'added', runs: [{ kind: 'added', text: 'A copy goes to Basel.' }] },
    ]);
  });

  test('old and new text can be put together again from the runs', () => {
    const before = 'Обновления ставит IT ежемесячно.\n- Greek: Ελένη approves\n\nEnd.';
    const after = 'Обновления ставит IT еженедельно.\n\n- Greek: Ελένη Παπαδάκη approves\nEnd.';
    const side = (gone: 'added' | 'removed'): string =>
      compareProse(before, after)
        .filter(({ kind }) => kind !== gone)
        .map(({ runs }) =>
          runs
            .filter(({ kind }) => kind !== gone)
            .map((run) => run.text)
            .join('')
            .trimEnd(),
        )
        .join('\n');
    expect(side('added')).toBe(before);
    expect(side('removed')).toBe(after);
  });

  test('other forms of the same letters are no change (NFC)', () => {
    expect(compareProse('Café', 'Cafe\u0301').map(({ kind }) => kind)).toEqual(['same']);
  });
});

const columns = [
  column.text('role', 'Role'),
  column.text('names', 'Names'),
  column.choice('kind', 'Kind', options({ internal: 'Internal', external: 'External' })),
];
const row = (role: string, names: string, kind = 'internal'): Row => ({ role, names, kind });

describe('tables', () => {
  test('rows are added, removed and changed, each with its number then and now', () => {
    const { rows, reordered } = compareRows(
      columns,
      [row('Owner', 'Ann'), row('QA', 'Bea'), row('Operator', 'Carl')],
      [row('Owner', 'Ann'), row('Deputy', 'Dora', 'external'), row('Operator', 'Carl, Emil')],
    );
    expect(reordered).toBe(false);
    expect(rows.map(({ kind, oldNumber, newNumber }) => [kind, oldNumber, newNumber])).toEqual([
      ['added', null, 2],
      ['removed', 2, null],
      ['changed', 3, 3],
    ]);
    expect(rows[2]?.cells).toEqual([
      { old: 'Operator', new: 'Operator' },
      { old: 'Carl', new: 'Carl, Emil' },
      { old: 'Internal', new: 'Internal' },
    ]);
    expect(rows[0]?.cells[2]).toEqual({ old: null, new: 'External' });
  });

  test('a row that was renamed is one row that changed', () => {
    const { rows } = compareRows(columns, [row('Operator', 'Carl')], [row('Operative employee', 'Carl')]);
    expect(rows.map(({ kind }) => kind)).toEqual(['changed']);
  });

  test('rows that only changed places are said to have, and nothing else', () => {
    const some = [row('a', '1'), row('b', '2'), row('c', '3')];
    expect(compareRows(columns, some, some.toReversed())).toEqual({ rows: [], reordered: true });
    expect(compareRows(columns, some, some)).toEqual({ rows: [], reordered: false });
  });

  test('the same row twice counts twice', () => {
    expect(compareRows(columns, [row('a', '1')], [row('a', '1'), row('a', '1')]).rows).toMatchObject([
      { kind: 'added', newNumber: 2 },
    ]);
  });

  test('fifty thousand rows with a handful of changes take moments', () => {
    const before = Array.from({ length: 50_000 }, (_, at) => row(`acc-${at}`, `Name ${at}`));
    const after = before.map((one, at) => (at % 10_000 === 5 ? { ...one, names: 'X' } : one)).slice(1);
    const used = processorTime();
    const { rows } = compareRows(columns, before, after);
    expect(rows.map(({ kind }) => kind)).toEqual(['removed', 'changed', 'changed', 'changed', 'changed', 'changed']);
    expect(used()).toBeLessThan(10_000);
  });
});

describe('filled-in forms', () => {
  const about = { help: '', clauses: [] };
  const scope = section('scope', 'Scope', about, [
    prose('scope', 'Scope'),
    number('rto', 'Recovery time', 'h'),
    choice('risk', 'Risk', options({ high: 'High', low: 'Low' })),
  ]);
  const people = section('people', 'People', { ...about, mayBeNotApplicable: true }, [
    table('roles', 'Roles', 'role', columns),
  ]);
  const form = (...sections: readonly Section[]): Form => ({ sections });
  const content = (values: Content[string]['values'], roles: readonly Row[] = []): Content => ({
    scope: { values },
    people: { values: { roles } },
  });
  const today = form(scope, people);

  test('that say the same differ in nothing', () => {
    const one = { form: today, content: content({ scope: 'All.', rto: 8, risk: null }, [row('a', '1')]) };
    expect(compareForms(one, { form: today, content: content({ scope: 'All. ', rto: 8 }, [row('a', '1')]) })).toEqual(
      [],
    );
  });

  test('are compared section by section, values in the words of the form', () => {
    const changes = compareForms(
      { form: today, content: content({ scope: 'All.', rto: 8, risk: 'high' }) },
      { form: today, content: content({ scope: 'All.', rto: 4, risk: null }, [row('QA', 'Bea')]) },
    );
    expect(changes.map(({ id, kind }) => [id, kind])).toEqual([
      ['scope', 'changed'],
      ['people', 'changed'],
    ]);
    expect(changes[0]?.fields).toEqual([
      { kind: 'value', id: 'rto', label: 'Recovery time', old: '8 h', new: '4 h' },
      { kind: 'value', id: 'risk', label: 'Risk', old: 'High', new: '–' },
    ]);
    expect(changes[1]?.fields[0]).toMatchObject({
      kind: 'table',
      columns: ['Role', 'Names', 'Kind'],
      reordered: false,
    });
    expect(changedFields(changes)).toBe(3);
  });

  test('a section that was set aside shows its reason and what it no longer says', () => {
    const before = { form: today, content: content({ scope: 'All.' }, [row('QA', 'Bea')]) };
    const after = {
      form: today,
      content: { ...before.content, people: { notApplicable: 'No people.', values: { roles: [row('QA', 'Bea')] } } },
    };
    expect(compareForms(before, after)).toMatchObject([
      {
        id: 'people',
        setAside: { old: null, new: 'No people.' },
        fields: [{ kind: 'table', rows: [{ kind: 'removed' }] }],
      },
    ]);
  });

  test('with a form that grew and shrank, name what came and what is gone', () => {
    const extra = section('upkeep', 'Upkeep', about, [text('review', 'Review')]);
    const oldScope = { ...scope, fields: [...scope.fields, text('owner', 'Owner')] };
    const changes = compareForms(
      { form: form(oldScope, people), content: content({ scope: 'All.', owner: 'Ann' }, [row('QA', 'Bea')]) },
      {
        form: form(scope, extra),
        content: { scope: { values: { scope: 'All.' } }, upkeep: { values: { review: 'Yearly' } } },
      },
    );
    expect(changes.map(({ id, kind }) => [id, kind])).toEqual([
      ['scope', 'changed'],
      ['upkeep', 'added'],
      ['people', 'removed'],
    ]);
    expect(changes[0]?.fields).toEqual([
      { kind: 'value', id: 'owner', label: 'Owner', old: 'Ann', new: '–' } satisfies FieldChange,
    ]);
  });
});
