import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Input } from '../../../src-main/contract/index.ts';
import { rowsOf, type Content, type Row } from '../../../src-main/domain/form.ts';
import { fillPlan } from '../../../src-main/cli/demo/case-plan.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { supplierEntry } from '../../support/operations-content.ts';
import { draftOf, expectHeldBack, saveContent, type Drafted } from '../../support/drafts.ts';
import {
  evaluator,
  operative,
  owner,
  quality,
  signersOf,
  staffed,
  testServices,
  type Staffed,
} from '../../support/services.ts';

const today = '2026-11-23';
let team: Staffed;
let plan: Drafted;

beforeAll(async () => {
  team = await staffed(await testServices(), [operative]);
  await team.services.ask('suppliers.save', {
    supplierId: null,
    baseVersion: null,
    content: supplierEntry(today, team.systemId) as Input<'suppliers.save'>['content'],
    reason: 'New in the inventory',
  });
  plan = await draftOf(team.services, { type: 'operation-plan', systemId: team.systemId }, (prefilled) =>
    fillPlan(prefilled, today),
  );
});

afterAll(() => {
  team.services.dispose();
});

const signers = () => ({ ...signersOf(team.accounts), peer: team.accounts[operative.userName] ?? '' });

const rows = (section: string, field: string, change: (row: Row, index: number) => Row | null): Content =>
  withValues(plan.content, {
    [section]: {
      [field]: rowsOf(plan.content, section, field).flatMap((row, index): readonly Row[] => {
        const changed = change(row, index);
        return changed === null ? [] : [changed];
      }),
    },
  });

