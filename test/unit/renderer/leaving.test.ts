import { describe, expect, test } from 'vitest';
import type { Ask } from '../../../src-renderer/bridge/bridge.ts';
import { createDraftStore } from '../../../src-renderer/stores/draft.ts';
import { createLeavingStore } from '../../../src-renderer/stores/leaving.ts';

const recordId = 'PE-2026-0001';

/** A draft with something typed in it, over a vault that saves or does not. */
const written = () => {
  let full = true;
  let asked = 0;
  const ask = (async () => {
    asked += 1;
    return full
      ? { ok: false, error: { code: 'vault/disk-full' } }
      : {
          ok: true,
          value: { savedAt: `t${String(asked)}`, title: 'Evaluation', filled: null, findings: [], metrics: [] },
        };
  }) as unknown as Ask;
  const drafts = createDraftStore(ask, 100_000);
  drafts.getState().open({
    summary: { id: recordId, title: 'Evaluation', type: 'periodic-evaluation' },
    savedAt: 't0',
    content: {},
    findings: [],
    metrics: [],
  } as unknown as Parameters<ReturnType<typeof drafts.getState>['open']>[0]);
  drafts.getState().edit('scope', () => ({ values: { text: 'typed' } }));
  const leaving = createLeavingStore(drafts);
  return {
    drafts: drafts.getState,
    leaving: leaving.getState,
    shown: () => leaving.getState().leaving,
    typed: () => {
      const { draft } = drafts.getState();
      return draft.kind === 'open' ? draft.content['scope']?.values['text'] : draft.kind;
    },
    free: () => {
      full = false;
    },
  };
};

const settled = async (promise: Promise<unknown>) => Promise.race([promise, Promise.resolve('open')]);

describe('leaving a draft', () => {
  test('that can be saved asks nothing', async () => {
    const { leaving, shown, free } = written();
    free();
    expect(await leaving().before('logout')).toBe(true);
    expect(shown()).toEqual({ kind: 'no' });
  });

  test('that cannot be saved waits for an answer; who stays keeps what was typed', async () => {
    const { leaving, shown, typed } = written();
    const away = leaving().before('logout');
    await expect.poll(shown).toEqual({ kind: 'asked', way: 'logout', trying: false });
    expect(await settled(away)).toBe('open');
    leaving().stay();
    expect(await away).toBe(false);
    expect(typed()).toBe('typed');
  });

  test('once more: not yet, then saved, and the way is free', async () => {
    const { leaving, shown, typed, drafts, free } = written();
    const away = leaving().before('lock');
    await expect.poll(shown).toMatchObject({ kind: 'asked' });
    await leaving().retry();
    expect(shown()).toEqual({ kind: 'asked', way: 'lock', trying: false });
    expect(typed()).toBe('typed');
    free();
    await leaving().retry();
    expect(await away).toBe(true);
    expect(shown()).toEqual({ kind: 'no' });
    expect(drafts().draft).toMatchObject({ saving: { kind: 'saved' } });
  });

  test('without it: it is gone only when that was said', async () => {
    const { leaving, shown, typed } = written();
    const away = leaving().before('close');
    await expect.poll(shown).toMatchObject({ kind: 'asked' });
    expect(typed()).toBe('typed');
    leaving().leave();
    expect(await away).toBe(true);
    expect(typed()).toBe('none');
  });

  test('for another screen: held until it is answered', async () => {
    const { leaving, shown, typed } = written();
    const left = leaving().leaveRecord(recordId);
    await expect.poll(shown).toEqual({ kind: 'asked', way: 'record', trying: false });
    leaving().stay();
    await left;
    expect(typed()).toBe('typed');
    const again = leaving().leaveRecord(recordId);
    await expect.poll(shown).toMatchObject({ kind: 'asked' });
    leaving().leave();
    await again;
    expect(typed()).toBe('none');
  });

  test('asked a second time, the first question is answered with no', async () => {
    const { leaving, shown } = written();
    const first = leaving().before('lock');
    await expect.poll(shown).toMatchObject({ way: 'lock' });
    const second = leaving().before('logout');
    expect(await first).toBe(false);
    await expect.poll(shown).toMatchObject({ kind: 'asked', way: 'logout' });
    leaving().leave();
    expect(await second).toBe(true);
  });

  test('behind the lock nobody is asked', async () => {
    const { leaving, shown, drafts } = written();
    const left = leaving().leaveRecord(recordId);
    drafts().forget();
    await left;
    expect(shown()).toEqual({ kind: 'no' });
  });
});
