import { createRecord, createSystem, openVault, updateRecord, type NewRecord } from '../../src-main/vault/index.ts';
import { systemContent } from '../../src-main/cli/demo/case-system.ts';
import { toStored } from '../../src-main/services/stored.ts';
import { incident } from '../../src-main/domain/records/incident.ts';
import { vaultFolderOf } from '../support/vault-folder.ts';
import { address, expect, test, type App } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn, tabTo } from './support/people.ts';

const administrator = { userName: 'admin', fullName: 'Adele Ammann', passPhrase: 'a long walk by the river' };
const count = 600;
const words = ['pump', 'detector', 'column', 'autosampler', 'interface', 'backup', 'licence', 'archive'];
const causes = ['configuration', 'software-defect', 'hardware', 'human-error', 'supplier'];

const two = (n: number): string => String(n).padStart(2, '0');

/** The nth record: two thirds incidents, one third defects, over the year before the test. */
const nth = (n: number, systemId: string, ownerId: string): NewRecord => {
  const today = new Date();
  const at = new Date(
    Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - (n % 12), 1 + (n % Math.min(27, today.getUTCDate()))),
  );
  const day = at.toISOString().slice(0, 10);
  const hours = (from: number) => `${day}T${two(8 + (from % 12))}:15:00Z`;
  const word = words[n % words.length] ?? '';
  const isIncident = n % 3 !== 0;
  return {
    id: `${isIncident ? 'IN' : 'DF'}-2026-${String(n).padStart(4, '0')}`,
    type: isIncident ? 'incident' : 'defect',
    systemId,
    title: isIncident ? `The ${word} stopped during run ${n}` : `Rounding in the ${word} report ${n}`,
    state: n % 17 === 0 ? 'withdrawn' : 'draft',
    dueOn: n % 5 === 0 ? day : null,
    ownerId,
    eventOn: day,
    content: {
      notes: {
        values: { text: `Seen at bench ${n % 40}; the ${words[(n + 3) % 8] ?? ''} was looked at. Störung Nr. ${n}.` },
      },
    },
    facts: isIncident
      ? {
          priority: `P${1 + (n % 4)}`,
          gxp: n % 7 === 0,
          cause: n % 4 === 0 ? null : (causes[n % 5] ?? null),
          startedAt: hours(0),
          detectedAt: hours(1 + (n % 2)),
          acknowledgedAt: hours(2 + (n % 2)),
          resolvedAt: n % 11 === 0 ? null : hours(3 + (n % 6)),
          responseKept: n % 9 !== 0,
          resolutionKept: n % 6 !== 0,
          reopened: n % 13 === 0,
        }
      : {
          severity: ['critical', 'major', 'minor'][n % 3 === 0 ? (n / 3) % 3 : 0] ?? 'minor',
          cause: causes[n % 5] ?? null,
          component: word,
          createdOn: day,
          closedOn: n % 2 === 0 ? day : null,
          decision: 'fix',
          afterRelease: n % 4 === 0,
        },
  };
};

