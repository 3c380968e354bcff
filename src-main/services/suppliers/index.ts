import type { Handlers, Output } from '../../contract/index.ts';
import type { Finding } from '../../domain/completeness.ts';
import { rowsOf, type Content } from '../../domain/form.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { may } from '../../domain/roles.ts';
import { supplierFacts, supplierFindings } from '../../domain/supplier.ts';
import { supplier, system, type ReadableVault, type SupplierEntry } from '../../vault/index.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { allEntries, saveEntry, supplierInventory, versionsOf } from '../entries.ts';
import { storedContent } from '../stored.ts';
import { suppliersOf } from './serving.ts';

type SupplierCall = 'suppliers.list' | 'suppliers.get' | 'suppliers.check' | 'suppliers.save';
type Summary = Output<'suppliers.list'>['suppliers'][number];

/** Suppliers and internal providers: who serves which system under which agreement (Annex 11 s.3). */
export const supplierHandlers = (context: ServiceContext): Pick<Handlers, SupplierCall> => ({
  'suppliers.list': ({ systemId }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    return ok({
      suppliers: vault.read((db) =>
        (systemId === null ? allEntries(db, supplierInventory) : suppliersOf(db, systemId)).map((entry) =>
          summaryOf(db, entry, today(context)),
        ),
      ),
      mayCreate: may(self.roles, 'edit-systems'),
    });
  },
  'suppliers.get': ({ supplierId }) => {
    const caller = context.caller();
    return caller.ok ? view(context, caller.value, supplierId) : caller;
  },
  'suppliers.check': ({ content }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return ok({ findings: [...caller.value.vault.read((db) => findingsOf(db, content, today(context)))] });
  },
  'suppliers.save': ({ supplierId, baseVersion, content, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const saved = saveEntry(vault, supplierInventory, {
      id: supplierId,
      baseVersion,
      name: supplierFacts(content).name,
      content,
      reason,
      findings: vault.read((db) => findingsOf(db, content, today(context))),
    });
    return saved.ok ? view(context, caller.value, saved.value.id) : saved;
  },
});

/** What the entry lacks, and systems it names that the inventory does not have. */
const findingsOf = (db: ReadableVault, content: Content, day: string): readonly Finding[] => [
  ...supplierFindings(content, day),
  ...rowsOf(content, 'services', 'systems').flatMap((row, index): readonly Finding[] => {
    const id = String(row['system'] ?? '').trim();
    return id === '' || system(db, id) !== undefined
      ? []
      : [
          {
            severity: 'blocking',
            section: 'services',
            field: 'systems',
            row: index,
            message: `${id} is no system of the inventory.`,
          },
        ];
  }),
];

const summaryOf = (db: ReadableVault, entry: SupplierEntry, day: string): Summary => {
  const content = storedContent(entry.content);
  const facts = supplierFacts(content);
  return {
    ...facts,
    id: entry.id,
    systems: facts.systems.map((id) => ({ id, name: system(db, id)?.name ?? id })),
    gaps: supplierFindings(content, day).map(({ message }) => message),
  };
};

const view = (context: ServiceContext, caller: Caller, id: string): Result<Output<'suppliers.get'>> =>
  caller.vault.read((db) => {
    const entry = supplier(db, id);
    if (!entry) return fail('suppliers/not-found', { supplierId: id });
    const day = today(context);
    const versions = versionsOf(db, supplierInventory, id);
    return ok({
      summary: summaryOf(db, entry, day),
      version: entry.version,
      content: entry.content as Output<'suppliers.get'>['content'],
      findings: [...findingsOf(db, storedContent(entry.content), day)],
      changedAt: versions[0]?.changedAt ?? entry.updatedAt,
      changedBy: versions[0]?.changedBy ?? '',
      versions,
      mayEdit: may(caller.account.roles, 'edit-systems'),
    });
  });
