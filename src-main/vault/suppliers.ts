import { versionedEntries, type EntryInput, type EntryVersion, type VersionedEntry } from './versioned-entries.ts';

/** A supplier or internal provider in its current version (Annex 11, 3.1). */
export type SupplierEntry = VersionedEntry;
export type SupplierVersion = EntryVersion;
export type SupplierInput = EntryInput;

export const supplierEntries = versionedEntries('supplier', 'SUP');

export const {
  one: supplier,
  page: suppliers,
  create: createSupplier,
  save: saveSupplier,
  versions: supplierVersions,
} = supplierEntries;
