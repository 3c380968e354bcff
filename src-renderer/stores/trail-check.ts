import { create } from 'zustand';
import type { Failure, Output } from '../../src-main/contract/index.ts';
import { ask } from '../bridge/bridge.ts';

/** A check of the audit trail, and of files that it is held against. */
export type TrailCheck =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly verdict: Output<'audit.verify'> }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface TrailCheckStore {
  readonly check: TrailCheck;
  /** Recomputes the trail and holds it against sealed PDFs and checkpoints, wherever they were dropped or chosen. */
  readonly run: (files: readonly File[]) => Promise<void>;
  /** A verdict is of its moment: nothing of it is kept when the screen is left. */
  readonly clear: () => void;
}

export const useTrailCheck = create<TrailCheckStore>()((set, get) => ({
  check: { kind: 'idle' },
  run: async (files) => {
    const running: TrailCheck = { kind: 'running' };
    set({ check: running });
    const read = await Promise.all(
      files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
    const reply = await ask('audit.verify', { files: read });
    if (get().check !== running) return;
    set({ check: reply.ok ? { kind: 'done', verdict: reply.value } : { kind: 'failed', failure: reply.error } });
  },
  clear: () => set({ check: { kind: 'idle' } }),
}));
