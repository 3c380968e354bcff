import { monthsOf } from '../days.ts';
import type { Content, FieldValue, Row } from '../form.ts';
import type { Facts, Period } from '../record-type.ts';

/** A record as an evaluation takes it over: what lists know of it, without its content. */
export interface PulledRecord {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  /** ISO day it speaks of, or the last day of its period. */
  readonly day: string | null;
  readonly facts: Facts;
}

export interface PulledChange {
  readonly number: string;
  readonly title: string;
  readonly date: string;
  readonly kind: string;
  readonly gxpImpact: boolean;
}

export interface PulledAction {
  readonly id: string;
  readonly action: string;
  readonly owner: string;
  readonly due: string;
  readonly status: string;
  readonly note: string | null;
}

/** A restore or recovery test as the plan records it. */
export interface PulledTest {
  readonly date: string;
  readonly kind: string;
  readonly scope: string;
  readonly result: string | null;
  /** Hours. */
  readonly recoveryTime: number | null;
  readonly evidence: string | null;
}

/** What the vault holds of a system and period, for its evaluation. */
export interface PeriodFacts {
  readonly incidents: readonly PulledRecord[];
  readonly defects: readonly PulledRecord[];
  readonly acceptedRisks: readonly PulledRecord[];
  readonly accessReviews: readonly PulledRecord[];
  readonly auditTrailReviews: readonly PulledRecord[];
  readonly changes: readonly PulledChange[];
  readonly actions: readonly PulledAction[];
  readonly tests: readonly PulledTest[];
  /** Service level targets of the system's entry. */
  readonly targets: readonly Row[];
}

/**
 * An evaluation's content with what the vault knows of its period; nothing is retyped (Annex 11 s.11). In each table the
 * rows that come from the vault take the vault's values; what the author typed beside them, rows of things the vault does
 * not know and columns it leaves empty, stays. `known` says of an id whether the vault has it: such a row goes when it
 * does not belong to the period any more.
 */
export const pulledInto = (
  content: Content,
  period: Period | null,
  facts: PeriodFacts,
  known: (id: string) => boolean,
): Content => {
  const merged = (section: string, field: string, key: readonly string[], rows: readonly Row[]) =>
    mergedRows(typedRows(content, section, field), rows, key, known);
  const lastReview = facts.accessReviews.findLast((one) => openness(one) === 'closed');
  return withFields(content, {
    incidents: { incidents: merged('incidents', 'incidents', ['id'], facts.incidents.map(incidentRow)) },
    problems: { defects: merged('problems', 'defects', ['id'], facts.defects.map(defectRow)) },
    risk: { accepted: merged('risk', 'accepted', ['id'], facts.acceptedRisks.map(riskRow)) },
    changes: { changes: merged('changes', 'changes', ['id'], facts.changes.map(changeRow)) },
    access: {
      reviews: merged('access', 'reviews', ['id'], facts.accessReviews.map(accessRow)),
      ...(lastReview === undefined ? {} : { reference: lastReview.id, reviewedOn: lastReview.day }),
    },
    auditTrail: { reviews: merged('auditTrail', 'reviews', ['id'], facts.auditTrailReviews.map(reviewRow)) },
    continuity: { tests: merged('continuity', 'tests', ['date', 'kind', 'scope'], facts.tests.map(testRow)) },
    previousActions: {
      actions: merged('previousActions', 'actions', ['id'], facts.actions.map(actionRow)),
    },
    performance: {
      serviceLevels: mergedRows(
        typedRows(content, 'performance', 'serviceLevels'),
        period === null ? [] : levelRows(period, facts.targets),
        ['month', 'measure'],
        () => false,
        // A month that left the period goes, unless a figure was typed for it.
      ).filter((row) => row['achieved'] !== null || within(period, row['month'])),
    },
  });
};

/** The rows as they stand, also in a section that is set aside: what was typed there is kept. */
const typedRows = (content: Content, section: string, field: string): readonly Row[] => {
  const value = content[section]?.values[field];
  return Array.isArray(value) ? (value as readonly Row[]) : [];
};

