import { findingTag, type Catalogue, type Clause, type Finding } from './clauses.ts';
import type { TestResult } from './results.ts';

/** What a run says of a clause: a gap is what the software must do and no test showed. */
export type Standing = 'passed' | 'failed' | 'gap' | 'procedure';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Evidence {
  readonly standing: Standing;
  readonly counts: Counts;
  /** Why there is no test, where the catalogue says so. */
  readonly reason: string | null;
  readonly tests: readonly TestResult[];
}

/** The run that a matrix speaks of. */
export interface Run {
  readonly version: string;
  /** ISO 8601, UTC: when its tests began. */
  readonly startedAt: string;
  readonly counts: Counts;
  /** Files with tests that ran, of those there are: a run of a part is seen as one. */
  readonly filesRun: number;
  readonly filesThere: number;
}

export interface Matrix {
  readonly run: Run;
  readonly regulations: readonly {
    readonly regulation: string;
    readonly note: string;
    readonly clauses: readonly (Clause & Evidence)[];
  }[];
  readonly findings: readonly (Finding & Evidence)[];
  readonly standings: Readonly<Record<Standing, number>>;
}

export const countsOf = (tests: readonly TestResult[]): Counts => {
  const of = (wanted: TestResult['status']): number => tests.filter(({ status }) => status === wanted).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
};

const standingOf = ({ passed, failed }: Counts, needsTest: boolean): Standing => {
  if (failed > 0) return 'failed';
  if (passed > 0) return 'passed';
  return needsTest ? 'gap' : 'procedure';
};

/** Puts each clause beside the tests that name it. */
export const buildMatrix = (catalogue: Catalogue, results: readonly TestResult[], run: Run): Matrix => {
  const evidence = (tag: string, needsTest: boolean): Evidence => {
    const tests = results.filter(({ tags }) => tags.includes(tag));
    const counts = countsOf(tests);
    return { standing: standingOf(counts, needsTest), counts, reason: catalogue.gaps[tag] ?? null, tests };
  };
  const regulations = catalogue.regulations.map((regulation) => ({
    ...regulation,
    clauses: regulation.clauses.map((clause) => ({ ...clause, ...evidence(clause.id, clause.who !== 'procedure') })),
  }));
  const findings = catalogue.findings.map((finding) => ({ ...finding, ...evidence(findingTag(finding), true) }));
  const all = [...regulations.flatMap(({ clauses }) => clauses), ...findings];
  const number = (wanted: Standing): number => all.filter(({ standing }) => standing === wanted).length;
  return {
    run,
    regulations,
    findings,
    standings: {
      passed: number('passed'),
      failed: number('failed'),
      gap: number('gap'),
      procedure: number('procedure'),
    },
  };
};
