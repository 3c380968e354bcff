import type { Handlers } from '../../contract/index.ts';
import { canonicalize } from '../../domain/canonical-json.ts';
import { contentChanges } from '../../domain/content-changes.ts';
import { derivedOf } from '../../domain/derived.ts';
import { withoutFrozenRows, type Content } from '../../domain/form.ts';
import { RecordStep, takeStep, type RecordState } from '../../domain/lifecycle.ts';
import { metricsOf } from '../../domain/record-type.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import type { RevisionDocument } from '../../domain/revision-document.ts';
import type { Role } from '../../domain/roles.ts';
import { mayBeLeftOut, type AssignedRequirement, type SignerIdentity } from '../../domain/signing.ts';
import { stageLabel } from '../../domain/stages.ts';
import { systemFacts } from '../../domain/system.ts';
import { renderRecord } from '../../documents/index.ts';
import {
  account as readAccount,
  addRequirements,
  appendSealed,
  auditHead,
  contributors,
  freezeRevision,
  setRevisionState,
  updateRecord,
  revision as readRevision,
  type Account,
  type ReadableVault,
} from '../../vault/index.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { signingRolesOf } from '../enrolment/standing.ts';
import { keyStateOf } from '../people/key-state.ts';
import { callerAndRecord, loadRecord, type LoadedRecord } from './access.ts';
import { cover } from '../links/cover.ts';
import { askedBy, findingsOf } from './checks.ts';
import { collected, type Collected } from './collect.ts';
import { comparisonOf } from './compare.ts';
import { writerObstacle } from './editors.ts';
import { contentOf } from './history.ts';
import { candidatesFor, recordView } from './view.ts';
import { workOf } from './work.ts';
import { frozenTrends } from '../trends/frozen.ts';
import { storedContent, toStored } from '../stored.ts';

/**
 * Sending for signature freezes the revision: its canonical JSON is stored, its pages are drawn once from that JSON
 * alone, and who signs what is settled. From here on its content cannot change.
 */
export const sendHandlers = (context: ServiceContext): Pick<Handlers, 'records.sendForSignature'> => ({
  'records.sendForSignature': async ({ recordId, signers }) => {
    const found = callerAndRecord(context, recordId);
    if (!found.ok) return found;
    const { caller, record, revision, type, system } = found.value;
    const next = takeStep(revision.state as RecordState, RecordStep.SendForSignature);
    if (!next.ok) return next;
    const obstacle = writerObstacle(type, revision, caller.account);
    if (obstacle !== null) return fail(obstacle);
    const { stages } = type;
    if (stages !== undefined && !stages.signable.includes(revision.stage ?? ''))
      return fail('records/not-signable-yet', { stage: stageLabel(stages, revision.stage ?? '') });
    const { content, sources } = caller.vault.read((db) => collected(db, found.value));
    const findings = caller.vault.read((db) =>
      findingsOf(db, { type, system, revision, content, asked: askedBy(context, caller.account) }),
    );
    if (findings.some((finding) => finding.severity === 'blocking'))
      return fail('records/incomplete', { findings: findings as unknown as JsonValue });
    const assigned = caller.vault.read((db) => assign(db, context, found.value, content, signers));
    if (!assigned.ok) return assigned;

    const document = documentOf(context, caller, found.value, { content, sources }, assigned.value);
    const canonical = new TextEncoder().encode(canonicalize(document as unknown as JsonValue));
    const rendered = await renderRecord(document, context.fonts);

    const sent = caller.vault.write(caller.vault, (db, audit): Result<void> => {
      const now = readRevision(db, recordId, revision.revision);
      audit.record({
        action: 'record.send-for-signature',
        subject: { type: 'record', id: recordId },
        changes: [{ path: '/state', old: revision.state, new: next.value }],
        details: {
          revision: revision.revision,
          signers: assigned.value.map((one) => ({ requirement: one.id, userName: one.signer.userName })),
          advice: findings.map((finding) => finding.message),
        },
      });
      if (now?.updatedAt !== revision.updatedAt) throw new Error('the draft changed while it was drawn');
      const kept = withoutFrozenRows(type.form, content);
      const filled = contentChanges(contentOf(revision), kept);
      if (filled.length > 0)
        audit.record({ action: 'record.refresh', subject: { type: 'record', id: recordId }, changes: filled });
      cover(db, audit, recordId, sources);
      const sha256 = freezeRevision(db, audit, {
        recordId,
        revision: revision.revision,
        state: next.value,
        canonical,
        content: toStored(kept),
      });
      setRevisionState(db, audit, recordId, revision.revision, next.value);
      addRequirements(
        db,
        recordId,
        revision.revision,
        assigned.value.map((one) => ({ ...one, role: one.signer.role, accountId: one.signer.accountId })),
      );
      const pdfSha256 = appendSealed(db, audit, {
        recordId,
        revision: revision.revision,
        pdf: rendered.pdf,
        requirementId: null,
      });
      updateRecord(db, audit, recordId, {
        state: next.value,
        ...derivedOf(type, content, document.system.name, workOf(db, type, recordId)),
      });
      audit.record({
        action: 'record.freeze',
        subject: { type: 'record', id: recordId },
        details: { revision: revision.revision, recordSha256: sha256, pdfSha256, type: record.type },
      });
      return ok(undefined);
    });
    if (!sent.ok) return sent;
    const loaded = caller.vault.read((db) => loadRecord(db, recordId, null));
    return loaded.ok ? ok(recordView(context, caller, loaded.value)) : loaded;
  },
});

