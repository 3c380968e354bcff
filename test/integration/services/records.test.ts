import { describe, expect, test } from 'vitest';
import type { Input } from '../../../src-main/contract/index.ts';
import type { Content } from '../../../src-main/domain/form.ts';
import { systemContent } from '../../../src-main/cli/demo/case-system.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { evaluator, owner, quality, signersOf } from '../../support/services.ts';

type DraftContent = Input<'records.saveDraft'>['content'];

const team = teamOfEachTest();

/** Changes one field of a draft and saves it; answers what the save said. */
const edit = async (recordId: string, section: string, values: Record<string, unknown>) => {
  const view = await team.services.ask('records.get', { recordId, revision: null });
  const before = view.content[section];
  return team.services.ask('records.saveDraft', {
    recordId,
    base: view.savedAt,
    content: { ...view.content, [section]: { ...before, values: { ...before?.values, ...values } } } as DraftContent,
  });
};

describe('writing a periodic evaluation', () => {
  test('is prefilled from the system: period, service levels month by month, intended use', async () => {
    await team.login(evaluator);
    const view = await team.services.ask('records.create', { type: 'periodic-evaluation', systemId: team.systemId });
    expect(view.summary.id).toBe('PE-2026-0001');
    expect(view.content['identity']?.values).toMatchObject({ periodStart: '2025-11-01', periodEnd: '2026-10-31' });
    expect(view.content['performance']?.values['serviceLevels']).toHaveLength(36);
    expect(view.content['fitness']?.values['intendedUse']).toContain('quality-control tests');
  });

  test('what is missing is named, field by field, and nothing incomplete is sent [11.10(f)]', async () => {
    await team.login(evaluator);
    const view = await team.services.ask('records.create', { type: 'periodic-evaluation', systemId: team.systemId });
    const messages = view.findings.map((finding) => `${finding.section}: ${finding.message}`);
    expect(messages).toContain('verdict: Verdict is missing.');
    expect(messages).toContain('performance: Service levels, service level 1: Achieved is missing.');
    const refused = await team.services.reply('records.sendForSignature', {
      recordId: view.summary.id,
      signers: signersOf(team.accounts),
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'records/incomplete' } });
  });

  test('autosave keeps each change in the trail with old and new value [11.10(e), draft 12.1-12.3, PI 041 9.6, ALCOA accurate]', async () => {
    const recordId = await team.draft();
    await edit(recordId, 'functionality', { assessment: 'All functions were looked at.' });
    const { entries } = await team.services.ask('records.history', { recordId });
    expect(entries[0]).toMatchObject({ action: 'record.save-draft', who: 'evaluator' });
    expect(entries[0]?.changes.map((change) => change.path)).toEqual(['functionality.assessment']);
    expect(entries[0]?.changes[0]?.new).toBe('All functions were looked at.');
    expect(entries[0]?.changes[0]?.old).toContain('URS-LIMS-007');
  });

  test('a draft that was saved elsewhere meanwhile is not overwritten', async () => {
    const recordId = await team.draft();
    const stale = await team.services.ask('records.get', { recordId, revision: null });
    await edit(recordId, 'functionality', { assessment: 'Second window' });
    expect(
      await team.services.refusal('records.saveDraft', {
        recordId,
        base: stale.savedAt,
        content: stale.content,
      }),
    ).toBe('records/changed-elsewhere');
  });

  test("nobody edits another person's draft, and nobody edits what was sent [11.10(g)]", async () => {
    const recordId = await team.draft();
    const view = await team.services.ask('records.get', { recordId, revision: null });
    const save = { recordId, base: view.savedAt, content: view.content };
    await team.login(owner);
    expect(await team.services.refusal('records.saveDraft', save)).toBe('records/not-author');
    await team.login(evaluator);
    await team.services.ask('records.sendForSignature', { recordId, signers: signersOf(team.accounts) });
    expect(await team.services.refusal('records.saveDraft', save)).toBe('records/not-editable');
  });

  test.each([
    ['ends in the future', 'identity', { periodEnd: '2027-01-01' }, 'The period ends in the future (2027-01-01).'],
    [
      'ends before it starts',
      'identity',
      { periodEnd: '2025-01-01' },
      'The period ends (2025-01-01) before it starts (2025-11-01).',
    ],
    [
      'is conditional without conditions',
      'verdict',
      { conditions: null },
      'A conditional verdict needs its conditions.',
    ],
    [
      'puts the next evaluation beyond a year',
      'next',
      { nextEvaluation: '2028-01-01' },
      'The next evaluation is due by 2027-10-31 at the latest (12 months).',
    ],
    [
      'has a day that is none',
      'next',
      { nextEvaluation: '2027-02-30' },
      'Next evaluation due on is not a date (YYYY-MM-DD).',
    ],
  ] as const)('an evaluation that %s is not sent', async (_, section, values, message) => {
    const recordId = await team.draft();
    const saved = await edit(recordId, section, values);
    expect(saved.findings.filter((finding) => finding.severity === 'blocking').map((one) => one.message)).toContain(
      message,
    );
    expect(
      await team.services.refusal('records.sendForSignature', { recordId, signers: signersOf(team.accounts) }),
    ).toBe('records/incomplete');
  });

  test('a "fit" verdict with an open critical incident needs its reason', async () => {
    const recordId = await team.draft();
    const view = await team.services.ask('records.get', { recordId, revision: null });
    const incidents = view.content['incidents']?.values['incidents'] as readonly Record<string, unknown>[];
    await edit(recordId, 'incidents', {
      incidents: incidents.map((row) => ({ ...row, priority: 'P1', status: 'open' })),
    });
    const saved = await edit(recordId, 'verdict', { verdict: 'fit', openCriticalRationale: null });
    expect(saved.findings.some((finding) => finding.message.includes('(P1) is open'))).toBe(true);
    const mended = await edit(recordId, 'verdict', { openCriticalRationale: 'Workaround WI-QC-118 is in force.' });
    expect(mended.findings.filter((finding) => finding.severity === 'blocking')).toEqual([]);
  });

  test('the next evaluation begins the day after the last one, and takes over what is open [draft 14]', async () => {
    const recordId = await team.sent();
    for (const who of [evaluator, owner, quality]) await team.sign(recordId, who);
    team.services.clock.set('2027-11-20T08:00:00.000Z');
    await team.login(evaluator);
    const next = await team.services.ask('records.create', { type: 'periodic-evaluation', systemId: team.systemId });
    expect(next.content['identity']?.values).toMatchObject({
      periodStart: '2026-11-01',
      previousEvaluation: recordId,
    });
    expect(next.content['previousActions']?.values['actions']).toHaveLength(4);
    const saved = await edit(next.summary.id, 'identity', { periodStart: '2026-11-05' });
    expect(saved.findings.map((one) => one.message)).toContain(
      'The last evaluation ended on 2026-10-31: this one starts on 2026-11-01, without gap or overlap.',
    );
  });

  test('a new revision of an effective record supersedes it when complete, not before [draft 13.8]', async () => {
    const recordId = await team.sent();
    for (const who of [evaluator, owner, quality]) await team.sign(recordId, who);
    await team.login(evaluator);
    await team.services.ask('records.revise', { recordId, reason: 'Incident classified anew' });
    const states = async () =>
      (await team.services.ask('records.get', { recordId, revision: null })).revisions.map((one) => one.state);
    expect(await states()).toEqual(['draft', 'effective']);
    await team.services.ask('records.sendForSignature', { recordId, signers: signersOf(team.accounts) });
    for (const who of [evaluator, owner, quality]) await team.sign(recordId, who);
    expect(await states()).toEqual(['effective', 'superseded']);
  });

  test('review by another person, who can return the draft but not their own', async () => {
    const recordId = await team.draft();
    await team.services.ask('records.submitForReview', { recordId });
    expect(await team.services.refusal('records.returnFromReview', { recordId, reason: 'Oh no' })).toBe(
      'records/author-cannot-review',
    );
    await team.login(quality);
    const work = await team.services.ask('work.list', {});
    expect(work.items.map((item) => [item.kind, item.recordId])).toContainEqual(['review', recordId]);
    const back = await team.services.ask('records.returnFromReview', { recordId, reason: 'Trend is thin' });
    expect(back.summary.state).toBe('draft');
  });

  test('a withdrawn record stays, and takes no signature [ALCOA complete]', async () => {
    const recordId = await team.sent();
    await team.login(evaluator);
    const gone = await team.services.ask('records.withdraw', { recordId, reason: 'Wrong system chosen' });
    expect(gone.summary.state).toBe('withdrawn');
    expect(await team.services.refusal('signing.prepare', { recordId, requirementId: 'evaluator' })).toBe(
      'signing/not-awaiting-signatures',
    );
    const listed = await team.services.ask('records.list', {
      type: null,
      systemId: null,
      state: 'withdrawn',
      search: '',
      after: null,
    });
    expect(listed.records.map((one) => one.id)).toEqual([recordId]);
  });

  test('lists filter by state, system and text', async () => {
    const recordId = await team.draft();
    const list = (search: string) =>
      team.services.ask('records.list', {
        type: 'periodic-evaluation',
        systemId: team.systemId,
        state: null,
        search,
        after: null,
      });
    expect((await list('LabCore')).records.map((one) => one.id)).toEqual([recordId]);
    expect((await list('0001')).total).toEqual({ count: 1, more: false });
    expect((await list('labcore zeppelin')).records).toEqual([]);
  });
});

