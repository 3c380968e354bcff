import { relative } from 'node:path';
import { z } from 'zod';
import { tagsOf, titlesIn } from './tags.ts';

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
      /** Of the file: `failed` also where it could not be loaded, or where what its tests need could not be made. */
      status: z.string(),
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

/**
 * Vitest's JSON report. A file that failed without a test of its own that did could not be loaded, or not prepare its tests:
 * those count as failed, which Vitest reports as skipped or not at all.
 *
 * @param sourceOf the text of a file with tests
 * @throws where it is no such report
 */
export const readVitest = (report: unknown, root: string, sourceOf: (file: string) => string): readonly TestResult[] =>
  VitestReport.parse(report).testResults.flatMap(({ name, status: ofFile, assertionResults }) => {
    const file = relative(root, name).replaceAll('\\', '/');
    if (ofFile === 'failed' && assertionResults.length === 0)
      return titlesIn(sourceOf(name)).map((title) => result(file, [title], 'failed'));
    const unprepared = ofFile === 'failed' && assertionResults.every(({ status }) => status !== 'failed');
    return assertionResults.map(({ ancestorTitles, title, status }) => {
      const known = status === 'passed' || status === 'failed' ? status : 'skipped';
      return result(file, [...ancestorTitles, title], unprepared && known === 'skipped' ? 'failed' : known);
    });
  });

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
