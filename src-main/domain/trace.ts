import type { EntityRef } from './links.ts';

/** A step of a walk: what was reached, from which place, by which words. */
export interface TraceStep {
  readonly entity: EntityRef;
  readonly depth: number;
  /** Index of the step it was reached from; null at the start. */
  readonly parent: number | null;
  readonly words: string;
}

/** A neighbour as the graph answers it. */
export interface Neighbour {
  readonly of: EntityRef;
  readonly to: EntityRef;
  readonly words: string;
}

/** How far a walk goes at most: what a person can still read. */
export const traceLimit = 400;

const key = ({ kind, id }: EntityRef): string => `${kind} ${id}`;

/**
 * Walks breadth first from `start`, asking for the neighbours of a whole layer at once; each thing is reached once, by
 * the shortest way. `passable` says where the walk goes on: a hub such as a system is shown and not walked through, or
 * everything would hang together with everything.
 */
export const trace = (
  start: EntityRef,
  depth: number,
  neighbours: (layer: readonly EntityRef[]) => readonly Neighbour[],
  passable: (entity: EntityRef) => boolean,
): { readonly steps: readonly TraceStep[]; readonly cut: boolean } => {
  const steps: TraceStep[] = [{ entity: start, depth: 0, parent: null, words: '' }];
  const place = new Map([[key(start), 0]]);
  let layer: readonly EntityRef[] = [start];
  for (let level = 1; layer.length > 0; level += 1) {
    const next: EntityRef[] = [];
    for (const { of, to, words } of neighbours(layer)) {
      const parent = place.get(key(of));
      if (parent === undefined || place.has(key(to))) continue;
      if (level > depth || steps.length >= traceLimit) return { steps, cut: true };
      place.set(key(to), steps.length);
      steps.push({ entity: to, depth: level, parent, words });
      if (passable(to)) next.push(to);
    }
    layer = next;
  }
  return { steps, cut: false };
};

/** The steps as a tree read from top to bottom: each under the one it was reached from. Answers their places. */
export const inTreeOrder = (steps: readonly { readonly parent: number | null }[]): readonly number[] => {
  const children = new Map<number | null, number[]>();
  steps.forEach(({ parent }, index) => children.set(parent, [...(children.get(parent) ?? []), index]));
  const order: number[] = [];
  const open = [...(children.get(null) ?? [])].reverse();
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    order.push(at);
    open.push(...[...(children.get(at) ?? [])].reverse());
  }
  return order;
};
