import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { salvageVault } from '../../../src-main/vault/index.ts';
import { administrator, evaluator, owner, quality, quickKdf, staffed, testServices } from '../../support/services.ts';
import { temporaryFolder } from '../../support/vault.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

/** A vault with a signed record, salvaged; quality is logged in to the copy. */
const salvaged = async () => {
  const team = await staffed(await testServices());
  const { services } = team;
  onTestFinished(() => services.dispose());
  const recordId = await team.sent();
  for (const who of [evaluator, owner, quality]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
  await services.ask('session.logout', {});
  const folder = join(services.folder, 'Salvaged.vault');
  const done = await salvageVault({
    damaged: vaultFolderOf(services.folder),
    folder,
    userName: quality.userName,
    passPhrase: quality.passPhrase,
    clock: services.clock,
    appVersion: '0.0.0-test',
    kdf: quickKdf,
  });
  if (!done.ok) throw new Error(done.error.code);
  const copy = { ...team, vaultId: services.offerVault(folder) };
  const login = (who: { readonly userName: string; readonly passPhrase: string }) =>
    services.ask('session.login', { vaultId: copy.vaultId, userName: who.userName, passPhrase: who.passPhrase });
  await login(quality);
  return { services, recordId, login, accountId: team.accounts[evaluator.userName] ?? '' };
};

test('a salvaged copy is verified, and all that can be taken out of a vault comes out of it [11.10(b), 11.10(c)]', async () => {
  const { services, recordId, login, accountId } = await salvaged();
  const ask: typeof services.ask = (name, input) => services.ask(name, input);
  expect(await ask('audit.verify', { files: [] })).toMatchObject({ outcome: 'passed' });
  expect((await ask('records.savePdf', { recordId, revision: 1 })).bytes.length).toBeGreaterThan(0);
  expect((await ask('enrolment.undertakingPdf', { accountId })).bytes.length).toBeGreaterThan(0);
  const day = '2026-11-23';
  expect((await ask('register.export', { day, format: 'csv' })).bytes.length).toBeGreaterThan(0);
  const all = { who: null, from: null, to: null, refused: false };
  expect((await ask('logins.exportLog', all)).bytes.length).toBeGreaterThan(0);
  expect((await ask('exports.dossier', { asOf: null, signing: null })).saved).not.toBeNull();
  for (const format of ['csv', 'jsonl', 'pdf'] as const) {
    const { job } = await ask('exports.start', { what: { kind: 'trail', format } });
    let state = await ask('exports.look', { id: job?.id ?? '' });
    for (; state.state.kind === 'running'; await new Promise((go) => setImmediate(go)))
      state = await ask('exports.look', { id: job?.id ?? '' });
    expect(state.state.kind).toBe('done');
  }
  await login(administrator);
  services.choose(temporaryFolder());
  await ask('backup.choosePlace', { sameVolumeReason: 'A copy to keep until the restore' });
  expect((await ask('backup.take', {})).generations).toHaveLength(1);
});

test('a salvaged copy still takes no new work', async () => {
  const { services, login } = await salvaged();
  await login(evaluator);
  const { systems } = await services.ask('systems.list', {});
  const systemId = systems[0]?.id ?? '';
  expect(await services.refusal('records.create', { type: 'periodic-evaluation', systemId })).toBe('vault/salvaged');
});
