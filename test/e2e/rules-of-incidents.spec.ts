import { rulesOfIncidents } from '../support/rules/index.ts';
import { test } from './support/app.ts';
import { tryInTheWindow } from './support/rules.ts';

test('every rule of incidents, defects and post-mortems holds in the window, and says why', async ({ app }) => {
  test.setTimeout(600_000);
  await tryInTheWindow(app, rulesOfIncidents);
});
