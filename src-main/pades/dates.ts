/** A PDF date (ISO 32000-2, 7.9.4) such as `D:20261123120000+01'00'`; null where the text is none. Missing parts are the first. */
export const parseDate = (text: string): Date | null => {
  const match =
    /^(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d))?)?)?)?)?(?:(Z)|([+-])(\d\d)'?(?:(\d\d)'?)?)?/.exec(
      text,
    );
  if (!match) return null;
  const part = (index: number, otherwise: number): number =>
    match[index] === undefined ? otherwise : Number(match[index]);
  const local = Date.UTC(part(1, 0), part(2, 1) - 1, part(3, 1), part(4, 0), part(5, 0), part(6, 0));
  const sign = match[8] === '-' ? -1 : 1;
  const offset = match[8] === undefined ? 0 : sign * (part(9, 0) * 60 + part(10, 0));
  const date = new Date(local - offset * 60_000);
  return Number.isNaN(date.getTime()) ? null : date;
};
