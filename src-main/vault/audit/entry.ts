import { hash } from 'node:crypto';
import { canonicalize } from '../../domain/canonical-json.ts';
import type { JsonValue } from '../../domain/result.ts';

/** Who acted, as they were at that moment. */
export interface AuditAccount {
  readonly id: string;
  readonly userName: string;
  readonly roles: readonly string[];
}

/** What was acted on, e.g. `{ type: 'record', id: 'PE-2026-0007' }`. */
export interface AuditSubject {
  readonly type: string;
  readonly id: string;
}

/** One value that changed. `path` is a JSON Pointer (RFC 6901) into the subject; null stands for "was not there". */
export interface AuditChange {
  readonly path: string;
  readonly old: JsonValue;
  readonly new: JsonValue;
}

/** What a caller says about its act; who, when and the chain are added by the {@link AuditWriter}. */
export interface AuditEvent {
  /** Area and verb, lower case: `account.create`, `record.sign`. */
  readonly action: string;
  readonly subject: AuditSubject;
  readonly changes?: readonly AuditChange[];
  /** Why, in the person's own words, where the act asks for it. */
  readonly reason?: string | null;
  /** What else a reader needs: event time of a late entry, file hashes, counts. Never a secret. */
  readonly details?: Readonly<Record<string, JsonValue>>;
}

/**
 * One link of the audit trail (21 CFR 11.10(e); draft Annex 11, 12.1 to 12.3): who with which roles, what, old and new
 * values, when with zone, why. `seq` counts up by one without gaps, whatever the clock says.
 */
export interface AuditEntry {
  readonly seq: number;
  /** UTC, ISO 8601 with milliseconds: the time of entry. */
  readonly at: string;
  /** IANA zone of the machine. */
  readonly zone: string;
  /** What that zone was ahead of UTC, in minutes. */
  readonly offsetMinutes: number;
  readonly account: AuditAccount;
  readonly action: string;
  readonly subject: AuditSubject;
  readonly changes: readonly AuditChange[];
  readonly reason: string | null;
  readonly details: Readonly<Record<string, JsonValue>>;
  readonly appVersion: string;
  /** Hash of the entry before, {@link genesisHash} in the first. */
  readonly previous: string;
}

/** The last link: whoever holds this holds all entries up to it. */
export interface AuditHead {
  readonly seq: number;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
}

/** What the first entry names as its predecessor. */
export const genesisHash = '0'.repeat(64);

/** The text that is stored and hashed: RFC 8785 over the whole entry, the hash of the one before included. */
export const canonicalEntry = (entry: AuditEntry): string => canonicalize(entry as unknown as JsonValue);

/** SHA-256 of an entry's canonical text in UTF-8, lower-case hex. */
export const entryHash = (canonical: string): string => hash('sha256', canonical, 'hex');
