import { hash } from 'node:crypto';
import type { AuditChange, AuditSubject } from '../../domain/audit-entry.ts';
import type { AuditAction } from '../../domain/audit-events.ts';
import type { JsonValue } from '../../domain/result.ts';

export {
  canonicalEntry,
  genesisHash,
  type AuditAccount,
  type AuditChange,
  type AuditEntry,
  type AuditHead,
  type AuditSubject,
} from '../../domain/audit-entry.ts';

/** What a caller says about its act; who, when and the chain are added by the {@link AuditWriter}. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly subject: AuditSubject;
  readonly changes?: readonly AuditChange[];
  /** Why, in the person's own words, where the act asks for it. */
  readonly reason?: string | null;
  /** When it happened, where that was before the time of entry: UTC, ISO 8601. */
  readonly eventAt?: string | null;
  /** What else a reader needs: file hashes, counts. Never a secret. */
  readonly details?: Readonly<Record<string, JsonValue>>;
}

/** SHA-256 of an entry's canonical text in UTF-8, lower-case hex. */
export const entryHash = (canonical: string): string => hash('sha256', canonical, 'hex');
