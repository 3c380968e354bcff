import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure, Output, Result } from '../../src-main/contract/index.ts';

type Total = Output<'records.list'>['total'];

/** One page of a list, as calls answer it. `next` is handed back as `after`; null at the end. */
export interface AnsweredPage<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly total: Total;
}

/** A list as far as it was fetched. */
export type FetchedPages<Row> =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | ({
      readonly kind: 'have';
      /** Why the last page did not come; the rows before it stay. */
      readonly failure: Failure | null;
    } & AnsweredPage<Row>);

export interface Pages<Row> {
  readonly state: FetchedPages<Row>;
  /** Fetches the next page; nothing while one is on its way, or where there is none. */
  readonly more: () => void;
  /** Begins anew. */
  readonly reload: () => void;
}

const pageSize = 100;
const largestPage = 1000;

/**
 * A list of any length, a page at a time. `page` asks for one (a stable function: another one is another list). `wanted` rows are
 * fetched at once, in few large pages: those that were there when the person left the list.
 */
export const usePages = <Row>(
  page: (after: string | null, limit: number) => Promise<Result<AnsweredPage<Row>>>,
  wanted: number,
): Pages<Row> => {
  const [state, setState] = useState<FetchedPages<Row>>({ kind: 'asking' });
  const turn = useRef(0);
  const busy = useRef(false);
  const first = useRef(wanted);

  const begin = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    busy.current = true;
    const rows: Row[] = [];
    let next: string | null = null;
    do {
      const missing = Math.max(pageSize, Math.min(largestPage, first.current - rows.length));
      const reply: Result<AnsweredPage<Row>> = await page(next, missing);
      if (mine !== turn.current) return;
      if (!reply.ok) {
        setState({ kind: 'failed', failure: reply.error });
        break;
      }
      rows.push(...reply.value.rows);
      ({ next } = reply.value);
      if (next === null || rows.length >= first.current)
        setState({ kind: 'have', rows, total: reply.value.total, next, failure: null });
    } while (next !== null && rows.length < first.current);
    first.current = 0;
    busy.current = false;
  }, [page]);

  useEffect(() => {
    void begin();
    return () => {
      turn.current += 1;
    };
  }, [begin]);

  const more = useCallback(() => {
    if (busy.current || state.kind !== 'have' || state.next === null || state.failure !== null) return;
    busy.current = true;
    const fetch = async () => {
      const reply = await page(state.next, pageSize);
      busy.current = false;
      setState((now) => {
        // Another filter was chosen meanwhile: the answer is to a question that nobody asks any more.
        if (now !== state) return now;
        if (!reply.ok) return { ...now, failure: reply.error };
        const { rows, next, total } = reply.value;
        return { ...state, rows: [...state.rows, ...rows], next, total };
      });
    };
    void fetch();
  }, [page, state]);

  const reload = useCallback(() => {
    setState({ kind: 'asking' });
    void begin();
  }, [begin]);

  return { state, more, reload };
};
