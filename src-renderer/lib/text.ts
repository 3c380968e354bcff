/** `incidents`, `entries`. */
const plural = (one: string): string => (/[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`);

/** `1 incident`, `2 incidents`, `3 entries`; another plural may be given. */
export const count = (n: number, one: string, many = plural(one)): string => `${String(n)} ${n === 1 ? one : many}`;

/** `12 records`, `more than 10,000 records`: as the main process counted, up to its bound. */
export const bounded = (
  of: { readonly count: number; readonly more: boolean },
  one: string,
  many = `${one}s`,
): string => (of.more ? `more than ${of.count.toLocaleString('en')} ${many}` : count(of.count, one, many));

/** The first and last characters of a hash, for comparing by eye. */
export const shortHash = (hex: string): string => `${hex.slice(0, 8)} … ${hex.slice(-8)}`;

/** Hexadecimal in groups of four. */
export const groupedHash = (hex: string): string => hex.match(/.{1,4}/g)?.join(' ') ?? hex;

/** A size as people read it, in powers of 1000. */
export const fileSize = (bytes: number): string => {
  if (bytes < 1000) return `${String(bytes)} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
};

/** The common name out of a distinguished name, without the backslashes of RFC 4514, or the whole name where it has none. */
export const commonName = (distinguished: string): string =>
  /(?:^|[,/+]\s*)CN\s*=\s*("[^"]*"|(?:\\.|[^,+/])+)/i
    .exec(distinguished)?.[1]
    ?.replaceAll(/^"|"$/g, '')
    .replaceAll(/\\([ #"+,;<=>\\])/g, '$1')
    .trim() ?? distinguished;

/** A distinguished name of RFC 4514 with a blank after each comma that parts it, so that lines can break there. */
export const spacedName = (distinguished: string): string => distinguished.replaceAll(/(?<!\\),(?! )/g, ', ');

/** Initials for an avatar: first and last word. */
export const initials = (fullName: string): string => {
  const words = fullName.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '');
  return letters.join('').toLocaleUpperCase();
};
