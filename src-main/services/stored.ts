import type { Content } from '../domain/form.ts';
import type { JsonValue } from '../domain/result.ts';

/** Content as the vault gives it back. It was parsed by the contract before it was stored; the vault checks its bytes. */
export const storedContent = (value: JsonValue): Content => value as unknown as Content;

/** Content as the vault takes it. */
export const toStored = (content: Content): JsonValue => content as unknown as JsonValue;