describe('the system inventory', () => {
  test('a change is a new version with its reason; an older state is not overwritten [A11 4.3]', async () => {
    await team.login(owner);
    const view = await team.services.ask('systems.get', { systemId: team.systemId });
    const content = structuredClone(view.content) as unknown as Record<string, { values: Record<string, unknown> }>;
    const operation = content['operation'];
    if (operation) operation.values['version'] = '8.4.3';
    const input = {
      systemId: team.systemId,
      baseVersion: view.version,
      content: content as DraftContent,
      reason: 'CHG-2026-0110',
    };
    const saved = await team.services.ask('systems.save', input);
    expect(saved.versions.map((one) => [one.version, one.reason, one.changedBy])).toEqual([
      [2, 'CHG-2026-0110', 'Tobias Okafor'],
      [1, 'New in the inventory', 'Ирина Петрова'],
    ]);
    expect(await team.services.refusal('systems.save', input)).toBe('systems/changed-elsewhere');
  });

  test('an incomplete entry, or a regulated system reviewed less than yearly, is refused by name [A11 4.3]', async () => {
    await team.login(evaluator);
    const content = systemContent('2026-11-23') as unknown as Record<string, { values: Record<string, unknown> }>;
    content['intervals'] = { values: { ...content['intervals']?.values, evaluationInterval: 24 } };
    content['identity'] = { values: { ...content['identity']?.values, intendedUse: ' ' } };
    const refused = await team.services.reply('systems.save', {
      systemId: null,
      baseVersion: null,
      content: content as DraftContent,
      reason: 'Try',
    });
    expect(refused.ok).toBe(false);
    if (refused.ok) return;
    expect(refused.error.code).toBe('systems/incomplete');
    expect(JSON.stringify(refused.error.details)).toContain(
      'A regulated system is evaluated at least every 12 months.',
    );
    expect(JSON.stringify(refused.error.details)).toContain('Intended use is missing.');
  });

  test('an overdue evaluation stands in the work of those who write', async () => {
    await team.login(owner);
    const { items } = await team.services.ask('work.list', {});
    expect(items.find((item) => item.kind === 'overdue')).toMatchObject({ dueOn: '2026-10-31', daysOverdue: 23 });
  });
});

