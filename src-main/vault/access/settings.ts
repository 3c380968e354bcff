import type { JsonValue } from '../../domain/result.ts';
import type { ReadableVault, WritableVault } from '../handle.ts';
import type { Stamp } from '../stamp.ts';

/** A version of something that a system keeps for its reviews: a mapping of a list, or rules. */
export interface AccessSetting {
  readonly version: number;
  readonly value: JsonValue;
  readonly savedAt: string;
  readonly savedBy: string;
}

interface Row {
  readonly version: number;
  readonly value: string;
  readonly savedAt: string;
  readonly savedBy: string;
}

const settingOf = (row: Row | undefined): AccessSetting | undefined =>
  row && { ...row, value: JSON.parse(row.value) as JsonValue };

export type MappedList = 'accounts' | 'roster';

/** How a system's lists of this kind are read; the newest version where none is named. */
export const accessMapping = (
  db: ReadableVault,
  systemId: string,
  kind: MappedList,
  version: number | null = null,
): AccessSetting | undefined =>
  settingOf(
    db.get<Row>(
      `SELECT version, mapping AS value, saved_at AS savedAt, saved_by AS savedBy FROM access_mapping
       WHERE system_id = ? AND kind = ? AND version = coalesce(?, version) ORDER BY version DESC LIMIT 1`,
      systemId,
      kind,
      version,
    ),
  );

/** Keeps a mapping as a new version, unless the newest one says the same. Answers its version. */
export const saveAccessMapping = (
  db: WritableVault,
  stamp: Stamp,
  { systemId, kind, mapping }: { readonly systemId: string; readonly kind: MappedList; readonly mapping: JsonValue },
): number => {
  const text = JSON.stringify(mapping);
  const newest = accessMapping(db, systemId, kind);
  if (newest && JSON.stringify(newest.value) === text) return newest.version;
  const version = (newest?.version ?? 0) + 1;
  db.run(
    'INSERT INTO access_mapping (system_id, kind, version, mapping, saved_at, saved_by) VALUES (?, ?, ?, ?, ?, ?)',
    systemId,
    kind,
    version,
    text,
    stamp.at,
    stamp.account.id,
  );
  return version;
};

/** The rules by which a system's accounts are judged; the newest version where none is named. */
export const accessRules = (
  db: ReadableVault,
  systemId: string,
  version: number | null = null,
): AccessSetting | undefined =>
  settingOf(
    db.get<Row>(
      `SELECT version, rules AS value, saved_at AS savedAt, saved_by AS savedBy FROM access_rules
       WHERE system_id = ? AND version = coalesce(?, version) ORDER BY version DESC LIMIT 1`,
      systemId,
      version,
    ),
  );

export const saveAccessRules = (
  db: WritableVault,
  stamp: Stamp,
  { systemId, rules, reason }: { readonly systemId: string; readonly rules: JsonValue; readonly reason: string },
): number => {
  const version = (accessRules(db, systemId)?.version ?? 0) + 1;
  db.run(
    'INSERT INTO access_rules (system_id, version, rules, reason, saved_at, saved_by) VALUES (?, ?, ?, ?, ?, ?)',
    systemId,
    version,
    JSON.stringify(rules),
    reason,
    stamp.at,
    stamp.account.id,
  );
  return version;
};
