import type { Failure } from '../../src-main/contract/index.ts';
import { clockTime } from './time.ts';

/** An error in words. */
export interface Explanation {
  readonly what: string;
  readonly safe?: string;
  readonly next?: string;
}

export type Explain = (failure: Failure) => Explanation;

/** A detail as text, or null where it was not sent. */
export const detail = (failure: Failure, name: string): string | null => {
  const value = failure.details?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};

/** `2 attempts are left before it locks.`, or nothing where the number is not known. */
export const attemptsLeft = (failure: Failure, what: string): string => {
  const left = detail(failure, 'attemptsLeft');
  if (left === null) return '';
  if (left === '0') return `${what.charAt(0).toUpperCase()}${what.slice(1)} is locked now.`;
  return left === '1' ? `One attempt is left before ${what} locks.` : `${left} attempts are left before ${what} locks.`;
};

/** ` until 14:05` where a lock ends by itself. */
export const until = (failure: Failure): string => {
  const at = detail(failure, 'unlocksAt');
  return at === null ? '' : ` until ${clockTime(at)}`;
};
