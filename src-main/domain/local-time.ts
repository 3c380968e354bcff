/** One formatter per zone: making one costs a hundred times what using it does. There are about 600 zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The formatter of a zone. @throws RangeError for a name that is no zone. */
const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(zone, made);
  return made;
};

/** Whether this runtime's time-zone data know the name. */
export const isZone = (name: string): boolean => {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,59}$/.test(name)) return false;
  try {
    return formatOf(name).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** An instant as a wall clock in `zone` shows it. `offset` is `+hh:mm`. */
export const localTime = (
  iso: string,
  zone: string,
): { readonly date: string; readonly time: string; readonly offset: string; readonly offsetMinutes: number } => {
  const instant = new Date(iso);
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value] as const),
  );
  const part = (type: string): string => parts.get(type as Intl.DateTimeFormatPartTypes) ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  const time = `${part('hour')}:${part('minute')}:${part('second')}`;
  const offsetMinutes = Math.round(
    (Date.parse(`${date}T${time}Z`) - Math.floor(instant.getTime() / 1000) * 1000) / 60000,
  );
  const size = Math.abs(offsetMinutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return {
    date,
    time,
    offsetMinutes,
    offset: `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`,
  };
};
