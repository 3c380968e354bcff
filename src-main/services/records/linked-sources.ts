import type { Content } from '../../domain/form.ts';
import { RecordState } from '../../domain/lifecycle.ts';
import type { Source } from '../../domain/revision-document.ts';
import { entity, linksOf, revisions, type ReadableVault } from '../../vault/index.ts';
import type { LoadedRecord } from './access.ts';
import { contentOf } from './history.ts';

/** The records in force that a record is linked with, each with the hash of what was signed: a closed incident names its post-mortem. */
const linkedSources = (db: ReadableVault, recordId: string): readonly Source[] =>
  [...new Set(linksOf(db, { kind: 'record', id: recordId }).map(({ other }) => other))].flatMap(({ kind, id }) => {
    const found = kind === 'record' ? entity(db, { kind, id }) : undefined;
    const inForce = revisions(db, id).find(({ state }) => state === RecordState.Effective);
    return found === undefined || inForce?.frozenSha256 == null
      ? []
      : [
          {
            kind,
            id,
            title: found.title,
            revision: inForce.revision,
            state: inForce.state,
            sha256: inForce.frozenSha256,
          },
        ];
  });

/** The draft as it is, and the records in force that it is linked with. */
export const withLinkedSources = (
  db: ReadableVault,
  { record: { id }, revision }: LoadedRecord,
): { readonly content: Content; readonly sources: readonly Source[] } => ({
  content: contentOf(revision),
  sources: linkedSources(db, id),
});
