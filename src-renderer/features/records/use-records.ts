import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure, Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import type { RecordsFilter } from '../../stores/records-place.ts';
import type { RecordSummary } from './types.ts';

/** Records as far as they were fetched. `complete` when there are no more. */
export type FetchedRecords =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'have';
      readonly rows: readonly RecordSummary[];
      readonly total: Output<'records.list'>['total'];
      readonly next: string | null;
      /** Why the last page did not come; the rows before it stay. */
      readonly failure: Failure | null;
    };

const pageSize = 100;
const largestPage = 1000;

/**
 * The records that fit, a page at a time; `more` fetches the next. `wanted` rows are fetched at once, in few large pages:
 * those that were there when the person left the list.
 */
export const useRecords = (
  filter: RecordsFilter,
  wanted: number,
): { readonly state: FetchedRecords; readonly more: () => void; readonly reload: () => void } => {
  const [state, setState] = useState<FetchedRecords>({ kind: 'asking' });
  const turn = useRef(0);
  const busy = useRef(false);
  const first = useRef(wanted);
  const { search, type, systemId, state: inState, order } = filter;

  const page = useCallback(
    (after: string | null, limit: number) =>
      ask('records.list', {
        search,
        type: type === '' ? null : type,
        systemId: systemId === '' ? null : systemId,
        state: inState === '' ? null : inState,
        order,
        limit,
        after,
      }),
    [search, type, systemId, inState, order],
  );

  const begin = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    busy.current = true;
    const rows: RecordSummary[] = [];
    let next: string | null = null;
    do {
      const missing = Math.max(pageSize, Math.min(largestPage, first.current - rows.length));
      const reply = await page(next, missing);
      if (mine !== turn.current) return;
      if (!reply.ok) {
        setState({ kind: 'failed', failure: reply.error });
        break;
      }
      rows.push(...reply.value.records);
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
        const { records, next, total } = reply.value;
        return { ...state, rows: [...state.rows, ...records], next, total };
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
