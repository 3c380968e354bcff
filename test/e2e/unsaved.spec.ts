import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { expect, test, type App } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn } from './support/people.ts';
import { prepareTeam, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);
const { evaluator } = people;

/** A defect that is being written, on the screen. */
const writing = async (app: App) => {
  const { page } = app;
  const { systemId } = await prepareTeam(app, today, signers);
  await app.ask('session.logout', {});
  await page.reload();
  await logIn(page, vaultName, evaluator.userName, evaluator.passPhrase);
  const { summary } = await app.ask('records.create', { type: 'defect', systemId });
  const recordId = summary.id;
  await page.goto(new URL(`#/records/${recordId}/content/description`, page.url()).href);
  const text = page.getByRole('textbox', { name: 'What occurred' });
  await text.fill('Results of run 118 are shown twice.');
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  const record = () => app.ask('records.get', { recordId, revision: null });
  return {
    recordId,
    text,
    record,
    kept: async () => JSON.stringify((await record()).content),
    dialog: page.getByRole('dialog', { name: 'Not saved yet' }),
  };
};

test('what was saved elsewhere meanwhile: locking, logging out and leaving the record ask, and name what would be lost', async ({
  app,
}) => {
  const { page } = app;
  const { recordId, text, record, kept, dialog } = await writing(app);
  const { savedAt, content } = await record();
  const { description } = content;
  const elsewhere = { ...content, description: { values: { ...description?.values, steps: 'As in run 118.' } } };
  await app.ask('records.saveDraft', { recordId, base: savedAt, content: elsewhere });
  await text.fill('Only on this screen.');
  await expect(page.getByRole('alert', { name: /was saved from another place/ })).toBeVisible();

  await page.keyboard.press('Control+Shift+L');
  await expect(dialog.getByText(recordId)).toBeVisible();
  await expect(dialog.getByRole('listitem')).toHaveText(['What occurred']);
  await expect(dialog.getByRole('button', { name: 'Try to save again' })).toHaveCount(0);
  await look(page, '95-unsaved-conflict');
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(dialog).toBeHidden();
  await expect(text).toHaveValue('Only on this screen.');

  await goTo(page, 'Systems');
  await expect(dialog.getByRole('button', { name: 'Leave without it' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(text).toHaveValue('Only on this screen.');

  page.once('dialog', (native) => void native.dismiss());
  await page.close({ runBeforeUnload: true });
  await expect(dialog.getByRole('button', { name: 'Close without it' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Stay' }).click();

  await page.getByRole('button', { name: 'Lock' }).click();
  await dialog.getByRole('button', { name: 'Lock without it' }).click();
  await expect(page.getByRole('heading', { name: /is locked/ })).toBeVisible();
  await field(page, 'Pass phrase').fill(evaluator.passPhrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(text).toHaveValue('Results of run 118 are shown twice.');
  expect(await kept()).not.toContain('Only on this screen');
});

test.describe('on a disk of its own', () => {
  test.use({ onSmallDisk: true });

  test('a full disk: who logs out can stay, try again and leave with everything saved', async ({ app, disk }) => {
    if (disk === null) {
      test.info().annotations.push({ type: 'skipped', description: 'no small file system can be mounted here' });
      return;
    }
    const { page } = app;
    const { text, kept, dialog } = await writing(app);
    const logOut = async () => {
      await page.keyboard.press('Control+K');
      await page.getByRole('textbox', { name: 'Find or go to' }).fill('Log out');
      await page.getByRole('button', { name: 'Log out and close the vault' }).click();
    };

    disk.fill(0);
    await text.fill('The second line has no unit.');
    await logOut();
    await expect(dialog.getByRole('alert', { name: /^The drive .* is full/ })).toBeVisible();
    await look(page, '95-unsaved-full');
    await dialog.getByRole('button', { name: 'Stay' }).click();
    await expect(text).toHaveValue('The second line has no unit.');

    await logOut();
    await dialog.getByRole('button', { name: 'Try to save again' }).click();
    await expect(dialog.getByRole('button', { name: 'Log out without it' })).toBeVisible();
    expect(await kept()).not.toContain('has no unit');
    disk.free();
    await dialog.getByRole('button', { name: 'Try to save again' }).click();
    await expect(page.getByRole('link', { name: vaultName })).toBeVisible();
    await logIn(page, vaultName, evaluator.userName, evaluator.passPhrase);
    expect(await kept()).toContain('has no unit');
  });
});
