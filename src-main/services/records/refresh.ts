import type { Handlers } from '../../contract/index.ts';
import { fail, ok } from '../../domain/result.ts';
import type { ServiceContext } from '../context.ts';
import { callerAndRecord, loadRecord } from './access.ts';
import { contentOf } from './history.ts';
import { pullerOf } from './pull.ts';
import { storeDraft } from './store-draft.ts';
import { recordView } from './view.ts';

/** Takes over again what the vault holds for a draft: what happened since it was begun, and what was corrected. */
export const refreshHandlers = (context: ServiceContext): Pick<Handlers, 'records.refresh'> => ({
  'records.refresh': ({ recordId, base }) => {
    const found = callerAndRecord(context, recordId);
    if (!found.ok) return found;
    const { caller, type, system, revision } = found.value;
    const pull = pullerOf(type.id);
    if (pull === undefined) return fail('records/nothing-to-refresh', { type: type.id });
    const { content } = caller.vault.read((db) => pull(db, system, contentOf(revision)));
    const stored = storeDraft(found.value, base, content, 'record.refresh');
    if (!stored.ok) return stored;
    const loaded = caller.vault.read((db) => loadRecord(db, recordId, null));
    return loaded.ok ? ok(recordView(context, caller, loaded.value)) : loaded;
  },
});
