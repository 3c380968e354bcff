import { supplierFacts } from '../../domain/supplier.ts';
import type { ReadableVault, SupplierEntry } from '../../vault/index.ts';
import { allEntries, supplierInventory } from '../entries.ts';
import { storedContent } from '../stored.ts';

/** The suppliers that serve a system, by name. */
export const suppliersOf = (db: ReadableVault, systemId: string): readonly SupplierEntry[] =>
  allEntries(db, supplierInventory).filter(({ content }) =>
    supplierFacts(storedContent(content)).systems.includes(systemId),
  );
