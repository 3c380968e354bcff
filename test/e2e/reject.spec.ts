import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { expect, test } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, leave, logIn } from './support/people.ts';
import { prepareRecord, signAs } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);
const reason = 'The outage of the storage controller is not assessed for its effect on released lots.';

test('a signer rejects with a signed reason, and the record goes back to its author', async ({ app }) => {
  const { page } = app;
  const recordId = await prepareRecord(app, today);

  await test.step('the evaluator signs', async () => {
    await signAs(app, people.evaluator, recordId);
    await app.ask('session.logout', {});
    await page.reload();
  });

  await test.step('the system owner rejects', async () => {
    const { systemOwner } = people;
    await logIn(page, vaultName, systemOwner.userName, systemOwner.passPhrase);
    await look(page, '50-work-of-the-system-owner');
    await page.getByRole('main').getByRole('link', { name: recordId }).first().click();
    const start = page.getByRole('button', { name: 'Read and sign' });
    const dialog = page.getByRole('dialog', { name: new RegExp(`Sign ${recordId}`) });
    await expect(start.or(dialog).first()).toBeVisible();
    if (!(await dialog.isVisible())) await start.click();
    await dialog.getByText('Reject', { exact: true }).click();
    await field(dialog, 'Reason for the rejection').fill(reason);
    await field(dialog, 'User name').fill(systemOwner.userName);
    await field(dialog, 'Signing pass phrase').fill(systemOwner.signingPassPhrase);
    await look(page, '51-rejecting');
    await dialog.getByRole('button', { name: 'Sign the rejection' }).click();
    await expect(dialog.getByText('Rejected, with your signature')).toBeVisible();
    await dialog.getByRole('button', { name: 'Show the record' }).click();
    await leave(page);
  });

  await test.step('the author sees why', async () => {
    await logIn(page, vaultName, people.evaluator.userName, people.evaluator.passPhrase);
    await goTo(page, 'Work');
    await look(page, '52-work-returned');
    await page.getByRole('main').getByRole('link', { name: recordId }).first().click();
    await expect(page.getByText(reason).first()).toBeVisible();
    await look(page, '53-returned');
    expect((await app.ask('records.get', { recordId, revision: null })).summary.state).toBe('returned');
  });
});
