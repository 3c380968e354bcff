import { hashParts } from '../lib/hash-location.ts';
import type { OpenSession } from './session.ts';

/** An address with a question in it, that the page was loaded with. */
let asked: string | null = null;

/** Keeps the question that the page is loaded with past the login, e.g. `#/search?q=words` of a bookmark. */
export const keepAskedAddress = (hash: string): void => {
  const [path, question] = hashParts(hash);
  asked = question === '' ? null : `${path}?${question}`;
};

/**
 * Where a login leads: to the question of the address, once. To the person's work otherwise, and first of all where the
 * login found something that must be told (draft Annex 11, 11.9).
 */
export const afterLogin = ({
  failedLogins,
  failedSignings,
  history,
  recovered,
  salvaged,
}: Pick<OpenSession, 'failedLogins' | 'failedSignings' | 'history' | 'recovered' | 'salvaged'>): string => {
  const address = asked;
  asked = null;
  const quiet = failedLogins + failedSignings === 0 && history === 'on-chain' && recovered === null && !salvaged;
  return quiet && address !== null ? address : '/work';
};
