import type { Locator, Page } from '@playwright/test';
import { vaultName } from '../../../src-main/cli/demo/case.ts';
import { recordTypes, systemForm } from '../../../src-main/contract/index.ts';
import { cast, read, worldOf, type Player, type Rule, type World } from '../../support/rules/index.ts';
import { prepareTeam } from '../../support/team.ts';
import { address, expect, test, type App } from './app.ts';
import { field, logIn } from './people.ts';

/**
 * Each rule in the window: one vault that holds every record just before the step that breaks its rule; each person logs
 * in once, tries their steps, reads the refusal and finds nothing changed.
 */
export const tryInTheWindow = async (app: App, rules: readonly Rule[]): Promise<void> => {
  const { page } = app;
  const today = new Date().toISOString().slice(0, 10);
  const world = worldOf(app, today, await prepareTeam(app, today, Object.values(cast)));
  const begun: (readonly [Rule, string])[] = [];
  const letThrough = new Set<string>();
  for (const rule of rules) begun.push([rule, await rule.begin(world)]);
  for (const who of Object.keys(cast) as Player[]) {
    const own = begun.filter(([rule]) => rule.who === who);
    if (own.length === 0) continue;
    await app.ask('session.logout', {});
    await page.goto(address);
    await page.reload();
    await logIn(page, vaultName, cast[who].userName, cast[who].passPhrase);
    for (const [rule, id] of own)
      await test.step(`${rule.id} ${rule.says}`, async () => {
        const before = await picture(world, rule, id);
        await tried(page, world, rule, id);
        expect(await picture(world, rule, id), `${rule.id}: nothing changed`).toEqual(before);
        if (rule.mend === undefined) return;
        const { attempt } = rule;
        // A step is short; of what is sent one mended record of each type is shown to be let through.
        const kind = rule.id.slice(0, 3);
        if (attempt.kind !== 'step' && (attempt.kind !== 'send' || letThrough.has(kind))) return;
        await world.login(who);
        await rule.mend(world, id);
        if (attempt.kind === 'step') await taken(page, world, id, attempt.step);
        else {
          letThrough.add(kind);
          await notHeldBack(page, world, rule, id);
        }
      });
  }
};

const wordsOf = (world: World, { refused }: Rule): string =>
  typeof refused === 'string' ? refused : refused(world.day);

/** What there is of a record, or of the entry of a system. */
const picture = async (world: World, { attempt }: Rule, id: string): Promise<unknown> => {
  if (attempt.kind === 'save-system') return world.ask('systems.get', { systemId: id });
  const { summary, stage, content, requirements, revisions } = await read(world, id);
  return { summary, stage, content, requirements, revisions };
};

const show = async (page: Page, id: string, place = ''): Promise<void> => {
  await page.goto(`${address}#/records/${id}${place}`);
  await expect(page.getByRole('main').getByText(id, { exact: true }).first()).toBeVisible();
};

const leaveDialog = async (page: Page, dialog: Locator): Promise<void> => {
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
};

/** A list of what is missing names it, and leads to its section. */
const isListed = async (page: Page, dialog: Locator, words: string): Promise<void> => {
  const entry = dialog.getByRole('button').filter({ hasText: words }).first();
  await expect(entry).toBeVisible();
  await entry.click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/content\/\w+$/);
};

const button = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('button', { name, exact: true }).first();

const stepOf = async (world: World, id: string, step: string): Promise<string> => {
  const { summary } = await read(world, id);
  return recordTypes[summary.type].stages?.steps.find((one) => one.id === step)?.label ?? step;
};

