import { displayInstant } from '../../src-main/contract/index.ts';

/** The zone of the person at this machine. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Date and time to the minute, in the reader's zone and with its offset: `2026-11-23 10:32 +01:00`. */
export const shortTime = (iso: string, zone: string = localZone()): string =>
  displayInstant(iso, zone).replace(/^(.{16}):\d{2}(.{7}).*$/, '$1$2');

/** Date and time for a column that has no room for the offset: {@link fullTime} is then its title. */
export const listTime = (iso: string, zone: string = localZone()): string => displayInstant(iso, zone).slice(0, 16);

/** Date, time, offset and zone: what a signature or an audit entry shows. */
export const fullTime = (iso: string, zone: string = localZone()): string => displayInstant(iso, zone);

/** The day alone. */
export const shortDay = (iso: string, zone: string = localZone()): string => displayInstant(iso, zone).slice(0, 10);

/** The time of day alone, to the minute: `10:32`. */
export const clockTime = (iso: string, zone: string = localZone()): string => displayInstant(iso, zone).slice(11, 16);

/** Today's date where the reader sits. */
export const today = (): string => shortDay(new Date().toISOString());
