import { describe, expect, test } from 'vitest';
import {
  dueOnce,
  eventRules,
  intervalRules,
  systemSchedule,
  type DueKind,
  type SystemHistory,
} from '../../../src-main/domain/schedule.ts';
import type { SystemFacts } from '../../../src-main/domain/system.ts';

const facts: SystemFacts = {
  name: 'LIMS',
  status: 'live',
  regulated: true,
  riskClass: 'high',
  gampCategory: '4',
  version: '7.2',
  validationStatus: 'validated',
  systemOwner: '',
  evaluationInterval: 24,
  accessReviewInterval: 12,
  planReviewInterval: 24,
  disasterTestInterval: 24,
  restoreTestInterval: 6,
  lastEvaluation: null,
};
const today = '2026-07-01';
const history = (more: Partial<SystemHistory> = {}): SystemHistory => ({
  systemId: 'SYS-0001',
  name: 'LIMS',
  facts,
  since: '2025-01-01',
  last: {},
  events: [],
  extensions: [],
  ...more,
});
const due = (kind: DueKind, more: Partial<SystemHistory>) =>
  systemSchedule(history(more), today).find((one) => one.kind === kind);
const dueOn = (kind: DueKind, last: string, more: Partial<SystemFacts> = {}) =>
  due(kind, { last: { [kind]: last }, facts: { ...facts, ...more } })?.dueOn;

