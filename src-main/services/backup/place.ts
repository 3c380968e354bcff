import { readdirSync, statSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backupOwner, faulting, isOfDisk, type OpenVault } from '../../vault/index.ts';

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
  return `${baseName(vaultFolder)}-${at.replace(/[-:.]/g, '')}.vault`;
};

const baseName = (vaultFolder: string): string =>
  (vaultFolder.split(/[\\/]/).at(-1) ?? 'vault').replace(/\.vault$/, '');

/** Whether the folder is there. A drive that was pulled is not made anew elsewhere under its name. */
export const isPlace = (place: string): boolean => lookAt(place)?.isDirectory() === true;

/** What a folder of backups holds. */
interface Held {
  /** The backups of the vault, newest first. What belongs to another vault is left out. */
  readonly generations: readonly Generation[];
  /** Names of folders that are called as its backups are and cannot be read as one, newest first. */
  readonly unreadable: readonly string[];
}

/** Looks at a folder of backups. @throws VaultFault where the folder itself cannot be read */
export const heldIn = (place: string, vault: Pick<OpenVault, 'folder' | 'identity'>): Held => {
  const found = (isPlace(place) ? faulting(() => readdirSync(place)) : []).flatMap((id) => {
    const takenAt = stampOf(id);
    return takenAt === null ? [] : [{ id, takenAt, folder: join(place, id) }];
  });
  const looked = found
    .map((one) => ({
      ...one,
      bytes: lookAt(join(one.folder, 'vault.db'))?.size ?? null,
      owner: backupOwner(one.folder),
    }))
    .sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
  const ownName = `${baseName(vault.folder)}-`;
  return {
    generations: looked.flatMap(({ owner, bytes, ...one }) =>
      owner === vault.identity.id && bytes !== null ? [{ ...one, bytes }] : [],
    ),
    unreadable: looked
      .filter(({ id, owner, bytes }) =>
        owner === null ? id.startsWith(ownName) : owner === vault.identity.id && bytes === null,
      )
      .map(({ id }) => id),
  };
};

/** The time in a backup's name, UTC, ISO 8601; null for other names. */
const stampOf = (name: string): string | null => {
  const parts = stampPattern.exec(name);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, ms] = parts;
  return `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${ms ?? ''}Z`;
};

/** What stands there, links followed; undefined where nothing can be seen of it. */
const lookAt = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    return undefined;
  }
};

/** Whether two folders lie on one volume, by the device number of the nearest that exists. */
export const onSameVolume = (a: string, b: string): boolean => deviceOf(a) === deviceOf(b);

const deviceOf = (path: string): number => {
  const found = lookAt(path);
  const parent = dirname(resolve(path));
  return found === undefined && parent !== resolve(path) ? deviceOf(parent) : (found?.dev ?? -1);
};
