import { describe, expect, test } from 'vitest';
import {
  actionDaysOverdue,
  mayComplete,
  mayDrop,
  mayJudgeEffect,
  owedOn,
  type ActionState,
} from '../../../src-main/domain/actions.ts';

const open: ActionState = {
  status: 'open',
  ownerId: 'ann',
  dueOn: '2026-11-01',
  closedOn: null,
  closedBy: null,
  effectivenessDueOn: '2026-12-01',
  effective: null,
};
const done: ActionState = { ...open, status: 'done', closedOn: '2026-11-10', closedBy: 'bob' };
const code = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  result.error?.code ?? 'ok';

describe('an action item', () => {
  test('cannot be done without evidence, nor dropped without a reason', () => {
    expect(code(mayComplete(open, ' '))).toBe('actions/evidence-missing');
    expect(code(mayComplete(open, 'Test report TR-7'))).toBe('ok');
    expect(code(mayDrop(open, ''))).toBe('actions/reason-missing');
    expect(code(mayDrop(open, 'System retires first'))).toBe('ok');
  });

  test('is closed once', () => {
    for (const closed of [done, { ...done, status: 'dropped' as const }]) {
      expect(code(mayComplete(closed, 'again'))).toBe('actions/closed');
      expect(code(mayDrop(closed, 'again'))).toBe('actions/closed');
    }
  });

  test('is judged effective by another person than its owner and than who closed it, once, after it is done', () => {
    const by = (accountId: string) => ({ accountId, note: 'No repeat in six weeks' });
    expect(code(mayJudgeEffect(open, by('eve')))).toBe('actions/not-done');
    expect(code(mayJudgeEffect(done, by('ann')))).toBe('actions/check-by-another');
    expect(code(mayJudgeEffect(done, by('bob')))).toBe('actions/check-by-another');
    expect(code(mayJudgeEffect(done, { accountId: 'eve', note: '' }))).toBe('actions/evidence-missing');
    expect(code(mayJudgeEffect(done, by('eve')))).toBe('ok');
    expect(code(mayJudgeEffect({ ...done, effective: false }, by('eve')))).toBe('actions/checked-already');
  });

  test('is overdue from the day after its due day, and its effectiveness check after it', () => {
    expect(actionDaysOverdue(open, '2026-11-01')).toBe(0);
    expect(actionDaysOverdue(open, '2026-11-02')).toBe(1);
    expect(owedOn(done)).toEqual({ what: 'effectiveness', dueOn: '2026-12-01' });
    expect(owedOn({ ...done, closedOn: '2026-12-24' })).toEqual({ what: 'effectiveness', dueOn: '2026-12-24' });
    expect(owedOn({ ...done, effective: true })).toBeNull();
    expect(owedOn({ ...done, effectivenessDueOn: null })).toBeNull();
    expect(owedOn({ ...open, status: 'dropped' })).toBeNull();
  });
});
