import { useCallback } from 'react';
import { ask } from '../../bridge/bridge.ts';
import { usePages, type Pages } from '../../bridge/use-pages.ts';
import type { ActionsFilter } from '../../stores/actions-place.ts';
import type { ActionView } from './types.ts';

/** The actions that fit, earliest due first, a page at a time. `wanted` rows are fetched at once. */
export const useActions = (filter: ActionsFilter, wanted: number): Pages<ActionView> => {
  const { systemId, status, mine, overdue } = filter;
  const page = useCallback(
    async (after: string | null, limit: number) => {
      const reply = await ask('actions.list', { systemId, recordId: null, status, mine, overdue, limit, after });
      if (!reply.ok) return reply;
      const { actions: rows, next, total } = reply.value;
      return { ok: true as const, value: { rows, next, total } };
    },
    [systemId, status, mine, overdue],
  );
  return usePages(page, wanted);
};
