import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Content, Failure, Finding, Input, Output, SectionContent } from '../../src-main/contract/index.ts';
import { ask, type Ask } from '../bridge/bridge.ts';

type RecordView = Output<'records.get'>;
type Wire = Input<'records.saveDraft'>['content'];

/** How far what is typed has come into the vault. */
export type Saving =
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The one draft that is open for writing. */
export type Draft =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'open';
      readonly recordId: string;
      readonly type: RecordView['summary']['type'];
      /** `savedAt` of the version this one builds on. */
      readonly base: string;
      readonly content: Content;
      /** What of it the vault acknowledged: a section that is another object here was typed in since. */
      readonly held: Content;
      readonly title: string;
      readonly findings: readonly Finding[];
      readonly metrics: RecordView['metrics'];
      readonly saving: Saving;
    };

export interface DraftStore {
  readonly draft: Draft;
  /**
   * Starts from a record as it was read; what was typed since and is not saved yet is kept. While another record's
   * draft is not saved, this one waits until that is settled.
   */
  readonly open: (view: RecordView) => void;
  /** Takes what was typed in a section; it is saved a moment later. */
  readonly edit: (section: string, update: (before: SectionContent) => SectionContent) => void;
  /** Saves now. True once the vault holds everything that was typed. */
  readonly flush: () => Promise<boolean>;
  /** Saves and lets go of this record's draft, unless it was opened again meanwhile. False: not saved, still held. */
  readonly close: (recordId: string) => Promise<boolean>;
  /** Lets go of the draft with what was not saved, to start again from the saved version. */
  readonly discard: () => void;
  /** Forgets everything readable: nobody is logged in any more. */
  readonly forget: () => void;
}

/** Milliseconds between the last key stroke and the autosave. */
const pause = 700;

type OpenDraft = Extract<Draft, { kind: 'open' }>;

/**
 * Autosave: one save at a time, the newest content always last, never over a version that was saved elsewhere. After a
 * conflict nothing more is saved until the record is opened again.
 */
export const createDraftStore = (ask: Ask, wait = pause): UseBoundStore<StoreApi<DraftStore>> =>
  create<DraftStore>()((set, get) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running: Promise<boolean> | null = null;
    let openings = 0;
    /** A record that was opened while the draft of another one was not saved. */
    let waiting: RecordView | null = null;

    const open = (): OpenDraft | null => {
      const { draft } = get();
      return draft.kind === 'open' ? draft : null;
    };
    const patch = (recordId: string, change: Partial<OpenDraft>): void => {
      const draft = open();
      if (draft?.recordId === recordId) set({ draft: { ...draft, ...change } });
    };

    const save = async (): Promise<boolean> => {
      const draft = open();
      if (!draft || draft.saving.kind === 'saved') return true;
      if (draft.saving.kind === 'conflict') return false;
      const { recordId, base, content } = draft;
      patch(recordId, { saving: { kind: 'saving' } });
      const reply = await ask('records.saveDraft', { recordId, base, content: content as Wire });
      if (!reply.ok) {
        const saving: Saving =
          reply.error.code === 'records/changed-elsewhere'
            ? { kind: 'conflict' }
            : { kind: 'failed', failure: reply.error };
        patch(recordId, { saving });
        return false;
      }
      const { savedAt, title, filled, findings, metrics } = reply.value;
      const unchanged = open()?.content === content;
      patch(recordId, {
        base: savedAt,
        // What was typed meanwhile is saved next, and comes back filled in then.
        ...(unchanged && filled !== null ? { content: filled, held: filled } : { held: content }),
        title,
        findings,
        metrics,
        saving: unchanged ? { kind: 'saved', at: savedAt } : { kind: 'unsaved' },
      });
      return unchanged ? true : save();
    };

    const flush = async (): Promise<boolean> => {
      clearTimeout(timer);
      running ??= save().finally(() => {
        running = null;
      });
      return running;
    };

    const letGo = (): void => {
      clearTimeout(timer);
      set({ draft: { kind: 'none' } });
      const next = waiting;
      waiting = null;
      if (next !== null) get().open(next);
    };

    return {
      draft: { kind: 'none' },
      open: (view) => {
        const held = open();
        if (held !== null && held.recordId !== view.summary.id && held.saving.kind !== 'saved') {
          waiting = view;
          return;
        }
        openings += 1;
        if (held?.recordId === view.summary.id && (held.saving.kind !== 'saved' || held.base >= view.savedAt)) return;
        clearTimeout(timer);
        set({
          draft: {
            kind: 'open',
            recordId: view.summary.id,
            type: view.summary.type,
            base: view.savedAt,
            content: view.content,
            held: view.content,
            title: view.summary.title,
            findings: view.findings,
            metrics: view.metrics,
            saving: { kind: 'saved', at: view.savedAt },
          },
        });
      },
      edit: (section, update) => {
        const draft = open();
        if (!draft) return;
        const changed = update(draft.content[section] ?? { values: {} });
        const saving: Saving = draft.saving.kind === 'conflict' ? draft.saving : { kind: 'unsaved' };
        set({ draft: { ...draft, content: { ...draft.content, [section]: changed }, saving } });
        clearTimeout(timer);
        if (saving.kind === 'unsaved') timer = setTimeout(() => void flush(), wait);
      },
      flush,
      close: async (recordId) => {
        if (waiting?.summary.id === recordId) waiting = null;
        if (open()?.recordId !== recordId) return true;
        const mine = openings;
        const saved = await flush();
        if (mine !== openings || open()?.recordId !== recordId) return true;
        if (saved) letGo();
        return saved;
      },
      discard: letGo,
      forget: () => {
        waiting = null;
        letGo();
      },
    };
  });

export const useDraft = createDraftStore(ask);
