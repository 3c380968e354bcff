import { useSyncExternalStore } from 'react';
import type { BaseLocationHook } from 'wouter';

/** `#/search?q=words` as `['/search', 'q=words']`; without a question the second is empty. */
export const hashParts = (hash: string): readonly [path: string, question: string] => {
  const address = hash.replace(/^#?\/?/, '');
  const mark = address.indexOf('?');
  return mark < 0 ? [`/${address}`, ''] : [`/${address.slice(0, mark)}`, address.slice(mark + 1)];
};

const hashPath = (): string => hashParts(window.location.hash)[0];
const hashQuestion = (): string => hashParts(window.location.hash)[1];

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

interface Navigation {
  readonly replace?: boolean;
  readonly state?: unknown;
}

const navigate = (to: string, { replace = false, state = null }: Navigation = {}): void => {
  const oldURL = window.location.href;
  const next = new URL(oldURL);
  next.search = '';
  next.hash = to.replace(/^#?\/?/, '/');
  if (replace) window.history.replaceState(state, '', next);
  else window.history.pushState(state, '', next);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: next.href }));
};

const useLocationInHash = (): [string, typeof navigate] => [useSyncExternalStore(subscribe, hashPath), navigate];
const useQuestionInHash = (): string => useSyncExternalStore(subscribe, hashQuestion);

/**
 * The address within the page, all of it behind the `#`: path and question, as in `#/search?q=words`. So an address that was
 * typed, bookmarked or opened from a link is the one that the page itself makes; wouter's own hook keeps the question before
 * the `#`, where nobody would type it.
 */
export const useHashLocation: BaseLocationHook = Object.assign(useLocationInHash, {
  searchHook: useQuestionInHash,
  hrefs: (href: string): string => `#${href}`,
});
