import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createVault } from '../../../src-main/vault/index.ts';
import { administrator, evaluator, quickKdf, testServices } from '../../support/services.ts';

/** A vault as a process leaves it that dies after it has made the vault and before it has made its certificate authority. */
const interrupted = async () => {
  const services = await testServices();
  onTestFinished(() => services.dispose());
  const folder = join(services.folder, 'vaults', 'Interrupted.vault');
  const made = await createVault({
    folder,
    name: 'Interrupted',
    organisation: 'Meridian Biologics',
    administrator,
    clock: services.clock,
    appVersion: '0.0.0-test',
    kdf: quickKdf,
  });
  if (!made.ok) throw new Error(made.error.code);
  made.value.close('exit');
  return { services, vaultId: services.offerVault(folder) };
};

test('a vault whose making was interrupted is made whole by its administrator’s login, once, and says so', async () => {
  const { services, vaultId } = await interrupted();
  const { userName, passPhrase } = administrator;
  await services.ask('session.login', { vaultId, userName, passPhrase });
  const { accountId } = await services.ask('accounts.create', {
    userName: evaluator.userName,
    fullName: evaluator.fullName,
    email: null,
    roles: [evaluator.role],
    passPhrase: `initial ${evaluator.passPhrase}`,
  });
  const initial = `initial ${evaluator.passPhrase}`;
  await services.ask('session.login', { vaultId, userName: evaluator.userName, passPhrase: initial });
  await services.ask('session.changePassPhrase', { current: initial, next: evaluator.passPhrase });
  await services.ask('keys.request', { signingPassPhrase: evaluator.signingPassPhrase, algorithm: 'ecdsa-p256' });
  for (let times = 0; times < 2; times += 1) await services.ask('session.login', { vaultId, userName, passPhrase });
  await services.ask('keys.approve', { accountId, identityProof: 'Identity card seen' });
  const { entries } = await services.ask('audit.list', { before: null, subject: null });
  expect(entries.filter(({ action }) => action === 'authority.create')).toHaveLength(2);
});
