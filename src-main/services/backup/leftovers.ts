import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { drillName, leftoversIn, removeLeftover, type Leftover, type OpenVault } from '../../vault/index.ts';
import { backupPlan } from './plan.ts';

/** A leftover and the folder it lies in. */
export type FoundLeftover = Leftover & { readonly place: string };

/**
 * What killed backups, restores and drills left behind: beside the vault, in the place of backups, and where drills restore.
 * Each may fill a disk with copies that nobody knows of.
 */
export const leftoversOf = (vault: OpenVault): readonly FoundLeftover[] => {
  const { place } = vault.read(backupPlan);
  const { id } = vault.identity;
  const places = new Set([dirname(vault.folder), ...(place === null ? [] : [place])]);
  const drills = leftoversIn(tmpdir(), id).filter(({ name }) => name.startsWith(drillName(id)));
  return [
    ...[...places].flatMap((one) => leftoversIn(one, id).map((found) => ({ ...found, place: one }))),
    ...drills.map((found) => ({ ...found, place: tmpdir() })),
  ];
};

/** Removes those that are proven to be unfinished copies of this vault, and says so in the trail. */
export const clearLeftovers = (vault: OpenVault): void => {
  const { id } = vault.identity;
  const removed = leftoversOf(vault).filter(({ place, name }) => removeLeftover(place, name, id));
  if (removed.length === 0) return;
  vault.write(vault, (_, audit) =>
    audit.record({
      action: 'backup.clear',
      subject: { type: 'vault', id },
      details: { removed: removed.map(({ folder, bytes, startedAt }) => ({ folder, bytes, startedAt })) },
    }),
  );
};
