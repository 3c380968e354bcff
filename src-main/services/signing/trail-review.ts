import { riskOf } from '../../domain/audit-events.ts';
import { fail, ok, type Failure, type JsonValue, type Result } from '../../domain/result.ts';
import { needsTrailReview, type Meaning } from '../../domain/signing.ts';
import { auditTrail, type ReadableVault, type StoredAuditEntry } from '../../vault/index.ts';

/** What an approver looks at before signing: the trail of the record that is approved. */
export interface RecordTrail {
  /** How many entries are about the record, at most `most`. */
  readonly entries: number;
  readonly more: boolean;
  /** Number of the newest one. One's own refused tries do not count: they would ask for the look again and again. */
  readonly upTo: number;
  /** Newest first. */
  readonly unusual: readonly StoredAuditEntry[];
}

/** Entries of one record that are looked through. */
const most = 1000;

/** The trail to look at before a signature of this meaning; null where it asks for none. */
export const trailToReview = (
  db: ReadableVault,
  recordId: string,
  accountId: string,
  meaning: Meaning,
): RecordTrail | null => {
  if (!needsTrailReview(meaning)) return null;
  const { items, next } = auditTrail(db, { subjectType: 'record', subjectId: recordId, limit: most });
  const newest = items.find(({ action, account }) => action !== 'signing.refuse' || account.id !== accountId);
  return {
    entries: items.length,
    more: next !== null,
    upTo: newest?.seq ?? 0,
    unusual: items.filter(({ action }) => riskOf(action) !== null),
  };
};

/**
 * Whether the approver confirmed to have looked at the trail as it stands now (draft Annex 11, 12.4, 12.8: before
 * release). Answers what the audit entry of the signature says about it.
 */
export const trailReviewed = (
  trail: RecordTrail | null,
  confirmed: number | null,
): Result<
  Readonly<Record<string, JsonValue>>,
  Failure<'signing/trail-not-reviewed' | 'signing/trail-changed-meanwhile'>
> => {
  if (trail === null) return ok({});
  if (confirmed === null) return fail('signing/trail-not-reviewed');
  if (confirmed !== trail.upTo) return fail('signing/trail-changed-meanwhile');
  return ok({ trailReviewed: { upTo: trail.upTo, entries: trail.entries, unusual: trail.unusual.length } });
};
