import { describe, expect, test } from 'vitest';
import { rowsOf, scalarOf, type Content, type Row } from '../../../src-main/domain/form.ts';
import { periodicEvaluation } from '../../../src-main/domain/records/periodic-evaluation.ts';
import { pullEvaluation } from '../../../src-main/services/records/pull-evaluation.ts';
import {
  addReference,
  closeAction,
  createAction,
  createSystem,
  system,
  updateRecord,
  withdrawReference,
  type OpenVault,
} from '../../../src-main/vault/index.ts';
import { systemContent } from '../../../src-main/cli/demo/case-system.ts';
import { toStored } from '../../../src-main/services/stored.ts';
import { plainRecord, type PlainRecord } from '../../support/graph.ts';
import { addPerson, testVault } from '../../support/vault.ts';

const period = { start: '2026-01-01', end: '2026-06-30' };

const filled = async () => {
  const { vault } = await testVault();
  const ownerId = await addPerson(vault, 'ann', ['validation-lead']);
  const systemId = vault.write(vault, (db, audit) => {
    audit.record({ action: 'system.create', subject: { type: 'system', id: 'new' } });
    return createSystem(db, audit, { name: 'LIMS', content: toStored(systemContent('2026-07-01')), reason: null }).id;
  });
  const put = (record: Partial<PlainRecord> & Pick<PlainRecord, 'type' | 'prefix'>): string =>
    vault.write(vault, (db, audit) =>
      plainRecord(db, audit, { systemId, ownerId, title: record.type, state: 'effective', ...record }),
    );
  return { vault, systemId, ownerId, put };
};

const begun = (vault: OpenVault, systemId: string, change: (content: Content) => Content = (same) => same) =>
  vault.read((db) => {
    const entry = system(db, systemId);
    if (!entry) throw new Error('no system');
    const empty = periodicEvaluation.prefill({
      systemId,
      system: entry.content as unknown as Content,
      today: '2026-07-01',
      previousEnd: '2025-12-31',
      previousId: null,
      previous: null,
      suppliers: [],
      seed: '0123456789abcdef',
    });
    const content = change(withPeriod(empty, period));
    const pulled = pullEvaluation(db, entry, content);
    return { content: pulled.content, sources: pulled.sources(), entry };
  });

const withPeriod = (content: Content, { start, end }: typeof period): Content => ({
  ...content,
  identity: { values: { ...content['identity']?.values, periodStart: start, periodEnd: end } },
});

const ids = (rows: readonly Row[]) => rows.map((row) => row['id']);

