import type { Handlers, Output, ParsedInput } from '../../contract/index.ts';
import type { AuditAction } from '../../domain/audit-events.ts';
import { csvLine } from '../../domain/csv.ts';
import { ok } from '../../domain/result.ts';
import {
  account,
  auditTrail,
  foldUserName,
  programActor,
  saveSetting,
  setting,
  type Account,
  type ReadableVault,
  type StoredAuditEntry,
} from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';

type LogCall = 'logins.log' | 'logins.exportLog' | 'logins.alerts' | 'logins.acknowledge';
type LoginEvent = Output<'logins.log'>['events'][number];
type Filter = Pick<ParsedInput<'logins.log'>, 'who' | 'from' | 'to' | 'refused'>;

/** What the log of logins is made of (draft Annex 11, 11.9; 21 CFR 11.300(d)). */
const refusals: readonly AuditAction[] = ['session.refuse', 'signing.refuse'];
const logActions: readonly AuditAction[] = [
  'session.open',
  'session.close',
  'session.authenticate',
  ...refusals,
  'account.unlock',
  'key.unlock',
  'factor.enrol',
  'factor.remove',
  'vault.recover',
];
/** What administrators and quality assurance are told of until they acknowledge it. */
const alertActions: readonly AuditAction[] = [
  ...refusals,
  'key.report-lost',
  'slots.differ',
  'vault.recover',
  'recovery.make',
  // Acts by which one person alone could come to stand for another: the others hear of them.
  'account.reset-pass-phrase',
  'key.certify-request',
  // Or put an older vault in place, and be the only one who is told.
  'vault.rolled-back',
  'vault.forked',
  'vault.accept-loss',
  'vault.restore',
];

const pageSize = 100;
/** Lines of one export: a file that a spreadsheet still opens. */
const mostLines = 1_000_000;

const factors = ['pass-phrase', 'code', 'recovery-kit', 'key', 'pin', 'token'] as const;

const eventOf = (db: ReadableVault, entry: StoredAuditEntry): LoginEvent => {
  const whose =
    entry.action === 'signing.refuse'
      ? entry.account.id
      : entry.subject.type === 'account'
        ? entry.subject.id
        : entry.account.id;
  // What it found by itself, e.g. an older vault in place of a newer one.
  const byProgram = entry.subject.type === 'vault' && whose === programActor.accountId;
  const person = byProgram ? { userName: 'program', fullName: 'The program itself' } : account(db, whose);
  const { factor, locked, token } = entry.details;
  return {
    seq: entry.seq,
    at: entry.eventAt ?? entry.at,
    zone: entry.zone,
    station: entry.station ?? null,
    action: entry.action,
    userName: person?.userName ?? null,
    fullName: person?.fullName ?? null,
    refused: refusals.some((action) => action === entry.action),
    factor: factors.find((one) => one === factor) ?? null,
    token: typeof token === 'string' ? token : null,
    locked: locked === true,
    record: entry.subject.type === 'record' ? entry.subject.id : null,
  };
};

/** Events that fit, newest first, page by page. A person is found as the one who acted and as the one it was about. */
function* eventsThatFit(
  db: ReadableVault,
  actions: readonly AuditAction[],
  { who, from, to, refused }: Filter,
  before: number | null,
): Generator<LoginEvent, void, undefined> {
  const wanted = who === null ? null : foldUserName(who);
  let after: string | null = before === null ? null : JSON.stringify([before]);
  for (;;) {
    const page = auditTrail(db, {
      order: 'newest-first',
      limit: 500,
      actions: refused ? refusals : actions,
      ...(from === null ? {} : { from: `${from}T00:00:00.000Z` }),
      ...(to === null ? {} : { to: `${to}T23:59:59.999Z` }),
      ...(after === null ? {} : { after }),
    });
    for (const entry of page.items) {
      const event = eventOf(db, entry);
      if (wanted === null || (event.userName !== null && foldUserName(event.userName) === wanted)) yield event;
    }
    if (page.next === null) return;
    after = page.next;
  }
}

const firstOf = <T>(count: number, of: Iterable<T>): T[] => {
  const found: T[] = [];
  for (const one of of) {
    found.push(one);
    if (found.length === count) break;
  }
  return found;
};

const acknowledgedKey = ({ id }: Account): string => `logins.acknowledged.${id}`;

/** Alerts that are shown at once. */
const mostAlerts = 500;

/**
 * Refusals, locks and losses that this person has not acknowledged, newest first. Where there are more than can be shown it is
 * the oldest of them: the others follow once these are acknowledged, so that a flood of refusals washes nothing away.
 */
const alertsOf = (db: ReadableVault, self: Account): Output<'logins.alerts'> => {
  const upTo = Number(setting(db, acknowledgedKey(self)) ?? 0);
  // By number, not by time: a clock that was set back would hide what happened then.
  const [created] = auditTrail(db, { subjectId: self.id, actions: ['account.create'], limit: 1 }).items;
  const after = JSON.stringify([Math.max(upTo, created?.seq ?? 0)]);
  const { items } = auditTrail(db, { order: 'oldest-first', after, limit: mostAlerts, actions: alertActions });
  return { alerts: items.map((entry) => eventOf(db, entry)).reverse() };
};

/** The log of logins and refused signatures, its export, and what those who watch over it have to see. */
export const loginLogHandlers = (context: ServiceContext): Pick<Handlers, LogCall> => ({
  'logins.log': ({ before, ...filter }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) => {
      const events = firstOf(pageSize + 1, eventsThatFit(db, logActions, filter, before));
      const shown = events.slice(0, pageSize);
      return ok({ events: shown, next: events.length > pageSize ? (shown.at(-1)?.seq ?? null) : null });
    });
  },
  'logins.exportLog': (filter) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const events = vault.read((db) => firstOf(mostLines, eventsThatFit(db, logActions, filter, null)));
    const lines = events.map((one) =>
      csvLine([
        one.seq,
        one.at,
        one.zone,
        one.station,
        one.action,
        one.userName,
        one.fullName,
        one.factor,
        one.token,
        one.locked ? 'locked' : null,
        one.record,
      ]),
    );
    vault.write(vault, (_, audit) =>
      audit.record({
        action: 'logins.export',
        subject: { type: 'vault', id: vault.identity.id },
        details: { ...filter, lines: lines.length },
      }),
    );
    const head = csvLine([
      'No.',
      'At (UTC)',
      'Zone',
      'Computer',
      'Event',
      'User name',
      'Name',
      'Factor',
      'Token',
      'Lock',
      'Record',
    ]);
    return ok({
      fileName: `logins-${context.clock.now().toISOString().slice(0, 10)}.csv`,
      bytes: new TextEncoder().encode(`${[head, ...lines].join('\r\n')}\r\n`),
    });
  },
  'logins.alerts': () => {
    const caller = context.caller();
    return caller.ok ? ok(caller.value.vault.read((db) => alertsOf(db, caller.value.account))) : caller;
  },
  'logins.acknowledge': ({ upTo, note }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    const before = vault.read((db) => alertsOf(db, self)).alerts;
    const seen = before.filter(({ seq }) => seq <= upTo);
    if (seen.length === 0) return ok({ alerts: before });
    vault.write(vault, (db, audit) => {
      saveSetting(db, audit, acknowledgedKey(self), Math.max(...seen.map(({ seq }) => seq)));
      audit.record({
        action: 'logins.acknowledge',
        subject: { type: 'vault', id: vault.identity.id },
        reason: note,
        details: { entries: seen.map(({ seq }) => seq) },
      });
    });
    return ok(vault.read((db) => alertsOf(db, self)));
  },
});
