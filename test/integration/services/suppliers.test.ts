import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemContent } from '../../../src-main/cli/demo/case-system.ts';
import type { Input } from '../../../src-main/contract/index.ts';
import type { Content } from '../../../src-main/domain/form.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { supplierEntry } from '../../support/operations-content.ts';
import { saveContent } from '../../support/drafts.ts';
import { evaluator, operative, owner, quality, staffed, testServices, type Staffed } from '../../support/services.ts';

type Wire = Input<'suppliers.save'>['content'];

const today = '2026-11-23';
let team: Staffed;

beforeAll(async () => {
  team = await staffed(await testServices(), [operative]);
});

afterAll(() => {
  team.services.dispose();
});

const entry = (): Content => supplierEntry(today, team.systemId);

const save = (content: Content, supplierId: string | null = null, baseVersion: number | null = null) => ({
  supplierId,
  baseVersion,
  content: content as Wire,
  reason: 'Yearly look at the suppliers',
});

const check = async (content: Content): Promise<string[]> =>
  (await team.services.ask('suppliers.check', { content: content as Wire })).findings.map(
    ({ severity, message }) => `${severity}: ${message}`,
  );

describe('the inventory of suppliers', () => {
  test('keeps an entry with versions, reasons and an audit entry each [A11 3.1-3.4]', async () => {
    await team.login(evaluator);
    const added = await team.services.ask('suppliers.save', save(entry()));
    expect(added.summary).toMatchObject({
      id: 'SUP-0001',
      name: 'LabCore Software AG',
      systems: [{ id: team.systemId, name: 'LabCore LIMS' }],
      assessmentDueOn: '2028-02-23',
      gaps: [],
    });
    const renamed = withValues(entry(), { identity: { contact: 'desk@labcore.example' } });
    const changed = await team.services.ask('suppliers.save', save(renamed, 'SUP-0001', 1));
    expect(changed.versions.map(({ version, reason }) => [version, reason])).toEqual([
      [2, 'Yearly look at the suppliers'],
      [1, 'Yearly look at the suppliers'],
    ]);
    await team.login(owner);
    const { entries } = await team.services.ask('audit.list', { before: null, subject: 'SUP-0001' });
    expect(entries.map(({ action }) => action)).toEqual(['supplier.change', 'supplier.create']);
    expect(entries[0]?.changes).toEqual([
      { path: 'identity.contact', old: 'support@labcore.example, +41 61 555 0100', new: 'desk@labcore.example' },
    ]);
  });

  test('is not overwritten from an older version, and not changed without the duty', async () => {
    await team.login(evaluator);
    expect(await team.services.refusal('suppliers.save', save(entry(), 'SUP-0001', 1))).toBe(
      'suppliers/changed-elsewhere',
    );
    expect(await team.services.refusal('suppliers.save', save(entry(), 'SUP-0099', 1))).toBe('suppliers/not-found');
    await team.login(operative);
    expect(await team.services.refusal('suppliers.save', save(entry()))).toBe('access/denied');
  });

  test('lists who serves a system [A11 3.1-3.4]', async () => {
    await team.login(operative);
    const serving = async (systemId: string | null) =>
      (await team.services.ask('suppliers.list', { systemId })).suppliers.map(({ id }) => id);
    expect(await serving(null)).toEqual(['SUP-0001']);
    expect(await serving(team.systemId)).toEqual(['SUP-0001']);
    expect(await serving('SYS-0077')).toEqual([]);
  });

  test.each([
    [
      'a service without an agreement',
      { services: { services: [{ service: 'Hosting', agreement: null, reviewOn: null, levels: '99 %' }] } },
      'advice: Hosting: there is no agreement.',
    ],
    [
      'an agreement whose review is overdue',
      { services: { services: [{ service: 'Hosting', agreement: 'A-1', reviewOn: '2026-11-22', levels: '99 %' }] } },
      'advice: Hosting: its agreement was to be reviewed by 2026-11-22.',
    ],
    [
      'a critical supplier without service levels',
      { services: { services: [{ service: 'Hosting', agreement: 'A-1', reviewOn: null, levels: null }] } },
      'advice: Hosting: no service levels are agreed with a critical supplier.',
    ],
    [
      'an assessment that is overdue',
      { assessment: { lastAssessment: '2024-01-10' } },
      'advice: The assessment was due on 2026-01-10.',
    ],
    [
      'an audit that is needed and was never made',
      { assessment: { lastAssessment: null, criticality: 'low' } },
      'advice: An assessment is needed and none was made yet.',
    ],
    [
      'a certificate that ran out',
      { assessment: { certificates: [{ certificate: 'ISO 27001', validUntil: '2026-01-31' }] } },
      'advice: ISO 27001 was valid until 2026-01-31.',
    ],
    [
      'a critical supplier without an exit plan',
      { exit: { plan: null } },
      'advice: A critical supplier needs an exit plan.',
    ],
    [
      'a system that is not in the inventory',
      { services: { systems: [{ system: 'SYS-0099', purpose: null }] } },
      'blocking: SYS-0099 is no system of the inventory.',
    ],
  ] as const)('finds %s', async (_, answers, message) => {
    await team.login(evaluator);
    expect(await check(entry())).toEqual([]);
    expect(await check(withValues(entry(), answers))).toContain(message);
  });

  test('gaps are kept and shown; what is no entry is refused [A11 3.1-3.4]', async () => {
    const gap = withValues(entry(), {
      identity: { name: 'Data centre' },
      services: { services: [{ service: 'Hosting', agreement: null, reviewOn: null, levels: '99 %' }] },
    });
    const saved = await team.services.ask('suppliers.save', save(gap));
    expect(saved.summary).toMatchObject({ withoutAgreement: 1, gaps: ['Hosting: there is no agreement.'] });
    const nameless = withValues(entry(), { identity: { name: null } });
    expect(await team.services.refusal('suppliers.save', save(nameless))).toBe('suppliers/incomplete');
    const ended = withValues(gap, { identity: { status: 'ended' } });
    expect((await team.services.ask('suppliers.save', save(ended, saved.summary.id, 1))).summary.gaps).toEqual([]);
  });
});