/** A vault with some hundred records, as a year of operation leaves them. */
const fill = async (app: App): Promise<void> => {
  await app.ask('vaults.create', { name: 'Laboratory', organisation: 'Rheintal Diagnostics GmbH', administrator });
  await app.ask('session.logout', {});
  const opened = await openVault({
    folder: vaultFolderOf(app.dataFolder),
    userName: administrator.userName,
    passPhrase: administrator.passPhrase,
    clock: { now: () => new Date(), zone: () => 'Europe/Berlin', steady: () => performance.now() },
    appVersion: '0.0.0',
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const vault = opened.value;
  vault.write(vault, (db, audit) => {
    audit.record({ action: 'record.save-draft', subject: { type: 'vault', id: vault.identity.id } });
    const systems = ['LabCore LIMS', 'Chromatography Data System'].map((name) => {
      const { identity, ...rest } = systemContent('2026-01-01');
      const content = toStored({ ...rest, identity: { values: { ...identity?.values, name } } });
      return createSystem(db, audit, { name, content, reason: null }).id;
    });
    for (let n = 1; n <= count; n += 1) createRecord(db, audit, nth(n, systems[n % 2] ?? '', vault.accountId));
    updateRecord(db, audit, 'IN-2026-0001', { title: 'The flux capacitor overheated' });
  });
  vault.close();
};

test('hundreds of records are found, listed, and seen as trends', async ({ app }) => {
  const { page } = app;
  await fill(app);
  await page.reload();
  await page.getByRole('link', { name: 'Laboratory' }).click();
  await field(page, 'User name').fill(administrator.userName);
  await field(page, 'Pass phrase').fill(administrator.passPhrase);
  await page.getByRole('button', { name: 'Log in' }).click();

  await test.step('the palette finds by words and leads there', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Work' })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Find or go to' }).fill('flux cap');
    await expect(page.getByRole('button', { name: /IN-2026-0001 +The flux capacitor/ })).toBeVisible();
    await look(page, '60-palette-search');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Find or go to' }).fill('stoerung "OR* (detector');
    await page.getByRole('textbox', { name: 'Find or go to' }).fill('detector storung');
    await page.getByRole('button', { name: /^Search everything for/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Search' })).toBeVisible();
  });

  await test.step('the address holds the question: reloaded, locked and logged in again it is asked anew', async () => {
    const asks = async () => {
      await expect(field(page, 'Words or number')).toHaveValue('detector storung');
      await expect(page.getByRole('list', { name: 'Hits' }).getByRole('listitem')).toHaveCount(25);
    };
    expect(page.url()).toMatch(/\/#\/search\?q=detector\+storung$/);
    await page.reload();
    await asks();
    await page.getByRole('button', { name: 'Lock' }).click();
    await field(page, 'Pass phrase').fill(administrator.passPhrase);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await asks();
    await app.ask('session.logout', {});
    await page.goto('about:blank');
    await page.goto(new URL('#/search?q=detector%20storung', address).href);
    await logIn(page, 'Laboratory', administrator.userName, administrator.passPhrase);
    await asks();
    await goTo(page, 'Records');
    expect(page.url()).toMatch(/\/#\/records$/);
    await page.goBack();
    await asks();
  });

  await test.step('the page of hits marks what was found, and filters', async () => {
    const hits = page.getByRole('list', { name: 'Hits' });
    await expect(hits.getByRole('listitem')).toHaveCount(25);
    await expect(hits.locator('mark').first()).toBeVisible();
    await look(page, '61-search');
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect(hits.getByRole('listitem')).toHaveCount(50);
    await field(page, 'Words or number').fill('IN-2026-0001');
    await expect(hits.getByRole('listitem')).toHaveCount(1);
    await field(page, 'Words or number').fill('"; DROP TABLE record --');
    await expect(page.getByRole('heading', { name: 'Nothing holds all of that' })).toBeVisible();
  });

  await test.step('the list of records: keyboard alone, and back to the same place', async () => {
    await goTo(page, 'Records');
    const grid = page.getByRole('grid', { name: 'Records' });
    await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1));
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    await look(page, '62-records');
    await tabTo(page, grid);
    for (let presses = 0; presses < 12; presses += 1) await page.keyboard.press('PageDown');
    const active = grid.locator('[aria-selected="true"]');
    await expect(active).toBeVisible();
    const place = await active.getAttribute('aria-rowindex');
    expect(Number(place)).toBeGreaterThan(100);
    const id = await active.getByRole('link').innerText();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/records/${id}`));
    await page.goBack();
    await expect(active).toBeVisible();
    expect(await active.getAttribute('aria-rowindex')).toBe(place);
    expect(await active.getByRole('link').innerText()).toBe(id);
    await field(page, 'Kind').selectOption({ label: incident.plural });
    await expect(grid).toHaveAttribute('aria-rowcount', '401');
    await field(page, 'Search').fill('autosampler run 3');
    await expect(page.getByText(/^\d+ records?$/)).toBeVisible();
  });

  await test.step('trends: charts, tables, and the records behind a figure', async () => {
    await goTo(page, 'Trends');
    const panel = page.getByRole('region', { name: 'Incidents by priority' });
    await expect(panel.getByRole('img')).toBeVisible();
    await look(page, '63-trends-incidents');
    await panel.getByText('Table', { exact: true }).click();
    const cell = panel.getByRole('button', { name: /: P2, .*, show the records$/ }).first();
    await cell.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('list', { name: 'Records' }).getByRole('link').first()).toHaveText(/^IN-2026-\d{4}$/);
    await look(page, '64-trends-records');
    await page.keyboard.press('Escape');
    await field(page, 'System').selectOption({ label: 'LabCore LIMS' });
    await page.getByRole('tab', { name: 'Defects' }).click();
    await expect(page.getByRole('region', { name: 'Defects found and closed' }).getByRole('img')).toBeVisible();
    await look(page, '65-trends-defects');
    await page.getByRole('tab', { name: 'Access reviews' }).click();
    await expect(page.getByText('Nothing to show for this period').first()).toBeVisible();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Figures as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^trends-figures-SYS-0001-.*\.csv$/);
  });
});
