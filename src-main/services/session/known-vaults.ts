import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const entry = z.object({ folder: z.string(), name: z.string(), lastOpened: z.string().nullable() });
const file = z.object({ vaults: z.array(entry) });

/** A vault that this machine has seen. `id` is a handle for the window: it names the folder without telling it. */
export interface KnownVault {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly lastOpened: string | null;
}

/** The vaults that this machine knows, in `vaults.json` of the data folder. An unreadable list is an empty one. */
export interface KnownVaults {
  list(): readonly KnownVault[];
  find(id: string): KnownVault | undefined;
  /** Adds a folder, or brings what is known of it up to date. */
  remember(folder: string, about?: { readonly name: string; readonly lastOpened: string }): KnownVault;
}

export const knownVaults = (dataFolder: string): KnownVaults => {
  const path = join(dataFolder, 'vaults.json');

  const read = (): z.infer<typeof file>['vaults'] => {
    try {
      return file.parse(JSON.parse(readFileSync(path, 'utf8'))).vaults;
    } catch {
      return [];
    }
  };

  const list = (): readonly KnownVault[] => read().map((known) => ({ ...known, id: handleOf(known.folder) }));

  return {
    list,
    find: (id) => list().find((known) => known.id === id),
    remember: (given, about) => {
      const folder = resolve(given);
      const before = read();
      const known = before.find((one) => one.folder === folder);
      const next = {
        folder,
        name: about?.name ?? known?.name ?? basename(folder).replace(/\.vault$/, ''),
        lastOpened: about?.lastOpened ?? known?.lastOpened ?? null,
      };
      mkdirSync(dataFolder, { recursive: true });
      writeFileSync(
        `${path}.new`,
        JSON.stringify({ vaults: [next, ...before.filter((one) => one.folder !== folder)] }, null, 2),
      );
      renameSync(`${path}.new`, path);
      return { ...next, id: handleOf(folder) };
    },
  };
};

export const isPresent = (known: KnownVault): boolean => existsSync(join(known.folder, 'keyslots.json'));

/** The folder that holds the vault, with the home folder as `~`: enough to tell two vaults of one name apart. */
export const placeOf = (known: KnownVault): string => placeText(dirname(known.folder));

/** A folder for reading, with the home folder as `~`. */
export const placeText = (parent: string): string => {
  const home = homedir();
  return parent === home || parent.startsWith(`${home}/`) ? `~${parent.slice(home.length)}` : parent;
};

const handleOf = (folder: string): string => createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16);
