import type { Output } from '../../contract/index.ts';
import { addDays } from '../../domain/days.ts';
import { isRecordType } from '../../domain/records/index.ts';
import { may } from '../../domain/roles.ts';
import { DueKind, dueLabel, intervalRules, type DueItem } from '../../domain/schedule.ts';
import type { ReadableVault } from '../../vault/index.ts';
import type { Caller } from '../context.ts';
import { allSystems } from '../systems/index.ts';
import { dueUntil } from './due.ts';

type WorkItem = Output<'work.list'>['items'][number];

/** Days ahead in which an action of one's own stands in the queue. */
const ahead = 14;

/** Days ahead in which a certificate that ends does: its owner asks in time, and an administrator renews it. */
const certificateAhead = { owner: 90, administrator: 30 } as const;

/** How much of what is overdue one queue shows, the longest overdue first; the calendar has it all. */
const shown = 100;

/** What the schedule asks of this person: their actions soon due, and for those who write records all that is overdue. */
export const dueWork = (db: ReadableVault, { account: self }: Caller, today: string): WorkItem[] => {
  const systems = allSystems(db);
  const names = new Map(systems.map((one) => [one.id, one.name]));
  const writes = may(self.roles, 'write-records');
  const administers = may(self.roles, 'manage-accounts');
  const soon = (item: DueItem, days: number): boolean => item.dueOn <= addDays(today, days);
  return dueUntil(db, systems, today, { systemId: null, until: addDays(today, certificateAhead.owner) })
    .filter((item) =>
      item.kind === DueKind.Certificate
        ? item.ownerId === self.id || (administers && soon(item, certificateAhead.administrator))
        : soon(item, ahead) && (item.ownerId === self.id || (writes && item.ownerId === null && item.daysOverdue > 0)),
    )
    .slice(0, shown)
    .map((item) =>
      workItem(item, self.id, item.systemId === null ? null : (names.get(item.systemId) ?? item.systemId)),
    );
};

const workItem = (item: DueItem, selfId: string, systemName: string | null): WorkItem => {
  const { kind, subject } = item;
  const isAction = kind === DueKind.Action || kind === DueKind.Effectiveness;
  const type = kind === DueKind.AdHocEvaluation ? 'periodic-evaluation' : recordTypeOf(kind);
  return {
    kind: isAction ? 'action' : kind === DueKind.Certificate && item.ownerId !== selfId ? 'renew-key' : 'overdue',
    recordId: subject.kind === 'record' ? subject.id : null,
    systemId: item.systemId,
    accountId: subject.kind === 'account' ? subject.id : null,
    actionId: subject.kind === 'action' ? subject.id : null,
    requirementId: null,
    starts: type !== null && isRecordType(type) ? type : null,
    title: subject.title,
    detail: [isAction ? systemName : null, phrase(item)].filter((part) => part !== null).join(' · '),
    since: null,
    dueOn: item.dueOn,
    daysOverdue: item.daysOverdue,
  };
};

const recordTypeOf = (kind: DueKind): string | null =>
  intervalRules.find((rule) => rule.kind === kind)?.recordType ?? null;

/** `Periodic evaluation was due on 2026-06-30, extended from 2026-03-31 by DX-2026-0001`. */
const phrase = ({ kind, daysOverdue, dueOn, because, extendedBy, originalDueOn, first }: DueItem): string =>
  [
    `${dueLabel[kind]}${because === '' ? '' : ` ${because}`}`,
    daysOverdue > 0 ? `was due on ${dueOn}` : `due on ${dueOn}`,
    ...(first ? ['never done before'] : []),
    ...(extendedBy === null ? [] : [`extended from ${originalDueOn} by ${extendedBy}`]),
  ].join(', ');
