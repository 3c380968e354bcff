import { describe, expect, test } from 'vitest';
import type { Input } from '../../../src-main/contract/index.ts';
import { teamOfEachTest } from '../../support/each-team.ts';

const team = teamOfEachTest();

const find = (text: string, more: Partial<Input<'search.find'>> = {}) =>
  team.services.ask('search.find', {
    text,
    kind: null,
    type: null,
    systemId: null,
    state: null,
    dueUntil: null,
    from: null,
    until: null,
    after: null,
    ...more,
  });

describe('search', () => {
  test('finds records and systems by title and text, and marks what was found [ALCOA available]', async () => {
    const recordId = await team.draft();
    const byName = await find('labcore');
    expect(byName.hits.map(({ kind, id }) => [kind, id])).toEqual([
      ['record', recordId],
      ['system', team.systemId],
    ]);
    expect(byName.hits[0]?.title).toContainEqual({ text: 'LabCore', found: true });
    expect(byName.hits[0]?.record).toMatchObject({ id: recordId, state: 'draft', type: 'periodic-evaluation' });
    expect(byName.total).toEqual({ count: 2, more: false });
    const byText = await find('restore', { kind: 'record' });
    expect(byText.hits.map(({ id }) => id)).toEqual([recordId]);
    expect(byText.hits[0]?.snippet.find(({ found }) => found)?.text.toLowerCase()).toBe('restore');
  });

  test('follows what is saved, and leaves out what the filters do', async () => {
    const recordId = await team.draft();
    expect((await find('labcore', { state: 'effective' })).hits).toEqual([]);
    expect((await find('labcore', { type: 'periodic-evaluation', systemId: team.systemId })).hits).toHaveLength(1);
    await team.services.ask('records.withdraw', { recordId, reason: 'Not needed any more' });
    expect((await find('labcore', { state: 'withdrawn' })).hits.map(({ id }) => id)).toEqual([recordId]);
  });

  test('is closed to who is not logged in [11.10(d)]', async () => {
    await team.services.ask('session.logout', {});
    const reply = await team.services.reply('search.find', {
      text: 'x',
      kind: null,
      type: null,
      systemId: null,
      state: null,
      dueUntil: null,
      from: null,
      until: null,
      after: null,
    });
    expect(reply).toMatchObject({ ok: false, error: { code: 'session/none' } });
  });
});
