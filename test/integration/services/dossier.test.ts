import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  administrator,
  evaluator,
  operative,
  quality,
  staffed,
  testServices,
  type Staffed,
} from '../../support/services.ts';

let team: Staffed;
beforeAll(async () => {
  team = await staffed(await testServices(), [operative]);
});
afterAll(() => team.services.dispose());

const files = (): readonly string[] => readdirSync(team.services.folder).filter((name) => name.includes('.pdf'));
const entries = async () =>
  (await team.services.ask('audit.list', { before: null, subject: null })).entries.filter(
    ({ action }) => action === 'dossier.export',
  );
const signing = { userName: quality.userName, signingPassPhrase: quality.signingPassPhrase };

test('only who may take everything out makes a dossier, and only with their own key [11.10(d), 11.10(g)]', async () => {
  for (const who of [operative, evaluator]) {
    await team.login(who);
    expect(await team.services.refusal('exports.dossier', { asOf: null, signing: null })).toBe('access/denied');
  }
  await team.login(quality);
  const asked = { asOf: null, signing: { ...signing, userName: evaluator.userName } };
  expect(await team.services.refusal('exports.dossier', asked)).toBe('signing/wrong-user');
  const wrong = { asOf: null, signing: { ...signing, signingPassPhrase: 'not the pass phrase' } };
  expect(await team.services.refusal('exports.dossier', wrong)).toBe('signing/wrong-pass-phrase');
  // Nothing is left of what was not made.
  expect(files()).toEqual([]);
  expect(await entries()).toEqual([]);
});

test('the dossier is saved signed, is judged valid, and who made it stands in the trail [PI 041 9.3, 11.10(e)]', async () => {
  await team.login(quality);
  const { saved } = await team.services.ask('exports.dossier', { asOf: '2026-11-22', signing });
  expect(saved).toMatchObject({ signed: true });
  const bytes = readFileSync(join(team.services.folder, saved?.name ?? ''));
  expect(bytes.length).toBe(saved?.bytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(saved?.sha256);
  const verdict = await team.services.ask('verify.pdf', { name: 'dossier.pdf', bytes });
  expect(verdict).toMatchObject({ indication: 'TOTAL-PASSED' });
  expect(await entries()).toMatchObject([{ who: quality.userName }]);
  // A second one takes the place of nothing.
  expect(await team.services.refusal('exports.dossier', { asOf: null, signing })).toBe('exports/exists');
});

test('an administrator, who has no key, makes one that nobody signed', async () => {
  await team.login(administrator);
  const before = files();
  team.services.clock.advance(86_400_000);
  const { saved } = await team.services.ask('exports.dossier', { asOf: null, signing: null });
  expect(saved).toMatchObject({ signed: false });
  expect(before).not.toContain(saved?.name);
  expect(existsSync(join(team.services.folder, saved?.name ?? ''))).toBe(true);
});
