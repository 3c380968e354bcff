// Every gate in CI's order, ending in one plain line that counts what passed, failed and was skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });
// The table of faults grows test by test: a line of an earlier run would stand for a test that fails in this one.
for (const name of ['faults', 'faults.json', 'faults.md'])
  rmSync(join(results, name), { recursive: true, force: true });

const npmRun = (script, ...args) =>
  spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  }).status === 0;

const total = { passed: 0, failed: 0, skipped: 0 };

/** A gate that either holds or does not. */
const gate = (name, script, ...args) => {
  console.log(`\n== ${name}`);
  const held = npmRun(script, ...args);
  total[held ? 'passed' : 'failed'] += 1;
};

/** A runner that writes its own report; without one it counts as one failure, so that nothing passes by not running. */
const suite = (name, script, report, args, read) => {
  console.log(`\n== ${name}`);
  const file = join(results, report);
  rmSync(file, { force: true });
  const held = npmRun(script, ...args(file));
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 };
  if (!held && counts.failed === 0) counts.failed = 1;
  if (counts.passed + counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(total)) total[key] += counts[key];
};

gate('type check', 'typecheck');
gate('lint and format', 'lint');
suite(
  'layers, unit, integration, interop, faults',
  'test:unit',
  'vitest.json',
  (file) => ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  }),
);
suite(
  'end to end in Chromium',
  'test:e2e',
  'playwright.json',
  () => [],
  ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }),
);

// What this run shows of regulation; `npm run compliance` alone writes the matrix that is kept with the documents.
gate('clauses and tests', 'compliance', '--out', join(results, 'compliance.md'));

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
