import type { AuditEntry, AuditLink } from './audit-entry.ts';
import { csvLine } from './csv.ts';

/**
 * An entry as a line of JSON: the very text that was hashed, with its hash as one more member at the end. Whoever takes
 * `,"hash":"..."` out again and hashes the rest gets that hash; no JSON library has to write the same text twice.
 */
export const auditLine = ({ canonical, hash }: Pick<AuditLink, 'canonical' | 'hash'>): string =>
  `${canonical.slice(0, -1)},"hash":"${hash}"}`;

const lineShape = /^(\{.*),"hash":"([0-9a-f]{64})"\}$/s;

/** The entry that a line of an export holds; null where it is no such line. */
export const parseAuditLine = (line: string): (AuditLink & { readonly entry: AuditEntry }) | null => {
  const [, body, hash] = lineShape.exec(line) ?? [];
  if (body === undefined || hash === undefined) return null;
  const canonical = `${body}}`;
  try {
    const entry = JSON.parse(canonical) as AuditEntry;
    return { canonical, hash, seq: entry.seq, entry };
  } catch {
    return null;
  }
};

type Stored = AuditEntry & { readonly hash: string };

const columns: Readonly<Record<string, (entry: Stored) => string | number>> = {
  seq: ({ seq }) => seq,
  at: ({ at }) => at,
  zone: ({ zone }) => zone,
  offsetMinutes: ({ offsetMinutes }) => offsetMinutes,
  eventAt: ({ eventAt }) => eventAt ?? '',
  station: ({ station }) => station ?? '',
  userName: ({ account }) => account.userName,
  roles: ({ account }) => account.roles.join(' '),
  accountId: ({ account }) => account.id,
  action: ({ action }) => action,
  subjectType: ({ subject }) => subject.type,
  subjectId: ({ subject }) => subject.id,
  reason: ({ reason }) => reason ?? '',
  changes: ({ changes }) => JSON.stringify(changes),
  details: ({ details }) => JSON.stringify(details),
  appVersion: ({ appVersion }) => appVersion,
  previous: ({ previous }) => previous,
  hash: ({ hash }) => hash,
};

/** The first line of the trail as CSV. */
export const auditCsvHead = csvLine(Object.keys(columns));

/** An entry as a row of CSV; old and new values and details as JSON in one cell each. */
export const auditCsvRow = (entry: Stored): string => csvLine(Object.values(columns).map((cell) => cell(entry)));
