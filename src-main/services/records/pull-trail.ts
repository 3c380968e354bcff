import { riskOf, unusualActions } from '../../domain/audit-events.ts';
import type { Content } from '../../domain/form.ts';
import { scalarOf } from '../../domain/form.ts';
import { auditTrailReview, sampleText } from '../../domain/records/audit-trail-review.ts';
import { withValues } from '../../domain/records/operations/prefilled.ts';
import {
  coversOwnTrail,
  ownTrailName,
  sampleSize,
  withOwnTrail,
  type TrailEntry,
  type TrailFacts,
} from '../../domain/records/own-trail.ts';
import type { Period } from '../../domain/record-type.ts';
import { drawSample } from '../../domain/sample.ts';
import {
  auditEntries,
  auditHead,
  auditLinks,
  auditSpan,
  vaultIdentity,
  type ReadableVault,
  type StoredAuditEntry,
  type SystemEntry,
} from '../../vault/index.ts';
import type { Pulled } from './pull-evaluation.ts';

/** What a review of this vault's own trail takes over of its period; nothing where the review is of other trails alone. */
export const pullTrail = (db: ReadableVault, _: SystemEntry, content: Content): Pulled => {
  const period = auditTrailReview.periodOf(content);
  const nothing: Pulled = { content, sources: () => [] };
  if (!coversOwnTrail(content) || period === null || period.start > period.end) return nothing;
  const facts = factsOf(db, period, String(scalarOf(content, 'trails', 'seed') ?? ''));
  if (facts === null) return nothing;
  const taken = withOwnTrail(content, facts);
  return {
    content: withValues(taken, { trails: { drawn: sampleText(taken) || null } }),
    sources: () => [
      {
        kind: 'audit-trail',
        id: vaultIdentity(db).id,
        title: `Entries ${facts.first} to ${facts.last}`,
        revision: null,
        state: 'append-only',
        sha256: facts.head,
      },
    ],
  };
};

const factsOf = (db: ReadableVault, { start, end }: Period, seed: string): TrailFacts | null => {
  const span = auditSpan(db, { from: `${start}T00:00:00.000Z`, to: `${end}T23:59:59.999Z` });
  const [last] = auditLinks(db, { after: span.upTo - 1, upTo: span.upTo, limit: 1 });
  if (last === undefined) return null;
  const unusual = [...auditEntries(db, { ...span, actions: unusualActions })].map(asEntry);
  const count = span.upTo - span.after;
  const seen = new Set(unusual.map(({ seq }) => seq));
  const drawn = drawSample(`${seed}/${ownTrailName}`, count, sampleSize(count)).map((number) => span.after + number);
  const sampled = drawn.flatMap((seq) => [...auditEntries(db, { after: seq - 1, upTo: seq })].map(asEntry));
  const [newest] = auditEntries(db, { after: auditHead(db).seq - 1 });
  return {
    first: span.after + 1,
    last: span.upTo,
    head: last.hash,
    takenOn: (newest?.at ?? '').slice(0, 10),
    unusual,
    // What is looked at in full need not be shown twice; the numbers that were drawn stand in the record all the same.
    sampled: sampled.filter(({ seq }) => !seen.has(seq)),
    drawn: drawn.length,
  };
};

const asEntry = ({ seq, at, account, action, subject }: StoredAuditEntry): TrailEntry => ({
  seq,
  at,
  who: account.userName,
  action,
  subject: `${subject.type} ${subject.id}`,
  risk: riskOf(action),
});
