import { contentChanges } from '../../domain/content-changes.ts';
import { derivedOf } from '../../domain/derived.ts';
import type { Content } from '../../domain/form.ts';
import { newLateEntries } from '../../domain/late-entries.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { systemFacts } from '../../domain/system.ts';
import { saveDraft, updateRecord } from '../../vault/index.ts';
import type { Caller } from '../context.ts';
import { storedContent, toStored } from '../stored.ts';
import type { LoadedRecord } from './access.ts';
import { editObstacle } from './editors.ts';
import { contentOf } from './history.ts';
import { workOf } from './work.ts';

/**
 * Stores a draft's content with its old and new values in the audit trail, if the caller may edit it and nobody saved it
 * since `base`. Answers when it was saved; content that changes nothing is not saved again.
 */
export const storeDraft = (
  found: LoadedRecord & { readonly caller: Caller },
  base: string,
  content: Content,
  action: 'record.save-draft' | 'record.refresh',
): Result<{ readonly savedAt: string; readonly title: string }> => {
  const { caller, record, revision, type, system } = found;
  const obstacle = editObstacle(type, revision, caller.account);
  if (obstacle !== null) return fail(obstacle, { state: revision.state });
  if (revision.updatedAt !== base) return fail('records/changed-elsewhere', { savedAt: revision.updatedAt });
  const work = caller.vault.read((db) => workOf(db, type, record.id));
  const derived = derivedOf(type, content, systemFacts(storedContent(system.content)).name, work);
  const changes = contentChanges(contentOf(revision), content);
  if (changes.length === 0) return ok({ savedAt: revision.updatedAt, title: derived.title });
  const savedAt = caller.vault.write(caller.vault, (db, audit) => {
    saveDraft(db, audit, { recordId: record.id, revision: revision.revision, content: toStored(content) });
    updateRecord(db, audit, record.id, derived);
    audit.record({
      action,
      subject: { type: 'record', id: record.id },
      changes,
      details: { revision: record.currentRevision },
    });
    for (const { eventAt, reason } of newLateEntries(contentOf(revision), content))
      audit.record({
        action: 'record.enter-late',
        subject: { type: 'record', id: record.id },
        reason,
        eventAt,
        details: { revision: record.currentRevision },
      });
    return audit.at;
  });
  return ok({ savedAt, title: derived.title });
};
