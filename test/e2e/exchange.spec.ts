import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { openZip } from '../../src-main/package/zip-reader.ts';
import { writePem } from '../../src-main/pki/index.ts';
import { evaluator, owner, quality, staffed, testServices } from '../support/services.ts';
import { expect, test, type App } from './support/app.ts';
import { look } from './support/look.ts';
import { goTo, leave, logIn, tabTo } from './support/people.ts';
import { logInAs, prepareRecord, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);

const signAll = async (app: App, recordId: string): Promise<void> => {
  for (const person of signers) {
    await logInAs(app, person);
    const { actions } = await app.ask('records.get', { recordId, revision: null });
    const requirementId = actions.sign.requirementId ?? '';
    const { sha256, trail } = await app.ask('signing.prepare', { recordId, requirementId });
    const { userName, signingPassPhrase } = person;
    await app.ask('signing.sign', {
      recordId,
      requirementId,
      userName,
      signingPassPhrase,
      shown: sha256,
      comment: null,
      trailReviewed: trail?.upTo ?? null,
    });
  }
  await app.ask('session.logout', {});
};

/** A sealed record of another organisation's vault, and the anchor that they hand over with it. */
const foreign = async (): Promise<{ readonly pdf: Buffer; readonly anchor: Buffer }> => {
  const there = await staffed(await testServices());
  try {
    const recordId = await there.sent();
    for (const who of [evaluator, owner, quality]) await there.sign(recordId, who);
    const { bytes } = await there.services.ask('records.pdf', { recordId, revision: 1 });
    const trust = there.services.trust();
    if (!trust.ok) throw new Error(trust.error.code);
    const anchor = trust.value.anchors.map((der) => writePem('CERTIFICATE', der)).join('');
    return { pdf: Buffer.from(bytes), anchor: Buffer.from(anchor) };
  } finally {
    there.services.dispose();
  }
};

test('an audit package leaves, and a record of another vault comes in', async ({ app }) => {
  const { page } = app;
  const recordId = await prepareRecord(app, today);
  await signAll(app, recordId);
  const { qualityAssurance } = people;
  await page.reload();
  await logIn(page, vaultName, qualityAssurance.userName, qualityAssurance.passPhrase);

  await test.step('a package is saved with the keyboard alone', async () => {
    await goTo(page, 'Export');
    await expect(page.getByText('1 signed revision of 1 record, 1 system')).toBeVisible();
    await look(page, '80-export');
    const save = page.getByRole('button', { name: 'Save the package' });
    await tabTo(page, save);
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Saved: .*audit-package.*\.zip$/)).toBeVisible();
    await look(page, '81-export-saved');
    const name = readdirSync(app.dataFolder).find((file) => file.endsWith('.zip')) ?? '';
    const zip = openZip(join(app.dataFolder, name));
    if (!zip.ok) throw new Error(zip.error.code);
    expect([...zip.value.entries.keys()]).toContain(`records/${recordId}-r1.pdf`);
    zip.value.close();
  });

  await test.step('the trail as PDF, and everything', async () => {
    await page.getByRole('button', { name: 'As PDF' }).click();
    await expect(page.getByText(/^Saved: .*audit-trail.*\.pdf$/)).toBeVisible();
    await page.getByRole('button', { name: 'Export everything' }).click();
    await expect(page.getByText(/^Saved: .*everything/)).toBeVisible();
    const folder = readdirSync(app.dataFolder).find((file) => /everything-[\d-]+$/.test(file)) ?? '';
    expect(readFileSync(join(app.dataFolder, folder, 'README.txt'), 'utf8')).toContain('HOW DO I LEAVE YOU?');
    // The same names again: nothing is written over.
    await page.getByRole('button', { name: 'Export everything' }).click();
    await expect(page.getByText('There is something of that name already.')).toBeVisible();
  });

  await test.step('a record of another vault is taken in by the anchor that a person accepts', async () => {
    const { pdf, anchor } = await foreign();
    await goTo(page, 'Imported');
    await expect(page.getByText('Nothing was imported yet')).toBeVisible();
    await look(page, '82-imports-empty');
    await page.getByRole('link', { name: 'Import a record' }).click();
    await page.getByLabel('Sealed PDF').setInputFiles({ name: 'theirs.pdf', mimeType: 'application/pdf', buffer: pdf });
    await expect(page.getByText('Its signers do not lead to an anchor that you trust.')).toBeVisible();
    await look(page, '83-import-not-trusted');
    await page
      .getByLabel('Trust anchor')
      .setInputFiles({ name: 'their-anchor.pem', mimeType: 'application/x-pem-file', buffer: anchor });
    await expect(page.getByRole('heading', { name: 'Meridian Biologics: PE-2026-0001' })).toBeVisible();
    await look(page, '84-import');
    await page.getByRole('button', { name: 'Import it, read-only' }).click();
    await expect(page.getByText('Read-only: a record of another vault')).toBeVisible();
    await page.getByRole('tab', { name: 'Verification' }).click();
    await look(page, '85-imported');
    await page.getByRole('tab', { name: 'Origin' }).click();
    await look(page, '86-imported-origin');
    await goTo(page, 'Imported');
    await look(page, '87-imports');
    await page.getByRole('link', { name: 'Meridian Biologics: PE-2026-0001' }).click();
    await expect(page.getByText('Read-only: a record of another vault')).toBeVisible();
  });

  await test.step('it stands in the list of records and is found, marked for what it is', async () => {
    await goTo(page, 'Records');
    const grid = page.getByRole('grid', { name: 'Records' });
    await expect(grid.getByText('Imported, read-only')).toBeVisible();
    await look(page, '87-records-with-imported');
    await page.getByRole('combobox', { name: 'Origin' }).selectOption('Imported');
    await expect(grid.getByRole('row')).toHaveCount(2);
    await page.getByRole('textbox', { name: 'Search' }).fill('meridian');
    await expect(grid.getByRole('row')).toHaveCount(2);
    await grid.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Read-only: a record of another vault')).toBeVisible();
    await page.goto(`${new URL(page.url()).origin}/#/search`);
    await page.getByRole('textbox', { name: 'Words or number' }).fill('meridian');
    await expect(page.getByRole('list', { name: 'Hits' }).getByText('Imported, read-only')).toBeVisible();
    await look(page, '87-search-imported');
  });
  await leave(page);
});
