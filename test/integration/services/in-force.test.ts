import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Input } from '../../../src-main/contract/index.ts';
import { rowsOf, type Content } from '../../../src-main/domain/form.ts';
import type { RecordTypeId } from '../../../src-main/domain/record-type.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { draftOf, saveContent } from '../../support/drafts.ts';
import { acceptedRisk, defectValues, incidentValues, type Values } from '../../support/operations.ts';
import { fillExtension } from '../../support/operations-content.ts';
import {
  addPerson,
  evaluator,
  owner,
  person,
  quality,
  signersOf,
  staffed,
  testServices,
  type Staffed,
  type TestPerson,
} from '../../support/services.ts';

/** What counts of a record while it is revised, and after the new revision was withdrawn. */

const today = '2026-11-23';
const engineer = person('engineer', 'Jonas Weber', 'operative');

let team: Staffed;
beforeAll(async () => {
  team = await staffed(await testServices());
  await addPerson(team, engineer);
});
afterAll(() => {
  team.services.dispose();
});

const read = (recordId: string, revision: number | null = null) =>
  team.services.ask('records.get', { recordId, revision });

const fill = async (recordId: string, ...changes: readonly Values[]) => {
  const { content } = await read(recordId);
  return saveContent(team.services, recordId, changes.reduce<Content>(withValues, content as Content));
};

const create = async (type: RecordTypeId, ...changes: readonly Values[]): Promise<string> => {
  await team.login(evaluator);
  const { summary } = await team.services.ask('records.create', { type, systemId: team.systemId });
  await fill(summary.id, ...changes);
  return summary.id;
};

const walk = async (recordId: string, ...steps: readonly string[]): Promise<void> => {
  for (const step of steps) await team.services.ask('records.takeStage', { recordId, step, reason: 'As it is' });
};

const signed = async (recordId: string, who: readonly TestPerson[], signers = signersOf(team.accounts)) => {
  await team.services.ask('records.sendForSignature', { recordId, signers });
  for (const one of who) expect(await team.sign(recordId, one), one.userName).toMatchObject({ ok: true });
  expect((await read(recordId)).summary.state).toBe('effective');
};

const revised = async (recordId: string, ...changes: readonly Values[]): Promise<void> => {
  await team.login(evaluator);
  await team.services.ask('records.revise', { recordId, reason: 'To be written anew' });
  await fill(recordId, ...changes);
};

const withdrawn = (recordId: string) => team.services.ask('records.withdraw', { recordId, reason: 'Begun by mistake' });

const due = async (kind: string) => {
  const asked = { systemId: team.systemId, until: '2028-12-31' };
  const { items } = await team.services.ask('schedule.list', asked);
  return items.find((item) => item.kind === kind);
};

const listed = async (recordId: string, words: string, state: Input<'records.list'>['state'] = 'effective') => {
  const asked: Input<'records.list'> = {
    type: null,
    systemId: null,
    state,
    search: words,
    order: 'last-changed',
    limit: 50,
    after: null,
  };
  const { records } = await team.services.ask('records.list', asked);
  return records.find(({ id }) => id === recordId);
};

/** What the matrix says of extensions. */
const coverage = async () => {
  const { systems } = await team.services.ask('coverage.get', {});
  return systems[0]?.cells.find(({ type }) => type === 'due-extension');
};

const totalOf = async (group: 'incidents' | 'defects', id: string) => {
  const asked = { systemId: team.systemId, start: '2026-01-01', end: '2026-12-31', group };
  const { trends } = await team.services.ask('trends.get', asked);
  return trends.find((one) => one.id === id)?.total;
};
const trend = async (group: 'incidents' | 'defects', id: string) => (await totalOf(group, id))?.ids;
const counted = async (group: 'incidents' | 'defects', id: string) => (await totalOf(group, id))?.counted;

/** What a new evaluation of this period takes over. */
const pulled = async (section: string, field: string) => {
  await team.login(evaluator);
  const begun = await team.services.ask('records.create', { type: 'periodic-evaluation', systemId: team.systemId });
  const recordId = begun.summary.id;
  await fill(recordId, { identity: { periodStart: '2026-01-01', periodEnd: '2026-11-22' } });
  const { savedAt } = await read(recordId);
  const view = await team.services.ask('records.refresh', { recordId, base: savedAt });
  await team.services.ask('records.withdraw', { recordId, reason: 'A look only' });
  return rowsOf(view.content, section, field);
};