const within = (period: Period | null, month: Row[string] | undefined): boolean =>
  period === null || typeof month !== 'string' || monthsOf(period).includes(month);

/** Rows of the vault in its order, each with what the author added; then the author's own. */
const mergedRows = (
  typed: readonly Row[],
  pulled: readonly Row[],
  key: readonly string[],
  known: (id: string) => boolean,
): readonly Row[] => {
  const keyOf = (row: Row): string => JSON.stringify(key.map((column) => row[column] ?? null));
  const before = new Map(typed.map((row) => [keyOf(row), row]));
  const there = new Set(pulled.map(keyOf));
  return [
    ...pulled.map((row) => {
      const old = before.get(keyOf(row)) ?? {};
      const filled = Object.entries(row).filter(([column, value]) => value !== null || !(column in old));
      return { ...old, ...Object.fromEntries(filled) };
    }),
    ...typed.filter((row) => !there.has(keyOf(row)) && !known(String(row[key[0] ?? ''] ?? ''))),
  ];
};

const withFields = (
  content: Content,
  fields: Readonly<Record<string, Readonly<Record<string, FieldValue>>>>,
): Content => ({
  ...content,
  ...Object.fromEntries(
    Object.entries(fields).map(([section, values]) => [
      section,
      { ...content[section], values: { ...content[section]?.values, ...values } },
    ]),
  ),
});

/** A record is open until its last signature is given. */
const openness = ({ state }: PulledRecord): string => (state === 'effective' ? 'closed' : 'open');

const fact = ({ facts }: PulledRecord, name: string): Row[string] => facts[name] ?? null;

/** `human-error` as a reader has it: `Human error`. */
const words = (code: Row[string]): Row[string] => {
  if (typeof code !== 'string') return code;
  const text = code.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const titleOf = (one: PulledRecord): string => String(fact(one, 'title') ?? one.title);

const incidentRow = (one: PulledRecord): Row => ({
  id: one.id,
  detected: one.day,
  title: titleOf(one),
  priority: fact(one, 'priority'),
  gxpImpact: fact(one, 'gxp'),
  rootCause: words(fact(one, 'cause')),
  status: openness(one),
});

const defectRow = (one: PulledRecord): Row => ({
  id: one.id,
  title: titleOf(one),
  severity: fact(one, 'severity'),
  decision: words(fact(one, 'decision')),
  status: openness(one),
});

const riskRow = (one: PulledRecord): Row => ({
  id: one.id,
  title: titleOf(one),
  severity: fact(one, 'severity'),
  expires: fact(one, 'riskExpires'),
});

const changeRow = (one: PulledChange): Row => ({
  id: one.number,
  date: one.date,
  description: one.title,
  kind: one.kind,
  gxpImpact: one.gxpImpact,
});

const accessRow = (one: PulledRecord): Row => ({
  id: one.id,
  completed: one.day,
  lines: fact(one, 'lines'),
  kept: fact(one, 'kept'),
  modified: fact(one, 'modified'),
  revoked: fact(one, 'revoked'),
  proven: fact(one, 'proven'),
  orphans: fact(one, 'orphans'),
  status: openness(one),
});

const reviewRow = (one: PulledRecord): Row => ({
  id: one.id,
  completed: one.day,
  title: titleOf(one),
  status: openness(one),
});

const testRow = (one: PulledTest): Row => ({ ...one });

const actionRow = (one: PulledAction): Row => ({
  id: one.id,
  action: one.action,
  owner: one.owner,
  due: one.due,
  status: one.status,
  evidence: one.note,
});

const levelRows = (period: Period, targets: readonly Row[]): readonly Row[] =>
  monthsOf(period).flatMap((month) =>
    targets.map((target) => ({
      month,
      measure: target['measure'] ?? null,
      comparison: target['comparison'] ?? null,
      target: target['target'] ?? null,
      unit: target['unit'] ?? null,
      achieved: null,
    })),
  );
