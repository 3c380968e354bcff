import { scalarOf, type Content } from '../form.ts';
import { priorities, type Priority } from './operations/vocabulary.ts';

/** How wide an incident reaches, or how little time there is: the two axes of the matrix. */
export const levels = ['high', 'medium', 'low'] as const;
export type Level = (typeof levels)[number];

/** Impact x urgency (ITIL practice), as data. */
export const matrix: Readonly<Record<Level, Readonly<Record<Level, Priority>>>> = {
  high: { high: 'P1', medium: 'P2', low: 'P3' },
  medium: { high: 'P2', medium: 'P3', low: 'P4' },
  low: { high: 'P3', medium: 'P4', low: 'P4' },
};

/** The impact flags of the regulatory assessment, and the priority that each of them demands at least. */
export const floors = {
  patientSafety: 'P1',
  productQuality: 'P2',
  dataIntegrity: 'P2',
  validationStatus: 'P3',
  compliance: 'P3',
} as const satisfies Readonly<Record<string, Priority>>;

/** Minutes from detection within which somebody responds and the service is restored. */
export const targets: Readonly<Record<Priority, { readonly response: number; readonly resolution: number }>> = {
  P1: { response: 15, resolution: 2 * 60 },
  P2: { response: 30, resolution: 4 * 60 },
  P3: { response: 4 * 60, resolution: 3 * 24 * 60 },
  P4: { response: 24 * 60, resolution: 5 * 24 * 60 },
};

/** The matrix and the targets in words, for help texts. */
export const targetsInWords = 'P1 15 min / 2 h, P2 30 min / 4 h, P3 4 h / 3 days, P4 1 day / 5 days';

export const isMoreUrgent = (one: Priority, other: Priority): boolean =>
  priorities.indexOf(one) < priorities.indexOf(other);

/** Whether any flag of the regulatory assessment is set. */
export const hasGxpImpact = (content: Content): boolean =>
  Object.keys(floors).some((flag) => scalarOf(content, 'regulatory', flag) === true);

export interface IncidentPriority {
  /** From the matrix, raised to the floor; null while impact or urgency is missing. */
  readonly computed: Priority | null;
  /** What the set flags demand at least; null where none is set. */
  readonly floor: Priority | null;
  /** What a person chose instead. */
  readonly override: Priority | null;
  /** What counts: the override, else the computed one. */
  readonly priority: Priority | null;
}

export const priorityOf = (content: Content): IncidentPriority => {
  const impact = levelOf(content, 'impact');
  const urgency = levelOf(content, 'urgency');
  const floor = Object.entries(floors)
    .filter(([flag]) => scalarOf(content, 'regulatory', flag) === true)
    .map(([, priority]) => priority as Priority)
    .reduce<Priority | null>((most, one) => (most === null || isMoreUrgent(one, most) ? one : most), null);
  const fromMatrix = impact === null || urgency === null ? null : matrix[impact][urgency];
  const computed = fromMatrix !== null && floor !== null && isMoreUrgent(floor, fromMatrix) ? floor : fromMatrix;
  const chosen = scalarOf(content, 'classification', 'override');
  const override = priorities.find((one) => one === chosen) ?? null;
  return { computed, floor, override, priority: override ?? computed };
};

const levelOf = (content: Content, field: 'impact' | 'urgency'): Level | null => {
  const value = scalarOf(content, 'classification', field);
  return levels.find((level) => level === value) ?? null;
};

/** Significant incidents are learned from in a post-mortem, or a signed waiver says why not: P1, or any impact flag. */
export const isSignificant = (content: Content): boolean =>
  hasGxpImpact(content) || priorityOf(content).priority === 'P1';

/** A critical incident cannot close without its root cause and an action (Annex 11 s.13). */
export const isCritical = (content: Content): boolean => priorityOf(content).priority === 'P1';
