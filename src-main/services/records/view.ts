import type { Output } from '../../contract/index.ts';
import { mayRevise, takeStep, type RecordState, type RecordStep } from '../../domain/lifecycle.ts';
import { metricsOf } from '../../domain/record-type.ts';
import { isRecordType, recordTypes } from '../../domain/records/index.ts';
import { may } from '../../domain/roles.ts';
import { stageLabel, stagesShown } from '../../domain/stages.ts';
import {
  mayBeLeftOut,
  mayContributorSign,
  signingObstacle,
  withTheirKind,
  type SignatureRequirement,
} from '../../domain/signing.ts';
import {
  account,
  accountsWithRole,
  contributors,
  requirements,
  revisions,
  sealedParts,
  stageEntries,
  type Account,
  type ForeignRow,
  type Listed,
  recordRowsOf,
  type ReadableVault,
  type RecordEntry,
  type RecordRow,
  type Requirement,
} from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { enrolled, signingRolesOf } from '../enrolment/standing.ts';
import { keyStateOf } from '../people/key-state.ts';
import type { Content } from '../../domain/form.ts';
import type { LoadedRecord } from './access.ts';
import { askedBy, findingsOf } from './checks.ts';
import { editObstacle, writerObstacle } from './editors.ts';
import { stageSteps } from './stage-steps.ts';
import { contentOf } from './history.ts';
import { pullerOf } from './pull.ts';

type RecordView = Output<'records.get'>;
type Person = RecordView['author'];

export const personOf = (one: Account): Person => ({
  accountId: one.id,
  userName: one.userName,
  fullName: one.fullName,
  roles: [...one.roles],
});

const personById = (db: ReadableVault, id: string): Person => {
  const found = account(db, id);
  return found ? personOf(found) : { accountId: id, userName: id, fullName: id, roles: [] };
};

/** What lists show of a record. */
export const summaryOf = (row: RecordRow): RecordView['summary'] => ({
  id: row.id,
  type: row.type as RecordView['summary']['type'],
  title: row.title,
  systemId: row.systemId,
  systemName: row.systemName,
  state: row.state as RecordState,
  stage: stageOf(row),
  revision: row.currentRevision,
  owner: row.ownerName,
  dueOn: row.dueOn,
  updatedAt: row.updatedAt,
  effectiveAt: row.effectiveAt,
  inForce: row.inForce,
});

/** A row of the list of records: of this vault, or imported. */
export const listedView = (listed: Listed): Output<'records.list'>['records'][number] =>
  listed.origin === 'here'
    ? { origin: 'here', ...summaryOf(listed.row), foundIn: listed.foundIn }
    : { origin: 'imported', ...importedOf(listed.row) };

export const importedOf = (row: ForeignRow): NonNullable<Output<'search.find'>['hits'][number]['imported']> => ({
  sha256: row.sha256,
  id: row.recordId,
  organisation: row.organisation,
  typeTitle: row.typeTitle,
  title: row.title,
  systemName: row.systemName,
  revision: row.revision,
  importedAt: row.importedAt,
});

const recordSummary = (db: ReadableVault, id: string): RecordView['summary'] => {
  const [row] = recordRowsOf(db, [id]);
  if (row === undefined) throw new Error(`no record ${id}`);
  return summaryOf(row);
};

/** The way of the work as this revision went it. */
const stagesOf = (db: ReadableVault, { type: { stages }, record, revision }: LoadedRecord): RecordView['stages'] =>
  stages === undefined
    ? []
    : stagesShown(stages, revision.stage, stageEntries(db, record.id, revision.revision)).map(({ id, label }) => ({
        id,
        label,
      }));

const stageOf = ({ type, stage }: RecordEntry): string | null => {
  if (stage === null || !isRecordType(type)) return null;
  const { stages } = recordTypes[type];
  return stages === undefined ? stage : stageLabel(stages, stage);
};

/** Everything the record page shows, for the person who looks. */
export const recordView = (
  context: ServiceContext,
  { vault, account: self }: Caller,
  loaded: LoadedRecord,
): RecordView =>
  vault.read((db) => {
    const { record, revision, type, system: of } = loaded;
    const content = contentOf(revision);
    const state = revision.state as RecordState;
    const all = revisions(db, record.id);
    const isCurrent = revision.revision === record.currentRevision;
    const assigned = requirements(db, record.id, revision.revision);
    const parts = sealedParts(db, record.id, revision.revision);
    const last = parts.at(-1);
    const rejected = rejectionOf(db, record.id, revision.revision) ?? rejectionOf(db, record.id, revision.revision - 1);
    const draftLike = assigned.length === 0;
    const wrote = { authorId: revision.createdBy, contributors: contributors(db, record.id, revision.revision) };

    return {
      summary: recordSummary(db, record.id),
      revision: revision.revision,
      revisions: all
        .map((one) => ({
          revision: one.revision,
          state: one.state as RecordState,
          createdAt: one.createdAt,
          createdBy: personById(db, one.createdBy).fullName,
          reason: one.reason,
        }))
        .reverse(),
      content: content as RecordView['content'],
      findings: draftLike
        ? [...findingsOf(db, { type, system: of, revision, content, asked: askedBy(context, self) })]
        : [],
      metrics: [...metricsOf(type, content)],
      requirements: draftLike
        ? type.requirements.map((one, index) =>
            openRequirement(db, context, one, { content, ordinal: index + 1, wrote }),
          )
        : assigned.map((one) => assignedRequirement(db, type.requirements, one)),
      author: personById(db, revision.createdBy),
      savedAt: revision.updatedAt,
      stages: stagesOf(db, loaded),
      stage: revision.stage,
      stageSteps: isCurrent ? stageSteps(db, context, loaded, self) : [],
      contributors: [...new Set([wrote.authorId, ...wrote.contributors])].map((id) => personById(db, id)),
      actions: actionsOf(loaded, self, isCurrent, assigned, wrote),
      sealed: last ? { sha256: last.sha256, size: last.totalLength, signatures: parts.length - 1 } : null,
      returnedBecause: state === 'returned' || state === 'draft' ? rejected : null,
    };
  });

