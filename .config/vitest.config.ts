import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One project a kind of test, so that `--project unit` runs just that kind. */
const project = (name: string, testTimeout: number) => ({
  root,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout },
});

export default defineConfig({
  root,
  test: {
    maxWorkers: Math.max(1, availableParallelism()),
    projects: [
      project('architecture', 60_000),
      project('unit', 20_000),
      project('integration', 60_000),
      project('interop', 120_000),
      project('faults', 600_000),
    ],
  },
});
