import type { Failure, JsonValue } from '../../domain/result.ts';

/** A detail of a failure as text: a list joined by commas, nothing for what is absent or no plain value. */
export const detailText = ({ details = {} }: Failure, key: string): string => textOf(details[key] ?? null);

const textOf = (value: JsonValue): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return value.toString();
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(textOf).join(', ') : '';
};
