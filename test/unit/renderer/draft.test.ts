import { describe, expect, test } from 'vitest';
import type { Output } from '../../../src-main/contract/index.ts';
import type { Ask } from '../../../src-renderer/bridge/bridge.ts';
import { createDraftStore, type DraftStore } from '../../../src-renderer/stores/draft.ts';

type View = Output<'records.get'>;
type Saved = Parameters<Ask>[1] & { readonly base: string; readonly content: View['content'] };

const view = (savedAt = 't0', id = 'PE-2026-0001'): View =>
  ({
    summary: { id, title: 'Evaluation' },
    savedAt,
    content: { scope: { values: { text: null } } },
    findings: [],
    metrics: [],
  }) as unknown as View;

/** A vault that remembers drafts as the real one does: it refuses a base that is not the last saved state. */
const smallVault = () => {
  let savedAt = 't0';
  let count = 0;
  const saves: Saved[] = [];
  const gates: (() => void)[] = [];
  let held = false;
  const ask = (async (_name: string, input: Saved) => {
    if (held) await new Promise<void>((open) => gates.push(open));
    if (input.base !== savedAt) return { ok: false, error: { code: 'records/changed-elsewhere' } };
    saves.push(input);
    count += 1;
    savedAt = `t${String(count)}`;
    return { ok: true, value: { savedAt, title: 'Evaluation', filled: null, findings: [], metrics: [] } };
  }) as unknown as Ask;
  return {
    ask,
    saves,
    hold: () => {
      held = true;
    },
    release: () => {
      held = false;
      for (const open of gates.splice(0)) open();
    },
    touchElsewhere: () => {
      savedAt = 'elsewhere';
    },
  };
};

const type = (store: { getState(): DraftStore }, text: string) =>
  store.getState().edit('scope', ({ values }) => ({ values: { ...values, text } }));
const saving = (store: { getState(): DraftStore }) => {
  const { draft } = store.getState();
  return draft.kind === 'open' ? draft.saving.kind : draft.kind;
};

describe('autosave', () => {
  test('saves a moment after the last key, once', async () => {
    const vault = smallVault();
    const store = createDraftStore(vault.ask, 5);
    store.getState().open(view());
    type(store, 'a');
    type(store, 'ab');
    expect(saving(store)).toBe('unsaved');
    await expect.poll(() => saving(store)).toBe('saved');
    expect(vault.saves.map(({ content }) => content['scope']?.values['text'])).toEqual(['ab']);
  });

  test('what is typed while a save is under way is saved after it, on top of it', async () => {
    const vault = smallVault();
    const store = createDraftStore(vault.ask, 100_000);
    store.getState().open(view());
    vault.hold();
    type(store, 'first');
    const flushed = store.getState().flush();
    type(store, 'second');
    vault.release();
    expect(await flushed).toBe(true);
    expect(vault.saves.map(({ base }) => base)).toEqual(['t0', 't1']);
    expect(vault.saves.at(-1)?.content['scope']?.values['text']).toBe('second');
  });

  test('never overwrites a version that was saved elsewhere, and stops trying', async () => {
    const vault = smallVault();
    const store = createDraftStore(vault.ask, 100_000);
    store.getState().open(view());
    vault.touchElsewhere();
    type(store, 'mine');
    expect(await store.getState().flush()).toBe(false);
    expect(saving(store)).toBe('conflict');
    type(store, 'still mine');
    expect(await store.getState().flush()).toBe(false);
    expect(vault.saves).toEqual([]);
  });

  test('a record read again does not replace what is not saved yet', () => {
    const store = createDraftStore(smallVault().ask, 100_000);
    store.getState().open(view());
    type(store, 'typed');
    store.getState().open(view());
    const { draft } = store.getState();
    expect(draft.kind === 'open' && draft.content['scope']?.values['text']).toBe('typed');
  });

  test('leaving a record while another is opened keeps the other', async () => {
    const store = createDraftStore(smallVault().ask, 100_000);
    store.getState().open(view());
    const closed = store.getState().close('PE-2026-0001');
    store.getState().open(view('t0', 'PE-2026-0002'));
    await closed;
    const { draft } = store.getState();
    expect(draft.kind === 'open' && draft.recordId).toBe('PE-2026-0002');
  });

  test('leaving a record saves it and lets go of it', async () => {
    const vault = smallVault();
    const store = createDraftStore(vault.ask, 100_000);
    store.getState().open(view());
    type(store, 'last words');
    await store.getState().close('PE-2026-0001');
    expect(vault.saves).toHaveLength(1);
    expect(store.getState().draft.kind).toBe('none');
  });

  test('a draft that cannot be saved is held when its record is left, and the next record waits for it', async () => {
    const vault = smallVault();
    const store = createDraftStore(vault.ask, 100_000);
    store.getState().open(view());
    vault.touchElsewhere();
    type(store, 'not in the vault');
    const closed = store.getState().close('PE-2026-0001');
    store.getState().open(view('t0', 'PE-2026-0002'));
    expect(await closed).toBe(false);
    const held = () => {
      const { draft } = store.getState();
      return draft.kind === 'open' ? [draft.recordId, draft.content['scope']?.values['text']] : draft.kind;
    };
    expect(held()).toEqual(['PE-2026-0001', 'not in the vault']);
    store.getState().discard();
    expect(held()).toEqual(['PE-2026-0002', null]);
  });

  test('the next record opens once the one before it is saved', async () => {
    const vault = smallVault();
    const store = createDraftStore(vault.ask, 100_000);
    store.getState().open(view());
    type(store, 'on the way');
    const closed = store.getState().close('PE-2026-0001');
    store.getState().open(view('t0', 'PE-2026-0002'));
    expect(await closed).toBe(true);
    expect(vault.saves.map(({ content }) => content['scope']?.values['text'])).toEqual(['on the way']);
    const { draft } = store.getState();
    expect(draft.kind === 'open' && draft.recordId).toBe('PE-2026-0002');
  });

  test('knows which sections the vault does not hold', async () => {
    const vault = smallVault();
    const store = createDraftStore(vault.ask, 100_000);
    const sections = () => {
      const { draft } = store.getState();
      return draft.kind === 'open'
        ? Object.keys(draft.content).filter((id) => draft.content[id] !== draft.held[id])
        : [];
    };
    store.getState().open(view());
    vault.hold();
    type(store, 'sent');
    const flushed = store.getState().flush();
    store.getState().edit('summary', () => ({ values: { text: 'typed meanwhile' } }));
    expect(sections()).toEqual(['scope', 'summary']);
    vault.release();
    await flushed;
    expect(sections()).toEqual([]);
    vault.touchElsewhere();
    store.getState().edit('summary', () => ({ values: { text: 'too late' } }));
    await store.getState().flush();
    expect(sections()).toEqual(['summary']);
  });
});
