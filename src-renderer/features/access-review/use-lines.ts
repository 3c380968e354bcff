import { useCallback, useEffect, useRef, useState } from 'react';
import { ask } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import type { Filter, Line } from './types.ts';

/** Lines fetched at once, around what is in sight. */
const page = 200;

export interface Lines {
  /** Numbers of all lines that fit the filter; null while they are asked for. */
  readonly numbers: readonly number[] | null;
  /** A line that was fetched already. */
  readonly lineAt: (index: number) => Line | undefined;
  /** Told what is in sight, so that it can be fetched. */
  readonly see: (first: number, last: number) => void;
  /** Forgets what was fetched: somebody decided. */
  readonly refresh: () => Promise<void>;
}

/** The lines of a population by a filter: their numbers at once, their content as it comes into sight. */
export const useLines = (recordId: string, filter: Filter): Lines => {
  const asked = useCall('access.numbers', { recordId, filter });
  const numbers = asked.state.kind === 'have' ? asked.state.value.numbers : null;
  const [lines, setLines] = useState<ReadonlyMap<number, Line>>(new Map());
  const sight = useRef({ first: 0, last: 60 });
  const turn = useRef(0);
  const { reload } = asked;

  const fetchSight = useCallback(
    async (all: readonly number[], known: ReadonlyMap<number, Line>, fresh: boolean) => {
      const from = Math.max(0, Math.floor(sight.current.first / page) * page);
      const wanted = all.slice(from, Math.min(all.length, from + 2 * page)).filter((line) => fresh || !known.has(line));
      if (wanted.length === 0) return;
      turn.current += 1;
      const mine = turn.current;
      const reply = await ask('access.lines', { recordId, lines: wanted });
      if (!reply.ok || (fresh && mine !== turn.current)) return;
      setLines((before) => {
        const next = new Map(fresh ? [] : before);
        for (const line of reply.value.lines) next.set(line.line, line);
        return next;
      });
    },
    [recordId],
  );

  useEffect(() => {
    if (numbers !== null) void fetchSight(numbers, new Map(), true);
  }, [numbers, fetchSight]);

  const see = useCallback(
    (first: number, last: number) => {
      sight.current = { first, last };
      if (numbers !== null && numbers.slice(first, last + 1).some((line) => !lines.has(line)))
        void fetchSight(numbers, lines, false);
    },
    [numbers, lines, fetchSight],
  );

  return {
    numbers,
    lineAt: (index) => lines.get(numbers?.[index] ?? -1),
    see,
    refresh: reload,
  };
};
