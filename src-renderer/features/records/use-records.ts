import { useCallback } from 'react';
import { ask } from '../../bridge/bridge.ts';
import { usePages, type Pages } from '../../bridge/use-pages.ts';
import type { RecordsFilter } from '../../stores/records-place.ts';
import type { ListedRecord } from './types.ts';

/** The records that fit, a page at a time. `wanted` rows are fetched at once. */
export const useRecords = (filter: RecordsFilter, wanted: number): Pages<ListedRecord> => {
  const { search, type, systemId, state, origin, order } = filter;
  const page = useCallback(
    async (after: string | null, limit: number) => {
      const reply = await ask('records.list', {
        search,
        type: type === '' ? null : type,
        systemId: systemId === '' ? null : systemId,
        state: state === '' ? null : state,
        origin: origin === '' ? null : origin,
        order,
        limit,
        after,
      });
      if (!reply.ok) return reply;
      const { records: rows, next, total } = reply.value;
      return { ok: true as const, value: { rows, next, total } };
    },
    [search, type, systemId, state, origin, order],
  );
  return usePages(page, wanted);
};
