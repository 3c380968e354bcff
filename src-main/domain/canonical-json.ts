import type { JsonValue } from './result.ts';

/**
 * The JSON Canonicalization Scheme (RFC 8785) over Unicode NFC: one value, one text, so that a hash of it means
 * something in ten years. Keys sort by UTF-16 code units, numbers print as ECMAScript prints them, no white space.
 * Strings and keys are normalised to NFC first (RFC 8785 3.1 leaves that to the application).
 *
 * @throws TypeError for what JSON cannot carry: NaN, infinities, lone surrogates, two keys equal after normalisation.
 */
export const canonicalize = (value: JsonValue): string => {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`JSON has no number ${value}`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalize).join(',')}]`;
      const members = Object.entries(value as { readonly [key: string]: JsonValue })
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [key.normalize('NFC'), member] as const)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      members.forEach(([key], index) => {
        if (index > 0 && members[index - 1]?.[0] === key) throw new TypeError(`two keys are the same text: ${key}`);
      });
      return `{${members.map(([key, member]) => `${canonicalString(key)}:${canonicalize(member)}`).join(',')}}`;
    }
    default:
      throw new TypeError(`JSON has no ${typeof value}`);
  }
};

const canonicalString = (text: string): string => {
  const normal = text.normalize('NFC');
  if (!normal.isWellFormed()) throw new TypeError('a lone surrogate is not Unicode text');
  return JSON.stringify(normal);
};
