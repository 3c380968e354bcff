import { hash } from 'node:crypto';
import { canonicalize } from '../../domain/canonical-json.ts';
import { rowsOf, type Content } from '../../domain/form.ts';
import { pulledInto, type PeriodFacts, type PulledRecord } from '../../domain/records/evaluation-pull.ts';
import { periodicEvaluation } from '../../domain/records/periodic-evaluation.ts';
import type { Facts, Period } from '../../domain/record-type.ts';
import type { ChangeFacts } from '../../domain/references.ts';
import type { JsonValue } from '../../domain/result.ts';
import type { Source } from '../../domain/revision-document.ts';
import {
  acceptedRisks,
  allActions,
  completedIn,
  happenedIn,
  hashedRecords,
  knownIds,
  references,
  type Action,
  type PeriodRecord,
  type ReadableVault,
  type Reference,
  type SystemEntry,
} from '../../vault/index.ts';
import { storedContent } from '../stored.ts';
import { testsOfPlan } from './plan-tests.ts';

/** Content with what the vault holds for it, and what that was taken from. */
export interface Pulled {
  readonly content: Content;
  /** In the order of the content. Hashed only when it is asked for: at freezing, not at every refresh. */
  readonly sources: () => readonly Source[];
}

/** Fills content from the vault; what the author typed beside it stays. */
export type Puller = (db: ReadableVault, system: SystemEntry, content: Content) => Pulled;

/** What an evaluation takes over of its period: one question per kind, whatever the number of records. */
export const pullEvaluation = (db: ReadableVault, system: SystemEntry, content: Content): Pulled => {
  const period = periodicEvaluation.periodOf(content);
  if (period === null || period.start > period.end) return { content, sources: () => [] };
  const found = foundIn(db, system, period);
  const known = knownIds(db, system.id, typedIds(content));
  return {
    content: pulledInto(content, period, found.facts, (id) => known.has(id)),
    sources: () => sourcesOf(db, found),
  };
};

interface Found {
  readonly facts: PeriodFacts;
  readonly records: readonly string[];
  readonly changes: readonly Reference[];
  readonly actions: readonly Action[];
}

const foundIn = (db: ReadableVault, system: SystemEntry, period: Period): Found => {
  const incidents = happenedIn(db, system.id, 'incident', period);
  const defects = happenedIn(db, system.id, 'defect', period);
  const accepted = acceptedRisks(db, system.id, period);
  const accessReviews = completedIn(db, system.id, 'access-review', period);
  const auditTrailReviews = completedIn(db, system.id, 'audit-trail-review', period);
  const changes = [
    ...references(db, { systemId: system.id, kind: 'change', from: period.start, to: period.end, limit: 20_000 }),
  ].reverse();
  const owed = allActions(db, { systemId: system.id, period });
  const plan = testsOfPlan(db, system.id, period);
  return {
    facts: {
      incidents: incidents.map(asPulled),
      defects: defects.map(asPulled),
      acceptedRisks: accepted.map(asPulled),
      accessReviews: accessReviews.map(asPulled),
      auditTrailReviews: auditTrailReviews.map(asPulled),
      changes: changes.map((one) => {
        const { changeKind, gxpImpact } = one.facts as unknown as ChangeFacts;
        return { number: one.value, title: one.title, date: one.occurredOn ?? '', kind: changeKind, gxpImpact };
      }),
      actions: owed.map((one) => ({
        id: one.id,
        action: one.action,
        owner: one.ownerName,
        due: one.dueOn,
        status: one.status,
        note: one.closingNote,
      })),
      tests: plan.tests,
      targets: rowsOf(storedContent(system.content), 'continuity', 'serviceLevels'),
    },
    records: [
      ...new Set([
        ...[...incidents, ...defects, ...accepted, ...accessReviews, ...auditTrailReviews].map((one) => one.id),
        ...plan.recordIds,
      ]),
    ],
    changes,
    actions: owed,
  };
};

const asPulled = (one: PeriodRecord): PulledRecord => ({ ...one, facts: one.facts as Facts });

const tablesWithIds = [
  ['incidents', 'incidents'],
  ['problems', 'defects'],
  ['risk', 'accepted'],
  ['changes', 'changes'],
  ['access', 'reviews'],
  ['auditTrail', 'reviews'],
  ['previousActions', 'actions'],
] as const;

const typedIds = (content: Content): readonly string[] =>
  tablesWithIds.flatMap(([section, field]) =>
    rowsOf(content, section, field).flatMap((row) => (typeof row['id'] === 'string' ? [row['id']] : [])),
  );

const sha256 = (value: JsonValue): string => hash('sha256', canonicalize(value), 'hex');

/** Each source with the hash of what it said when it was taken over. */
const sourcesOf = (db: ReadableVault, found: Found): readonly Source[] => [
  ...hashedRecords(db, found.records).map((one) => ({
    kind: 'record',
    id: one.id,
    title: one.title,
    revision: one.revision,
    state: one.state,
    sha256: one.frozenSha256 ?? sha256(JSON.parse(one.content ?? '{}') as JsonValue),
  })),
  ...found.changes.map((one) => ({
    kind: 'reference',
    id: one.id,
    title: `${one.value} ${one.title}`,
    revision: null,
    state: 'registered',
    sha256: sha256({ kind: one.kind, value: one.value, title: one.title, day: one.occurredOn, facts: one.facts }),
  })),
  ...found.actions.map((one) => ({
    kind: 'action',
    id: one.id,
    title: one.action,
    revision: null,
    state: one.status,
    sha256: sha256({ ...one }),
  })),
];
