import { describe, expect, test } from 'vitest';
import { mayLink, relations, relationsOf, Relation, type TypedEntity } from '../../../src-main/domain/links.ts';
import { normalReference } from '../../../src-main/domain/references.ts';

const record = (type: string, id = `${type}-1`): TypedEntity => ({ kind: 'record', id, type });
const commit: TypedEntity = { kind: 'reference', id: 'REF-0001', type: 'commit' };
const action: TypedEntity = { kind: 'action', id: 'AI-2026-0001', type: 'action' };

describe('relations', () => {
  test('each has its own words in both directions', () => {
    expect(relations.map((one) => one.id).sort()).toEqual(Object.values(Relation).sort());
    for (const { id, out, in: into } of relations) expect(out, id).not.toBe(into);
  });

  test('an incident is analysed in a post-mortem, not the other way round and in nothing else', () => {
    expect(mayLink('analysed-in', record('incident'), record('post-mortem')).ok).toBe(true);
    expect(mayLink('analysed-in', record('post-mortem'), record('incident'))).toMatchObject({
      ok: false,
      error: { code: 'links/not-joined-so' },
    });
    expect(mayLink('analysed-in', record('incident'), record('defect')).ok).toBe(false);
  });

  test('a fix is a reference; a mention joins anything', () => {
    expect(mayLink('fixed-by', record('defect'), commit).ok).toBe(true);
    expect(mayLink('fixed-by', record('defect'), record('incident')).ok).toBe(false);
    expect(mayLink('mentions', action, { kind: 'system', id: 'SYS-0001', type: 'system' }).ok).toBe(true);
  });

  test('nothing is linked with itself', () => {
    expect(mayLink('mentions', record('incident'), record('incident'))).toMatchObject({
      error: { code: 'links/itself' },
    });
  });

  test('a person is offered what fits, in the words of the direction', () => {
    const words = relationsOf(record('post-mortem')).map((one) => `${one.direction} ${one.words}`);
    expect(words).toContain('in analyses');
    expect(words).toContain('out mentions');
    expect(words).not.toContain('out is analysed in');
    expect(words.filter((one) => one.includes('raises'))).toEqual([]);
  });
});

describe('references', () => {
  const today = '2026-11-23';

  test('an address is kept in one spelling, and only of the web', () => {
    expect(normalReference({ kind: 'url', value: ' https://Example.org/a b ', title: '' }, today)).toMatchObject({
      ok: true,
      value: { value: 'https://example.org/a%20b' },
    });
    for (const value of ['javascript:alert(1)', 'file:///etc/passwd', 'example.org', 'https://ann:secret@example.org/'])
      expect(normalReference({ kind: 'url', value, title: '' }, today), value).toMatchObject({
        error: { code: 'references/not-an-address' },
      });
  });

  test('a hash has at least 7 hexadecimal digits', () => {
    expect(normalReference({ kind: 'commit', value: 'ABCDEF1' }, today)).toMatchObject({ value: { value: 'abcdef1' } });
    for (const value of ['abcdef', 'abcdefg', 'HEAD', 'a'.repeat(65)])
      expect(normalReference({ kind: 'commit', value }, today), value).toMatchObject({
        error: { code: 'references/not-a-hash' },
      });
  });

  test('a change has a number and a day that has come', () => {
    const change = { kind: 'change', title: 'T', changeKind: 'normal', gxpImpact: false, major: false } as const;
    expect(normalReference({ ...change, value: 'CHG-1', date: today }, today).ok).toBe(true);
    for (const date of ['2026-11-24', '2026-02-30', 'soon'])
      expect(normalReference({ ...change, value: 'CHG-1', date }, today), date).toMatchObject({
        error: { code: 'references/date' },
      });
    expect(normalReference({ ...change, value: '  ', date: today }, today)).toMatchObject({
      error: { code: 'references/blank' },
    });
  });
});
