import { contentChanges } from '../domain/content-changes.ts';
import type { Finding } from '../domain/completeness.ts';
import type { Content } from '../domain/form.ts';
import { fail, ok, type JsonValue, type Result } from '../domain/result.ts';
import {
  account,
  supplierEntries,
  systemEntries,
  type OpenVault,
  type ReadableVault,
  type VersionedEntries,
  type VersionedEntry,
} from '../vault/index.ts';
import { storedContent, toStored } from './stored.ts';

/** An inventory whose entries are versions of a form. */
export interface Inventory {
  /** As the audit trail calls an entry. */
  readonly subject: 'system' | 'supplier';
  /** Area of its failure codes: `systems/not-found`. */
  readonly area: 'systems' | 'suppliers';
  readonly entries: VersionedEntries;
}

export const systemInventory: Inventory = { subject: 'system', area: 'systems', entries: systemEntries };
export const supplierInventory: Inventory = { subject: 'supplier', area: 'suppliers', entries: supplierEntries };

export interface EntryToSave {
  /** Null for a new entry. */
  readonly id: string | null;
  /** The version that the editor started from. */
  readonly baseVersion: number | null;
  readonly name: string;
  readonly content: Content;
  readonly reason: string;
  readonly findings: readonly Finding[];
}

/** Saves a new entry or a new version of one, with its audit entry; refused while something is missing. */
export const saveEntry = (
  vault: OpenVault,
  { subject, area, entries }: Inventory,
  { id, baseVersion, name, content, reason, findings }: EntryToSave,
): Result<VersionedEntry> => {
  if (findings.some((finding) => finding.severity === 'blocking'))
    return fail(`${area}/incomplete`, { findings: findings as unknown as JsonValue });
  const before = id === null ? undefined : vault.read((db) => entries.one(db, id));
  if (id !== null && !before) return fail(`${area}/not-found`, { [`${subject}Id`]: id });
  if (before && before.version !== baseVersion)
    return fail(`${area}/changed-elsewhere`, { version: before.version, baseVersion });
  return ok(
    vault.write(vault, (db, audit) => {
      const input = { name, content: toStored(content), reason };
      const entry = before ? entries.save(db, audit, before.id, input) : entries.create(db, audit, input);
      audit.record({
        action: before ? `${subject}.change` : `${subject}.create`,
        subject: { type: subject, id: entry.id },
        changes: contentChanges(before ? storedContent(before.content) : {}, content),
        reason,
        details: { version: entry.version },
      });
      return entry;
    }),
  );
};

/** The versions of an entry, newest first, with the names of those who made them. */
export const versionsOf = (db: ReadableVault, { entries }: Inventory, id: string) =>
  entries
    .versions(db, id)
    .map((one) => ({
      version: one.version,
      changedAt: one.changedAt,
      changedBy: account(db, one.changedBy)?.fullName ?? one.changedBy,
      reason: one.reason ?? '',
    }))
    .reverse();

/** All entries of an inventory by name. */
export const allEntries = (db: ReadableVault, { entries }: Inventory): readonly VersionedEntry[] => {
  const found: VersionedEntry[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = entries.page(db, { limit: 500, ...(after === undefined ? {} : { after }) });
    found.push(...page.items);
    after = page.next;
  }
  return found;
};