/** The step that was held back is taken once the rule is met. */
const taken = async (page: Page, world: World, id: string, step: string): Promise<void> => {
  const label = await stepOf(world, id, step);
  const before = (await read(world, id)).stage;
  await page.goto(`${address}#/work`);
  await expect(page.getByRole('heading', { level: 1, name: 'Work' })).toBeVisible();
  await show(page, id);
  await button(page, label).click();
  const dialog = page.getByRole('dialog', { name: label });
  const reason = dialog.getByRole('textbox');
  await expect(dialog.getByRole('button', { name: label })).toBeVisible();
  if (await reason.isVisible()) await reason.fill('As the team agreed');
  await dialog.getByRole('button', { name: label }).click();
  await expect(dialog).toBeHidden();
  expect((await read(world, id)).stage).not.toBe(before);
};

/** What held the record back does so no longer: the dialog names the signers, or lists other things that are missing. */
const notHeldBack = async (page: Page, world: World, rule: Rule, id: string): Promise<void> => {
  await page.goto(`${address}#/work`);
  await expect(page.getByRole('heading', { level: 1, name: 'Work' })).toBeVisible();
  await show(page, id);
  await button(page, 'Send for signature').click();
  const dialog = page.getByRole('dialog', { name: /^(Send for signature|Not complete yet)$/ });
  await expect(dialog.getByRole('button').first()).toBeVisible();
  await expect(dialog.getByText(wordsOf(world, rule))).toHaveCount(0);
  const { findings } = await read(world, id);
  const complete = findings.every(({ severity }) => severity !== 'blocking');
  await expect(dialog).toHaveAccessibleName(complete ? 'Send for signature' : 'Not complete yet');
  await leaveDialog(page, dialog);
};

/** Opens the dialog that names the signers. */
const sending = async (page: Page, id: string): Promise<Locator> => {
  await show(page, id);
  await button(page, 'Send for signature').click();
  const dialog = page.getByRole('dialog', { name: 'Send for signature' });
  await expect(dialog).toBeVisible();
  return dialog;
};

const selectOf = async (dialog: Locator, world: World, id: string, requirement: string): Promise<Locator> => {
  const { requirements } = await read(world, id);
  const title = requirements.find((one) => one.id === requirement)?.title ?? requirement;
  return dialog.getByLabel(new RegExp(String.raw`^\d+\. ${title}: `));
};

