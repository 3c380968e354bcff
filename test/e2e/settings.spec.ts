import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { expect, test } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn } from './support/people.ts';
import { prepareTeam, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);

test('a setting changes once a second person approved it [A11 10]', async ({ app }) => {
  const { page } = app;
  const { administrator, qualityAssurance } = people;
  await prepareTeam(app, today, signers);
  await app.ask('session.logout', {});
  await page.reload();

  await test.step('an administrator proposes', async () => {
    await logIn(page, vaultName, administrator.userName, administrator.passPhrase);
    await goTo(page, 'Settings');
    await look(page, '100-settings');
    await page.getByRole('button', { name: 'Propose a change: Idle lock' }).click();
    const dialog = page.getByRole('dialog', { name: 'Propose a change: Idle lock' });
    await field(dialog, 'Minutes without input until the vault locks itself').fill('5');
    await field(dialog, 'Reason for the change').fill('Shared room; SOP-112 asks for five minutes.');
    await look(page, '101-propose-setting');
    await dialog.getByRole('button', { name: 'Propose' }).click();
    await expect(page.getByText('A change waits for a second person')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Approve' })).toBeHidden();
    await look(page, '102-setting-proposed');
  });

  await test.step('the rules of logins and backups are proposed in their own forms', async () => {
    for (const [title, name] of [
      ['Rules for pass phrases', '105-propose-pass-phrases'],
      ['Second factor', '106-propose-second-factor'],
      ['Backups', '107-propose-backups'],
      ['Roles by procedure', '108-propose-roles'],
    ] as const) {
      await page.getByRole('button', { name: `Propose a change: ${title}` }).click();
      const dialog = page.getByRole('dialog', { name: `Propose a change: ${title}` });
      await expect(dialog).toBeVisible();
      await look(page, name);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(dialog).toBeHidden();
    }
  });

  await test.step('Quality Assurance approves', async () => {
    await app.ask('session.logout', {});
    await page.reload();
    await logIn(page, vaultName, qualityAssurance.userName, qualityAssurance.passPhrase);
    await look(page, '102-decision-waits');
    await page.getByRole('link', { name: '1 change of a setting' }).click();
    await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve the change: Idle lock' });
    await field(dialog, 'User name').fill(qualityAssurance.userName);
    await field(dialog, 'Pass phrase').fill(qualityAssurance.passPhrase);
    await look(page, '103-approve-setting');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('5 minutes').first()).toBeVisible();
    await page.getByRole('region', { name: 'Idle lock' }).getByText('History (1 change)').click();
    await look(page, '104-setting-history');
  });
});