describe('a signed extension that is revised', () => {
  test('moves the due date as it was signed until the new revision is in force, and again once that is withdrawn [draft 13.8, A11 11]', async () => {
    await team.login(evaluator);
    const { systemId } = team;
    const { recordId, content } = await draftOf(team.services, { type: 'due-extension', systemId }, (one) =>
      fillExtension(one, today),
    );
    await saveContent(team.services, recordId, content);
    await signed(recordId, [evaluator, owner, quality]);
    const moved = { extendedBy: recordId, dueOn: '2027-01-09', originalDueOn: '2026-10-31' };
    expect(await due('evaluation')).toMatchObject(moved);
    const before = await read(recordId);

    await revised(recordId, {
      obligation: { obligation: 'plan-review', newDue: '2027-04-01', oldDue: null },
      justification: { why: 'Unheard-of wording' },
    });
    expect(await due('evaluation')).toMatchObject(moved);
    const underRevision = { state: 'draft', revision: 2, inForce: 1, effectiveAt: before.summary.effectiveAt };
    expect((await read(recordId)).summary).toMatchObject(underRevision);
    expect(await listed(recordId, '', null)).toMatchObject(underRevision);
    expect((await due('plan-review'))?.extendedBy).toBeNull();
    // Words of both are found; what only the revision in force says leads there.
    expect(await listed(recordId, 'unheard-of', null)).toMatchObject({ ...underRevision, foundIn: null });
    expect(await listed(recordId, 'upgrade evaluation', null)).toMatchObject({ ...underRevision, foundIn: 1 });
    expect(await coverage()).toMatchObject({ effective: 1, drafts: 1, recordId });

    const after = await withdrawn(recordId);
    expect(after).toMatchObject({
      revision: 1,
      summary: {
        state: 'effective',
        revision: 1,
        inForce: null,
        title: before.summary.title,
        effectiveAt: before.summary.effectiveAt,
      },
      revisions: [
        { revision: 2, state: 'withdrawn' },
        { revision: 1, state: 'effective' },
      ],
      actions: { revise: null },
    });
    expect(after.content).toEqual(before.content);
    expect(await due('evaluation')).toMatchObject(moved);
    expect(await listed(recordId, 'upgrade evaluation')).toMatchObject({ revision: 1 });
    expect(await listed(recordId, 'unheard-of')).toBeUndefined();
    const { entries } = await team.services.ask('records.history', { recordId });
    expect(entries[0]).toMatchObject({
      action: 'record.withdraw',
      changes: [
        { path: '/state', old: 'draft', new: 'withdrawn' },
        { path: '/revision', old: '2', new: '1' },
      ],
    });
    expect(await coverage()).toMatchObject({ effective: 1, drafts: 0, recordId });

    // The next revision gets a number of its own, and can be signed.
    await team.services.ask('records.revise', { recordId, reason: 'Better this time' });
    expect(await read(recordId)).toMatchObject({ revision: 3, content: before.content });
    expect(await due('evaluation')).toMatchObject(moved);
    await withdrawn(recordId);
    expect((await read(recordId)).revision).toBe(1);
  });
});

describe('a signed incident that is taken up again', () => {
  const steps = ['triage', 'start', 'mitigate', 'resolve', 'finish-analysis'] as const;

  test('is open and reopened, with what was signed of it; withdrawn, it is closed as before [A11 13]', async () => {
    const id = await create('incident', incidentValues);
    await walk(id, ...steps);
    const { accounts } = team;
    await signed(id, [evaluator, engineer, owner], {
      owner: accounts[engineer.userName] ?? '',
      'system-owner': accounts[owner.userName] ?? '',
    });
    expect(await counted('incidents', 'incident.reopened')).toEqual([]);

    await revised(id, { classification: { impact: 'high', urgency: 'high' } });
    expect((await read(id)).summary.title).toContain('(P1)');
    expect(await due('ad-hoc-evaluation')).toBeUndefined();
    expect(await trend('incidents', 'incident.open-age')).toEqual([id]);
    expect(await counted('incidents', 'incident.reopened')).toEqual([id]);
    expect(await pulled('incidents', 'incidents')).toMatchObject([{ id, priority: 'P3', status: 'open' }]);

    await withdrawn(id);
    expect(await trend('incidents', 'incident.open-age')).toEqual([]);
    expect(await counted('incidents', 'incident.reopened')).toEqual([]);
    expect(await pulled('incidents', 'incidents')).toMatchObject([{ id, priority: 'P3', status: 'closed' }]);
    expect((await read(id)).summary).toMatchObject({ stage: 'Closed', state: 'effective' });
  });
});

describe('a signed defect that is taken up again', () => {
  test('keeps its accepted risk until the new revision is in force', async () => {
    const id = await create('defect', defectValues, acceptedRisk);
    await walk(id, 'confirm', 'accept-risk');
    await signed(id, [evaluator, owner, quality]);
    expect(await due('accepted-risk')).toMatchObject({ dueOn: '2027-05-20' });
    expect(await trend('defects', 'defect.open')).not.toContain(id);

    await revised(id, { decision: { decision: 'fix', acceptedUntil: null }, identity: { title: 'Another title' } });
    expect(await due('accepted-risk')).toMatchObject({ dueOn: '2027-05-20', subject: { id } });
    expect(await trend('defects', 'defect.open')).toContain(id);
    expect(await counted('defects', 'defect.reopened')).toEqual([id]);
    expect(await pulled('risk', 'accepted')).toMatchObject([{ id, expires: '2027-05-20' }]);
    expect(await pulled('problems', 'defects')).toMatchObject([
      { id, decision: 'Accept', status: 'open', title: 'A damaged label template blocks the print queue' },
    ]);

    await withdrawn(id);
    expect(await trend('defects', 'defect.open')).not.toContain(id);
    expect(await pulled('problems', 'defects')).toMatchObject([{ id, decision: 'Accept', status: 'closed' }]);
    expect((await read(id)).summary.stage).toBe('Closed');
  });
});
