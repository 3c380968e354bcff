const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes that an IANA zone is ahead of UTC at an instant: 120 for `Europe/Berlin` in July, -210 in St John's in winter. */
export const offsetMinutes = (instant: Date, zone: string): number => {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d\d):(\d\d)/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
};
