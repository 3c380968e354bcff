import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * A copy in the making stands in a folder `NAME.vault.UUID` until it is whole, and has its name then. What a killed process
 * left there is found by that name; that it is unfinished and whose it was is proven by a mark, which is written into the
 * empty folder first and goes just before the folder gets its name.
 */
const markName = 'unfinished.json';

const mark = z.object({
  format: z.literal('countersign-unfinished'),
  purpose: z.enum(['backup', 'restore']),
  vaultId: z.uuid(),
  startedAt: z.iso.datetime(),
  host: z.string(),
  pid: z.int().positive(),
});

/** Marks a folder that is being filled. @throws the file system's own error */
export const markUnfinished = (folder: string, about: Pick<z.infer<typeof mark>, 'purpose' | 'vaultId'>): void => {
  const content = { format: 'countersign-unfinished', ...about, startedAt: new Date().toISOString() };
  writeFileSync(join(folder, markName), JSON.stringify({ ...content, host: hostname(), pid: process.pid }), {
    mode: 0o600,
  });
};

/** What was in the making is whole. */
export const unmark = (folder: string): void => rmSync(join(folder, markName));

/** A folder that an interrupted backup or restore left behind. */
export interface Leftover {
  readonly folder: string;
  readonly name: string;
  /** Null where it bears no mark: then nothing says what it is, and it is left alone. */
  readonly purpose: 'backup' | 'restore' | null;
  readonly startedAt: string | null;
  readonly bytes: number;
  /** It is provably unfinished, of this vault, and the process that filled it has ended: it may be removed. */
  readonly removable: boolean;
}

const leftoverName = /\.vault\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What a copy in the making consists of. A folder with anything else in it is not touched. */
const ownFiles = /^(?:unfinished\.json|vault\.(?:db|lock|head)(?:\.new|-wal|-shm|-journal)?|keyslots\.json(?:\.new)?)$/;

/** The name under which a vault's backups are restored for a drill, before it is extended while that goes on. */
export const drillName = (vaultId: string): string => `countersign-drill-${vaultId}`;

/**
 * What was left behind in a folder, with what is known of each: what a running process fills is no leftover. A folder that
 * cannot be read holds none.
 */
export const leftoversIn = (place: string, vaultId: string): readonly Leftover[] =>
  namesIn(place)
    .filter((name) => leftoverName.test(name) || name.startsWith(`${drillName(vaultId)}.`))
    .flatMap((name): readonly Leftover[] => {
      const folder = join(place, name);
      const files = namesIn(folder);
      const found = markOf(folder);
      const end = found && endOf(found);
      // Of another vault, for that one to tell; or in the making now.
      if (found !== null && (found.vaultId !== vaultId || end === 'running')) return [];
      return [
        {
          folder,
          name,
          purpose: found?.purpose ?? null,
          startedAt: found?.startedAt ?? null,
          bytes: files.reduce(
            (sum, file) => sum + (statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0),
            0,
          ),
          removable: end === 'ended' && files.every((file) => ownFiles.test(file)),
        },
      ];
    });

/** Removes a leftover, where it is still one that may go; answers whether it did. */
export const removeLeftover = (place: string, name: string, vaultId: string): boolean => {
  const found = leftoversIn(place, vaultId).find((one) => one.name === name);
  if (found?.removable !== true) return false;
  rmSync(found.folder, { recursive: true, force: true });
  return !existsSync(found.folder);
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const markOf = (folder: string): z.infer<typeof mark> | null => {
  try {
    return mark.parse(JSON.parse(readFileSync(join(folder, markName), 'utf8')));
  } catch {
    return null;
  }
};

/** What became of the process that filled it. Of one on another computer nothing is known. */
const endOf = ({ host, pid }: z.infer<typeof mark>): 'running' | 'ended' | 'elsewhere' => {
  if (host !== hostname()) return 'elsewhere';
  try {
    process.kill(pid, 0);
    return 'running';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'ended' : 'running';
  }
};
