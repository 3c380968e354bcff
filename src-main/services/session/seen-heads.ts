import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  auditHead,
  placeOfHead,
  programActor,
  type AuditHead,
  type HeadPlace,
  type OpenVault,
} from '../../vault/index.ts';

const file = z.record(z.string(), z.object({ seq: z.int().min(0), hash: z.string() }));

/**
 * The last entry of each vault's trail that this machine saw, by the vault's id, in `heads.json` of the data folder: kept
 * apart from the vaults, so that an older copy put in a vault's place is noticed. An unreadable file is an empty one; where
 * the folder takes no more, the head that was seen before is kept: it is older, and as true.
 */
export interface SeenHeads {
  find(vaultId: string): AuditHead | undefined;
  remember(vaultId: string, head: AuditHead): void;
}

export const seenHeads = (dataFolder: string): SeenHeads => {
  const path = join(dataFolder, 'heads.json');
  const read = (): Readonly<Record<string, AuditHead>> => {
    try {
      return file.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return {};
    }
  };
  return {
    find: (vaultId) => {
      const all = read();
      return Object.hasOwn(all, vaultId) ? all[vaultId] : undefined;
    },
    remember: (vaultId, { seq, hash }) => {
      try {
        mkdirSync(dataFolder, { recursive: true });
        writeFileSync(`${path}.new`, JSON.stringify({ ...read(), [vaultId]: { seq, hash } }));
        renameSync(`${path}.new`, path);
      } catch (error) {
        if (!isOfDisk(error)) throw error;
      }
    },
  };
};

/** The disk is full, read-only or failing. */
const isOfDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '');

/**
 * Holds a vault that was just opened against what this machine saw of it, records a contradiction in its trail
 * (`vault.rolled-back`, `vault.forked`), and remembers the head from now on.
 */
export const compareWithSeen = (seen: SeenHeads, vault: OpenVault): HeadPlace => {
  const { id } = vault.identity;
  const known = seen.find(id);
  const place = known === undefined ? 'on-chain' : vault.read((db) => placeOfHead(db, known));
  if (known !== undefined && place !== 'on-chain')
    vault.write(programActor, (_, audit) =>
      audit.record({ action: `vault.${place}`, subject: { type: 'vault', id }, details: { seen: { ...known } } }),
    );
  seen.remember(id, vault.read(auditHead));
  return place;
};
