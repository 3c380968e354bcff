import type { JsonValue } from '../../domain/result.ts';

/** `2026-11-23 09:32`, UTC. */
export const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;

export const day = (iso: string): string => iso.slice(0, 10);

/** A stored value for a reader. */
export const valueWords = (value: JsonValue | undefined): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
};
