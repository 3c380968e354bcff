import { versionedEntries, type EntryInput, type EntryVersion, type VersionedEntry } from './versioned-entries.ts';

/** An entry of the system inventory in its current version (Annex 11, 4.3). */
export type SystemEntry = VersionedEntry;
export type SystemVersion = EntryVersion;
export type SystemInput = EntryInput;

export const systemEntries = versionedEntries('system', 'SYS');

export const {
  one: system,
  page: systems,
  create: createSystem,
  save: saveSystem,
  versions: systemVersions,
} = systemEntries;
