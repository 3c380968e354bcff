import { relative } from 'node:path';
import { z } from 'zod';
import { tagsOf } from './tags.ts';

/** A test that ran, or was to. */
export interface TestResult {
  /** From the root of the project, with `/`. */
  readonly file: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** From its own title and from the groups around it. */
  readonly tags: readonly string[];
}

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

const withoutTags = (title: string): string => title.replace(/ \[[^\][]+\]$/, '');

const result = (file: string, titles: readonly string[], status: TestResult['status']): TestResult => ({
  file,
  title: titles
    .filter((title) => title !== '')
    .map(withoutTags)
    .join(': '),
  status,
  tags: [...new Set(titles.flatMap(tagsOf))],
});

/** Vitest's JSON report. @throws where it is none. */
export const readVitest = (report: unknown, root: string): readonly TestResult[] =>
  VitestReport.parse(report).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) =>
      result(
        relative(root, name).replaceAll('\\', '/'),
        [...ancestorTitles, title],
        status === 'passed' || status === 'failed' ? status : 'skipped',
      ),
    ),
  );

interface PlaywrightSuite {
  readonly title: string;
  readonly suites?: readonly PlaywrightSuite[] | undefined;
  readonly specs: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[];
}
const PlaywrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  title: z.string(),
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
  specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
});
const PlaywrightReport = z.object({ suites: z.array(PlaywrightSuite) });

const playwrightStatus = (statuses: readonly string[]): TestResult['status'] => {
  if (statuses.every((status) => status === 'skipped')) return 'skipped';
  return statuses.some((status) => status === 'unexpected' || status === 'flaky') ? 'failed' : 'passed';
};

/** Playwright's JSON report, whose outermost suites are files of `test/e2e`. @throws where it is none. */
export const readPlaywright = (report: unknown): readonly TestResult[] => {
  const within = (file: string, above: readonly string[], suite: PlaywrightSuite): readonly TestResult[] => [
    ...suite.specs.map(({ title, tests }) =>
      result(file, [...above, title], playwrightStatus(tests.map(({ status }) => status))),
    ),
    ...(suite.suites ?? []).flatMap((inner) => within(file, [...above, inner.title], inner)),
  ];
  return PlaywrightReport.parse(report).suites.flatMap((suite) => within(`test/e2e/${suite.title}`, [], suite));
};