const identityOf = (account: Account, eligible: readonly SignerIdentity['role'][]): SignerIdentity => ({
  accountId: account.id,
  userName: account.userName,
  fullName: account.fullName,
  role: eligible.find((role) => account.roles.includes(role)) ?? account.roles[0] ?? 'operative',
});

/** The active roles first: a name stands under a record for a role that its holder was trained for. */
const inOrder = (eligible: readonly Role[], active: readonly Role[]): readonly Role[] => [
  ...eligible.filter((role) => active.includes(role)),
  ...eligible.filter((role) => !active.includes(role)),
];

/** Settles who signs: the author at their own requirement, the named people at theirs, everybody once. */
const assign = (
  db: ReadableVault,
  context: ServiceContext,
  { type, revision }: LoadedRecord,
  content: Content,
  named: Readonly<Record<string, string>>,
): Result<readonly AssignedRequirement[]> => {
  const wrote = { authorId: revision.createdBy, contributors: contributors(db, revision.recordId, revision.revision) };
  const assigned: AssignedRequirement[] = [];
  for (const requirement of type.requirements) {
    const accountId = requirement.byAuthor ? wrote.authorId : named[requirement.id];
    if (accountId === undefined || accountId === '') {
      if (mayBeLeftOut(requirement, content)) continue;
      return fail('records/signers-missing', { requirement: requirement.title });
    }
    const person = candidatesFor(db, requirement, wrote).find((one) => one.id === accountId);
    if (!person) return fail('records/signer-not-eligible', { requirement: requirement.title });
    if (keyStateOf(db, person.id, context.clock.now()) !== 'active')
      return fail('records/signer-without-key', { requirement: requirement.title, userName: person.userName });
    if (assigned.some((one) => one.signer.accountId === person.id))
      return fail('records/same-person-twice', { userName: person.userName });
    assigned.push({
      id: requirement.id,
      title: requirement.title,
      meaning: requirement.meaning,
      ordinal: assigned.length + 1,
      signer: identityOf(person, inOrder(requirement.eligible, signingRolesOf(db, person).active)),
    });
  }
  return ok(assigned);
};

const documentOf = (
  context: ServiceContext,
  { vault, account }: Caller,
  { record, revision, type, system }: LoadedRecord,
  { content, sources }: Collected,
  requirements: readonly AssignedRequirement[],
): RevisionDocument => {
  const facts = systemFacts(storedContent(system.content));
  const byAuthor = type.requirements.find((one) => one.byAuthor);
  const author = vault.read((db) => readAccount(db, revision.createdBy)) ?? account;
  const changes = vault.read((db) => comparisonOf(db, revision, { form: type.form, content }));
  const trends = vault.read((db) => frozenTrends(db, type, content, system.id, today(context)));
  return {
    format: 'countersign/record',
    formatVersion: 1,
    record: {
      id: record.id,
      type: type.id,
      typeTitle: type.title,
      title: type.titleOf(content, facts.name),
      revision: revision.revision,
      reasonForRevision: revision.reason,
      ...(type.stages && revision.stage !== null ? { stage: stageLabel(type.stages, revision.stage) } : {}),
      period: type.periodOf(content),
      author: identityOf(author, byAuthor?.eligible ?? author.roles),
      createdAt: revision.createdAt,
      frozenAt: context.clock.now().toISOString(),
      zone: context.clock.zone(),
    },
    system: {
      id: system.id,
      version: system.version,
      name: facts.name,
      regulated: facts.regulated,
      riskClass: facts.riskClass,
      gampCategory: facts.gampCategory,
      softwareVersion: facts.version,
    },
    vault: { id: vault.identity.id, organisation: vault.identity.organisation },
    auditHead: vault.read(auditHead),
    form: type.form,
    content,
    metrics: metricsOf(type, content),
    ...(trends.length > 0 ? { trends } : {}),
    ...(sources.length > 0 ? { sources } : {}),
    ...(changes === null ? {} : { changes }),
    requirements,
    application: { name: 'Countersign', version: context.version },
  };
};
