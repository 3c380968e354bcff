import { describe, expect, test } from 'vitest';
import type { EntityRef } from '../../../src-main/domain/links.ts';
import { inTreeOrder, trace, traceLimit } from '../../../src-main/domain/trace.ts';

const at = (id: string): EntityRef => ({ kind: 'record', id });
/** Neighbours out of pairs, both ways. */
const graph = (pairs: readonly (readonly [string, string])[]) => (layer: readonly EntityRef[]) =>
  layer.flatMap((of) =>
    pairs.flatMap(([a, b]) => [
      ...(of.id === a ? [{ of, to: at(b), words: 'leads to' }] : []),
      ...(of.id === b ? [{ of, to: at(a), words: 'comes from' }] : []),
    ]),
  );
const always = (): boolean => true;

describe('tracing', () => {
  test('reaches each thing once, by the shortest way, with the words of the direction', () => {
    const { steps, cut } = trace(
      at('a'),
      8,
      graph([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
        ['d', 'b'],
      ]),
      always,
    );
    expect(steps.map(({ entity, depth, words }) => `${entity.id}${depth} ${words}`)).toEqual([
      'a0 ',
      'b1 leads to',
      'c1 comes from',
      'd2 comes from',
    ]);
    expect(cut).toBe(false);
  });

  test('stops at its depth, at its number, and at hubs', () => {
    const chain = graph([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
    ]);
    const near = trace(at('a'), 2, chain, always);
    expect([near.steps.length, near.cut]).toEqual([3, true]);
    expect(trace(at('a'), 8, chain, ({ id }) => id !== 'b').steps.length).toBe(2);
    const star = Array.from({ length: 1000 }, (_, n) => ['a', `n${n}`] as const);
    const wide = trace(at('a'), 8, graph(star), always);
    expect([wide.steps.length, wide.cut]).toEqual([traceLimit, true]);
  });

  test('reads as a tree: each under the one it was reached from', () => {
    expect(inTreeOrder([{ parent: null }, { parent: 0 }, { parent: 0 }, { parent: 1 }, { parent: 2 }])).toEqual([
      0, 1, 3, 2, 4,
    ]);
  });
});
