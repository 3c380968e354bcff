import type { Handlers } from '../../contract/index.ts';
import { compareForms, type FilledForm, type RevisionComparison } from '../../domain/compare/comparison.ts';
import { RecordState } from '../../domain/lifecycle.ts';
import { ok } from '../../domain/result.ts';
import type { RevisionDocument } from '../../domain/revision-document.ts';
import { frozenJson, revisions, type ReadableVault, type Revision } from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { loadRecord, type LoadedRecord } from './access.ts';
import { contentOf } from './history.ts';

const wereInForce: readonly string[] = [RecordState.Effective, RecordState.Superseded, RecordState.Retired];

/** What changed in a draft since the last revision in force; null where none was before. */
export const comparisonOf = (
  db: ReadableVault,
  revision: Revision,
  { form, content }: FilledForm,
): RevisionComparison | null => {
  const earlier = revisions(db, revision.recordId)
    .filter((one) => one.revision < revision.revision && wereInForce.includes(one.state))
    .at(-1);
  const before = earlier && frozenDocument(db, earlier);
  return before === undefined
    ? null
    : {
        against: { revision: before.record.revision, frozenAt: before.record.frozenAt },
        sections: compareForms(before, { form, content }),
      };
};

/** A revision as it was frozen; undefined while it is a draft. Its bytes were made by this program and are hashed. */
const frozenDocument = (db: ReadableVault, { recordId, revision }: Revision): RevisionDocument | undefined => {
  const json = frozenJson(db, recordId, revision);
  return json && (JSON.parse(new TextDecoder().decode(json)) as RevisionDocument);
};

/** Reading what changed: of a frozen revision what it carries itself, of a draft what it would carry. */
export const compareHandlers = (context: ServiceContext): Pick<Handlers, 'records.changes'> => ({
  'records.changes': ({ recordId, revision }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) => {
      const loaded = loadRecord(db, recordId, revision);
      return loaded.ok ? ok({ changes: changesOf(db, loaded.value) }) : loaded;
    });
  },
});

const changesOf = (db: ReadableVault, { revision, type }: LoadedRecord): RevisionComparison | null => {
  const frozen = frozenDocument(db, revision);
  return frozen === undefined
    ? comparisonOf(db, revision, { form: type.form, content: contentOf(revision) })
    : (frozen.changes ?? null);
};
