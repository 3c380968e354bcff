import { isDate } from '../iso-date.ts';

/** How a list writes its days. The id is kept with the mapping; `example` is what people choose by. */
export interface DateFormat {
  readonly id: string;
  readonly example: string;
  /** The ISO day, or null where the text is not of this format. A time of day may follow and is left out. */
  parse(text: string): string | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** German and French abbreviations that differ from the English ones. */
const otherMonths: Readonly<Record<string, number>> = {
  mär: 3,
  mrz: 3,
  mai: 5,
  okt: 10,
  dez: 12,
  fév: 2,
  avr: 4,
  aoû: 8,
  déc: 12,
};

const iso = (year: number, month: number, day: number): string | null => {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return year >= 1900 && year <= 9999 && isDate(text) ? text : null;
};

const time = String.raw`(?:[T ,]+\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[AaPp]\.?[Mm]\.?)?\s?(?:Z|UTC|GMT|CET|CEST|[+-]\d{2}:?\d{2})?)?`;
const fullYear = (text: string): number =>
  text.length === 2 ? (Number(text) < 70 ? 2000 : 1900) + Number(text) : Number(text);

const numeric = (id: string, example: string, order: 'ymd' | 'dmy' | 'mdy', separator: string): DateFormat => {
  const year = order === 'ymd' ? String.raw`(\d{4})` : String.raw`(\d{4}|\d{2})`;
  const two = String.raw`(\d{1,2})`;
  const parts = order === 'ymd' ? [year, two, two] : [two, two, year];
  const pattern = new RegExp(`^${parts.join(separator)}${time}$`);
  return {
    id,
    example,
    parse(text) {
      const found = pattern.exec(text);
      if (found === null) return null;
      const [, first = '', second = '', third = ''] = found;
      if (order === 'ymd') return iso(Number(first), Number(second), Number(third));
      const [day, month] = order === 'dmy' ? [first, second] : [second, first];
      return iso(fullYear(third), Number(month), Number(day));
    },
  };
};

const monthOf = (word: string): number => {
  const short = word.toLowerCase().slice(0, 3);
  return months.indexOf(short) + 1 || (otherMonths[short] ?? 0);
};

const named = (id: string, example: string, pattern: RegExp, order: 'dmy' | 'mdy'): DateFormat => ({
  id,
  example,
  parse(text) {
    const found = pattern.exec(text);
    if (found === null) return null;
    const [, first = '', second = '', year = ''] = found;
    const [day, month] = order === 'dmy' ? [first, second] : [second, first];
    return iso(fullYear(year), monthOf(month), Number(day));
  },
});

const dayOf = (milliseconds: number): string | null => {
  const instant = new Date(milliseconds);
  return Number.isNaN(instant.getTime())
    ? null
    : iso(instant.getUTCFullYear(), instant.getUTCMonth() + 1, instant.getUTCDate());
};

const counted = (id: string, example: string, pattern: RegExp, toMilliseconds: (n: number) => number): DateFormat => ({
  id,
  example,
  parse: (text) => (pattern.test(text) ? dayOf(toMilliseconds(Number(text))) : null),
});

const day = 86_400_000;

/** Every format there is, the least ambiguous first. */
export const dateFormats: readonly DateFormat[] = [
  numeric('iso', '2026-11-23', 'ymd', '-'),
  numeric('ymd-slash', '2026/11/23', 'ymd', '/'),
  numeric('dmy-dot', '23.11.2026', 'dmy', String.raw`\.`),
  numeric('dmy-slash', '23/11/2026', 'dmy', '/'),
  numeric('mdy-slash', '11/23/2026', 'mdy', '/'),
  numeric('dmy-dash', '23-11-2026', 'dmy', '-'),
  numeric('mdy-dash', '11-23-2026', 'mdy', '-'),
  named(
    'dmy-name',
    '23-Nov-2026',
    new RegExp(String.raw`^(\d{1,2})\.?[- ](\p{L}{3,9})\.?[- ,]+(\d{4}|\d{2})${time}$`, 'u'),
    'dmy',
  ),
  named('mdy-name', 'Nov 23, 2026', new RegExp(String.raw`^(\p{L}{3,9})\.? (\d{1,2}),? (\d{4})${time}$`, 'u'), 'mdy'),
  {
    id: 'compact',
    example: '20261123',
    parse: (text) =>
      /^(19|20)\d{6}$/.test(text)
        ? iso(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
        : null,
  },
  counted('unix', '1795392000', /^\d{9,10}$/, (n) => n * 1000),
  counted('unix-ms', '1795392000000', /^\d{12,13}$/, (n) => n),
  counted('filetime', '134397696000000000', /^1[23]\d{16}$/, (n) => n / 10_000 - 11_644_473_600_000),
  counted('spreadsheet', '46349', /^\d{5}(\.\d+)?$/, (n) => Date.UTC(1899, 11, 30) + n * day),
];

export const dateFormat = (id: string): DateFormat | undefined => dateFormats.find((format) => format.id === id);

/** A format that remembers: the days of a list repeat themselves. */
export const remembering = (format: DateFormat): DateFormat => {
  const known = new Map<string, string | null>();
  return {
    ...format,
    parse(text) {
      const there = known.get(text);
      if (there !== undefined) return there;
      const parsed = format.parse(text);
      if (known.size < 20_000) known.set(text, parsed);
      return parsed;
    },
  };
};

/** Words and numbers by which lists say that something never happened. */
const never = /^(?:|-|–|never|nie|n\/a|null|none|0|jamais|9223372036854775807)$/i;

/** Whether a cell says "no day": `never`, an empty cell, directory services' zero. */
export const isNoDay = (text: string): boolean => text === '' || (text.length < 20 && never.test(text.trim()));

/** What a column of days can be read as. */
export interface DetectedFormat {
  /** Formats that read every value, the likeliest first. */
  readonly candidates: readonly string[];
  /** Whether a person has to choose: the values read as different days in two of them (03/04/2026). */
  readonly ambiguous: boolean;
}

/** Detects how a column writes its days, from any number of its values. No candidates for an empty column. */
export const detectDateFormat = (values: readonly string[]): DetectedFormat => {
  const texts = [...new Set(values.map((value) => value.trim()))].filter((text) => !isNoDay(text));
  if (texts.length === 0) return { candidates: [], ambiguous: false };
  const left = dateFormats.filter((format) => texts.every((text) => format.parse(text) !== null));
  const [first, ...others] = left;
  return {
    candidates: left.map(({ id }) => id),
    ambiguous: others.some((other) => texts.some((text) => other.parse(text) !== first?.parse(text))),
  };
};
