/** Longer texts are shortened: what a file says of itself must not fill a report. */
const longest = 600;

/**
 * The same data with every text on one line and of bounded length; bytes are left as they are. All of it comes from
 * files that anybody may have made.
 */
export const bounded = <T>(value: T): T => boundedValue(value) as T;

const boundedValue = (value: unknown): unknown => {
  if (typeof value === 'string') return shortened(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(boundedValue);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, boundedValue(entry)]));
};

const shortened = (text: string): string => {
  const cut = text.length > longest ? `${text.slice(0, longest).toWellFormed()} …` : text;
  return cut.replace(/\s+/g, ' ');
};
