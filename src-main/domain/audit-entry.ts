import { canonicalize } from './canonical-json.ts';
import type { JsonValue } from './result.ts';

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
  /** When it happened, where that was not the time of entry: UTC. Entries of the first versions do not say. */
  readonly eventAt?: string | null;
  /** Name of the computer (21 CFR 11.10(h)). Entries of the first versions do not say. */
  readonly station?: string;
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

/** An entry as it is kept: the text that was hashed, and its hash. */
export interface AuditLink extends AuditHead {
  readonly canonical: string;
}

/** What the first entry names as its predecessor. */
export const genesisHash = '0'.repeat(64);

/** The text that is stored and hashed: RFC 8785 over the whole entry, the hash of the one before included. */
export const canonicalEntry = (entry: AuditEntry): string => canonicalize(entry as unknown as JsonValue);

/** What is wrong with an entry in its place, in the order in which it is looked for. */
export type LinkDefect =
  /** Entries are missing before this one, or its number is not its place. */
  | 'gap'
  /** The text does not have the hash: one of them was altered. */
  | 'hash-mismatch'
  /** It does not name the entry before it as its predecessor: one of the two was replaced or moved. */
  | 'wrong-previous';

/** Whether a link follows `head`; null where it does. `sha256` answers lower-case hex of a text's UTF-8. */
export const linkDefect = (head: AuditHead, link: AuditLink, sha256: (text: string) => string): LinkDefect | null => {
  if (link.seq !== head.seq + 1) return 'gap';
  if (sha256(link.canonical) !== link.hash) return 'hash-mismatch';
  return follows(link.canonical, head.hash) ? null : 'wrong-previous';
};

const previousKey = '"previous":"';

/**
 * Whether an entry names this hash as its predecessor. In canonical JSON the key with its quotes can stand nowhere but
 * where a key stands; only a text that has it twice (in `details`, say) needs to be parsed to know which one counts.
 */
const follows = (canonical: string, previous: string): boolean => {
  const first = canonical.indexOf(previousKey);
  if (first === canonical.lastIndexOf(previousKey))
    return first !== -1 && canonical.startsWith(`${previous}"`, first + previousKey.length);
  try {
    return (JSON.parse(canonical) as { readonly previous?: unknown }).previous === previous;
  } catch {
    return false;
  }
};
