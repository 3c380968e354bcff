import type { Scalar } from './form.ts';
import type { Facts as StoredFacts } from './record-type.ts';

/**
 * Facts: what lists, trends and evaluations ask of many records at once. A record type computes them from its content
 * (`factsOf`), the vault keeps them beside the record, and the formulas of `domain/trends` read them. They are named
 * here once, so that who writes them and who counts them mean the same.
 *
 * - `text`: a code of the type's own lists (`P1`, `critical`, `human-error`), or an id or version; never prose.
 * - `flag`: true or false. `number`: a count, or a share from 0 to 1 where the name ends in `Share`.
 * - `day`: ISO 8601 date. `instant`: ISO 8601 date and time with zone (`2026-03-01T09:30:00Z`, `...+01:00`).
 *
 * What is not known yet is null or absent. A type may keep further facts; nobody else reads them.
 */
type FactKind = 'text' | 'flag' | 'number' | 'day' | 'instant';
type Shape = Readonly<Record<string, FactKind>>;

type ValueOf<Kind extends FactKind> = Kind extends 'flag' ? boolean : Kind extends 'number' ? number : string;
type FactsOf<S extends Shape> = { readonly [Name in keyof S]: ValueOf<S[Name]> | null };

const shapes = {
  incident: {
    /** `P1` to `P4`. */
    priority: 'text',
    /** Any of the impact flags is set. */
    gxp: 'flag',
    category: 'text',
    /** Code of the root cause, so that the same cause counts as the same. */
    cause: 'text',
    startedAt: 'instant',
    detectedAt: 'instant',
    reportedAt: 'instant',
    acknowledgedAt: 'instant',
    mitigatedAt: 'instant',
    resolvedAt: 'instant',
    /** Whether the response, and the resolution, came within its target; null while open or without a target. */
    responseKept: 'flag',
    resolutionKept: 'flag',
    /** Whether it was taken up again after it had been resolved or closed. */
    reopened: 'flag',
  },
  defect: {
    /** `critical`, `major` or `minor`. */
    severity: 'text',
    security: 'flag',
    foundIn: 'text',
    fixedIn: 'text',
    component: 'text',
    cause: 'text',
    createdOn: 'day',
    /** The day it was closed, whatever the decision; null while open. */
    closedOn: 'day',
    /** `fix`, `defer`, `accept` or `reject`. */
    decision: 'text',
    /** The day on which an accepted risk expires. */
    riskExpires: 'day',
    /** Found after the version was released. */
    afterRelease: 'flag',
    /** Whether it was taken up again after it had been fixed or decided against. */
    reopened: 'flag',
  },
  'post-mortem': {
    /** Id of the incident it analyses. */
    incident: 'text',
    publishedOn: 'day',
  },
  'access-review': {
    lines: 'number',
    revoked: 'number',
    modified: 'number',
    kept: 'number',
    /** Revocations and modifications that a later list proved. */
    proven: 'number',
    orphans: 'number',
    dormant: 'number',
    /** Conflicts of segregation of duties. */
    sod: 'number',
    /** Share of the lines that were kept by a bulk decision. */
    bulkKeepShare: 'number',
  },
  'periodic-evaluation': {
    /** `fit`, `conditional` or `not-fit`. */
    verdict: 'text',
    /** The day it was due when it was begun. */
    dueOn: 'day',
    periodEnd: 'day',
    /** `periodic`, `ad-hoc` or `final`. */
    kind: 'text',
  },
  action: {
    createdOn: 'day',
    dueOn: 'day',
    closedOn: 'day',
    /** `open`, `done` or `dropped`. */
    status: 'text',
  },
} as const satisfies Readonly<Record<string, Shape>>;

/** The record types whose facts others count, and action items, which are counted beside them. */
export type FactsType = keyof typeof shapes;

/** The facts of one record of a type: `Facts<'incident'>` is what the incident's `factsOf` answers at least. */
export type Facts<Type extends FactsType> = FactsOf<(typeof shapes)[Type]>;

/** A record as trends see it: by its revision in force where it has one, else by its draft. */
export interface FactRow {
  readonly id: string;
  readonly type: string;
  readonly systemId: string;
  /** The day the record speaks of, or the last day of its period. */
  readonly eventOn: string | null;
  readonly stage: string | null;
  readonly state: string;
  /** The day its revision in force became effective; null where none is. */
  readonly effectiveOn: string | null;
  /** The day the work on it was taken up again: a newer revision of what was signed is being written. Null where none is. */
  readonly takenUpOn: string | null;
  readonly facts: StoredFacts;
}

const day = /^\d{4}-\d\d-\d\d$/;

const fits: Readonly<Record<FactKind, (value: Scalar) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  flag: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  day: (value) => typeof value === 'string' && day.test(value) && !Number.isNaN(Date.parse(value)),
  instant: (value) => typeof value === 'string' && value.length > 10 && !Number.isNaN(Date.parse(value)),
};

/** The facts of a type out of what is stored; what is absent or of another kind is null, for older records stay as they are. */
export const factsOf = <Type extends FactsType>(type: Type, stored: StoredFacts): Facts<Type> =>
  Object.fromEntries(
    Object.entries(shapes[type] as Shape).map(([name, kind]) => {
      const value = stored[name] ?? null;
      return [name, fits[kind](value) ? value : null];
    }),
  ) as Facts<Type>;
