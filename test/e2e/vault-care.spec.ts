import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { salvageVault } from '../../src-main/vault/index.ts';
import { codeIn } from '../support/recovery.ts';
import { vaultFolderOf } from '../support/vault-folder.ts';
import { expect, test } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn } from './support/people.ts';
import { prepareTeam, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);

test('an administrator plans backups and proves one; a checkpoint is signed; a key elsewhere is certified', async ({
  app,
}) => {
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
    await expect(page.getByRole('button', { name: 'Back up now' })).toBeHidden();
    await look(page, '90-backup-none');
    app.chooses(place);
    await page.getByRole('button', { name: 'Choose the folder', exact: true }).click();
    await page.getByRole('button', { name: 'Use it all the same' }).click();
    const why = page.getByRole('dialog', { name: 'Keep backups on the vault' });
    await field(why, 'Why it has to be this volume').fill('A laptop with one disk; the folder is synchronised.');
    await look(page, '91-backup-same-volume');
    await why.getByRole('button', { name: 'Choose the folder again' }).click();
    await expect(why).toBeHidden();
    // As a copy would stand there whose process was killed before it could say what it is.
    mkdirSync(join(place, 'Freiburg.vault.5a1c31e0-0a7f-4b8e-8b6c-3f5f5e6d7a11'));
    // And what is left of an older backup on a drive that fails.
    mkdirSync(join(place, `${vaultName}-20260101T000000000Z.vault`));
    await page.getByRole('button', { name: 'Back up now' }).click();
    await expect(page.getByText('1 unfinished copy was left behind')).toBeVisible();
    await expect(page.getByText('1 backup cannot be read')).toBeVisible();
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
    await expect(page.getByRole('button', { name: `Actions for ${qualityAssurance.fullName}` })).toBeFocused();
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
  await test.step('the system dossier, signed', async () => {
    await goTo(page, 'Export');
    await page.getByRole('button', { name: 'Make the dossier' }).click();
    const dialog = page.getByRole('dialog', { name: 'System dossier' });
    await field(dialog, 'User name').fill(qualityAssurance.userName);
    await field(dialog, 'Signing pass phrase').fill(qualityAssurance.signingPassPhrase);
    await look(page, '95-system-dossier');
    await dialog.getByRole('button', { name: 'Sign and save it' }).click();
    const saved = page.getByRole('alert', { name: /^Saved: .*-system-dossier-.*\.pdf$/ });
    await expect(saved).toContainText('Signed with your key');
    const name = ((await saved.textContent()) ?? '').match(/Saved: (.*?\.pdf)/)?.[1] ?? '';
    expect(readFileSync(join(app.dataFolder, name)).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });
  await test.step('two people make a recovery kit; its holders recover, and everybody is told', async () => {
    await app.ask('session.logout', {});
    await page.reload();
    await logIn(page, vaultName, administrator.userName, administrator.passPhrase);
    await goTo(page, 'Backup');
    await page.getByRole('button', { name: 'Make a recovery kit' }).click();
    const making = page.getByRole('dialog', { name: 'Make a recovery kit' });
    await field(making, 'Holder of part A').fill('Henrike Adler');
    await field(making, 'Holder of part B').fill('Bashir Noor');
    await field(making, `Pass phrase of ${administrator.userName}`).fill(administrator.passPhrase);
    await field(making, 'User name of the second person').fill(qualityAssurance.userName);
    await field(making, 'Pass phrase of the second person').fill(qualityAssurance.passPhrase);
    await field(making, 'Reason').fill('First kit of this vault');
    await look(page, '96-recovery-kit-make');
    await making.getByRole('button', { name: 'Make the two sheets' }).click();
    const codes: string[] = [];
    for (const part of ['A', 'B'] as const) {
      const sheet = page.getByRole('dialog', { name: new RegExp(`^Part ${part}, for`) });
      const saved = page.waitForEvent('download');
      await sheet.getByRole('button', { name: `Save part ${part} for printing` }).click();
      codes.push(await codeIn(readFileSync(await (await saved).path())));
      await sheet.getByRole('checkbox').check();
      if (part === 'A') await look(page, '97-recovery-kit-sheet');
      await sheet.getByRole('button', { name: part === 'A' ? 'On to the other part' : 'Done' }).click();
    }
    await expect(page.getByText('with ' + qualityAssurance.fullName + ' present')).toBeVisible();
    await look(page, '98-recovery-kit');
    await app.ask('session.logout', {});
    await page.reload();
    await page.getByRole('link', { name: vaultName }).click();
    await page.getByRole('link', { name: 'Recover with the kit' }).click();
    const [a = '', b = ''] = codes;
    await field(page, 'Part A').fill(b);
    await field(page, 'Part B').fill(b.replace(/^(.)(.)/, '$2$1'));
    await field(page, 'User name').fill(administrator.userName);
    await field(page, 'First pass phrase').fill('lanterns over a new quiet harbour');
    await field(page, 'Reason').fill('The only administrator has left.');
    await expect(page.getByText('is the other part')).toBeVisible();
    await look(page, '99-recover');
    await field(page, 'Part A').fill(a);
    await field(page, 'Part B').fill(b);
    await page.getByRole('button', { name: 'Recover, and spend the kit' }).click();
    await look(page, '99-recovered');
    await page.getByRole('link', { name: 'Go to the login' }).click();
    await field(page, 'User name').fill(qualityAssurance.userName);
    await field(page, 'Pass phrase').fill(qualityAssurance.passPhrase);
    await page.keyboard.press('Enter');
    await expect(page.getByText('The recovery kit of this vault was used')).toBeVisible();
    await look(page, '99-recovery-told');
  });
  await test.step('certificates that end soon are foretold, and renewed from there', async () => {
    app.passes(3 * 365 - 20);
    await goTo(page, 'My key');
    await expect(page.getByText(/^Your certificate ends on/)).toBeVisible();
    await look(page, '99-certificate-ends');
    await app.ask('session.logout', {});
    await page.reload();
    await logIn(page, vaultName, administrator.userName, 'lanterns over a new quiet harbour');
    await field(page, 'Pass phrase you were given').fill('lanterns over a new quiet harbour');
    await field(page, 'New pass phrase').fill(administrator.passPhrase);
    await field(page, 'New pass phrase, again').fill(administrator.passPhrase);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Certificates to renew' })).toBeVisible();
    await goTo(page, 'People');
    await expect(page.getByText(/^Certificates that end: [1-9]\d* within 30 days/)).toBeVisible();
    await look(page, '99-certificates-forecast');
    await page.getByRole('button', { name: `Renew the certificate of ${qualityAssurance.fullName}` }).click();
    await expect(page.getByRole('dialog', { name: /^Renew the certificate/ })).toBeVisible();
  });
  rmSync(place, { recursive: true, force: true });
});

test.describe('on a disk of its own', () => {
  test.use({ onSmallDisk: true });

  test('a full disk, a read-only one, an older state and a salvaged copy are told; what was typed stays', async ({
    app,
    disk,
  }) => {
    const { page } = app;
    const { administrator, evaluator } = people;
    const { systemId } = await prepareTeam(app, today, signers);
    const folder = vaultFolderOf(app.dataFolder);
    const older = join(app.dataFolder, 'older');
    await app.ask('session.logout', {});
    cpSync(folder, older, { recursive: true });

    await test.step('the disk fills up and becomes read-only under the hands of somebody who writes', async () => {
      if (disk === null) {
        test.info().annotations.push({ type: 'skipped', description: 'no small file system can be mounted here' });
        return;
      }
      await page.reload();
      await logIn(page, vaultName, evaluator.userName, evaluator.passPhrase);
      const { summary } = await app.ask('records.create', { type: 'defect', systemId });
      const kept = async () =>
        JSON.stringify((await app.ask('records.get', { recordId: summary.id, revision: null })).content);
      await page.goto(new URL(`#/records/${summary.id}/content/description`, page.url()).href);
      const occurred = page.getByRole('textbox', { name: 'What occurred' });
      await occurred.fill('Results of run 118 are shown twice.');
      await expect(page.getByText(/^Saved \d/)).toBeVisible();

      disk.fill(0);
      await occurred.fill('Results of run 118 are shown twice. The second line has no unit.');
      await expect(page.getByRole('alert', { name: /^Not saved\. The drive .* is full/ })).toBeVisible();
      await look(page, '96-disk-full');
      await expect(occurred).toHaveValue(/has no unit/);
      expect(await kept()).toContain('shown twice');
      expect(await kept()).not.toContain('has no unit');
      disk.free();
      await page.getByRole('button', { name: 'Save now' }).click();
      await expect(page.getByText(/^Saved \d/)).toBeVisible();
      expect(await kept()).toContain('has no unit');

      await page.getByRole('button', { name: 'Lock' }).click();
      await expect(page.getByRole('heading', { name: /is locked/ })).toBeVisible();
      disk.readOnly(true);
      await field(page, 'Pass phrase').fill(evaluator.passPhrase);
      await page.getByRole('button', { name: 'Unlock' }).click();
      await expect(page.getByRole('alert', { name: /cannot be written/ })).toBeVisible();
      disk.readOnly(false);
      await field(page, 'Pass phrase').fill(evaluator.passPhrase);
      await page.getByRole('button', { name: 'Unlock' }).click();
      await expect(occurred).toHaveValue(/has no unit/);
      await app.ask('session.logout', {});
    });

    await test.step('an older database in its place is refused, and opened by an administrator for a reason', async () => {
      cpSync(join(older, 'vault.db'), join(folder, 'vault.db'));
      await page.goto(new URL('#/', page.url()).href);
      await page.reload();
      await page.getByRole('link', { name: vaultName }).click();
      await field(page, 'User name').fill(administrator.userName);
      await field(page, 'Pass phrase').fill(administrator.passPhrase);
      await page.getByRole('button', { name: 'Log in' }).click();
      await expect(page.getByRole('alert', { name: /^The end of the audit trail/ })).toBeVisible();
      const why = 'No newer copy was found; what was done since is entered again from paper.';
      await field(page, 'To open it without the missing entries: why').fill(why);
      await field(page, 'Pass phrase').fill(administrator.passPhrase);
      await look(page, '97-entries-missing');
      await page.getByRole('button', { name: 'Open without the missing entries' }).click();
      await expect(page.getByRole('alert', { name: /^This is an older state of the vault/ })).toBeVisible();
      await look(page, '97-rolled-back');
      await app.ask('session.logout', {});
    });

    await test.step('a copy that was salvaged says so on every start', async () => {
      const salvaged = join(app.dataFolder, 'Salvaged.vault');
      const done = await salvageVault({
        damaged: folder,
        folder: salvaged,
        userName: administrator.userName,
        passPhrase: administrator.passPhrase,
        clock: { now: () => new Date(), zone: () => 'Europe/Berlin', steady: () => performance.now() },
        appVersion: '0.0.0',
      });
      expect(done).toMatchObject({ ok: true });
      await page.reload();
      app.chooses(salvaged);
      await page.getByRole('button', { name: 'Open another vault' }).click();
      await field(page, 'User name').fill(administrator.userName);
      await field(page, 'Pass phrase').fill(administrator.passPhrase);
      await page.getByRole('button', { name: 'Log in' }).click();
      await expect(page.getByRole('alert', { name: /salvaged from a damaged vault/ })).toBeVisible();
      await look(page, '99-salvaged');
    });
  });
});