describe('a system that is retired', () => {
  const missing = 'A retired system needs a final evaluation, and none is in force.';
  const retired = (): Wire => withValues(systemContent(today), { identity: { status: 'retired' } }) as Wire;

  test('asks for a final evaluation until one is in force [draft 14]', async () => {
    await team.login(evaluator);
    const { systemId } = team;
    const told = async () =>
      (await team.services.ask('systems.check', { systemId, content: retired() })).findings.map((one) => one.message);
    expect(
      (await team.services.ask('systems.check', { systemId, content: systemContent(today) as Wire })).findings,
    ).toEqual([]);
    expect(await told()).toEqual([missing]);

    await team.services.ask('systems.save', {
      systemId,
      baseVersion: 1,
      content: withValues(systemContent(today), { identity: { status: 'retiring' } }) as Wire,
      reason: 'Replaced by the end of the year',
    });
    const recordId = await team.draft();
    const { content } = await team.services.ask('records.get', { recordId, revision: null });
    await saveContent(team.services, recordId, withValues(content, { identity: { kind: 'final' } }));
    await team.services.ask('records.sendForSignature', {
      recordId,
      signers: {
        'system-owner': team.accounts[owner.userName] ?? '',
        'quality-assurance': team.accounts[quality.userName] ?? '',
      },
    });
    await team.sign(recordId, evaluator);
    await team.login(evaluator);
    expect(await told()).toEqual([missing]);
    for (const who of [owner, quality]) await team.sign(recordId, who);
    await team.login(evaluator);
    expect(await told()).toEqual([]);
  });
});
