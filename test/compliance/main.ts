/**
 * `npm run compliance [-- --out FILE.md]`: the matrix of clauses and tests, from the reports of the last run in
 * `test-results/`, as Markdown to `docs/compliance/matrix.md` or FILE.md, and as JSON to `out/reports/compliance.json`.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readCatalogue } from './clauses.ts';
import { toMarkdown } from './markdown.ts';
import { buildMatrix, countsOf } from './matrix.ts';
import { readPlaywright, readVitest } from './results.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const { values } = parseArgs({ options: { out: { type: 'string' } } });

const report = (name: string): unknown => {
  const file = join(root, 'test-results', name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};
const vitest = report('vitest.json');
if (vitest === null) {
  console.error('There is no test-results/vitest.json: run the tests first (npm run check).');
  process.exit(1);
}
const playwright = report('playwright.json');
const results = [
  ...readVitest(vitest, root, (file) => readFileSync(file, 'utf8')),
  ...(playwright === null ? [] : readPlaywright(playwright)),
];
const { startTime } = z.object({ startTime: z.number() }).parse(vitest);
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const matrix = buildMatrix(readCatalogue(), results, {
  version,
  startedAt: new Date(startTime).toISOString(),
  counts: countsOf(results),
  filesRun: new Set(results.filter(({ status }) => status !== 'skipped').map(({ file }) => file)).size,
  filesThere: globSync('test/**/*.{test,spec}.ts', { cwd: root }).length,
});

const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};
write(values.out ?? join(root, 'docs/compliance/matrix.md'), toMarkdown(matrix));
write(join(root, 'out/reports/compliance.json'), `${JSON.stringify(matrix, null, 2)}\n`);
const { passed, failed, gap, procedure } = matrix.standings;
console.log(`compliance: ${passed} shown by tests, ${failed} failed, ${gap} gaps, ${procedure} by procedure`);
