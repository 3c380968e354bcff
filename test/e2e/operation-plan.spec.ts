import { fillPlan } from '../../src-main/cli/demo/case-plan.ts';
import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { recordTypes, supplierForm } from '../../src-main/contract/index.ts';
import { withValues } from '../../src-main/domain/records/operations/prefilled.ts';
import { bodyText, readPages, squeezed } from '../support/documents-text.ts';
import { supplierEntry } from '../support/operations-content.ts';
import { expect, test, type App } from './support/app.ts';
import { fillSection } from './support/forms.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn } from './support/people.ts';
import { engineer, prepareTeam, signAs, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);
const plan = recordTypes['operation-plan'];
const team = [...signers, engineer];

/** What revision 1 alone says: the next one has another town. */
const firstStorage =
  'Copies are encrypted and stand in another fire compartment; only two people may delete them. Tapes go to Breisach.';

/** Author, peer, owner, quality: in the order of the plan's signatures. */
const inOrder = [people.evaluator, engineer, people.systemOwner, people.qualityAssurance] as const;

const logInAgain = async (app: App): Promise<void> => {
  const { page } = app;
  await app.ask('session.logout', {});
  await page.reload();
  await logIn(page, vaultName, people.evaluator.userName, people.evaluator.passPhrase);
};

const send = async ({ page }: App, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Send for signature' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send for signature' });
  await look(page, name);
  await dialog.getByRole('button', { name: 'Freeze and send' }).click();
  await expect(dialog).toBeHidden();
};

