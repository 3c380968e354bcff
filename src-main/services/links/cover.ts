import { EntityKind, Relation } from '../../domain/links.ts';
import type { Source } from '../../domain/revision-document.ts';
import { addLink, type AuditWriter, type WritableVault } from '../../vault/index.ts';

/** Links a record with everything its frozen revision was drawn from, so that each of those leads to it. */
export const cover = (db: WritableVault, audit: AuditWriter, recordId: string, sources: readonly Source[]): void =>
  sources.forEach(({ kind, id }) => {
    const known = Object.values(EntityKind).find((one) => one === kind);
    if (known !== undefined && id !== recordId)
      addLink(db, audit, {
        relation: Relation.Covers,
        from: { kind: EntityKind.Record, id: recordId },
        to: { kind: known, id },
      });
  });
