import { hash } from 'node:crypto';
import type { Handlers, Output } from '../../contract/index.ts';
import { may, Role } from '../../domain/roles.ts';
import { ok, fail, type Result } from '../../domain/result.ts';
import {
  account,
  auditTrail,
  countFound,
  countListed,
  pendingRequirements,
  listedOf,
  listedRecords,
  record,
  records,
  requestedSigningKeys,
  search,
  sealedPdf,
  type ReadableVault,
  type SearchFilter,
} from '../../vault/index.ts';
import { auditRow } from '../audit/index.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { dueWork } from '../schedule/work.ts';
import { loadRecord } from './access.ts';
import { upTo } from './bounded.ts';
import { listedView, recordView } from './view.ts';

type ReadCall = 'work.list' | 'records.list' | 'records.get' | 'records.history' | 'records.pdf' | 'records.savePdf';
type WorkItem = Output<'work.list'>['items'][number];

/** Lists count up to here and say "more than" beyond. */
const countBound = 1_000;

/** Looking: the work queue, lists, one record, its history and its PDF. */
export const readHandlers = (context: ServiceContext): Pick<Handlers, ReadCall> => ({
  'work.list': () => {
    const caller = context.caller();
    return caller.ok ? ok({ items: caller.value.vault.read((db) => workOf(db, context, caller.value)) }) : caller;
  },
  'records.list': ({ type, systemId, state, origin, search: words, order, limit, after }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const of = { ...(type === null ? {} : { type }), ...(systemId === null ? {} : { systemId }) };
    return caller.value.vault.read((db) => {
      if (words.trim() !== '') {
        const filter: SearchFilter = {
          ...of,
          ...(origin === null ? { records: true } : { kind: origin === 'here' ? 'record' : 'imported' }),
          ...(state === null ? {} : { state }),
        };
        const page = search(db, { ...filter, text: words, limit, after });
        return ok({
          records: listedOf(db, page.items).map(listedView),
          next: page.next,
          total: upTo(countBound, (bound) => countFound(db, filter, words, bound)),
        });
      }
      const filter = {
        ...of,
        ...(state === null ? {} : { states: [state] }),
        ...(origin === null ? {} : { origin }),
        order,
      };
      const page = listedRecords(db, { ...filter, limit, after });
      return ok({
        records: page.items.map(listedView),
        next: page.next,
        total: upTo(countBound, (bound) => countListed(db, filter, bound)),
      });
    });
  },
  'records.get': ({ recordId, revision }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const loaded = caller.value.vault.read((db) => loadRecord(db, recordId, revision));
    return loaded.ok ? ok(recordView(context, caller.value, loaded.value)) : loaded;
  },
  'records.history': ({ recordId }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) =>
      ok({
        entries: auditTrail(db, {
          subjectType: 'record',
          subjectId: recordId,
          order: 'newest-first',
          limit: 1000,
        }).items.map((entry) => auditRow(db, entry)),
      }),
    );
  },
  'records.pdf': (which) => sealedCopy(context, which),
  'records.savePdf': (which) => {
    const copy = sealedCopy(context, which);
    const caller = context.caller();
    if (!copy.ok || !caller.ok) return copy;
    const { vault } = caller.value;
    vault.write(vault, (_, audit) =>
      audit.record({
        action: 'record.save-copy',
        subject: { type: 'record', id: which.recordId },
        details: { revision: which.revision, sha256: hash('sha256', copy.value.bytes, 'hex') },
      }),
    );
    return copy;
  },
});

const sealedCopy = (
  context: ServiceContext,
  { recordId, revision }: { readonly recordId: string; readonly revision: number },
): Result<Output<'records.pdf'>> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const sealed = caller.value.vault.read((db) => sealedPdf(db, recordId, revision));
  if (!sealed) return fail('records/no-pdf', { recordId, revision });
  return ok({ fileName: pdfName(recordId, revision), bytes: sealed.bytes });
};

export const pdfName = (recordId: string, revision: number): string => `${recordId}-r${revision}.pdf`;

const nothing = {
  recordId: null,
  systemId: null,
  accountId: null,
  actionId: null,
  starts: null,
  requirementId: null,
  since: null,
  dueOn: null,
  daysOverdue: null,
} as const;

/** What waits for this person, most pressing kind first. */
const workOf = (db: ReadableVault, context: ServiceContext, caller: Caller): WorkItem[] => {
  const { account: self } = caller;
  return [
    ...toSign(db, self.id),
    ...dueWork(db, caller, today(context)),
    ...ownRecords(db, self.id),
    ...(may(self.roles, 'write-records') ? toReview(db, self.id) : []),
    ...(self.roles.includes(Role.Administrator) ? keysToApprove(db) : []),
  ];
};

const toSign = (db: ReadableVault, accountId: string): WorkItem[] =>
  pendingRequirements(db, accountId)
    .filter((one) => one.isNext)
    .flatMap((one): WorkItem[] => {
      const found = record(db, one.recordId);
      if (found?.state !== 'awaiting-signatures' || found.currentRevision !== one.revision) return [];
      return [
        {
          ...nothing,
          kind: 'sign',
          recordId: found.id,
          systemId: found.systemId,
          requirementId: one.id,
          title: found.title,
          detail: `${one.meaning} as ${one.title}`,
          since: found.updatedAt,
        },
      ];
    });

const ownRecords = (db: ReadableVault, accountId: string): WorkItem[] =>
  records(db, { ownerId: accountId, states: ['draft', 'returned'], limit: 200 }).items.map((one) => ({
    ...nothing,
    kind: one.state === 'returned' ? ('returned' as const) : ('write' as const),
    recordId: one.id,
    systemId: one.systemId,
    title: one.title,
    detail: one.state === 'returned' ? 'Rejected by a signer: begin a new revision' : 'Draft, to be completed and sent',
    since: one.updatedAt,
  }));

const toReview = (db: ReadableVault, accountId: string): WorkItem[] =>
  records(db, { states: ['in-review'], limit: 200 })
    .items.filter((one) => one.ownerId !== accountId)
    .map((one) => ({
      ...nothing,
      kind: 'review' as const,
      recordId: one.id,
      systemId: one.systemId,
      title: one.title,
      detail: 'In review: read it and tell its author, or return it',
      since: one.updatedAt,
    }));

const keysToApprove = (db: ReadableVault): WorkItem[] =>
  requestedSigningKeys(db).map((key) => {
    const owner = account(db, key.accountId);
    return {
      ...nothing,
      kind: 'approve-key' as const,
      accountId: key.accountId,
      title: owner?.fullName ?? key.accountId,
      detail: 'Asks for a signing certificate',
      since: key.createdAt,
    };
  });
