import type { Handlers, Output, ParsedInput } from '../../contract/index.ts';
import { normalReference, type ChangeFacts, type CommitFacts } from '../../domain/references.ts';
import { may } from '../../domain/roles.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  account,
  addReference,
  addRepository,
  reference,
  references,
  referenceTo,
  removeRepository,
  repositories,
  repository,
  system,
  withdrawReference,
  type NewReference,
  type ReadableVault,
  type Reference,
} from '../../vault/index.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { findCommit, openRepository } from './git.ts';

type ReferenceCall =
  | 'references.add'
  | 'references.get'
  | 'references.list'
  | 'references.withdraw'
  | 'repositories.choose'
  | 'repositories.remove';

/** How many references one list shows. */
const listed = 1_000;

/** Changes, tickets, addresses and commits that records point to. Nothing is fetched; a commit is seen on this machine. */
export const referenceHandlers = (context: ServiceContext): Pick<Handlers, ReferenceCall> => ({
  'references.add': async ({ systemId, reference: input }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    if (!vault.read((db) => system(db, systemId))) return fail('systems/not-found', { systemId });
    const wanted = await stated(context, caller.value, systemId, input);
    if (!wanted.ok) return wanted;
    const { kind, value } = wanted.value;
    const there = vault.read((db) => referenceTo(db, systemId, kind, value));
    if (there) return ok(vault.read((db) => referenceView(db, there)));
    const added = vault.write(vault, (db, audit) => {
      const made = addReference(db, audit, wanted.value);
      audit.record({
        action: 'reference.add',
        subject: { type: 'reference', id: made.id },
        details: { systemId, kind, value, title: made.title, facts: made.facts },
      });
      return made;
    });
    return ok(vault.read((db) => referenceView(db, added)));
  },
  'references.get': ({ referenceId }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) => {
      const found = reference(db, referenceId);
      return found ? ok(referenceView(db, found)) : fail('references/not-found', { referenceId });
    });
  },
  'references.list': ({ systemId, kind }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    return vault.read((db) =>
      ok({
        references: references(db, { systemId, ...(kind === null ? {} : { kind }), limit: listed }).map((one) =>
          referenceView(db, one),
        ),
        repositories: repositories(db, systemId).map(({ id, path, addedAt }) => ({ id, path, addedAt })),
        mayAdd: may(self.roles, 'write-records'),
      }),
    );
  },
  'references.withdraw': ({ referenceId, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const found = vault.read((db) => reference(db, referenceId));
    if (!found) return fail('references/not-found', { referenceId });
    if (found.withdrawnAt !== null) return fail('references/withdrawn', { referenceId });
    return ok(
      vault.write(vault, (db, audit) => {
        audit.record({ action: 'reference.withdraw', subject: { type: 'reference', id: referenceId }, reason });
        return referenceView(db, withdrawReference(db, audit, referenceId, reason));
      }),
    );
  },
  'repositories.choose': async ({ systemId }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    if (!vault.read((db) => system(db, systemId))) return fail('systems/not-found', { systemId });
    const chosen = await context.host.chooseFolder('repository');
    if (chosen === null) return ok({ repository: null });
    const opened = await openRepository(chosen);
    if (!opened.ok) return opened;
    const path = opened.value.root;
    const there = vault.read((db) => repositories(db, systemId)).find((one) => one.path === path);
    const kept =
      there ??
      vault.write(vault, (db, audit) => {
        audit.record({ action: 'repository.add', subject: { type: 'system', id: systemId }, details: { path } });
        return addRepository(db, audit, systemId, path);
      });
    return ok({ repository: { id: kept.id, path: kept.path, addedAt: kept.addedAt } });
  },
  'repositories.remove': ({ repositoryId, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const found = vault.read((db) => repository(db, repositoryId));
    if (!found) return fail('references/repository-unknown', { repositoryId });
    vault.write(vault, (db, audit) => {
      removeRepository(db, audit, repositoryId);
      audit.record({
        action: 'repository.remove',
        subject: { type: 'system', id: found.systemId },
        reason,
        details: { path: found.path },
      });
    });
    return ok({ removed: true });
  },
});

/** The reference as it will stand in the vault: checked, in one spelling, a commit with what its repository says. */
const stated = async (
  context: ServiceContext,
  { vault }: Caller,
  systemId: string,
  input: ParsedInput<'references.add'>['reference'],
): Promise<Result<NewReference>> => {
  const normal = normalReference(input, today(context));
  if (!normal.ok) return normal;
  const { kind, value } = normal.value;
  switch (normal.value.kind) {
    case 'change': {
      const { title, date, changeKind, gxpImpact, major } = normal.value;
      return ok({ systemId, kind, value, title, occurredOn: date, facts: { changeKind, gxpImpact, major } });
    }
    case 'commit': {
      const { repositoryId } = normal.value;
      const place = vault.read((db) => repositories(db, systemId)).find((one) => one.id === repositoryId);
      if (!place) return fail('references/repository-unknown', { repositoryId });
      const found = await findCommit(place.path, value, context.clock.now());
      if (!found.ok) return found;
      const { hash, facts } = found.value;
      return ok({
        systemId,
        kind,
        value: hash,
        title: facts.subject,
        occurredOn: facts.committedAt.slice(0, 10),
        facts: { ...facts },
      });
    }
    default:
      return ok({ systemId, kind, value, title: normal.value.title, occurredOn: null, facts: {} });
  }
};

const referenceView = (db: ReadableVault, one: Reference): Output<'references.get'> => ({
  id: one.id,
  systemId: one.systemId,
  kind: one.kind,
  value: one.value,
  title: one.title,
  occurredOn: one.occurredOn,
  change: one.kind === 'change' ? (one.facts as unknown as ChangeFacts) : null,
  commit: one.kind === 'commit' ? (one.facts as unknown as CommitFacts) : null,
  createdAt: one.createdAt,
  createdBy: account(db, one.createdBy)?.fullName ?? one.createdBy,
  withdrawn: one.withdrawnAt === null ? null : { at: one.withdrawnAt, reason: one.withdrawReason ?? '' },
});
