import { describe, expect, test } from 'vitest';
import { canonicalize } from '../../../src-main/domain/canonical-json.ts';
import { readForeignDocument } from '../../../src-main/domain/foreign-document.ts';
import type { JsonValue } from '../../../src-main/domain/result.ts';
import { sampleDocument } from '../../support/documents-sample.ts';

const good = sampleDocument();
const textOf = (value: unknown): string => canonicalize(value as JsonValue);
const codeOf = (text: string): string => {
  const read = readForeignDocument(text);
  return read.ok ? 'ok' : read.error.code;
};
/** Puts a value at a path like `form.sections.0.title`. */
const set = (document: Record<string, unknown>, path: string, value: unknown): void => {
  const members = path.split('.');
  const last = members.pop() ?? '';
  const parent = members.reduce((at, member) => at[member] as Record<string, unknown>, document);
  parent[last] = value;
};
const changed = (change: (document: Record<string, unknown>) => void): string => {
  const copy = structuredClone(good) as unknown as Record<string, unknown>;
  change(copy);
  return textOf(copy);
};

describe('the JSON of a record from elsewhere', () => {
  test('is read where it is what we write, members of later versions included', () => {
    expect(readForeignDocument(textOf(good))).toEqual({ ok: true, value: JSON.parse(textOf(good)) });
    expect(codeOf(changed((document) => (document['later'] = { more: [1] })))).toBe('ok');
  });

  const deep = (open: string, close: string): string => open.repeat(100_000) + close.repeat(100_000);
  test.each<[string, string, string]>([
    ['nothing', '', 'imports/record-invalid'],
    ['no JSON', '{', 'imports/record-invalid'],
    ['a list', '[]', 'imports/record-invalid'],
    ['null', 'null', 'imports/record-invalid'],
    ['a number', '1e999', 'imports/record-invalid'],
    ['another thing', '{"format":"other"}', 'imports/record-invalid'],
    ['a later version', '{"format":"countersign/record","formatVersion":2}', 'imports/record-unknown-version'],
    ['no version', '{"format":"countersign/record"}', 'imports/record-invalid'],
    ['deep lists', deep('[', ']'), 'imports/record-too-large'],
    ['deep objects', deep('{"a":', '}').replace('{"a":}', '{}'), 'imports/record-too-large'],
    ['deep lists after a string with brackets', `["]]]\\"[",${deep('[', ']')}]`, 'imports/record-too-large'],
    ['much', `"${'x'.repeat(33 * 2 ** 20)}"`, 'imports/record-too-large'],
    [
      'a member twice',
      textOf(good).replace('{"application"', '{"auditHead":null,"application"'),
      'imports/record-not-canonical',
    ],
    ['white space', `${textOf(good)} `, 'imports/record-not-canonical'],
    [
      'another order',
      JSON.stringify(Object.fromEntries(Object.entries(good).reverse())),
      'imports/record-not-canonical',
    ],
    [
      'a number written otherwise',
      textOf(good).replace('"formatVersion":1,', '"formatVersion":1.0,'),
      'imports/record-not-canonical',
    ],
  ])('%s is refused', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test.each<[string, (document: Record<string, unknown>) => void]>([
    ['an id that is a path', (document) => set(document, 'record.id', '../../etc')],
    ['a revision that is none', (document) => set(document, 'record.revision', 0)],
    ['a revision of text', (document) => set(document, 'record.revision', '1')],
    ['a title that is a list', (document) => set(document, 'record.title', ['x'])],
    ['a title without end', (document) => set(document, 'record.title', 'x'.repeat(3_000))],
    ['a day that is none', (document) => set(document, 'record.period', { start: '2026-02-30', end: '2026-03-01' })],
    ['a field of no kind', (document) => set(document, 'form.sections.0.fields.0.kind', 'script')],
    ['a value that is an object', (document) => set(document, 'content.identity', { values: { x: { y: 1 } } })],
    ['no form', (document) => void delete document['form']],
    ['content that is text', (document) => set(document, 'content', 'x')],
    ['nobody who signs', (document) => set(document, 'requirements', [])],
    ['a meaning of its own', (document) => set(document, 'requirements.0.meaning', 'Anything')],
    ['a head that is none', (document) => set(document, 'auditHead.hash', 'x')],
    ['another program', (document) => set(document, 'application.name', 'Other')],
  ])('%s is refused', (_, change) => {
    expect(codeOf(changed(change))).toBe('imports/record-invalid');
  });

  test.each(['__proto__', 'constructor', 'prototype'])('a key %s is refused, wherever it stands', (key) => {
    const text = textOf(good);
    expect(codeOf(text.replace('"content":{', `"content":{"${key}":{"values":{}},`))).toBe('imports/record-invalid');
    expect(codeOf(text.replace('{"application"', `{"${key}":{"polluted":true},"application"`))).toBe(
      'imports/record-invalid',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