test('a supplier enters the inventory, and a plan that starts from it is sealed, revised and compared', async ({
  app,
}) => {
  test.setTimeout(420_000);
  const { page } = app;
  const { systemId } = await prepareTeam(app, today, team);
  await logInAgain(app);

  await test.step('the supplier', async () => {
    await goTo(page, 'Suppliers');
    await look(page, '70-suppliers-empty');
    await page.getByRole('link', { name: 'Add a supplier' }).first().click();
    const content = supplierEntry(today, systemId);
    const services = content['services']?.values['services'] ?? [];
    // No agreement yet, and the system is chosen from the inventory instead of typed.
    const gap = {
      ...content,
      services: {
        values: { services: (services as object[]).map((row) => ({ ...row, agreement: null })), systems: [] },
      },
    };
    for (const section of supplierForm.sections) await fillSection(page, section, gap);
    await field(page, 'System of the inventory').selectOption(systemId);
    await page.getByRole('button', { name: 'Add to the systems served' }).click();
    await expect(page.getByText('Nothing is missing.')).toBeVisible();
    await look(page, '71-supplier-editor');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'LabCore Software AG' })).toBeVisible();
    await expect(page.getByText('there is no agreement')).toBeVisible();
    await look(page, '72-supplier');
    await goTo(page, 'Suppliers');
    await expect(page.getByText('1 gap')).toBeVisible();
    await look(page, '73-suppliers');
  });

  await test.step('the agreement is signed: a new version', async () => {
    await page.getByRole('link', { name: 'LabCore Software AG' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('service 1, Agreement', { exact: true }).fill('SLA-LC-2024-07');
    await field(page, 'Reason for the change').fill('The agreement is signed.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('table', { name: 'Versions' }).getByText('The agreement is signed.')).toBeVisible();
    await expect(page.getByText('there is no agreement')).toBeHidden();
  });

  const recordId = await test.step('the plan is written from empty', async () => {
    await goTo(page, 'Records');
    await page
      .getByRole('link', { name: /^New record/ })
      .first()
      .click();
    await page.getByRole('radio', { name: plan.title }).check();
    await field(page, 'System').selectOption(systemId);
    await look(page, '74-new-plan');
    await page.getByRole('button', { name: 'Start the record' }).click();
    await expect(page.getByRole('navigation', { name: 'Sections of the record' })).toBeVisible();
    const id = /records\/([^/]+)/.exec(decodeURIComponent(page.url()))?.[1] ?? '';
    const empty = (await app.ask('records.get', { recordId: id, revision: null })).content;
    const content = withValues(fillPlan(empty, today), { backup: { storage: firstStorage } });
    for (const [index, section] of plan.form.sections.entries()) {
      if (index > 0) await page.getByRole('link', { name: `Next section: ${section.title}` }).click();
      if (section.id === 'providers') {
        await expect(page.getByLabel('provider 1, Service agreement')).toHaveValue('SLA-LC-2024-07');
        await look(page, '75-plan-providers');
      }
      await fillSection(page, section, content);
      if (section.id === 'tests') await look(page, '76-plan-tests');
    }
    await expect(page.getByRole('button', { name: 'Nothing missing' })).toBeVisible();
    await send(app, '77-plan-send');
    for (const person of inOrder) await signAs(app, person, id);
    return id;
  });

  await test.step('it is in force; a second one is refused', async () => {
    await logInAgain(app);
    const { summary, sealed } = await app.ask('records.get', { recordId, revision: null });
    expect([summary.state, sealed?.signatures]).toEqual(['effective', 4]);
    await page.goto(new URL(`#/records/new/operation-plan/${systemId}`, page.url()).href);
    await page.getByRole('button', { name: 'Start the record' }).click();
    await expect(page.getByText(`The system already has such a record: ${recordId}.`)).toBeVisible();
  });

  await test.step('a revision shows what changes while it is written', async () => {
    await goTo(page, 'Records');
    await page.getByRole('main').getByRole('link', { name: recordId }).first().click();
    await page.getByRole('button', { name: 'Create new revision' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create a new revision' });
    await field(dialog, 'Reason for the change').fill('Yearly review');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await expect(dialog).toBeHidden();
    const section = (title: string) =>
      page.getByRole('navigation', { name: 'Sections of the record' }).getByRole('link', { name: title }).click();
    await section('Roles and responsibilities');
    await page.getByLabel('role 3, Names', { exact: true }).fill('Carl Berg');
    await page.getByRole('button', { name: 'Remove role 5' }).click();
    await section('Backup and recovery');
    await field(page, 'Storage and security').fill(
      'Copies are encrypted and stand in another town; only two people may delete them.',
    );
    await section('Upkeep of this plan');
    await field(page, 'Occasion of this revision').selectOption('yearly');
    await page.getByRole('tab', { name: 'Changes' }).click();
    const changes = page.getByRole('tabpanel');
    await expect(changes.getByRole('table', { name: 'Rows of Roles' }).getByRole('row')).toHaveCount(3);
    await expect(changes.locator('ins', { hasText: 'town;' })).toBeVisible();
    await expect(changes.locator('del', { hasText: 'fire compartment;' })).toBeVisible();
    await expect(changes.getByRole('table', { name: 'Values of Upkeep of this plan' })).toContainText('Yearly review');
    await look(page, '78-plan-changes');
    await expect(page.getByText(/^Draft of revision 2 · revision 1 in force since /)).toBeVisible();
    await goTo(page, 'Records');
    await expect(page.getByTitle('Draft of revision 2 · revision 1 in force')).toContainText('revision 1 in force');
    await look(page, '78-plan-revised-listed');
    await field(page, 'Search').fill('tapes breisach');
    await expect(page.getByText('found in rev. 1, in force')).toBeVisible();
    await page.getByRole('link', { name: recordId }).click();
    await expect(page.getByText('This is revision 1, which is in force.')).toBeVisible();
    await page.goto(new URL(`#/search?${new URLSearchParams({ q: 'tapes breisach' }).toString()}`, page.url()).href);
    await expect(page.getByText('In revision 1, which is in force')).toBeVisible();
    await look(page, '78-plan-in-force-found');
    await page.goto(new URL(`#/records/${recordId}`, page.url()).href);
    await page.getByRole('link', { name: 'Show what is in force.' }).click();
    await expect(page.getByText('This is revision 1, which is in force.')).toBeVisible();
    await look(page, '78-plan-in-force');
    await page.getByRole('link', { name: 'Show revision 2, the newest.' }).click();
    await send(app, '79-plan-send-again');
    for (const person of inOrder) await signAs(app, person, recordId);
  });

  await test.step('the sealed PDF carries the comparison', async () => {
    await logInAgain(app);
    const view = await app.ask('records.get', { recordId, revision: null });
    expect(view.revisions.map(({ state }) => state)).toEqual(['effective', 'superseded']);
    const { bytes } = await app.ask('records.pdf', { recordId, revision: 2 });
    const text = bodyText(await readPages(bytes));
    expect(text).toContain(squeezed('Changes since revision 1'));
    expect(text).toContain(squeezed('3 Changed Role: Project or System Manager Names: Jana Nováková'));
    await goTo(page, 'Systems');
    await page.getByRole('link', { name: 'LabCore LIMS' }).first().click();
    await expect(page.getByRole('region', { name: 'Suppliers' }).getByText('LabCore Software AG')).toBeVisible();
    await look(page, '80-system-with-suppliers');
  });
});