describe('due rules', () => {
  test('an evaluation is due yearly for a regulated system, whatever its entry says; risk may shorten it [A11 1, draft 14]', () => {
    expect(dueOn('evaluation', '2025-06-30')).toBe('2026-06-30');
    expect(dueOn('evaluation', '2025-06-30', { regulated: false })).toBe('2027-06-30');
    expect(dueOn('evaluation', '2025-06-30', { evaluationInterval: 6 })).toBe('2025-12-30');
  });

  test('an access review is due yearly at least, half-yearly at high risk; privileged accounts separately [A11 1, draft 11.11]', () => {
    expect(dueOn('access-review', '2026-01-31')).toBe('2026-07-31');
    expect(dueOn('access-review', '2026-01-31', { riskClass: 'low' })).toBe('2027-01-31');
    expect(dueOn('privileged-review', '2026-01-31')).toBe('2026-04-30');
    expect(dueOn('privileged-review', '2026-01-31', { riskClass: 'medium' })).toBe('2026-07-31');
    expect(dueOn('privileged-review', '2026-01-31', { riskClass: 'low', accessReviewInterval: 2 })).toBe('2026-03-31');
  });

  test('the plan is reviewed yearly and owed at once where there is none', () => {
    expect(dueOn('plan-review', '2025-09-01')).toBe('2026-09-01');
    expect(due('plan-review', {})).toMatchObject({ dueOn: '2025-01-01', first: true });
  });

  test('disaster recovery and restore are tested yearly at least [A11 16]', () => {
    expect(dueOn('disaster-test', '2025-09-01')).toBe('2026-09-01');
    expect(dueOn('restore-test', '2026-03-01')).toBe('2026-09-01');
  });

  test('audit trails are reviewed by risk, in regulated systems [A11 9]', () => {
    expect(dueOn('audit-trail-review', '2026-05-15')).toBe('2026-08-15');
    expect(dueOn('audit-trail-review', '2026-05-15', { riskClass: 'low' })).toBe('2027-05-15');
    expect(dueOn('audit-trail-review', '2026-05-15', { regulated: false })).toBeUndefined();
  });

  test('a system without any counts from the day it entered the inventory', () => {
    expect(due('evaluation', {})).toMatchObject({ dueOn: '2026-01-01', daysOverdue: 181, first: true });
  });

  test('planned and retired systems owe nothing, retiring ones still do', () => {
    for (const status of ['planned', 'retired'])
      expect(systemSchedule(history({ facts: { ...facts, status } }), today)).toEqual([]);
    expect(systemSchedule(history({ facts: { ...facts, status: 'retiring' } }), today).length).toBe(
      intervalRules.length,
    );
  });

  test('a major change or a critical incident asks for an ad-hoc evaluation within 30 days', () => {
    const event = (name: 'major-change' | 'critical-incident') => ({
      event: name,
      day: '2026-06-20',
      subject: { kind: 'record', id: 'IN-2026-0001', title: 'Outage' } as const,
    });
    expect(eventRules.map((rule) => rule.within)).toEqual([30, 30, 30]);
    for (const name of ['major-change', 'critical-incident'] as const)
      expect(due('ad-hoc-evaluation', { events: [event(name)], last: { evaluation: '2026-06-19' } })).toMatchObject({
        dueOn: '2026-07-20',
        subject: { id: 'IN-2026-0001' },
        because: expect.stringContaining('after a') as string,
      });
    expect(
      due('ad-hoc-evaluation', { events: [event('critical-incident')], last: { evaluation: '2026-06-20' } }),
    ).toBeUndefined();
    const plans = systemSchedule(
      history({ events: [event('major-change')], last: { 'plan-review': '2026-01-01' } }),
      today,
    ).filter((one) => one.kind === 'plan-review');
    expect(plans.map((one) => one.dueOn)).toEqual(['2026-07-20', '2027-01-01']);
  });

  test('a signed extension moves the day, stays visible, and runs out', () => {
    const granted = { recordId: 'DX-2026-0001', kind: 'evaluation', from: '2026-06-30', reference: null } as const;
    const until = (day: string, last = '2025-06-30') => ({
      last: { evaluation: last },
      extensions: [{ ...granted, until: day }],
    });
    expect(due('evaluation', until('2026-08-31'))).toMatchObject({
      dueOn: '2026-08-31',
      originalDueOn: '2026-06-30',
      extendedBy: 'DX-2026-0001',
      daysOverdue: -61,
    });
    expect(due('evaluation', until('2026-06-30'))?.extendedBy).toBeNull();
    expect(systemSchedule(history(until('2026-08-31')), '2026-09-02')[0]).toMatchObject({ kind: 'plan-review' });
    expect(
      systemSchedule(history(until('2026-08-31')), '2026-09-02').find((one) => one.kind === 'evaluation'),
    ).toMatchObject({ daysOverdue: 2, extendedBy: 'DX-2026-0001' });
    // The next one, once this is done, is due on its own day; a day that came nearer since is still the one that was moved.
    expect(due('evaluation', until('2026-08-31', '2025-07-15'))?.extendedBy).toBeNull();
    expect(due('evaluation', until('2026-08-31', '2025-05-31'))?.dueOn).toBe('2026-08-31');
  });

  test('an extension moves what it names: a change by its number, and not the regular review with it', () => {
    const change = { kind: 'reference', id: 'REF-0001', number: 'CHG-7', title: 'CHG-7 Upgrade' } as const;
    const plans = (reference: string | null) =>
      systemSchedule(
        history({
          events: [{ event: 'major-change', day: '2026-06-20', subject: change }],
          last: { 'plan-review': '2025-07-20' },
          extensions: [{ recordId: 'DX-1', kind: 'plan-review', from: '2026-07-20', until: '2026-09-30', reference }],
        }),
        today,
      )
        .filter((one) => one.kind === 'plan-review')
        .map(({ subject, dueOn }) => `${subject.kind} ${dueOn}`);
    expect(plans('CHG-7')).toEqual(['system 2026-07-20', 'reference 2026-09-30']);
    expect(plans('REF-0001')).toEqual(['system 2026-07-20', 'reference 2026-09-30']);
    expect(plans(null)).toEqual(['reference 2026-07-20', 'system 2026-09-30']);
  });

  test('what is due once is overdue from the day after', () => {
    const item = {
      kind: 'accepted-risk',
      systemId: 'SYS-0001',
      subject: { kind: 'record', id: 'DF-2026-0001', title: 'Rounding' },
      ownerId: null,
    } as const;
    expect(dueOnce(today, { ...item, dueOn: '2026-07-01' }).daysOverdue).toBe(0);
    expect(dueOnce('2026-07-02', { ...item, dueOn: '2026-07-01' }).daysOverdue).toBe(1);
  });
});
