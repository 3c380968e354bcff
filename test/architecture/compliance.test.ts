import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownTags, readCatalogue, tagsThatNeedTests } from '../compliance/clauses.ts';
import { toMarkdown } from '../compliance/markdown.ts';
import { buildMatrix, countsOf } from '../compliance/matrix.ts';
import { readPlaywright, readVitest } from '../compliance/results.ts';
import { tagsOf, titlesIn } from '../compliance/tags.ts';

const catalogue = readCatalogue();
const files = globSync('test/**/*.{test,spec}.ts');
/** Each clause that a title names, with the file that it stands in. */
const claims = files.flatMap((file) =>
  titlesIn(readFileSync(file, 'utf8'))
    .flatMap(tagsOf)
    .map((tag) => ({ file, tag })),
);

describe('clauses and the tests that name them', () => {
  it('every name in brackets at the end of a title is a clause or finding of docs/compliance/clauses.json', () => {
    const known = knownTags(catalogue);
    expect(claims.length).toBeGreaterThan(100);
    expect(claims.filter(({ tag }) => !known.has(tag))).toEqual([]);
  });

  it('every clause has a name of its own, and its code is there', () => {
    const clauses = catalogue.regulations.flatMap((regulation) => regulation.clauses);
    expect(knownTags(catalogue).size).toBe(clauses.length + catalogue.findings.length);
    const paths = clauses.flatMap(({ id, code }) => code.map((path) => ({ id, path })));
    expect(paths.filter(({ path }) => !existsSync(path))).toEqual([]);
  });

  it('what the software has to fulfil is named by a test, or is written down as a gap with its reason', () => {
    const named = new Set(claims.map(({ tag }) => tag));
    const gaps = tagsThatNeedTests(catalogue).filter((tag) => !named.has(tag));
    expect(Object.keys(catalogue.gaps).toSorted()).toEqual([...gaps].toSorted());
  });
});

describe('the matrix', () => {
  const reported = (status: string, title: string) => ({ ancestorTitles: ['records [11.10(f)]'], title, status });
  const spec = (status: string) => ({ title: 'signs [A11 14]', tests: [{ status }] });
  const results = [
    ...readVitest(
      {
        testResults: [
          {
            name: '/project/test/unit/a.test.ts',
            status: 'failed',
            assertionResults: [reported('passed', 'keep | order'), reported('failed', 'lose [11.70]')],
          },
          {
            name: '/project/test/unit/b.test.ts',
            status: 'passed',
            assertionResults: [reported('pending', 'wait [11.50(a)]')],
          },
        ],
      },
      '/project',
      () => '',
    ),
    ...readPlaywright({
      suites: [{ title: 'main.spec.ts', specs: [], suites: [{ title: '', specs: [spec('expected')] }] }],
    }),
  ];
  const matrix = buildMatrix({ ...catalogue, gaps: { '11.50(a)': 'It waits.' } }, results, {
    version: '1.2.3',
    startedAt: '2026-11-23T09:00:00.000Z',
    counts: countsOf(results),
    filesRun: 2,
    filesThere: 3,
  });
  const standing = (id: string) =>
    matrix.regulations.flatMap(({ clauses }) => clauses).find((clause) => clause.id === id)?.standing;

  it('takes clauses from the title of a test and of its group; one failure is not outweighed', () => {
    expect(results.map(({ file, tags }) => [file, tags])).toEqual([
      ['test/unit/a.test.ts', ['11.10(f)']],
      ['test/unit/a.test.ts', ['11.10(f)', '11.70']],
      ['test/unit/b.test.ts', ['11.10(f)', '11.50(a)']],
      ['test/e2e/main.spec.ts', ['A11 14']],
    ]);
    expect(standing('11.10(f)')).toBe('failed');
    expect(standing('A11 14')).toBe('passed');
  });

  it('a clause without a passing test is a gap: a skipped one shows nothing', () => {
    expect(standing('11.50(a)')).toBe('gap');
    expect(standing('11.10(e)')).toBe('gap');
    expect(standing('11.10(i)')).toBe('procedure');
  });

  it('a file that cannot be loaded, or not prepare its tests, fails the clauses of its tests: Vitest says skipped, or nothing', () => {
    const file = (name: string, ...assertionResults: readonly unknown[]) => ({
      name: `/project/test/unit/${name}.test.ts`,
      status: 'failed',
      assertionResults,
    });
    const source = "describe('keys [11.300(c)]', () => { test('are revoked [11.70]', () => {}); });";
    const broken = readVitest(
      { testResults: [file('c'), file('d', reported('skipped', 'prove [11.70]'), reported('passed', 'stay'))] },
      '/project',
      () => source,
    );
    expect(broken.map(({ title, status, tags }) => [title, status, tags])).toEqual([
      ['keys', 'failed', ['11.300(c)']],
      ['are revoked', 'failed', ['11.70']],
      ['records: prove', 'failed', ['11.10(f)', '11.70']],
      ['records: stay', 'passed', ['11.10(f)']],
    ]);
  });

  it('says the run, its counts and the gaps in Markdown', () => {
    const text = toMarkdown(matrix);
    expect(text).toContain(
      'Countersign 1.2.3 that began at 2026-11-23T09:00:00.000Z: 2 passed, 1 failed, 1 skipped, from 2 of 3',
    );
    expect(text).toContain('**GAP**: It waits. (0 passed, 1 skipped)');
    expect(text).toContain('  - records: keep \\| order');
    expect(text).not.toContain('/project');
  });
});
