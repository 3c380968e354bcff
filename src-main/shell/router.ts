import { z } from 'zod';
import { type CallName, contract, type Handlers } from '../contract/index.ts';
import { fail, type Result } from '../domain/result.ts';

/** Answers one message `{name, input}` from the page. Never throws: whatever came in, a value goes back. */
export type Router = (message: unknown) => Promise<Result<unknown>>;

/** Where an unexpected exception is written down; the page gets only `reference`. */
export type Report = (fault: {
  readonly reference: string;
  readonly call: string;
  /** The exception with its stack; pass phrases of the call are struck out. */
  readonly text: string;
}) => void;

/** The most that one call may carry: characters of text plus bytes of files. */
export const maxInputSize = 256 * 1024 * 1024;
const maxDepth = 32;
/** What a value costs besides its text: about what the parser keeps for one that is wrong. So a million of them cross, and no more. */
const valueSize = 200;

const envelope = z.object({ name: z.string().max(100), input: z.unknown() });

const isCall = (name: string): name is CallName => Object.hasOwn(contract, name);

/** Why a value may not cross: too much or too deep; text that is not Unicode; neither JSON values nor byte arrays. */
type Refused = 'wire/too-large' | 'wire/not-text' | 'wire/bad-message';

/**
 * How much a value holds, or why it may not cross. What passes is the same in both hosts, whose transports differ in what
 * else they could carry; halves of surrogate pairs, which neither UTF-8 nor canonical JSON (RFC 8785) can write, do not.
 */
const weigh = (value: unknown, budget: number, depth = 0): number | Refused => {
  if (typeof value === 'string') {
    if (value.length > budget) return 'wire/too-large';
    return value.isWellFormed() ? valueSize + value.length : 'wire/not-text';
  }
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return valueSize;
  if (value instanceof Uint8Array) return value.byteLength <= budget ? value.byteLength : 'wire/too-large';
  if (typeof value !== 'object') return 'wire/bad-message';
  if (depth >= maxDepth) return 'wire/too-large';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return 'wire/bad-message';
  // An array may be long without holding anything (Electron's transport keeps that), and is walked to its end all the same.
  if (Array.isArray(value) && value.length * valueSize > budget) return 'wire/too-large';
  let weight = valueSize;
  for (const [key, part] of Object.entries(value)) {
    if (!key.isWellFormed()) return 'wire/not-text';
    const partWeight = weigh(part, budget - weight, depth + 1);
    if (typeof partWeight === 'string') return partWeight;
    weight += key.length + partWeight;
    if (weight > budget) return 'wire/too-large';
  }
  return weight;
};

/** The secrets in a call's input, found by the shapes that the contract gives them. */
export const secretsIn = (schema: z.ZodType, input: unknown): readonly string[] => {
  if (schema.meta()?.['secret'] === true) return typeof input === 'string' ? [input] : [];
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return secretsIn(schema.unwrap() as z.ZodType, input);
  if (!(schema instanceof z.ZodObject) || typeof input !== 'object' || input === null) return [];
  const values = input as Readonly<Record<string, unknown>>;
  return Object.entries(schema.shape).flatMap(([key, part]) => secretsIn(part as z.ZodType, values[key]));
};

const describe = (error: unknown, secrets: readonly string[]): string =>
  secrets.reduce(
    (text, secretText) => text.replaceAll(secretText, '[secret]'),
    error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : `thrown: ${typeof error}`,
  );

/**
 * The way from the wire to the handlers: an unknown name, a wrong shape, text that is none or too large an input is refused with a code
 * (`wire/...`); what a handler returns goes back as it is; what it throws is reported and goes back as `internal` with
 * the reference of the report. Parses the input once; handlers get the parsed value.
 */
export const createRouter =
  (handlers: Handlers, report: Report, newReference: () => string): Router =>
  async (message) => {
    const call = envelope.safeParse(message);
    if (!call.success) return fail('wire/bad-message');
    const { name, input } = call.data;
    if (!isCall(name)) return fail('wire/unknown-call');
    const schema: z.ZodType = contract[name].input;
    try {
      const weight = weigh(input, maxInputSize);
      if (typeof weight === 'string') return fail(weight, { call: name });
      const parsed = schema.safeParse(input);
      if (!parsed.success) {
        const { path, code } = parsed.error.issues[0] ?? { path: [], code: 'custom' };
        return fail('wire/bad-input', { call: name, at: path.map(String).join('.'), issue: code });
      }
      const handler = handlers[name] as (value: unknown) => Promise<Result<unknown>>;
      return await handler(parsed.data);
    } catch (error) {
      const reference = newReference();
      report({ reference, call: name, text: describe(error, secretsIn(schema, input)) });
      return fail('internal', { reference });
    }
  };
