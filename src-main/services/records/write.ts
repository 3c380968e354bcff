import type { Handlers, Output } from '../../contract/index.ts';
import { withEntryTimes } from '../../domain/entry-times.ts';
import { mayRevise, RecordState, RecordStep, takeStep } from '../../domain/lifecycle.ts';
import { metricsOf } from '../../domain/record-type.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  addRevision,
  backToInForce,
  cancelPending,
  setRevisionState,
  setStage,
  updateRecord,
} from '../../vault/index.ts';
import { today, zonedNow, type Caller, type ServiceContext } from '../context.ts';
import { callerAndRecord, loadRecord, type LoadedRecord } from './access.ts';
import { askedBy, findingsOf } from './checks.ts';
import { writerObstacle } from './editors.ts';
import { figuresOf } from './figures.ts';
import { contentOf } from './history.ts';
import { keepFacts } from './keep-facts.ts';
import { storeDraft } from './store-draft.ts';
import { recordView } from './view.ts';

type WriteCall =
  | 'records.saveDraft'
  | 'records.submitForReview'
  | 'records.returnFromReview'
  | 'records.withdraw'
  | 'records.revise';

/** Writing a record up to the point where it is sent for signature, and beginning it anew afterwards. */
export const writeHandlers = (context: ServiceContext): Pick<Handlers, WriteCall> => ({
  'records.saveDraft': ({ recordId, base, content: sent }) => {
    const found = callerAndRecord(context, recordId);
    if (!found.ok) return found;
    const { caller, revision, type, system: of } = found.value;
    const before = contentOf(revision);
    const stamped = withEntryTimes(type.form, before, sent, zonedNow(context));
    const content =
      type.completed === undefined
        ? stamped
        : type.completed(
            before,
            stamped,
            caller.vault.read((db) => figuresOf(db, type.id, recordId, today(context))),
          );
    const stored = storeDraft(found.value, base, content, 'record.save-draft');
    if (!stored.ok) return stored;
    const findings = caller.vault.read((db) =>
      findingsOf(db, { type, system: of, revision, content, asked: askedBy(context, caller.account) }),
    );
    return ok({
      ...stored.value,
      filled: content === sent ? null : (content as Output<'records.saveDraft'>['filled']),
      findings: [...findings],
      metrics: [...metricsOf(type, content)],
    });
  },

  'records.submitForReview': ({ recordId }) =>
    moved(context, recordId, RecordStep.SubmitForReview, null, ({ type, revision, caller }) =>
      writerObstacle(type, revision, caller.account),
    ),

  'records.returnFromReview': ({ recordId, reason }) =>
    moved(context, recordId, RecordStep.ReturnFromReview, reason, ({ revision, caller }) =>
      revision.createdBy === caller.account.id ? 'records/author-cannot-review' : null,
    ),

  'records.withdraw': ({ recordId, reason }) =>
    moved(context, recordId, RecordStep.Withdraw, reason, ({ revision, caller }) =>
      revision.createdBy === caller.account.id ? null : 'records/not-author',
    ),

  'records.revise': ({ recordId, reason }) => {
    const found = callerAndRecord(context, recordId);
    if (!found.ok) return found;
    const { caller, revision, type } = found.value;
    if (!mayRevise(revision.state as RecordState))
      return fail('lifecycle/illegal-step', { state: revision.state, step: 'revise' });
    const author = type.requirements.find((one) => one.byAuthor);
    if (author && !author.eligible.some((role) => caller.account.roles.includes(role)))
      return fail('records/not-an-author', { eligible: [...author.eligible] });
    caller.vault.write(caller.vault, (db, audit) => {
      const { stages } = type;
      const stage =
        stages === undefined
          ? null
          : revision.state === RecordState.Effective
            ? stages.reopened
            : (revision.stage ?? stages.initial);
      const next = addRevision(db, audit, {
        recordId,
        state: RecordState.Draft,
        stage,
        content: revision.content,
        reason,
      });
      setStage(db, audit, { recordId, revision: next.revision }, stage);
      updateRecord(db, audit, recordId, {
        state: RecordState.Draft,
        currentRevision: next.revision,
        ownerId: caller.account.id,
      });
      keepFacts(db, audit, found.value);
      audit.record({
        action: 'record.revise',
        subject: { type: 'record', id: recordId },
        changes: [{ path: '/revision', old: revision.revision, new: next.revision }],
        reason,
      });
    });
    return viewOf(context, caller, recordId);
  },
});

/** The page of a record after something was done to it. */
export const viewOf = (context: ServiceContext, caller: Caller, recordId: string): Result<Output<'records.get'>> => {
  const loaded = caller.vault.read((db) => loadRecord(db, recordId, null));
  return loaded.ok ? ok(recordView(context, caller, loaded.value)) : loaded;
};

/** One step of the lifecycle that needs no signature. `obstacle` says by code why this caller may not take it. */
const moved = (
  context: ServiceContext,
  recordId: string,
  step: RecordStep,
  reason: string | null,
  obstacle: (found: LoadedRecord & { readonly caller: Caller }) => string | null,
): Result<Output<'records.get'>> => {
  const found = callerAndRecord(context, recordId);
  if (!found.ok) return found;
  const { caller, revision } = found.value;
  const next = takeStep(revision.state as RecordState, step);
  if (!next.ok) return next;
  const refused = obstacle(found.value);
  if (refused !== null) return fail(refused);
  caller.vault.write(caller.vault, (db, audit) => {
    setRevisionState(db, audit, recordId, revision.revision, next.value);
    if (step === RecordStep.Withdraw) cancelPending(db, recordId, revision.revision);
    const inForce = step === RecordStep.Withdraw ? backToInForce(db, audit, recordId) : null;
    if (inForce === null) updateRecord(db, audit, recordId, { state: next.value });
    audit.record({
      action: `record.${step}`,
      subject: { type: 'record', id: recordId },
      changes: [
        { path: '/state', old: revision.state, new: next.value },
        ...(inForce === null ? [] : [{ path: '/revision', old: revision.revision, new: inForce }]),
      ],
      reason,
      details: { revision: revision.revision },
    });
  });
  return viewOf(context, caller, recordId);
};
