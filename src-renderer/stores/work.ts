import { create } from 'zustand';
import type { Output } from '../../src-main/contract/index.ts';
import { ask } from '../bridge/bridge.ts';
import type { Asked } from '../bridge/use-call.ts';

export type WorkItem = Output<'work.list'>['items'][number];

interface WorkStore {
  readonly work: Asked<readonly WorkItem[]>;
  /** Asked after every step that may change whose turn it is. */
  readonly refresh: () => Promise<void>;
}

/** What waits for the person who is logged in: the home screen and the counts beside it. */
export const useWork = create<WorkStore>()((set) => ({
  work: { kind: 'asking' },
  refresh: async () => {
    const reply = await ask('work.list', {});
    set({ work: reply.ok ? { kind: 'have', value: reply.value.items } : { kind: 'failed', failure: reply.error } });
  },
}));
