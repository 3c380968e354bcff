/** An expected outcome as a value: what can go wrong in use is returned, only bugs throw. */
export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/**
 * An expected failure. `code` is stable and names area and cause (`signing/wrong-pass-phrase`); the words a person reads
 * are chosen by code where they are shown. `details` are JSON values and never hold a secret.
 */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly details?: Readonly<Record<string, JsonValue>>;
}

/** A value that JSON can carry (RFC 8259). */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** A failure by its code: `return fail('vault/in-use', { folder })`. */
export const fail = <Code extends string>(
  code: Code,
  details?: Readonly<Record<string, JsonValue>>,
): { readonly ok: false; readonly error: Failure<Code> } => err(details === undefined ? { code } : { code, details });

/** Proves to the compiler that a union was handled in full. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
};
