import { create } from 'zustand';
import type { Finding } from '../../src-main/contract/index.ts';
import type { Target } from '../ui/form/edit.ts';

/** What stands beside the draft. */
export type Aside = 'none' | 'findings' | 'figures';

interface DraftViewStore {
  readonly aside: Aside;
  /** Also names what is missing in fields that nobody touched yet. */
  readonly showAll: boolean;
  readonly target: Target | null;
  readonly toggle: (aside: Exclude<Aside, 'none'>) => void;
  /** Leads to the field that a finding names. */
  readonly lookAt: (finding: Finding) => void;
  readonly reset: () => void;
}

const start = { aside: 'none', showAll: false, target: null } as const;

/** How the open draft is looked at: it outlives the editor, so that other parts of the record can lead into it. */
export const useDraftView = create<DraftViewStore>()((set, get) => ({
  ...start,
  toggle: (aside) => {
    set({ aside: get().aside === aside ? 'none' : aside, showAll: get().showAll || aside === 'findings' });
  },
  lookAt: ({ section, field, row }) => {
    const turn = (get().target?.turn ?? 0) + 1;
    set({ showAll: true, target: { section, field: field ?? null, row: row ?? null, turn } });
  },
  reset: () => set(start),
}));
