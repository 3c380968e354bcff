import type { z } from 'zod';

interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly element?: z.ZodType;
}

/** Texts of the formats that the contract uses; the first that a schema takes. */
const texts = [
  'nobody',
  ',',
  '0'.repeat(64),
  '000000',
  '2026-11-23',
  '2026-11-23T09:00:00.000Z',
  'nobody@example.com',
  '/nowhere',
];

const candidates = ({ type, ...definition }: Definition): readonly unknown[] => {
  switch (type) {
    case 'string':
      return texts;
    case 'number':
    case 'int':
      return [1, 5, 0];
    case 'boolean':
      return [false];
    case 'literal':
      return definition.values ?? [];
    case 'enum':
      return Object.values(definition.entries ?? {});
    case 'object':
      return [Object.fromEntries(Object.entries(definition.shape ?? {}).map(([name, part]) => [name, sampleOf(part)]))];
    case 'array':
      return [[], [definition.element && sampleOf(definition.element)]];
    case 'record':
      return [{}];
    case 'union':
      return (definition.options ?? []).map(sampleOf);
    case 'default':
    case 'optional':
      return [undefined];
    case 'nullable':
      return [definition.innerType && sampleOf(definition.innerType), null];
    case 'pipe':
      return [definition.in && sampleOf(definition.in)];
    case 'custom':
      return [new Uint8Array([0x25])];
    default:
      return [null];
  }
};

/** The plainest value that a schema takes; identifiers in it name nothing that is there. @throws where none is found. */
export const sampleOf = (schema: z.ZodType): unknown => {
  const definition = (schema as unknown as { readonly def: Definition }).def;
  const found = candidates(definition).find((value) => schema.safeParse(value).success);
  if (found === undefined && !schema.safeParse(undefined).success) throw new Error(`no sample of ${definition.type}`);
  return found;
};
