import * as fc from 'fast-check';
import type { z } from 'zod';

/** Texts that have broken programs before: paths, markup, formulas, queries, control and bidi characters, halves of pairs. */
export const hostileTexts = [
  '',
  ' ',
  '\0',
  '../../../etc/passwd',
  'C:\\Windows\\System32\\config',
  'file:///etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  "'; DROP TABLE record; --",
  '" OR 1=1 --',
  '%',
  '_',
  '*',
  '" NEAR(a b, 99999)',
  '<img src=x onerror=alert(1)>',
  '=cmd|/C calc!A0',
  '${7*7}',
  '\u202eevil',
  '\ud800',
  '\ufeff',
  'ﷺ'.repeat(50),
  'a'.repeat(5_000),
  '١٢٣',
  '-1',
  '1e999',
  'NaN',
  '9007199254740993',
] as const;

const numbers = fc.constantFrom(
  0,
  -0,
  -1,
  1,
  0.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  1e308,
  Number.NaN,
  Infinity,
  -Infinity,
);

/** Anything that can cross the wire, and some things that cannot. */
export const anything = fc.anything({ withNullPrototype: true, withTypedArray: true, maxDepth: 4 });

interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly items?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string | number>>;
}

/**
 * Values that have a schema's shape and are hostile within it. `known`: texts that mean something to the program (identifiers
 * of things that are there), so that a call comes further than its first check.
 */
export const arbitraryOf = (schema: z.ZodType, known: readonly string[]): fc.Arbitrary<unknown> => {
  const of = (inner: z.ZodType | undefined): fc.Arbitrary<unknown> =>
    inner === undefined ? anything : arbitraryOf(inner, known);
  const definition = (schema as unknown as { readonly def: Definition }).def;
  const text = fc.oneof(
    { weight: 4, arbitrary: known.length === 0 ? fc.constant('x') : fc.constantFrom(...known) },
    { weight: 3, arbitrary: fc.constantFrom(...hostileTexts) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );
  switch (definition.type) {
    case 'string':
      if (definition.format === 'datetime')
        return fc.oneof(
          fc.constantFrom('2026-11-23T09:00:00.000Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'),
          text,
        );
      if (definition.format === 'date')
        return fc.oneof(fc.constantFrom('2026-11-23', '0001-01-01', '9999-12-31'), text);
      if (definition.format === 'email') return fc.oneof(fc.constantFrom('a@b.example', 'ä@b.example'), text);
      if (definition.format === 'regex') return fc.oneof(fc.constant('0'.repeat(64)), text);
      return text;
    case 'number':
    case 'int':
      return fc.oneof(fc.integer({ min: -2, max: 1_000 }), numbers);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'literal':
      return fc.constantFrom(...(definition.values ?? []));
    case 'enum':
      return fc.constantFrom(...Object.values(definition.entries ?? {}));
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(definition.shape ?? {}).map(([key, part]) => [key, of(part)])),
      );
    case 'array':
      return fc.array(of(definition.element), { maxLength: 4 });
    case 'tuple':
      return fc.tuple(...(definition.items ?? []).map(of));
    case 'record':
      return fc.dictionary(text, of(definition.valueType), { maxKeys: 4 });
    case 'union':
      return fc.oneof(...(definition.options ?? []).map(of));
    case 'nullable':
      return fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: of(definition.innerType) });
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return of(definition.innerType);
    case 'pipe':
      return of(definition.in);
    case 'custom':
      return fc.uint8Array({ maxLength: 200 });
    default:
      return anything;
  }
};
