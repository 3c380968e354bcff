import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Input, Output } from '../../../src-main/contract/index.ts';
import {
  evaluator,
  owner,
  quality,
  signersOf,
  staffed,
  testServices,
  type Staffed,
  type TestServices,
} from '../../support/services.ts';

describe('action items', () => {
  let staff: Staffed;
  const ask: TestServices['ask'] = (name, input) => staff.services.ask(name, input);
  const refusal: TestServices['refusal'] = (name, input) => staff.services.refusal(name, input);
  let recordId = '';

  const mine = async (filter: Partial<Input<'actions.list'>> = {}) =>
    (
      await ask('actions.list', {
        systemId: null,
        recordId: null,
        status: null,
        mine: false,
        overdue: false,
        after: null,
        ...filter,
      })
    ).actions;

  const effective = async (id: string): Promise<void> => {
    for (const who of [evaluator, owner, quality]) {
      const signed = await staff.sign(id, who);
      if (!signed.ok) throw new Error(signed.error.code);
    }
    await staff.login(evaluator);
  };

  beforeAll(async () => {
    staff = await staffed(await testServices());
    recordId = await staff.sent();
  });
  afterAll(() => staff.services.dispose());

  test('come from the action plan when the record becomes effective, not before', async () => {
    expect(await mine()).toEqual([]);
    await effective(recordId);
    const made = await mine({ recordId });
    const view = await ask('records.get', { recordId, revision: null });
    const planned = view.content['actions']?.values['actions'] as readonly Record<string, unknown>[];
    expect(made.length).toBe(planned.length);
    expect(made.map((one) => one.action).sort()).toEqual(planned.map((row) => String(row['action'])).sort());
    expect(made.map((one) => one.id)).toContain('AI-2026-0001');
    expect(made[0]).toMatchObject({ status: 'open', systemId: staff.systemId });
    expect(made.every((one) => one.outcome !== '')).toBe(true);
    const { links } = await ask('links.of', { kind: 'action', id: 'AI-2026-0001' });
    expect(links).toMatchObject([{ relation: 'raises', words: 'was raised by', end: 'links/by-program' }]);
  });

  test('a further revision raises only what is new', async () => {
    const before = await mine({ recordId });
    const draft = await ask('records.revise', { recordId, reason: 'One more action' });
    const actions = draft.content['actions']?.values['actions'] as readonly Record<string, string>[];
    const content = {
      ...draft.content,
      actions: {
        values: { actions: [{ ...actions[0], action: 'Train the night shift', owner: owner.fullName }, ...actions] },
      },
    };
    await ask('records.saveDraft', {
      recordId,
      base: draft.savedAt,
      content: content,
    });
    await ask('records.sendForSignature', { recordId, signers: signersOf(staff.accounts) });
    await effective(recordId);
    const after = await mine({ recordId });
    expect(after.length).toBe(before.length + 1);
    const added = after.find((one) => one.action === 'Train the night shift');
    expect(added?.owner).toEqual({ accountId: staff.accounts[owner.userName], name: owner.fullName });
  });

  test('are listed a page at a time by due day, each once, with their number', async () => {
    const asked = { systemId: null, recordId: null, status: 'open', mine: false, overdue: false } as const;
    const whole = await ask('actions.list', { ...asked, limit: 1000, after: null });
    expect(whole.actions.length).toBeGreaterThan(3);
    expect(whole.total).toEqual({ count: whole.actions.length, more: false });
    expect(whole.actions.map(({ dueOn }) => dueOn)).toEqual(whole.actions.map(({ dueOn }) => dueOn).sort());
    const seen: string[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page: Output<'actions.list'> = await ask('actions.list', { ...asked, limit: 2, after });
      expect(page.actions.length).toBeLessThanOrEqual(2);
      seen.push(...page.actions.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toEqual(whole.actions.map(({ id }) => id));
  });

  test('a done action shows its evidence, and somebody else judges its effect', async () => {
    const base = {
      systemId: staff.systemId,
      recordId: null,
      action: 'Replace the label printer',
      outcome: 'No misprint in a month',
      type: 'prevent',
      owner: { accountId: staff.accounts[evaluator.userName] ?? '', name: '' },
      dueOn: '2026-11-01',
      effectivenessDueOn: '2026-11-20',
    } as const;
    const { id: actionId } = await ask('actions.add', base);
    expect((await mine({ overdue: true })).map((one) => one.id)).toContain(actionId);
    expect((await ask('actions.get', { actionId })).owed).toEqual({
      what: 'action',
      dueOn: '2026-11-01',
      daysOverdue: 22,
    });
    expect(await refusal('actions.complete', { actionId, on: '2026-11-02', evidence: '' })).toBe(
      'actions/evidence-missing',
    );
    expect(await refusal('actions.complete', { actionId, on: '2026-12-02', evidence: 'TR-7' })).toBe('actions/future');
    expect(await refusal('actions.judge', { actionId, effective: true, note: 'fine' })).toBe('actions/not-done');
    const done = await ask('actions.complete', { actionId, on: '2026-11-02', evidence: 'Test report TR-7' });
    expect(done).toMatchObject({
      status: 'done',
      closing: { on: '2026-11-02', note: 'Test report TR-7', by: evaluator.fullName },
      owed: { what: 'effectiveness', dueOn: '2026-11-20', daysOverdue: 3 },
    });
    expect(await refusal('actions.judge', { actionId, effective: true, note: 'fine' })).toBe(
      'actions/check-by-another',
    );
    await staff.login(quality);
    const judged = await ask('actions.judge', { actionId, effective: false, note: 'One misprint on day 12' });
    expect(judged).toMatchObject({ owed: null, effectiveness: { result: { effective: false, by: quality.fullName } } });
    expect(await refusal('actions.judge', { actionId, effective: true, note: 'fine' })).toBe('actions/checked-already');
    await staff.login(evaluator);
  });

  test('is dropped with a reason, moved with a reason, and owed by a person without account too', async () => {
    const add = {
      systemId: staff.systemId,
      recordId: null,
      action: 'Ask the vendor for a patch',
      outcome: 'Patch installed',
      type: 'correct',
      owner: { accountId: null, name: 'Vendor desk' },
      dueOn: '2026-12-24',
      effectivenessDueOn: null,
    } as const;
    expect(await refusal('actions.add', { ...add, owner: { accountId: null, name: '' } })).toBe(
      'actions/owner-missing',
    );
    expect(await refusal('actions.add', { ...add, owner: { accountId: 'nobody', name: '' } })).toBe(
      'actions/owner-unknown',
    );
    const { id: actionId } = await ask('actions.add', add);
    const moved = await ask('actions.change', {
      actionId,
      owner: add.owner,
      dueOn: '2027-01-31',
      effectivenessDueOn: null,
      reason: 'The vendor needs another month',
    });
    expect(moved.dueOn).toBe('2027-01-31');
    expect(await refusal('actions.drop', { actionId, reason: '' })).toBe('actions/reason-missing');
    expect((await ask('actions.drop', { actionId, reason: 'The module is retired' })).status).toBe('dropped');
    expect(await refusal('actions.complete', { actionId, on: '2026-11-02', evidence: 'TR-8' })).toBe('actions/closed');
    await staff.login(owner);
    const { entries } = await ask('audit.list', { before: null, subject: actionId });
    expect(entries.map((one) => one.action)).toEqual(['action.drop', 'action.change', 'action.create']);
    expect(entries[1]?.changes).toEqual([{ path: '/dueOn', old: '2026-12-24', new: '2027-01-31' }]);
    expect((await ask('audit.verify', {})).outcome).toBe('passed');
  });
});
