import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * One project a kind of test, so that `--project unit` runs just that kind.
 *
 * @param testTimeout milliseconds after which a test counts as hung: many times what it takes, for elapsed time tells of the
 *   machine. What has to be quick is bounded by `processorTime`, or measured by `npm run bench`
 */
const project = (name: string, testTimeout: number) => ({
  root,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    expect: { poll: { timeout: 20_000 } },
  },
});

export default defineConfig({
  root,
  test: {
    maxWorkers: Math.max(1, availableParallelism()),
    projects: [
      project('architecture', 120_000),
      project('unit', 60_000),
      project('integration', 180_000),
      project('interop', 300_000),
      project('faults', 600_000),
    ],
  },
});
