import { hostname } from 'node:os';
import { clockJump } from '../../domain/clock-jump.ts';
import { localTime } from '../../domain/local-time.ts';
import type { WritableVault } from '../handle.ts';
import {
  canonicalEntry,
  entryHash,
  type AuditAccount,
  type AuditEntry,
  type AuditEvent,
  type AuditHead,
} from './entry.ts';

/** Adds to the audit trail within one transaction. All entries of a transaction bear the same time: it is one act. */
export interface AuditWriter {
  /** The time of this transaction, UTC, ISO 8601 with milliseconds: rows written beside the entries use it too. */
  readonly at: string;
  /** IANA zone of the machine. */
  readonly zone: string;
  /** Who acts. */
  readonly account: AuditAccount;
  /** Appends an entry and answers the new head. */
  record(event: AuditEvent): AuditHead;
}

/** When and where a transaction happens. */
export interface AuditMoment {
  readonly now: Date;
  readonly zone: string;
  readonly appVersion: string;
  /** How far the wall clock ran ahead of the steady one since this session's last write, in milliseconds. */
  readonly drift: number | null;
}

interface HeadRow extends AuditHead {
  readonly at: string;
}

/**
 * The writer for one transaction; `written` answers the actions it was told, `head` the end of the trail as it then is. A clock that jumped is no error: it is
 * itself recorded (`clock.set-back`, `clock.set-forward`), and the chain, not the clock, keeps the order (draft Annex 11,
 * 12; MHRA 2016).
 */
export const auditWriter = (
  db: WritableVault,
  account: AuditAccount,
  moment: AuditMoment,
): AuditWriter & { readonly written: () => readonly string[]; readonly head: () => AuditHead } => {
  const at = moment.now.toISOString();
  const context = { at, zone: moment.zone, offsetMinutes: localTime(at, moment.zone).offsetMinutes, account };
  const first = db.get<HeadRow>('SELECT seq, hash, at FROM audit_head');
  if (first === undefined) throw new Error('no audit head');
  let head: AuditHead = first;
  const written: string[] = [];

  const append = (event: AuditEvent): AuditHead => {
    const entry: AuditEntry = {
      ...context,
      seq: head.seq + 1,
      action: event.action,
      subject: event.subject,
      changes: event.changes ?? [],
      reason: event.reason ?? null,
      details: event.details ?? {},
      eventAt: event.eventAt ?? null,
      station: hostname(),
      appVersion: moment.appVersion,
      previous: head.hash,
    };
    const canonical = canonicalEntry(entry);
    head = { seq: entry.seq, hash: entryHash(canonical) };
    db.run('INSERT INTO audit_entry (seq, hash, canonical) VALUES (?, ?, ?)', head.seq, head.hash, canonical);
    db.run('UPDATE audit_head SET seq = ?, hash = ?, at = ?', head.seq, head.hash, at);
    return head;
  };

  return {
    ...context,
    written: () => written,
    head: () => ({ seq: head.seq, hash: head.hash }),
    record: (event) => {
      const jump =
        written.length > 0
          ? null
          : clockJump({ lastAt: first.seq === 0 ? null : first.at, now: moment.now.getTime(), drift: moment.drift });
      if (jump !== null)
        append({
          action: jump.action,
          subject: { type: 'clock', id: moment.zone },
          details: { lastEntryAt: first.at, now: at, byMs: jump.byMs },
        });
      written.push(event.action);
      return append(event);
    },
  };
};