describe('an evaluation is prefilled from the graph', () => {
  test('with the incidents of its period, those still open from before, and none of another system [A11 11]', async () => {
    const { vault, systemId, put } = await filled();
    const facts = { title: 'Printer down', priority: 'P1', gxp: true, cause: 'human-error' };
    const inside = put({ type: 'incident', prefix: 'IN', eventOn: '2026-03-01', facts, state: 'draft' });
    const before = put({ type: 'incident', prefix: 'IN', eventOn: '2025-11-01', state: 'draft' });
    put({ type: 'incident', prefix: 'IN', eventOn: '2026-07-01' });
    put({ type: 'incident', prefix: 'IN', eventOn: '2026-04-01', state: 'withdrawn' });
    const { content } = begun(vault, systemId);
    const rows = rowsOf(content, 'incidents', 'incidents');
    expect(ids(rows)).toEqual([before, inside]);
    expect(rows[1]).toEqual({
      id: inside,
      detected: '2026-03-01',
      title: 'Printer down',
      priority: 'P1',
      gxpImpact: true,
      rootCause: 'Human error',
      status: 'open',
    });
  });

  test('with changes, defects, accepted risks, reviews and service level targets [A11 11]', async () => {
    const { vault, systemId, put } = await filled();
    vault.write(vault, (db, audit) => {
      const change = (value: string, occurredOn: string) =>
        addReference(db, audit, {
          systemId,
          kind: 'change',
          value,
          title: 'Driver',
          occurredOn,
          facts: { changeKind: 'normal', gxpImpact: true, major: false },
        });
      change('CHG-1', '2026-02-01');
      change('CHG-2', '2026-08-01');
      withdrawReference(db, audit, change('CHG-3', '2026-03-01').id, 'wrong');
      audit.record({ action: 'reference.add', subject: { type: 'system', id: systemId } });
    });
    const defect = put({
      type: 'defect',
      prefix: 'DF',
      eventOn: '2025-05-01',
      state: 'draft',
      facts: { title: 'Rounding', severity: 'major', decision: 'accept', riskExpires: '2026-12-31' },
    });
    const review = put({
      type: 'access-review',
      prefix: 'AR',
      eventOn: '2026-05-05',
      facts: { lines: 120, kept: 115, modified: 2, revoked: 3, proven: 5, orphans: 1 },
    });
    // Begun and not signed: it is listed as open, and not what the section refers to.
    put({ type: 'access-review', prefix: 'AR', eventOn: '2026-06-05', state: 'draft' });
    const trail = put({ type: 'audit-trail-review', prefix: 'TR', eventOn: '2026-02-02' });
    const { content } = begun(vault, systemId);
    expect(rowsOf(content, 'changes', 'changes')).toEqual([
      { id: 'CHG-1', date: '2026-02-01', description: 'Driver', kind: 'normal', gxpImpact: true },
    ]);
    expect(rowsOf(content, 'problems', 'defects')).toMatchObject([{ id: defect, severity: 'major', status: 'open' }]);
    expect(rowsOf(content, 'risk', 'accepted')).toMatchObject([{ id: defect, expires: '2026-12-31' }]);
    expect(rowsOf(content, 'access', 'reviews')).toMatchObject([
      { id: review, lines: 120, kept: 115, modified: 2, revoked: 3, proven: 5, status: 'closed' },
      { status: 'open' },
    ]);
    expect(scalarOf(content, 'access', 'reference')).toBe(review);
    expect(ids(rowsOf(content, 'auditTrail', 'reviews'))).toEqual([trail]);
    const months = new Set(rowsOf(content, 'performance', 'serviceLevels').map((row) => row['month']));
    expect([...months]).toEqual(['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06']);
  });

  test('with actions that were open or closed in the period: they survive into it [draft 14]', async () => {
    const { vault, systemId } = await filled();
    const [open, closed] = vault.write(vault, (db, audit) => {
      audit.record({ action: 'action.create', subject: { type: 'system', id: systemId } });
      const stamp = { at: '2025-10-01T08:00:00.000Z', account: audit.account };
      const add = (action: string) =>
        createAction(db, stamp, 2025, {
          systemId,
          recordId: null,
          action,
          outcome: 'Seen',
          type: 'prevent',
          ownerId: null,
          ownerName: 'Zoe',
          dueOn: '2026-02-01',
          effectivenessDueOn: null,
        }).id;
      const [first, second, old] = [add('Still open'), add('Done in it'), add('Done before')];
      closeAction(db, audit, second, { status: 'done', note: 'TR-7', on: '2026-02-02' });
      closeAction(db, audit, old, { status: 'done', note: 'TR-6', on: '2025-12-31' });
      return [first, second];
    });
    const { content } = begun(vault, systemId);
    const rows = rowsOf(content, 'previousActions', 'actions');
    expect(ids(rows)).toEqual([open, closed]);
    expect(rows).toMatchObject([
      { status: 'open', evidence: null },
      { status: 'done', evidence: 'TR-7' },
    ]);
  });

  test('a refresh takes over what changed and keeps what the author typed beside it', async () => {
    const { vault, systemId, put } = await filled();
    const incident = put({ type: 'incident', prefix: 'IN', eventOn: '2026-03-01', state: 'draft' });
    const first = begun(vault, systemId).content;
    const typed: Content = {
      ...first,
      incidents: {
        values: {
          trend: 'Fewer than last year.',
          incidents: [
            ...rowsOf(first, 'incidents', 'incidents').map((row) => ({ ...row, rootCause: 'Worn roller' })),
            { id: 'DEV-17', title: 'From the paper log', status: 'closed' },
          ],
        },
      },
      performance: {
        values: {
          ...first['performance']?.values,
          serviceLevels: rowsOf(first, 'performance', 'serviceLevels').map((row) => ({ ...row, achieved: 99 })),
        },
      },
    };
    vault.write(vault, (db, audit) => {
      updateRecord(db, audit, incident, { facts: { title: 'Printer down', priority: 'P3', gxp: false, cause: null } });
      audit.record({ action: 'record.save-draft', subject: { type: 'record', id: incident } });
    });
    const second = put({ type: 'incident', prefix: 'IN', eventOn: '2026-01-02', state: 'draft' });
    const again = begun(vault, systemId, () => typed).content;
    const rows = rowsOf(again, 'incidents', 'incidents');
    expect(ids(rows)).toEqual([second, incident, 'DEV-17']);
    expect(rows[1]).toMatchObject({ priority: 'P3', title: 'Printer down', rootCause: 'Worn roller' });
    expect(scalarOf(again, 'incidents', 'trend')).toBe('Fewer than last year.');
    expect(rowsOf(again, 'performance', 'serviceLevels').every((row) => row['achieved'] === 99)).toBe(true);

    vault.write(vault, (db, audit) => {
      updateRecord(db, audit, incident, { state: 'withdrawn' });
      audit.record({ action: 'record.withdraw', subject: { type: 'record', id: incident } });
    });
    expect(ids(rowsOf(begun(vault, systemId, () => again).content, 'incidents', 'incidents'))).toEqual([
      second,
      'DEV-17',
    ]);
  });

  test('each source has a hash that changes with what it says [ALCOA traceable]', async () => {
    const { vault, systemId, put } = await filled();
    const incident = put({ type: 'incident', prefix: 'IN', eventOn: '2026-03-01', state: 'draft' });
    const before = begun(vault, systemId).sources;
    expect(before).toMatchObject([{ kind: 'record', id: incident, revision: 1, state: 'draft' }]);
    expect(before[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(begun(vault, systemId).sources).toEqual(before);
  });

  test('a period that makes no sense pulls nothing', async () => {
    const { vault, systemId, put } = await filled();
    put({ type: 'incident', prefix: 'IN', eventOn: '2026-03-01' });
    const { content, sources } = begun(vault, systemId, (same) =>
      withPeriod(same, { start: '2026-06-30', end: '2026-01-01' }),
    );
    expect([rowsOf(content, 'incidents', 'incidents'), sources]).toEqual([[], []]);
  });
});