/** The reason of the signed rejection that ended a revision, if one did. */
const rejectionOf = (db: ReadableVault, recordId: string, number: number): string | null =>
  requirements(db, recordId, number).find((one) => one.status === 'rejected')?.comment ?? null;

const openRequirement = (
  db: ReadableVault,
  context: ServiceContext,
  requirement: SignatureRequirement,
  { content, ordinal, wrote }: { readonly content: Content; readonly ordinal: number; readonly wrote: Writers },
): RecordView['requirements'][number] => {
  const now = context.clock.now();
  const candidates = candidatesFor(db, requirement, wrote).filter(
    (one) =>
      keyStateOf(db, one.id, now) === 'active' &&
      enrolled(db, one.id).ok &&
      signingRolesOf(db, one).active.some((role) => requirement.eligible.includes(role)),
  );
  return {
    id: requirement.id,
    title: requirement.title,
    meaning: requirement.meaning,
    ordinal,
    optional: mayBeLeftOut(requirement, content),
    eligible: [...requirement.eligible],
    candidates: candidates.map(personOf),
    barred: barredFrom(db, requirement, wrote).map(personOf),
    signer: null,
    status: 'open',
    signedAt: null,
    zone: null,
    comment: null,
  };
};

/** Who wrote a revision, by account: its author, and everybody who saved it. */
export interface Writers {
  readonly authorId: string;
  readonly contributors: readonly string[];
}

/**
 * Who may be named for a requirement: holders of an eligible role; the author for theirs, and for no other; of those who
 * wrote in the revision nobody who would judge their own work.
 */
export const candidatesFor = (
  db: ReadableVault,
  requirement: SignatureRequirement,
  { authorId, contributors: wrote }: Writers,
): readonly Account[] =>
  accountsWithRole(db, requirement.eligible).filter((one) => {
    if (requirement.byAuthor || one.id === authorId) return requirement.byAuthor && one.id === authorId;
    return mayContributorSign(requirement.meaning) || !wrote.includes(one.id);
  });

/** Who holds an eligible role and may not be named all the same, because they wrote in the revision. */
const barredFrom = (db: ReadableVault, requirement: SignatureRequirement, wrote: Writers): readonly Account[] => {
  if (requirement.byAuthor) return [];
  const free = new Set(candidatesFor(db, requirement, wrote).map(({ id }) => id));
  return accountsWithRole(db, requirement.eligible).filter(({ id }) => !free.has(id));
};

const assignedRequirement = (
  db: ReadableVault,
  known: readonly SignatureRequirement[],
  one: Requirement,
): RecordView['requirements'][number] => ({
  id: one.id,
  title: one.title,
  meaning: one.meaning,
  ordinal: one.ordinal,
  optional: known.find((requirement) => requirement.id === one.id)?.optional ?? false,
  eligible: [],
  candidates: [],
  barred: [],
  signer: personById(db, one.accountId),
  status: one.status,
  signedAt: one.signedAt,
  zone: one.zone,
  comment: one.comment,
});

/** For each action null where it is open to this person now, else the code that says why it is not. */
const actionsOf = (
  { record, revision, type }: LoadedRecord,
  self: Account,
  isCurrent: boolean,
  assigned: readonly Requirement[],
  { authorId, contributors: wrote }: Writers,
): RecordView['actions'] => {
  const state = revision.state as RecordState;
  const isAuthor = authorId === self.id;
  const writer = writerObstacle(type, revision, self);
  const writes = may(self.roles, 'write-records');
  const step = (name: RecordStep, obstacle: string | null): string | null => {
    if (!isCurrent) return 'records/not-current';
    return takeStep(state, name).ok ? obstacle : 'lifecycle/illegal-step';
  };
  const notSignable =
    type.stages !== undefined && !type.stages.signable.includes(revision.stage ?? '')
      ? 'records/not-signable-yet'
      : null;
  const mine = assigned.find((one) => one.accountId === self.id && one.status === 'pending');
  const obstacle =
    mine && state === 'awaiting-signatures'
      ? signingObstacle(withTheirKind(assigned, type.requirements), mine.id, self.id, authorId, wrote)
      : null;
  return {
    edit: isCurrent ? editObstacle(type, revision, self) : 'records/not-editable',
    refresh:
      pullerOf(type.id) === undefined
        ? 'records/nothing-to-refresh'
        : isCurrent
          ? editObstacle(type, revision, self)
          : 'records/not-editable',
    submitForReview: step('submit-for-review', writer),
    returnFromReview: step('return-from-review', writes && !isAuthor ? null : 'records/author-cannot-review'),
    sendForSignature: step('send-for-signature', writer ?? notSignable),
    withdraw: step('withdraw', isAuthor ? null : 'records/not-author'),
    revise:
      record.currentRevision !== revision.revision
        ? 'records/not-current'
        : !mayRevise(state)
          ? 'lifecycle/illegal-step'
          : writes
            ? null
            : 'access/denied',
    sign: { requirementId: mine?.id ?? null, obstacle },
  };
};
