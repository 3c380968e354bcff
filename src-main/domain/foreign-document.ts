import { z } from 'zod';
import { canonicalize } from './canonical-json.ts';
import { nestsDeeper } from './json-depth.ts';
import { fail, ok, type Failure, type JsonValue, type Result } from './result.ts';
import type { RevisionDocument } from './revision-document.ts';
import { Meaning } from './signing.ts';

/** Bounds of what is taken in from elsewhere: characters of JSON, and how deep it nests. */
export const foreignLimits = { characters: 32 * 2 ** 20, depth: 40 } as const;

export type ForeignDocumentFailure =
  | 'imports/record-too-large'
  | 'imports/record-invalid'
  | 'imports/record-unknown-version'
  | 'imports/record-not-canonical';

const line = z.string().max(2_000);
const words = z.string().max(200_000);
const count = z.number().int();
const scalar = z.union([z.string().max(200_000), z.number(), z.boolean(), z.null()]);
const option = z.looseObject({ value: line, label: line });
const column = z.looseObject({
  id: line,
  label: line,
  required: z.boolean(),
  width: z.number().positive(),
  kind: z.enum(['text', 'date', 'yes-no', 'number', 'choice', 'datetime']),
  unit: line.optional(),
  options: z.array(option).max(1_000).optional(),
});
const field = z.looseObject({
  id: line,
  label: line,
  required: z.boolean(),
  kind: z.enum(['text', 'prose', 'date', 'yes-no', 'number', 'choice', 'table', 'datetime']),
  unit: line.optional(),
  options: z.array(option).max(1_000).optional(),
  columns: z.array(column).max(100).optional(),
  emptyText: line.optional(),
  rowName: line.optional(),
});
const form = z.looseObject({
  sections: z
    .array(
      z.looseObject({
        id: line,
        title: line,
        help: words,
        clauses: z.array(line).max(100),
        mayBeNotApplicable: z.boolean(),
        fields: z.array(field).max(500),
      }),
    )
    .max(500),
});
const signer = z.looseObject({ accountId: line, userName: line, fullName: line, role: line });

/** What a record of any type is, for a reader who did not write it; members that came later are let through. */
const documentSchema = z.looseObject({
  format: z.literal('countersign/record'),
  formatVersion: z.literal(1),
  record: z.looseObject({
    id: z.string().regex(/^[A-Z]{2,4}-\d{4}-\d{4,}$/),
    type: z.string().regex(/^[a-z][a-z-]{1,60}$/),
    typeTitle: line,
    title: line,
    revision: count.positive(),
    reasonForRevision: words.nullable(),
    period: z.looseObject({ start: z.iso.date(), end: z.iso.date() }).nullable(),
    author: signer,
    createdAt: z.iso.datetime(),
    frozenAt: z.iso.datetime(),
    zone: line,
  }),
  system: z.looseObject({ id: line, version: count, name: line, regulated: z.boolean(), riskClass: line }),
  vault: z.looseObject({ id: line, organisation: line.min(1) }),
  auditHead: z.looseObject({ seq: count.nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  form,
  content: z.record(
    line,
    z.looseObject({
      notApplicable: words.optional(),
      values: z.record(line, z.union([scalar, z.array(z.record(line, scalar)).max(60_000)])),
    }),
  ),
  metrics: z
    .array(
      z.looseObject({
        id: line,
        label: line,
        unit: line,
        formula: words,
        version: count,
        value: z.number().nullable(),
      }),
    )
    .max(1_000),
  requirements: z
    .array(z.looseObject({ id: line, title: line, meaning: z.enum(Meaning), ordinal: count.positive(), signer }))
    .min(1)
    .max(50),
  application: z.looseObject({ name: z.literal('Countersign'), version: line }),
});

/**
 * The record that a PDF carries, from text that anybody may have written. Nothing is parsed that nests too deep or is too
 * large, keys that JavaScript gives a meaning are refused, and the text has to be the canonical one (RFC 8785): so no
 * member stands there twice, and what is shown is what was hashed.
 */
export const readForeignDocument = (text: string): Result<RevisionDocument, Failure<ForeignDocumentFailure>> => {
  if (text.length > foreignLimits.characters || nestsDeeper(text, foreignLimits.depth))
    return fail('imports/record-too-large');
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    return fail('imports/record-invalid', { cause: 'no JSON' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail('imports/record-invalid', { cause: 'no object' });
  const { format, formatVersion } = value as { readonly format?: unknown; readonly formatVersion?: unknown };
  if (format === 'countersign/record' && typeof formatVersion === 'number' && formatVersion !== 1)
    return fail('imports/record-unknown-version', { formatVersion });
  if (hasMagicKey(value)) return fail('imports/record-invalid', { cause: 'a key with a meaning of its own' });
  const parsed = documentSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail('imports/record-invalid', { cause: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` });
  }
  try {
    if (canonicalize(value as JsonValue) !== text) return fail('imports/record-not-canonical');
  } catch {
    return fail('imports/record-not-canonical');
  }
  return ok(value as RevisionDocument);
};

const magic: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const hasMagicKey = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasMagicKey);
  return Object.entries(value).some(([key, member]) => magic.has(key) || hasMagicKey(member));
};