/** Tries what the rule forbids, and reads why it is refused. */
const tried = async (page: Page, world: World, rule: Rule, id: string): Promise<void> => {
  const { attempt } = rule;
  const words = wordsOf(world, rule);
  switch (attempt.kind) {
    case 'send': {
      await show(page, id);
      await button(page, 'Send for signature').click();
      return isListed(page, page.getByRole('dialog', { name: 'Not complete yet' }), words);
    }
    case 'step': {
      const label = await stepOf(world, id, attempt.step);
      await show(page, id);
      await button(page, label).click();
      return isListed(page, page.getByRole('dialog', { name: `${label}: not yet` }), words);
    }
    case 'step-out-of-order': {
      await show(page, id);
      const stages = page.getByRole('list', { name: 'Stage of the work' });
      await expect(stages.locator('[aria-current=step]')).toHaveText(words);
      return expect(button(page, await stepOf(world, id, attempt.step))).toBeHidden();
    }
    case 'send-too-early': {
      await show(page, id);
      const send = page.getByRole('button', { name: /^Send for signature/ });
      await expect(send).toHaveAttribute('aria-disabled', 'true');
      return expect(send).toHaveAccessibleDescription(words);
    }
    case 'name': {
      const dialog = await sending(page, id);
      const select = await selectOf(dialog, world, id, attempt.requirement);
      await expect(select.locator('option', { hasText: cast[attempt.person].fullName })).toHaveCount(0);
      await expect(select).toHaveAccessibleDescription(new RegExp(words));
      return leaveDialog(page, dialog);
    }
    case 'name-twice': {
      const dialog = await sending(page, id);
      for (const requirement of attempt.requirements) {
        const select = await selectOf(dialog, world, id, requirement);
        await select.selectOption(world.accounts[cast[attempt.person].userName] ?? '');
      }
      await expect(dialog.getByText(words).first()).toBeVisible();
      await expect(dialog.getByRole('button', { name: 'Freeze and send' })).toBeDisabled();
      return leaveDialog(page, dialog);
    }
    case 'leave-out': {
      const dialog = await sending(page, id);
      const { requirements, author } = await read(world, id);
      const taken = new Set([author.accountId]);
      for (const { id: requirement, optional, candidates } of requirements) {
        const select = await selectOf(dialog, world, id, requirement);
        const free = candidates.find(({ accountId }) => !taken.has(accountId));
        const left = requirement === attempt.requirement || optional || free === undefined;
        if (!left) taken.add(free.accountId);
        if (candidates.some(({ accountId }) => accountId === author.accountId)) continue;
        await select.selectOption(left ? '' : free.accountId);
      }
      await expect(dialog.getByText(words)).toBeVisible();
      await expect(dialog.getByRole('button', { name: 'Freeze and send' })).toBeDisabled();
      return leaveDialog(page, dialog);
    }
    case 'sign-out-of-order': {
      await show(page, id);
      const sign = page.getByRole('button', { name: /^Read and sign/ });
      await expect(sign).toHaveAttribute('aria-disabled', 'true');
      return expect(sign).toHaveAccessibleDescription(words);
    }
    case 'create': {
      await page.goto(`${address}#/records/new`);
      await expect(page.getByRole('heading', { level: 1, name: 'New record' })).toBeVisible();
      await expect(page.getByText(words)).toBeVisible();
      return expect(page.getByRole('radio', { name: recordTypes[attempt.type].title, exact: true })).toHaveCount(0);
    }
    case 'create-second': {
      const { summary } = await read(world, id);
      await page.goto(`${address}#/records/new/${attempt.type}/${summary.systemId}`);
      await page.getByRole('button', { name: 'Start the record' }).click();
      return expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
    }
    case 'begin-second': {
      const { summary } = await read(world, id);
      const begin = recordTypes[attempt.type].beginsFrom?.find(({ type }) => type === summary.type)?.label ?? '';
      await show(page, id);
      await button(page, 'Begin from this').click();
      await page.getByRole('menuitem', { name: begin }).click();
      const dialog = page.getByRole('dialog', { name: begin });
      await dialog.getByRole('button', { name: begin }).click();
      await expect(dialog.getByRole('alert')).toContainText(words);
      return leaveDialog(page, dialog);
    }
    case 'decide': {
      await show(page, id, '/accounts');
      const grid = page.getByRole('grid', { name: 'Accounts' });
      await expect(grid).toHaveAttribute('aria-busy', 'false');
      await grid.focus();
      for (let line = 1; line < attempt.line; line += 1) await page.keyboard.press('ArrowDown');
      await page.keyboard.press(attempt.decision === 'keep' ? 'k' : 'r');
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      const confirm = dialog.getByRole('button', { name: attempt.decision === 'keep' ? 'Keep' : 'Revoke' });
      if (attempt.justification === '') await expect(confirm).toBeDisabled();
      else {
        await field(dialog, 'Reason').fill(attempt.justification);
        await confirm.click();
      }
      await expect(dialog.getByText(words)).toBeVisible();
      return leaveDialog(page, dialog);
    }
    case 'save-system': {
      await page.goto(`${address}#/systems/${id}/edit`);
      const section = systemForm.sections.find((one) => one.id === attempt.section);
      const wanted = section?.fields.find((one) => one.id === attempt.field);
      const within = page.getByRole('region', { name: section?.title ?? '', exact: true });
      await within.getByLabel(wanted?.label ?? '').fill(String(attempt.value));
      await field(page, 'Reason for the change').fill('Less often');
      await expect(page.getByText('1 field to fill in')).toBeVisible();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      return expect(page.getByRole('button').filter({ hasText: words }).first()).toBeVisible();
    }
  }
};
