import { describe, expect, test } from 'vitest';
import { dueUntil, systemSchedules } from '../../../src-main/services/schedule/due.ts';
import { toStored } from '../../../src-main/services/stored.ts';
import { addReference, createAction, createSystem, system, type OpenVault } from '../../../src-main/vault/index.ts';
import { systemContent } from '../../../src-main/cli/demo/case-system.ts';
import { plainRecord, type PlainRecord } from '../../support/graph.ts';
import { addPerson, testVault } from '../../support/vault.ts';

const today = '2026-07-01';

const filled = async () => {
  const { vault } = await testVault();
  const ownerId = await addPerson(vault, 'ann', ['validation-lead']);
  const systemId = vault.write(vault, (db, audit) => {
    audit.record({ action: 'system.create', subject: { type: 'system', id: 'new' } });
    return createSystem(db, audit, { name: 'LIMS', content: toStored(systemContent(today)), reason: null }).id;
  });
  const put = (record: Partial<PlainRecord> & Pick<PlainRecord, 'type' | 'prefix'>): string =>
    vault.write(vault, (db, audit) =>
      plainRecord(db, audit, { systemId, ownerId, title: record.type, state: 'effective', ...record }),
    );
  return { vault, systemId, ownerId, put };
};

const scheduleOf = (vault: OpenVault, systemId: string, day = today) =>
  vault.read((db) => {
    const entry = system(db, systemId);
    return entry ? (systemSchedules(db, [entry], day).get(systemId) ?? []) : [];
  });

describe('what is due, from the vault', () => {
  test('counts from the last record in force, not from drafts; privileged accounts by their own review', async () => {
    const { vault, systemId, put } = await filled();
    put({ type: 'periodic-evaluation', prefix: 'PE', periodEnd: '2026-03-31' });
    put({ type: 'periodic-evaluation', prefix: 'PE', periodEnd: '2026-06-30', state: 'draft' });
    put({ type: 'access-review', prefix: 'AR', eventOn: '2026-01-10', facts: { scope: 'all' } });
    put({ type: 'access-review', prefix: 'AR', eventOn: '2026-05-10', facts: { scope: 'privileged' } });
    const schedule = scheduleOf(vault, systemId);
    const base = (kind: string) => schedule.find((item) => item.kind === kind);
    expect(base('evaluation')?.dueOn).toBe('2027-03-31');
    expect(base('access-review')?.dueOn.slice(0, 4)).toBe('2026');
    expect(base('privileged-review')?.dueOn).not.toBe(base('access-review')?.dueOn);
    expect(base('privileged-review')?.first).toBe(false);
  });

  test('a critical incident and a major change ask for an ad-hoc evaluation until one follows', async () => {
    const { vault, systemId, put } = await filled();
    put({ type: 'periodic-evaluation', prefix: 'PE', periodEnd: '2026-03-31' });
    const incident = put({ type: 'incident', prefix: 'IN', eventOn: '2026-06-01', facts: { priority: 'P1' } });
    put({ type: 'incident', prefix: 'IN', eventOn: '2026-06-02', facts: { priority: 'P2' } });
    vault.write(vault, (db, audit) => {
      audit.record({ action: 'reference.add', subject: { type: 'system', id: systemId } });
      for (const [value, major] of [
        ['CHG-1', true],
        ['CHG-2', false],
      ] as const)
        addReference(db, audit, {
          systemId,
          kind: 'change',
          value,
          title: 'Upgrade',
          occurredOn: '2026-06-10',
          facts: { changeKind: 'normal', gxpImpact: true, major },
        });
    });
    const adHoc = scheduleOf(vault, systemId).filter((item) => item.kind === 'ad-hoc-evaluation');
    expect(adHoc.map((item) => [item.subject.id, item.dueOn])).toEqual([
      [incident, '2026-07-01'],
      ['REF-0001', '2026-07-10'],
    ]);
    put({ type: 'periodic-evaluation', prefix: 'PE', periodEnd: '2026-06-20' });
    expect(scheduleOf(vault, systemId).filter((item) => item.kind === 'ad-hoc-evaluation')).toEqual([]);
  });

  test('no action is left out, however many are owed', async () => {
    const { vault, systemId } = await filled();
    vault.write(vault, (db, audit) => {
      audit.record({ action: 'action.create', subject: { type: 'system', id: systemId } });
      for (let n = 0; n < 1001; n += 1)
        createAction(db, audit, 2026, {
          systemId,
          recordId: null,
          action: `Step ${n}`,
          outcome: 'Done',
          type: 'prevent',
          ownerId: null,
          ownerName: 'Zoe',
          dueOn: '2026-06-01',
          effectivenessDueOn: null,
        });
    });
    const items = vault.read((db) => {
      const entry = system(db, systemId);
      return dueUntil(db, entry ? [entry] : [], today, { systemId, until: today });
    });
    expect(items.filter(({ kind }) => kind === 'action')).toHaveLength(1001);
  });

  test('a signed extension moves the day and is named; a draft of one moves nothing', async () => {
    const { vault, systemId, put } = await filled();
    put({ type: 'periodic-evaluation', prefix: 'PE', periodEnd: '2025-06-15' });
    const facts = { duty: 'evaluation', until: '2026-09-30' };
    put({ type: 'due-extension', prefix: 'DX', facts, state: 'draft' });
    const find = () => scheduleOf(vault, systemId).find((item) => item.kind === 'evaluation');
    expect(find()).toMatchObject({ daysOverdue: 16, extendedBy: null });
    const id = put({ type: 'due-extension', prefix: 'DX', facts });
    expect(find()).toMatchObject({ dueOn: '2026-09-30', originalDueOn: '2026-06-15', extendedBy: id });
  });

  test('tests of the plan, accepted risks, actions and certificates are in it too', async () => {
    const { vault, systemId, ownerId, put } = await filled();
    put({
      type: 'operation-plan',
      prefix: 'OP',
      facts: { restoreTestedOn: '2026-01-15', disasterTestedOn: '2025-02-01' },
    });
    put({ type: 'defect', prefix: 'DF', facts: { decision: 'accept', riskExpires: '2026-06-15' }, state: 'draft' });
    vault.write(vault, (db, audit) => {
      audit.record({ action: 'action.create', subject: { type: 'system', id: systemId } });
      createAction(db, audit, 2026, {
        systemId,
        recordId: null,
        action: 'Replace the roller',
        outcome: 'No misprint',
        type: 'prevent',
        ownerId,
        ownerName: 'Ann',
        dueOn: '2026-06-20',
        effectivenessDueOn: null,
      });
    });
    const due = vault.read((db) => {
      const entry = system(db, systemId);
      return entry ? dueUntil(db, [entry], today, { systemId: null, until: '2026-12-31' }) : [];
    });
    expect(due.find((item) => item.kind === 'accepted-risk')).toMatchObject({ daysOverdue: 16 });
    expect(due.find((item) => item.kind === 'action')).toMatchObject({ ownerId, daysOverdue: 11 });
    expect(due.find((item) => item.kind === 'disaster-test')).toMatchObject({ first: false, dueOn: '2026-02-01' });
    expect(due.map((item) => item.dueOn)).toEqual([...due.map((item) => item.dueOn)].sort());
  });
});
