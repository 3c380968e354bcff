import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { expect, test } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn } from './support/people.ts';
import { prepareTeam, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);

test('an administrator plans backups and proves one; a checkpoint is signed; a key elsewhere is certified', async ({
  app,
}) => {
  test.setTimeout(180_000);
  const { page } = app;
  const { administrator, qualityAssurance } = people;
  const place = mkdtempSync(join(tmpdir(), 'countersign-backups-'));
  await prepareTeam(app, today, signers);
  await app.ask('session.logout', {});
  await page.reload();
  await logIn(page, vaultName, administrator.userName, administrator.passPhrase);

  await test.step('backups on the own volume need a reason; a drill proves one', async () => {
    await goTo(page, 'Backup');
    await expect(page.getByText('This vault is not backed up')).toBeVisible();
    await look(page, '90-backup-none');
    app.chooses(place);
    await page.getByRole('button', { name: 'Choose the folder', exact: true }).click();
    await page.getByRole('button', { name: 'Use it all the same' }).click();
    const why = page.getByRole('dialog', { name: 'Keep backups on the vault' });
    await field(why, 'Why it has to be this volume').fill('A laptop with one disk; the folder is synchronised.');
    await look(page, '91-backup-same-volume');
    await why.getByRole('button', { name: 'Choose the folder again' }).click();
    await expect(why).toBeHidden();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('button', { name: /^Restore drill of / }).click();
    const drill = page.getByRole('dialog', { name: /^Restore drill/ });
    await field(drill, 'Your pass phrase when it was taken').fill(administrator.passPhrase);
    await look(page, '92-backup-drill');
    await drill.getByRole('button', { name: 'Run the drill' }).click();
    await expect(page.getByRole('table', { name: 'Restore drills' }).getByText('Passed')).toBeVisible();
    await look(page, '93-backup-proven');
  });

  await test.step('a request from a file', async () => {
    await goTo(page, 'People');
    await page.getByRole('button', { name: `Actions for ${qualityAssurance.fullName}` }).click();
    await page.getByRole('menuitem', { name: 'Certify a request from a file' }).click();
    await look(page, '94-certify-request');
    await page.keyboard.press('Escape');
  });

  await test.step('a checkpoint of the trail', async () => {
    await app.ask('session.logout', {});
    await page.reload();
    await logIn(page, vaultName, qualityAssurance.userName, qualityAssurance.passPhrase);
    await goTo(page, 'Audit trail');
    await page.getByRole('button', { name: 'Sign a checkpoint' }).click();
    await look(page, '95-sign-checkpoint');
    const dialog = page.getByRole('dialog', { name: 'Sign a checkpoint' });
    await field(dialog, 'User name').fill(qualityAssurance.userName);
    await field(dialog, 'Signing pass phrase').fill(qualityAssurance.signingPassPhrase);
    const saved = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await saved).suggestedFilename()).toMatch(/\.checkpoint$/);
  });
  rmSync(place, { recursive: true, force: true });
});
