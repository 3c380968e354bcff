import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { quality, staffed, testServices } from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const staffedVault = async () => {
  const services = await testServices();
  onTestFinished(() => services.dispose());
  const team = await staffed(services);
  const login = () =>
    services.ask('session.login', {
      vaultId: team.vaultId,
      userName: quality.userName,
      passPhrase: quality.passPhrase,
    });
  const trail = async () => (await services.ask('audit.list', { before: null, subject: null })).entries;
  await services.ask('session.logout', {});
  const vault = vaultFolderOf(services.folder);
  const older = join(services.folder, 'older');
  cpSync(vault, older, { recursive: true });
  const putBack = () => {
    rmSync(vault, { recursive: true });
    cpSync(older, vault, { recursive: true });
  };
  return { services, team, login, trail, putBack };
};

test('the vault that this machine saw last opens without a word, however often', async () => {
  const { services, login, trail } = await staffedVault();
  for (let times = 0; times < 3; times += 1) {
    expect((await login()).history).toBe('on-chain');
    await services.ask('session.lock', {});
  }
  await login();
  expect((await trail()).filter(({ action }) => /^vault\.(rolled-back|forked)$/.test(action))).toEqual([]);
});

test('an older vault in its place is told at login and stands in its trail [11.10(a)]', async () => {
  const { services, team, login, trail, putBack } = await staffedVault();
  await team.draft();
  await services.ask('session.logout', {});
  putBack();
  expect((await login()).history).toBe('rolled-back');
  expect(await trail()).toContainEqual(expect.objectContaining({ action: 'vault.rolled-back', who: 'program' }));
  // Whoever put it there may be the one who logs in first: the others are alerted too.
  expect((await services.ask('logins.alerts', {})).alerts).toMatchObject([
    { action: 'vault.rolled-back', userName: 'program' },
  ]);
  // From here on this is the vault that the machine knows.
  await services.ask('session.logout', {});
  expect((await login()).history).toBe('on-chain');
});

test('one that went on elsewhere in the meantime is a fork', async () => {
  const { services, login, trail, putBack } = await staffedVault();
  await login();
  await services.ask('session.logout', {});
  putBack();
  // The copy is used on another machine, which knows nothing of the vault.
  const remembered = join(services.folder, 'heads.json');
  const here = join(services.folder, 'heads-here.json');
  cpSync(remembered, here);
  writeFileSync(remembered, '{}');
  for (let times = 0; times < 3; times += 1) {
    expect((await login()).history).toBe('on-chain');
    await services.ask('session.logout', {});
  }
  cpSync(here, remembered);
  expect((await login()).history).toBe('forked');
  expect(await trail()).toContainEqual(expect.objectContaining({ action: 'vault.forked' }));
});

test('an unreadable memory is an empty one', async () => {
  const { services, login } = await staffedVault();
  writeFileSync(join(services.folder, 'heads.json'), '{"x":');
  expect((await login()).history).toBe('on-chain');
});
