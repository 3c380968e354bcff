import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { expect, test, type App } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn } from './support/people.ts';
import { prepareKeys, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);
const { administrator, evaluator, qualityAssurance } = people;

const comesIn = async (app: App, person: { readonly userName: string; readonly passPhrase: string }): Promise<void> => {
  await app.ask('session.logout', {});
  await app.page.reload();
  await logIn(app.page, vaultName, person.userName, person.passPhrase);
};

test('from a new account to the first signature: gate, identity, undertaking, second person', async ({ app }) => {
  test.setTimeout(420_000);
  const { page } = app;
  await prepareKeys(app, signers);

  await test.step('the administrator sees what is missing, proposes the gate and records an identity', async () => {
    await comesIn(app, administrator);
    await expect(page.getByRole('region', { name: 'What this vault still lacks' })).toBeVisible();
    await look(page, '110-checklist');
    await page.getByRole('link', { name: 'The letter to the FDA (21 CFR 11.100(c))' }).click();
    await page.getByRole('button', { name: 'Propose a change: Before signing' }).click();
    const gate = page.getByRole('dialog', { name: 'Propose a change: Before signing' });
    await field(gate, 'Number and title of the procedure').fill('SOP-031 Electronic signatures');
    await field(gate, 'Effective since').fill('2026-01-15');
    await gate.getByRole('combobox', { name: 'The letter' }).click();
    await page.getByRole('option', { name: /^Not applicable/ }).click();
    await field(gate, 'Why no letter is needed').fill('This plant makes nothing for the United States.');
    await field(gate, 'Number of the validation report').fill('VR-0107');
    await field(gate, 'Completed on').fill('2026-10-01');
    await field(gate, 'Reason for the change').fill('Signing begins with this vault.');
    await look(page, '111-gate');
    await gate.getByRole('button', { name: 'Propose' }).click();
    await expect(gate).toBeHidden();
    await goTo(page, 'Enrolment');
    await page.getByRole('button', { name: `Record identity and training of ${evaluator.fullName}` }).click();
    const record = page.getByRole('dialog', { name: `Identity and training of ${evaluator.fullName}` });
    await field(record, 'Training record').fill('TR-2231');
    await field(record, 'Trained on').fill(today);
    await field(record, 'Your own pass phrase').fill(administrator.passPhrase);
    await look(page, '112-record-identity');
    await record.getByRole('button', { name: 'Record' }).click();
    await expect(record).toBeHidden();
    await look(page, '113-enrolment');
  });

  await test.step('the evaluator cannot undertake to follow a policy that is not on record', async () => {
    await comesIn(app, evaluator);
    await goTo(page, 'My key');
    await look(page, '114-my-enrolment');
    await page.getByRole('button', { name: 'Read and sign the undertaking' }).click();
    await expect(page.getByText('the e-signature policy is not on record')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('Quality Assurance approves the gate', async () => {
    await comesIn(app, qualityAssurance);
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve the change: Before signing' });
    await field(dialog, 'User name').fill(qualityAssurance.userName);
    await field(dialog, 'Pass phrase').fill(qualityAssurance.passPhrase);
    await look(page, '115-approve-gate');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('the evaluator signs the undertaking', async () => {
    await comesIn(app, evaluator);
    await goTo(page, 'My key');
    await page.getByRole('button', { name: 'Read and sign the undertaking' }).click();
    const dialog = page.getByRole('dialog', { name: 'Undertaking on electronic signatures' });
    await field(dialog, 'User name').fill(evaluator.userName);
    await field(dialog, 'Signing pass phrase').fill(evaluator.signingPassPhrase);
    await look(page, '116-undertaking');
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Signed undertaking: done')).toBeVisible();
    await goTo(page, 'Audit trail');
    await signCheckpoint(app);
    await expect(page.getByText('a second person has not approved the enrolment')).toBeVisible();
  });

  await test.step('a second person approves, and the evaluator signs', async () => {
    await comesIn(app, qualityAssurance);
    await goTo(page, 'Enrolment');
    await page.getByRole('button', { name: `Approve the enrolment of ${evaluator.fullName}` }).click();
    const dialog = page.getByRole('dialog', { name: `Approve the enrolment of ${evaluator.fullName}` });
    await field(dialog, 'User name').fill(qualityAssurance.userName);
    await field(dialog, 'Pass phrase').fill(qualityAssurance.passPhrase);
    await look(page, '117-approve-enrolment');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('May sign', { exact: true })).toBeVisible();
    await look(page, '118-enrolled');
    await goTo(page, 'Access');
    await expect(page.getByRole('table', { name: /^Access register of/ })).toContainText(evaluator.fullName);
    await look(page, '119-access');
    for (const [button, name] of [
      ['Save as PDF', /^access-register-.*\.pdf$/],
      ['Save the matrix as CSV', /^roles-and-duties-.*\.csv$/],
    ] as const) {
      const handed = page.waitForEvent('download');
      await page.getByRole('button', { name: button }).click();
      expect((await handed).suggestedFilename()).toMatch(name);
    }
    await comesIn(app, evaluator);
    await goTo(page, 'Audit trail');
    const saving = page.waitForEvent('download');
    await signCheckpoint(app);
    expect((await saving).suggestedFilename()).toMatch(/\.checkpoint$/);
  });
});

/** The shortest signature there is: over the head of the audit trail. */
const signCheckpoint = async ({ page }: App): Promise<void> => {
  await page.getByRole('button', { name: 'Sign a checkpoint' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign a checkpoint' });
  await field(dialog, 'User name').fill(evaluator.userName);
  await field(dialog, 'Signing pass phrase').fill(evaluator.signingPassPhrase);
  await dialog.getByRole('button', { name: 'Sign and save the file' }).click();
};
