import type { EntityRef } from '../../domain/links.ts';
import type { Facts, LinkedRecord } from '../../domain/record-type.ts';
import { entities, entityKey, linksOf, type ReadableVault } from '../../vault/index.ts';

/** What a record is linked with, as rules see it: standing links in both directions. */
export const linkedRecords = (db: ReadableVault, recordId: string): readonly LinkedRecord[] => {
  const self: EntityRef = { kind: 'record', id: recordId };
  const links = linksOf(db, self);
  const known = entities(
    db,
    links.map((one) => one.other),
  );
  return links.flatMap(({ link, direction, other }): readonly LinkedRecord[] => {
    const found = known.get(entityKey(other));
    return found
      ? [
          {
            relation: link.relation,
            direction,
            kind: other.kind,
            id: other.id,
            type: found.type,
            title: found.title,
            state: found.state,
            stage: found.stage,
            facts: found.facts as Facts,
          },
        ]
      : [];
  });
};
