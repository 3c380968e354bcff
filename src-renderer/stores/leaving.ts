import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { useDraft, type DraftStore } from './draft.ts';
import { onBeforeLeaving } from './session.ts';

/** Ways out of a draft: the vault is locked or closed, the window is closed, another screen is opened. */
export type Way = 'lock' | 'logout' | 'close' | 'record';

/** Whether somebody is being asked about leaving what could not be saved. */
export type Leaving =
  | { readonly kind: 'no' }
  | {
      readonly kind: 'asked';
      readonly way: Way;
      /** It is being saved once more. */
      readonly trying: boolean;
    };

export interface LeavingStore {
  readonly leaving: Leaving;
  /** Saves the draft. Where that fails the person is asked; true when the way is free. */
  readonly before: (way: Exclude<Way, 'record'>) => Promise<boolean>;
  /** The record's screen is gone already: saves its draft, or asks and keeps it meanwhile. */
  readonly leaveRecord: (recordId: string) => Promise<void>;
  /** The answers: back to what was typed, once more, or away without it. */
  readonly stay: () => void;
  readonly retry: () => Promise<void>;
  readonly leave: () => void;
}

type Drafts = Pick<StoreApi<DraftStore>, 'getState'>;

/** Nobody leaves a draft that the vault does not hold without having said so. */
export const createLeavingStore = (drafts: Drafts): UseBoundStore<StoreApi<LeavingStore>> =>
  create<LeavingStore>()((set, get) => {
    let answer: ((away: boolean) => void) | null = null;

    const settle = (away: boolean): void => {
      const told = answer;
      answer = null;
      set({ leaving: { kind: 'no' } });
      told?.(away);
    };
    const asked = (way: Way): Promise<boolean> =>
      new Promise((resolve) => {
        settle(false);
        answer = resolve;
        set({ leaving: { kind: 'asked', way, trying: false } });
      });

    return {
      leaving: { kind: 'no' },
      before: async (way) => {
        const saved = await drafts.getState().flush();
        return saved || drafts.getState().draft.kind === 'none' || (await asked(way));
      },
      leaveRecord: async (recordId) => {
        if (await drafts.getState().close(recordId)) return;
        if (await asked('record')) await drafts.getState().close(recordId);
      },
      stay: () => settle(false),
      retry: async () => {
        const { leaving } = get();
        if (leaving.kind !== 'asked' || leaving.trying) return;
        set({ leaving: { ...leaving, trying: true } });
        const mine = answer;
        const saved = await drafts.getState().flush();
        if (mine !== answer) return;
        if (saved) settle(true);
        else set({ leaving });
      },
      leave: () => {
        drafts.getState().discard();
        settle(true);
      },
    };
  });

export const useLeaving = createLeavingStore(useDraft);

onBeforeLeaving((way) => useLeaving.getState().before(way));
