import { expect, test } from 'vitest';
import type { Input } from '../../../src-main/contract/index.ts';
import { comparison } from '../../../src-main/contract/compare.ts';
import { bodyText, readPages, squeezed } from '../../support/documents-text.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { evaluator, owner, quality, signersOf } from '../../support/services.ts';

const team = teamOfEachTest();

const inForce = async (): Promise<string> => {
  const recordId = await team.sent();
  for (const who of [evaluator, owner, quality]) await team.sign(recordId, who);
  return recordId;
};

const rewrite = async (recordId: string, section: string, values: Record<string, unknown>): Promise<void> => {
  const { content, savedAt } = await team.services.ask('records.get', { recordId, revision: null });
  const part = content[section] ?? { values: {} };
  await team.services.ask('records.saveDraft', {
    recordId,
    base: savedAt,
    content: {
      ...content,
      [section]: { ...part, values: { ...part.values, ...values } },
    } as Input<'records.saveDraft'>['content'],
  });
};

const changes = async (recordId: string, revision: number | null = null) =>
  (await team.services.ask('records.changes', { recordId, revision })).changes;

test('a first revision has nothing to be compared with', async () => {
  const recordId = await team.draft();
  expect(await changes(recordId)).toBeNull();
});

test('a revised draft shows what changed since the revision in force, row by row, and the sealed PDF keeps it [A11 8.1-8.2]', async () => {
  const recordId = await inForce();
  await team.login(evaluator);
  await team.services.ask('records.revise', { recordId, reason: 'One incident was classified anew' });
  expect((await changes(recordId))?.sections).toEqual([]);

  const { content } = await team.services.ask('records.get', { recordId, revision: null });
  const incidents = content['incidents']?.values['incidents'] as Record<string, unknown>[];
  await rewrite(recordId, 'incidents', {
    incidents: incidents.map((row, index) => (index === 1 ? { ...row, priority: 'P4' } : row)),
  });
  await rewrite(recordId, 'validation', { report: 'VR-LIMS-099' });
  const draft = await changes(recordId);
  expect(comparison.parse(draft)).toEqual(draft);
  expect(draft?.against.revision).toBe(1);
  expect(draft?.sections.map(({ id }) => id)).toEqual(['incidents', 'validation']);
  expect(draft?.sections[0]?.fields).toMatchObject([
    { kind: 'table', reordered: false, rows: [{ kind: 'changed', oldNumber: 2, newNumber: 2 }] },
  ]);

  await team.services.ask('records.sendForSignature', { recordId, signers: signersOf(team.accounts) });
  for (const who of [evaluator, owner, quality]) await team.sign(recordId, who);
  expect(await changes(recordId, 2)).toEqual(draft);
  expect(await changes(recordId, 1)).toBeNull();
  const { bytes } = await team.services.ask('records.pdf', { recordId, revision: 2 });
  const text = bodyText(await readPages(bytes));
  expect(text).toContain(squeezed('Changes since revision 1'));
  expect(text).toContain(squeezed('VR-LIMS-099'));
});

test('what was returned or withdrawn in between is not compared with', async () => {
  const recordId = await inForce();
  await team.login(evaluator);
  await team.services.ask('records.revise', { recordId, reason: 'Second thoughts' });
  await rewrite(recordId, 'validation', { report: 'VR-LIMS-100' });
  await team.services.ask('records.sendForSignature', { recordId, signers: signersOf(team.accounts) });
  await team.sign(recordId, evaluator);
  await team.login(owner);
  const rejected = await team.services.reply('signing.reject', {
    recordId,
    requirementId: 'system-owner',
    userName: owner.userName,
    signingPassPhrase: owner.signingPassPhrase,
    shown: (await team.services.ask('signing.prepare', { recordId, requirementId: 'system-owner' })).sha256,
    reason: 'The report is not there yet',
  });
  expect(rejected).toMatchObject({ ok: true });
  await team.login(evaluator);
  await team.services.ask('records.revise', { recordId, reason: 'Once more' });
  const third = await changes(recordId);
  expect(third?.against.revision).toBe(1);
  expect(third?.sections.map(({ id }) => id)).toEqual(['validation']);
});
