import { digest } from '../../pki/digest.ts';

/** Values kept, and the largest that is: an authority's certificates and lists come with thousands of files. */
const maxKept = 256;
const maxKeptBytes = 128 * 1024;

/** More than a sane file carries is not read. */
const maxRead = 500;

/**
 * A reader that gives the same object for the same bytes, so that what was worked out for an issuer or a list in one
 * file (its signature above all) is not worked out again in the next. What cannot be read is left out.
 */
export const remembered = <T>(
  read: (der: Uint8Array) => { readonly ok: true; readonly value: T } | { readonly ok: false },
): ((ders: Iterable<Uint8Array>) => T[]) => {
  const kept = new Map<string, T | null>();
  const one = (der: Uint8Array): T | null => {
    if (der.length > maxKeptBytes) return valueOf(read(der));
    const key = Buffer.from(digest('sha256', der)).toString('latin1');
    let value = kept.get(key);
    if (value === undefined) value = valueOf(read(der));
    else kept.delete(key);
    // The newest stands last; the one longest unused goes first.
    kept.set(key, value);
    if (kept.size > maxKept) kept.delete(kept.keys().next().value as string);
    return value;
  };
  return (ders) => {
    const out: T[] = [];
    let count = 0;
    for (const der of ders) {
      if (++count > maxRead) break;
      const value = one(der);
      if (value !== null) out.push(value);
    }
    return out;
  };
};

const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T | null =>
  result.ok ? result.value : null;