describe('a plan', () => {
  test('is prefilled from the system and from the suppliers that serve it', async () => {
    const values = (section: string) => plan.content[section]?.values;
    expect(values('impact')).toMatchObject({ rto: 8, rpo: 1 });
    expect(values('users')).toMatchObject({ accessReview: 6, evaluation: 12 });
    expect(values('tests')).toMatchObject({ restoreInterval: 6, disasterInterval: 12 });
    expect(values('upkeep')).toMatchObject({ reviewDue: '2027-11-23' });
    expect(rowsOf(plan.content, 'performance', 'levels')).toHaveLength(3);
    expect(rowsOf(plan.content, 'providers', 'providers')[0]).toMatchObject({
      provider: 'LabCore Software AG',
      kind: 'external',
      services: 'Product support and releases',
      agreement: 'SLA-LC-2024-07',
      review: 24,
    });
  });

  test('there is one per system', async () => {
    const second = await team.services.reply('records.create', { type: 'operation-plan', systemId: team.systemId });
    expect(second).toMatchObject({ ok: false, error: { code: 'records/one-per-system' } });
  });

  test.each([
    [
      'names the four roles',
      () => rows('roles', 'roles', (row) => (row['role'] === 'quality-assurance' ? null : row)),
      'The roles name no Quality Assurance.',
    ],
    [
      'has an agreement for every service, internal ones too',
      () => rows('providers', 'providers', (row) => (row['kind'] === 'internal' ? { ...row, agreement: ' ' } : row)),
      'IT Operations Freiburg: every service needs an agreement, that of an internal provider too.',
    ],
    [
      'gives no component a longer RTO than the system',
      () => rows('impact', 'components', (row, index) => (index === 2 ? { ...row, rto: 24 } : row)),
      'Label printing: its RTO of 24 h is longer than the 8 h of the system.',
    ],
    [
      'gives no component a longer RPO than the system',
      () => rows('impact', 'components', (row, index) => (index === 1 ? { ...row, rpo: 4 } : row)),
      'Interface to SAP: its RPO of 4 h is longer than the 1 h of the system.',
    ],
    [
      'promises no less than the inventory',
      () => withValues(plan.content, { impact: { rto: 12 } }),
      'Recovery time objective: the inventory promises 8 h, the plan says 12 h.',
    ],
    [
      'reviews access as often as the inventory says',
      () => withValues(plan.content, { users: { accessReview: 12 } }),
      'The user access review of this system is due every 6 months at the latest.',
    ],
    [
      'is reviewed within 12 months, as the system is regulated',
      () => withValues(plan.content, { upkeep: { reviewDue: '2027-11-24' } }),
      'The plan is reviewed by 2027-11-23 at the latest (12 months).',
    ],
    [
      'is not reviewed in the past',
      () => withValues(plan.content, { upkeep: { reviewDue: '2026-11-22' } }),
      'The next review lies in the past (2026-11-22).',
    ],
    [
      'shows a disaster recovery test of the last year, or says why not',
      () => rows('tests', 'tests', (row) => (row['kind'] === 'disaster' ? { ...row, date: '2025-11-01' } : row)),
      'The last disaster recovery test of 2025-11-01 is older than 12 months: say why, and when the next will be made.',
    ],
    [
      'does not count a failed test as evidence',
      () => rows('tests', 'tests', (row) => (row['kind'] === 'restore' ? { ...row, result: 'failed' } : row)),
      'No restore test was passed yet: say why, and when it will be made.',
    ],
    [
      'does not call a test passed that missed its target',
      () => rows('tests', 'tests', (row) => ({ ...row, result: 'passed' })),
      'Test of 2026-04-23: 9.25 h were needed and 8 h promised; that is not simply passed.',
    ],
    [
      'says how long a recovery took',
      () => rows('tests', 'tests', (row) => ({ ...row, reached: null })),
      'Test of 2026-07-23: say how long the recovery took.',
    ],
    [
      'holds no test against a target longer than was promised',
      () => rows('tests', 'tests', (row) => ({ ...row, target: 48 })),
      'Test of 2026-07-23: its target of 48 h is longer than the 8 h that were promised.',
    ],
    [
      'holds no test of the future',
      () => rows('tests', 'tests', (row) => ({ ...row, date: '2026-12-24' })),
      'Test of 2026-12-24: it lies in the future.',
    ],
    [
      'names duties in a disaster for owner, quality and operative employees',
      () => rows('disaster', 'duties', (row) => (row['role'] === 'operative' ? null : row)),
      'The duties name nothing for: Operative employees.',
    ],
    [
      'does not set disaster recovery aside, as the system is regulated',
      () => ({
        ...plan.content,
        disaster: { ...plan.content['disaster'], values: {}, notApplicable: 'The provider does it.' },
      }),
      'A regulated system needs a way back from a disaster: the section cannot be set aside.',
    ],
  ] as const)('%s', async (_, change, message) => {
    await team.login(evaluator);
    await expectHeldBack(team.services, plan, change(), message, signers());
  });

  test('an old test with a reason is no obstacle', async () => {
    const old = rows('tests', 'tests', (row) => ({ ...row, date: '2025-01-10' }));
    const { findings } = await saveContent(
      team.services,
      plan.recordId,
      withValues(old, { tests: { noRestoreTest: 'In January.', noDisasterTest: 'The standby server is replaced.' } }),
    );
    expect(findings.filter(({ severity }) => severity === 'blocking')).toEqual([]);
  });

  test('keeps its facts for the schedule, and its figures [A11 16, draft 15]', async () => {
    const { metrics } = await saveContent(team.services, plan.recordId, plan.content);
    expect(metrics.map(({ id, value }) => [id, value])).toEqual([
      ['recovery-tests-met', 50],
      ['providers-with-agreement', 100],
      ['components', 3],
      ['sections-set-aside', 0],
    ]);
  });

  test('is not approved by its author: nobody who wrote it can be named for another signature [11.10(g)]', async () => {
    await team.login(evaluator);
    const { requirements } = await team.services.ask('records.get', { recordId: plan.recordId, revision: null });
    expect(requirements.map(({ meaning, optional }) => [meaning, optional])).toEqual([
      ['Authorship', false],
      ['Review', false],
      ['Approval', false],
      ['Quality approval', false],
    ]);
    const own = team.accounts[evaluator.userName] ?? '';
    for (const id of ['peer', 'system-owner', 'quality-assurance'])
      expect(
        await team.services.refusal('records.sendForSignature', {
          recordId: plan.recordId,
          signers: { ...signers(), [id]: own },
        }),
      ).toBe('records/signer-not-eligible');
  });

  test('is effective with four signatures, and changes by a revision that shows what is new [A11 8.1-8.2]', async () => {
    const { recordId } = plan;
    await team.login(evaluator);
    await saveContent(team.services, recordId, plan.content);
    await team.services.ask('records.sendForSignature', { recordId, signers: signers() });
    for (const who of [evaluator, operative, owner, quality])
      expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
    await team.login(evaluator);
    await team.services.ask('records.revise', { recordId, reason: 'Yearly review' });
    await saveContent(
      team.services,
      recordId,
      rows('roles', 'roles', (row) => (row['role'] === 'system-manager' ? { ...row, names: 'Carl Berg' } : row)),
    );
    const { changes } = await team.services.ask('records.changes', { recordId, revision: null });
    expect(changes?.sections.map(({ title }) => title)).toEqual(['Roles and responsibilities']);
    await team.services.ask('records.sendForSignature', { recordId, signers: signers() });
    for (const who of [evaluator, operative, owner, quality]) await team.sign(recordId, who);
    const view = await team.services.ask('records.get', { recordId, revision: null });
    expect(view.revisions.map(({ state }) => state)).toEqual(['effective', 'superseded']);
  });
});
