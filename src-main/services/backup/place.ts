import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backupOwner } from '../../vault/index.ts';

/** A backup in its folder. */
export interface Generation {
  /** Its folder's name. */
  readonly id: string;
  readonly folder: string;
  /** UTC, ISO 8601. */
  readonly takenAt: string;
  readonly bytes: number;
}

const stampPattern = /-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z\.vault$/;

/** `Freiburg-20261125T183000123Z.vault`: sorts by time, and every file system takes it. */
export const generationName = (vaultFolder: string, at: string): string => {
  const name = (vaultFolder.split(/[\\/]/).at(-1) ?? 'vault').replace(/\.vault$/, '');
  return `${name}-${at.replace(/[-:.]/g, '')}.vault`;
};

/** Whether the folder is there. A drive that was pulled is not made anew elsewhere under its name. */
export const isPlace = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;

/** The backups of one vault in a folder, newest first. What belongs to another vault, or is none, is left out. */
export const generationsIn = (place: string, vaultId: string): readonly Generation[] => {
  if (!isPlace(place)) return [];
  return readdirSync(place)
    .flatMap((id): readonly Generation[] => {
      const parts = stampPattern.exec(id);
      const folder = join(place, id);
      const database = statSync(join(folder, 'vault.db'), { throwIfNoEntry: false });
      if (parts === null || database === undefined || backupOwner(folder) !== vaultId) return [];
      const [, year, month, day, hour, minute, second, ms] = parts;
      const takenAt = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${ms ?? ''}Z`;
      return [{ id, folder, takenAt, bytes: database.size }];
    })
    .sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
};

/** Whether two folders lie on one volume, by the device number of the nearest that exists. */
export const onSameVolume = (a: string, b: string): boolean => deviceOf(a) === deviceOf(b);

const deviceOf = (path: string): number => {
  const found = statSync(path, { throwIfNoEntry: false });
  const parent = dirname(resolve(path));
  return found === undefined && parent !== resolve(path) ? deviceOf(parent) : (found?.dev ?? -1);
};