describe('what was frozen', () => {
  test('a copy that leaves the vault is in the trail, one that is looked at is not [11.10(e)]', async () => {
    const recordId = await team.sent();
    const shown = await team.services.ask('records.pdf', { recordId, revision: 1 });
    const saved = await team.services.ask('records.savePdf', { recordId, revision: 1 });
    expect(saved).toEqual(shown);
    const { entries } = await team.services.ask('records.history', { recordId });
    expect(entries.filter(({ action }) => action === 'record.save-copy')).toHaveLength(1);
    expect(await team.services.refusal('records.savePdf', { recordId, revision: 9 })).toBe('records/no-pdf');
  });

  test('is the canonical JSON in the PDF, and the record says the same [11.10(b), ALCOA original]', async () => {
    const recordId = await team.sent();
    const view = await team.services.ask('records.get', { recordId, revision: 1 });
    const pdf = await team.services.ask('records.pdf', { recordId, revision: 1 });
    const { extractEmbeddedFile } = await import('../../../src-main/pades/index.ts');
    const { canonicalize } = await import('../../../src-main/domain/canonical-json.ts');
    const embedded = extractEmbeddedFile(pdf.bytes, 'record.json');
    expect(embedded.ok).toBe(true);
    if (!embedded.ok) return;
    const text = new TextDecoder().decode(embedded.value);
    const document = JSON.parse(text) as { readonly content: Content };
    expect(canonicalize(document as never)).toBe(text);
    expect(canonicalize(document.content as never)).toBe(canonicalize(view.content as never));
  });
});
