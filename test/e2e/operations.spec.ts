import type { Page } from '@playwright/test';
import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { recordTypes, type Content, type RecordTypeId } from '../../src-main/contract/index.ts';
import { addDays } from '../../src-main/domain/days.ts';
import { defectContent, flagged, incidentContent, postMortemContent } from '../support/operations.ts';
import { moved } from '../support/rules/index.ts';
import { expect, test, type App } from './support/app.ts';
import { fillSection } from './support/forms.ts';
import { look } from './support/look.ts';
import { field, goTo, leave, logIn } from './support/people.ts';
import { engineer, prepareTeam, signAs, signers } from './support/prepare.ts';

const today = new Date().toISOString().slice(0, 10);
const recordIn = (page: Page): string => /records\/([^/?#]+)/.exec(decodeURIComponent(page.url()))?.[1] ?? '';

/** Fills in the sections of the draft that is open, one after the other. */
const write = async (
  page: Page,
  type: RecordTypeId,
  content: Content,
  pictures: Readonly<Record<string, string>> = {},
) => {
  for (const [index, section] of recordTypes[type].form.sections.entries()) {
    if (index > 0) await page.getByRole('link', { name: `Next section: ${section.title}` }).click();
    await fillSection(page, section, content);
    const picture = pictures[section.id];
    if (picture !== undefined) await look(page, picture);
  }
};

/** Takes a working step by its button, with a reason where one is asked for. */
const take = async (page: Page, label: string, reason: string | null = null): Promise<void> => {
  await page.getByRole('button', { name: label, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: label });
  if (reason !== null) await dialog.getByRole('textbox').fill(reason);
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await expect(dialog).toBeHidden();
};

/** Names the signers that are not settled yet, and sends. */
const send = async (page: Page, named: Readonly<Record<string, string>>): Promise<void> => {
  await page.getByRole('button', { name: 'Send for signature' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send for signature' });
  for (const [place, name] of Object.entries(named)) {
    const select = dialog.getByLabel(new RegExp(String.raw`^\d+\. ${place}: `));
    const value = await select.locator('option', { hasText: name }).getAttribute('value');
    await select.selectOption(value ?? '');
  }
  await dialog.getByRole('button', { name: 'Freeze and send' }).click();
  await expect(dialog).toBeHidden();
};

const begin = async (app: App, type: string): Promise<string> => {
  const { page } = app;
  await goTo(page, 'Records');
  await page.getByRole('link', { name: 'New record' }).first().click();
  await page.getByRole('radio', { name: type, exact: true }).check();
  await field(page, 'System').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Start the record' }).click();
  await expect(page.getByRole('navigation', { name: 'Sections of the record' })).toBeVisible();
  return recordIn(page);
};

const stateOf = async (app: App, recordId: string) => {
  const { summary } = await app.ask('records.get', { recordId, revision: null });
  return [summary.state, summary.stage];
};

const chat =
  'Service Desk 06:12 AM\nReception has the workaround.\n\n- 07:00 The duty engineer restarts the service\nnobody noted when';

test('an incident with an impact flag: analysed in a post-mortem, and both are sealed', async ({ app }) => {
  test.setTimeout(300_000);
  const { page } = app;
  await prepareTeam(app, today, [...signers, engineer]);
  await app.ask('session.logout', {});
  await page.reload();
  await logIn(page, vaultName, engineer.userName, engineer.passPhrase);

  const incident = await test.step('write the incident', async () => {
    const id = await begin(app, 'Incident');
    await write(page, 'incident', moved(incidentContent(flagged), today), {
      identity: '60-incident-detection',
      timeline: '61-incident-timeline',
    });
    for (const step of [
      'Mark as triaged',
      'Start work',
      'Mark as mitigated',
      'Mark as resolved',
      'Mark the analysis as done',
    ])
      await take(page, step);
    await take(page, 'Hand over to QA review');
    return id;
  });

  await test.step('it cannot be closed without its post-mortem', async () => {
    await page.getByRole('button', { name: 'Send for signature' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('cannot close without an effective post-mortem or a signed waiver')).toBeVisible();
    await look(page, '62-incident-cannot-close');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  const postMortem = await test.step('begin the post-mortem from the incident and write it', async () => {
    await page.getByRole('button', { name: 'Begin from this' }).click();
    await page.getByRole('menuitem', { name: 'Begin a post-mortem' }).click();
    const dialog = page.getByRole('dialog', { name: 'Begin a post-mortem' });
    await look(page, '63-begin-a-post-mortem');
    await dialog.getByRole('button', { name: 'Begin a post-mortem' }).click();
    await expect(page.getByRole('heading', { level: 1, name: /Post-mortem/ })).toBeVisible();
    const id = recordIn(page);
    const content = moved(postMortemContent({ identity: { incident, gxp: true } }), today);
    const { timeline, ...rest } = content;
    const [first, second, third, fourth, ...after] = recordTypes['post-mortem'].form.sections;
    for (const [index, section] of [first, second, third, fourth].entries()) {
      if (section === undefined) continue;
      if (index > 0) await page.getByRole('link', { name: `Next section: ${section.title}` }).click();
      await fillSection(page, section, rest);
    }
    const [section, ...others] = after;
    await page.getByRole('link', { name: `Next section: ${section?.title ?? ''}` }).click();
    await page.getByRole('button', { name: 'Paste a timeline' }).click();
    const paste = page.getByRole('dialog', { name: 'Paste a timeline' });
    await field(paste, 'Notes, chat or log').fill(chat);
    await field(paste, 'Day of the first line').fill(addDays(today, -3));
    await expect(paste.getByText('2 entries, and 1 line without a time')).toBeVisible();
    await look(page, '64-paste-a-timeline');
    await paste.getByRole('button', { name: 'Insert 3 rows' }).click();
    await expect(page.getByLabel('entry 12, What happened')).toHaveValue('nobody noted when');
    await page.getByRole('alert').filter({ hasText: 'Inserted 3 rows' }).getByRole('button', { name: 'Undo' }).click();
    // What the incident carried over gives way to the story as its team tells it.
    if (section !== undefined && timeline !== undefined) await fillSection(page, section, { timeline });
    for (let row = 9; row > 6; row -= 1)
      await page.getByRole('button', { name: `Remove entry ${String(row)}` }).click();
    await look(page, '65-post-mortem-timeline');
    for (const next of others) {
      await page.getByRole('link', { name: `Next section: ${next.title}` }).click();
      await fillSection(page, next, rest);
      if (next.id === 'cause') await look(page, '66-post-mortem-whys');
    }
    await take(page, 'Review meeting held');
    await send(page, { Reviewer: people.evaluator.fullName });
    return id;
  });

  await test.step('the post-mortem is signed; the incident is sent, signed and closed', async () => {
    for (const who of [engineer, people.evaluator, people.systemOwner, people.qualityAssurance])
      await signAs(app, who, postMortem);
    await app.ask('session.logout', {});
    await page.reload();
    await logIn(page, vaultName, engineer.userName, engineer.passPhrase);
    await goTo(page, 'Records');
    await page.getByRole('main').getByRole('link', { name: incident }).first().click();
    await send(page, { 'Incident Owner': people.evaluator.fullName });
    for (const who of [engineer, people.evaluator, people.systemOwner, people.qualityAssurance])
      await signAs(app, who, incident);
    expect(await stateOf(app, postMortem)).toEqual(['effective', 'Actions agreed']);
    expect(await stateOf(app, incident)).toEqual(['effective', 'Closed']);
  });

  await test.step('what is sealed reads as it was written', async () => {
    await app.ask('session.logout', {});
    await page.reload();
    await logIn(page, vaultName, people.qualityAssurance.userName, people.qualityAssurance.passPhrase);
    await goTo(page, 'Records');
    await look(page, '67-records-of-operations');
    await page.getByRole('main').getByRole('link', { name: postMortem }).first().click();
    await expect(page.getByRole('list', { name: 'Five whys' })).toBeVisible();
    await look(page, '68-post-mortem-sealed');
    await leave(page);
  });
});

test('a finding of a scanner becomes a defect, is fixed, verified by somebody else and sealed', async ({ app }) => {
  const { page } = app;
  const { systemId } = await prepareTeam(app, today, [...signers, engineer]);
  await app.ask('session.logout', {});
  await page.reload();
  await logIn(page, vaultName, engineer.userName, engineer.passPhrase);
  const report = {
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Scanner',
            version: '4.2',
            rules: [
              {
                id: 'CWE-835',
                shortDescription: { text: 'Loop without end' },
                properties: { 'security-severity': '7.5' },
              },
            ],
          },
        },
        results: [
          {
            ruleId: 'CWE-835',
            ruleIndex: 0,
            message: { text: 'The retry of a label job has no limit.' },
            locations: [
              { physicalLocation: { artifactLocation: { uri: 'src/labels/queue.ts' }, region: { startLine: 118 } } },
            ],
          },
          {
            ruleId: 'CWE-798',
            level: 'note',
            message: { text: 'A password stands in a test.' },
            locations: [{ physicalLocation: { artifactLocation: { uri: 'test/print.ts' } } }],
          },
        ],
      },
    ],
  };

  const defect = await test.step('import the report', async () => {
    await goTo(page, 'Records');
    await page.getByRole('button', { name: 'Import scanner findings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import the findings of a scanner' });
    await field(dialog, 'System').selectOption(systemId);
    const choose = async (text: string) => {
      const chooser = page.waitForEvent('filechooser');
      await dialog.getByRole('button', { name: 'Choose a report' }).click();
      await (await chooser).setFiles({
        name: 'scan.sarif',
        mimeType: 'application/sarif+json',
        buffer: Buffer.from(text),
      });
    };
    await choose(JSON.stringify({ ...report, version: '2.0.0' }));
    await expect(dialog.getByText('only 2.1.0 is read')).toBeVisible();
    await choose(JSON.stringify(report));
    await expect(dialog.getByText('2 findings, 2 new, 0 picked')).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'Pick Loop without end in src/labels/queue.ts:118' }).check();
    await look(page, '70-import-of-a-scan');
    await dialog.getByRole('button', { name: 'Make 1 defect' }).click();
    await expect(dialog.getByText('1 defect was made')).toBeVisible();
    await dialog.getByRole('link', { name: /^DF-/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: /Loop without end/ })).toBeVisible();
    return recordIn(page);
  });

  await test.step('assess, decide and fix it', async () => {
    const { scan: _, ...content } = moved(defectContent(), today);
    for (const [index, section] of recordTypes.defect.form.sections.entries()) {
      if (index > 0) await page.getByRole('link', { name: `Next section: ${section.title}` }).click();
      if (section.id !== 'scan') await fillSection(page, section, content);
      if (section.id === 'decision') await look(page, '71-defect-decision');
    }
    for (const step of ['Confirm', 'Record the decision', 'Begin the fix', 'Mark as fixed']) await take(page, step);
    await page.getByRole('button', { name: 'Mark as verified' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('You marked the defect as fixed: somebody else verifies it.')).toBeVisible();
    await look(page, '72-defect-not-by-the-fixer');
    await page.keyboard.press('Escape');
    await leave(page);
  });

  await test.step('quality assurance verifies; the defect is signed and closed', async () => {
    await logIn(page, vaultName, people.qualityAssurance.userName, people.qualityAssurance.passPhrase);
    await goTo(page, 'Records');
    await page.getByRole('main').getByRole('link', { name: defect }).first().click();
    await take(page, 'Mark as verified');
    await leave(page);
    await logIn(page, vaultName, engineer.userName, engineer.passPhrase);
    await goTo(page, 'Records');
    await page.getByRole('main').getByRole('link', { name: defect }).first().click();
    await send(page, { Verifier: people.qualityAssurance.fullName });
    for (const who of [engineer, people.qualityAssurance, people.systemOwner]) await signAs(app, who, defect);
    expect(await stateOf(app, defect)).toEqual(['effective', 'Closed']);
  });
});
