import type { Handlers } from '../../contract/index.ts';
import { isEditable, type RecordState } from '../../domain/lifecycle.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import { stageStep, type StageStep } from '../../domain/stages.ts';
import { addContributor, addStageEntry, type Account, type ReadableVault } from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { callerAndRecord, loadRecord, type LoadedRecord } from './access.ts';
import { keepFacts } from './keep-facts.ts';
import { gateFindings, stepObstacle } from './stage-steps.ts';
import { recordView } from './view.ts';

/** The working steps of a draft: triaged, mitigated, verified, in the order that the record type lays down. */
export const stageHandlers = (context: ServiceContext): Pick<Handlers, 'records.takeStage'> => ({
  'records.takeStage': ({ recordId, step, reason }) => {
    const found = callerAndRecord(context, recordId);
    if (!found.ok) return found;
    const { caller, revision } = found.value;
    const { vault } = caller;
    const taken = vault.read((db) => takeable(db, context, found.value, caller.account, step));
    if (!taken.ok) return taken;
    if (taken.value.needsReason && reason === null) return fail('records/stage-needs-reason', { step });
    const from = revision.stage ?? '';
    vault.write(vault, (db, audit) => {
      const entry = { step, from, to: taken.value.to, reason };
      addStageEntry(db, audit, { recordId, revision: revision.revision }, entry);
      keepFacts(db, audit, found.value);
      if (taken.value.contributes) addContributor(db, audit, recordId, revision.revision);
      audit.record({
        action: 'record.stage',
        subject: { type: 'record', id: recordId },
        changes: [{ path: '/stage', old: from, new: taken.value.to }],
        reason,
        details: { revision: revision.revision, step },
      });
    });
    const loaded = vault.read((db) => loadRecord(db, recordId, null));
    return loaded.ok ? ok(recordView(context, caller, loaded.value)) : loaded;
  },
});

/** The step, if nothing stands against this account taking it now. */
const takeable = (
  db: ReadableVault,
  context: ServiceContext,
  loaded: LoadedRecord,
  self: Account,
  id: string,
): Result<StageStep> => {
  const { type, revision } = loaded;
  if (type.stages === undefined || revision.stage === null) return fail('records/illegal-stage-step', { step: id });
  if (!isEditable(revision.state as RecordState)) return fail('records/not-editable', { state: revision.state });
  const step = stageStep(type.stages, revision.stage, id);
  if (!step.ok) return step;
  const obstacle = stepObstacle(loaded, self, step.value);
  if (obstacle !== null) return fail(obstacle, { step: id });
  const findings = gateFindings(db, context, loaded, self, step.value);
  return findings.length > 0
    ? fail('records/stage-gate', { step: id, findings: findings as unknown as JsonValue })
    : step;
};
