/** Longer texts are shortened: what a file says of itself must not fill a report. */
const longest = 600;

/**
 * The same data with every text on one line and of bounded length; bytes are left as they are. All of it comes from
 * files that anybody may have made.
 */
export const bounded = <T>(value: T, length: number = longest): T => boundedValue(value, length) as T;

const boundedValue = (value: unknown, length: number): unknown => {
  if (typeof value === 'string') return shortened(value, length);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => boundedValue(item, length));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, boundedValue(entry, length)]));
};

const shortened = (text: string, length: number): string => {
  const cut = text.length > length ? `${text.slice(0, length).toWellFormed()} …` : text;
  return cut.replace(/\s+/g, ' ');
};
