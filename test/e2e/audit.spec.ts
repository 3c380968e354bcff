import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { fillTrailReview } from '../../src-main/cli/demo/case-plan.ts';
import { withValues } from '../../src-main/domain/records/operations/prefilled.ts';
import { addDays } from '../../src-main/domain/days.ts';
import type { Input } from '../../src-main/contract/index.ts';
import { expect, test } from './support/app.ts';
import { look } from './support/look.ts';
import { goTo, logIn } from './support/people.ts';
import { logInAs, prepareRecord, signAs, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);
const { qualityAssurance, evaluator } = people;

test('the audit trail is held against files that people kept, and reviewed', async ({ app }) => {
  const { page } = app;
  const recordId = await prepareRecord(app, today);
  for (const person of signers) await signAs(app, person, recordId);
  const sealed = await app.ask('records.pdf', { recordId, revision: 1 });
  await logInAs(app, qualityAssurance);
  const { userName, signingPassPhrase } = qualityAssurance;
  const checkpoint = await app.ask('audit.checkpoint', { userName, signingPassPhrase });
  await app.ask('session.logout', {});
  await page.reload();
  await logIn(page, vaultName, userName, qualityAssurance.passPhrase);

  await test.step('a sealed PDF and a checkpoint agree; an altered one is no evidence', async () => {
    await goTo(page, 'Audit trail');
    const forged = Buffer.from(checkpoint.bytes)
      .toString()
      .replace(`"seq":${checkpoint.seq}`, `"seq":${checkpoint.seq - 1}`);
    await page.getByLabel('Sealed PDFs and checkpoints to hold the trail against').setInputFiles([
      { name: sealed.fileName, mimeType: 'application/pdf', buffer: Buffer.from(sealed.bytes) },
      { name: checkpoint.fileName, mimeType: 'application/octet-stream', buffer: Buffer.from(checkpoint.bytes) },
      { name: 'forged.checkpoint', mimeType: 'application/octet-stream', buffer: Buffer.from(forged) },
    ]);
    await expect(page.getByText('The chain is whole')).toBeVisible();
    await expect(page.getByText(`${sealed.fileName}: agrees`)).toBeVisible();
    await expect(page.getByText(`${checkpoint.fileName}: agrees`)).toBeVisible();
    await expect(page.getByText('forged.checkpoint: no evidence')).toBeVisible();
    await look(page, '97-trail-against-files');
  });

  await test.step('what is unusual is found by itself', async () => {
    await page.getByRole('checkbox', { name: 'Unusual only' }).check();
    const table = page.getByRole('table', { name: 'Audit trail' });
    await expect(table.getByText('Record created')).toHaveCount(0);
    await expect(table.getByText('Account created').first()).toBeVisible();
    await look(page, '98-trail-unusual');
  });

  await test.step('a review takes over the vault’s own trail', async () => {
    await logInAs(app, evaluator);
    const { systems } = await app.ask('systems.list', {});
    const created = await app.ask('records.create', {
      type: 'audit-trail-review',
      systemId: systems[0]?.id ?? '',
    });
    const content = withValues(fillTrailReview(created.content, today), {
      identity: { periodStart: addDays(today, -1), periodEnd: today },
      ownTrail: { covered: true },
    });
    await app.ask('records.saveDraft', {
      recordId: created.summary.id,
      base: created.savedAt,
      content: content as Input<'records.saveDraft'>['content'],
    });
    await app.ask('session.logout', {});
    await page.reload();
    await logIn(page, vaultName, evaluator.userName, evaluator.passPhrase);
    await page.goto(`${new URL(page.url()).origin}/#/records/${created.summary.id}`);
    await page.getByRole('button', { name: 'Refresh from records' }).click();
    await page.getByRole('link', { name: /^Audit trail of Countersign/ }).click();
    await expect
      .poll(() =>
        page
          .locator('main input, main textarea')
          .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
      )
      .toContain('Account created');
    await look(page, '99-own-trail-review');
  });
});
