import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { authenticator } from '../support/authenticator.ts';
import { expect, test } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, leave, logIn } from './support/people.ts';
import { prepareRecord, prepareTeam, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);

test('a second factor is enrolled, asked for at the login and again at the signature', async ({ app }) => {
  test.setTimeout(300_000);
  const { page } = app;
  const { evaluator: lead } = people;
  /** What the phone shows; each code works once, so that the next one may be half a minute away. */
  let last = '';
  const fresh = async (phone: ReturnType<typeof authenticator>): Promise<string> => {
    while (phone.at(new Date()) === last) await page.waitForTimeout(500);
    last = phone.at(new Date());
    return last;
  };
  const recordId = await prepareRecord(app, today);
  await page.reload();
  await logIn(page, vaultName, lead.userName, lead.passPhrase);

  const phone = await test.step('enrol', async () => {
    await goTo(page, 'My login');
    await expect(page.getByRole('heading', { name: 'Second factor' })).toBeVisible();
    await look(page, 'a0-my-login');
    await page.getByRole('button', { name: 'Enrol an authenticator app' }).click();
    const key = await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent();
    const scanned = authenticator(`otpauth://totp/x?secret=${(key ?? '').replaceAll(' ', '')}`);
    await look(page, 'a1-enrol');
    await field(page, 'Code').fill('000000');
    await field(page, 'Pass phrase').first().fill(lead.passPhrase);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByText('The code does not fit the secret.')).toBeVisible();
    await field(page, 'Code').fill(await fresh(scanned));
    await field(page, 'Pass phrase').first().fill(lead.passPhrase);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByText('Your second factor is enrolled')).toBeVisible();
    await look(page, 'a2-recovery-codes');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await expect(page.getByText('8 recovery codes are left')).toBeVisible();
    return scanned;
  });

  await test.step('log in', async () => {
    await leave(page);
    await page.getByRole('link', { name: vaultName }).click();
    await expect(field(page, 'User name')).toBeFocused();
    await field(page, 'User name').fill(lead.userName);
    await field(page, 'Pass phrase').fill(lead.passPhrase);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(field(page, 'Code')).toBeFocused();
    await look(page, 'a3-code');
    await field(page, 'Code').fill('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The code is not right.')).toBeVisible();
    await field(page, 'Code').fill(await fresh(phone));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Work', exact: true })).toBeVisible();
    await expect(page.getByText(/failed login/)).toBeVisible();
    await look(page, 'a4-failed-login');
  });

  await test.step('sign', async () => {
    await page.getByRole('main').getByRole('link', { name: recordId }).first().click();
    const start = page.getByRole('button', { name: 'Read and sign' });
    const dialog = page.getByRole('dialog', { name: new RegExp(`Sign ${recordId}`) });
    await expect(start.or(dialog).first()).toBeVisible();
    if (!(await dialog.isVisible())) await start.click();
    await field(dialog, 'User name').fill(lead.userName);
    await field(dialog, 'Signing pass phrase').fill(lead.signingPassPhrase);
    await expect(dialog.getByRole('button', { name: 'Sign', exact: true })).toBeDisabled();
    await look(page, 'a5-sign-with-code');
    await field(dialog, 'Code').fill(await fresh(phone));
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(dialog.getByRole('button', { name: 'Show the record' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Show the record' }).click();
    await expect(dialog).toBeHidden();
    await leave(page);
  });

  await test.step('a reset would take it away: an administrator asks for it, a second person approves', async () => {
    const { administrator, qualityAssurance } = people;
    await logIn(page, vaultName, administrator.userName, administrator.passPhrase);
    await goTo(page, 'People');
    await page.getByRole('button', { name: `Actions for ${lead.fullName}` }).click();
    await page.getByRole('menuitem', { name: 'Set a new first pass phrase' }).click();
    const ask = page.getByRole('dialog', { name: `Ask for a reset for ${lead.fullName}` });
    await ask.getByRole('textbox').fill('Called from the desk; phone stolen, identity card seen.');
    await look(page, 'a6-ask-for-reset');
    await ask.getByRole('button', { name: 'Ask for it' }).click();
    await expect(ask).toBeHidden();
    await leave(page);
    await logIn(page, vaultName, qualityAssurance.userName, qualityAssurance.passPhrase);
    await goTo(page, 'Logins');
    await page.getByRole('button', { name: `Approve the reset for ${lead.fullName}` }).click();
    const approve = page.getByRole('dialog', { name: `Approve the reset for ${lead.fullName}` });
    await field(approve, 'How you know').fill('She stood before me.');
    await field(approve, 'User name').fill(qualityAssurance.userName);
    await field(approve, 'Pass phrase').fill(qualityAssurance.passPhrase);
    await look(page, 'a7-approve-reset');
    await approve.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect(page.getByText(`Approved by ${qualityAssurance.fullName}`)).toBeVisible();
    await look(page, 'a8-reset-approved');
  });
});

test('a key is reported lost, its replacement approved by a second person, and alerts are acknowledged', async ({
  app,
}) => {
  const { page } = app;
  const { administrator, systemOwner, qualityAssurance } = people;
  await prepareTeam(app, today, signers);
  await app.ask('session.logout', {});
  await page.reload();

  await test.step('its owner reports it and asks for another', async () => {
    await logIn(page, vaultName, systemOwner.userName, systemOwner.passPhrase);
    await goTo(page, 'My key');
    await page.getByRole('button', { name: 'Report my key lost' }).click();
    const dialog = page.getByRole('dialog', { name: 'Report my key lost' });
    await field(dialog, 'Lost since').fill('2026-01-05');
    await expect(dialog.getByText('is not a date and time')).toBeVisible();
    await field(dialog, 'Lost since').fill('2026-01-05 17:30');
    await field(dialog, 'What happened').fill('The laptop was stolen from the car.');
    await field(dialog, 'Your own pass phrase').fill(systemOwner.passPhrase);
    await look(page, 'b0-report-lost');
    await dialog.getByRole('button', { name: 'Report it lost' }).click();
    await expect(dialog).toBeHidden();
    await field(page, 'Signing pass phrase').fill('a fresh one that only I know');
    await field(page, 'Signing pass phrase, again').fill('a fresh one that only I know');
    await field(page, 'Your own pass phrase').fill(systemOwner.passPhrase);
    await page.getByRole('button', { name: 'Request the key' }).click();
    await expect(page.getByText('An administrator has to approve your key')).toBeVisible();
    await leave(page);
  });

  await test.step('quality assurance approves the replacement and acknowledges the alert', async () => {
    await logIn(page, vaultName, qualityAssurance.userName, qualityAssurance.passPhrase);
    await page.getByRole('link', { name: /and acknowledge/ }).click();
    await look(page, 'b1-logins');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    const note = page.getByRole('dialog', { name: /^Acknowledge/ });
    await field(note, 'What you found').fill('Reported to the police, number 4711.');
    await note.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(page.getByRole('heading', { name: 'Alerts' })).toBeHidden();
    await goTo(page, 'Enrolment');
    await expect(page.getByRole('heading', { name: 'Replacement keys' })).toBeVisible();
    await page.getByRole('button', { name: /^Approve the replacement for/ }).click();
    const dialog = page.getByRole('dialog', { name: /^Another key for/ });
    await field(dialog, 'How you know').fill('Spoke to them in person.');
    await field(dialog, 'User name').fill(qualityAssurance.userName);
    await field(dialog, 'Pass phrase').fill(qualityAssurance.passPhrase);
    await look(page, 'b2-approve-replacement');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await expect(page.getByText(/^Approved by/)).toBeVisible();
    await leave(page);
  });

  await test.step('an administrator issues the certificate', async () => {
    await logIn(page, vaultName, administrator.userName, administrator.passPhrase);
    await goTo(page, 'People');
    await page.getByRole('button', { name: /^Approve the key of/ }).click();
    const dialog = page.getByRole('dialog');
    await field(dialog, 'How the identity was verified').fill('Identity card seen');
    await field(dialog, 'Your own pass phrase').fill(administrator.passPhrase);
    await dialog.getByRole('button', { name: /Approve|Issue/ }).click();
    await expect(page.getByRole('button', { name: /^Approve the key of/ })).toBeHidden();
    await goTo(page, 'Logins');
    await expect(page.getByRole('region', { name: 'Rules for pass phrases' })).toContainText('second person');
    await look(page, 'b3-rules');
  });
});
