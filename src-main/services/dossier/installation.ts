import { z } from 'zod';
import type { DossierSection } from '../../documents/index.ts';
import { schemaVersion } from '../../vault/index.ts';
import { minute } from './words.ts';

/** What the program brings along about itself; null: not with this installation. */
export interface Installation {
  readonly version: string;
  /** CycloneDX, as the build wrote it. */
  readonly components: Uint8Array | null;
  /** The matrix of clauses and tests of the last test run, as JSON. */
  readonly tests: Uint8Array | null;
}

const absent = 'Not with this installation.';

const Components = z.object({
  specVersion: z.string(),
  components: z.array(
    z.object({
      name: z.string(),
      group: z.string().optional(),
      version: z.string().optional(),
      licenses: z
        .array(
          z.union([
            z.object({ expression: z.string() }),
            z.object({ license: z.object({ id: z.string().optional(), name: z.string().optional() }) }),
          ]),
        )
        .optional(),
    }),
  ),
});
type Component = z.infer<typeof Components>['components'][number];

const licenceOf = ({ licenses = [] }: Component): string =>
  licenses.map((one) => ('expression' in one ? one.expression : (one.license.id ?? one.license.name ?? ''))).join(', ');

const counts = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });
const standing = z.enum(['passed', 'failed', 'gap', 'procedure']);
const Tests = z.object({
  run: z.object({
    version: z.string(),
    startedAt: z.string(),
    counts,
    filesRun: z.number(),
    filesThere: z.number(),
  }),
  regulations: z.array(
    z.object({
      regulation: z.string(),
      clauses: z.array(
        z.object({ id: z.string(), requirement: z.string(), standing, reason: z.string().nullable(), counts }),
      ),
    }),
  ),
  standings: z.record(standing, z.number()),
});

/** A file of the installation; null where there is none or it is not what it should be. */
const read = <T>(schema: z.ZodType<T>, bytes: Uint8Array | null): T | null => {
  if (bytes === null) return null;
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
};

/** The program: its version, what it is made of, where it runs. */
export const programSection = ({ version, components }: Installation): DossierSection => {
  const bill = read(Components, components);
  return {
    title: 'Program and its components',
    about: 'The components that are shipped, from the bill of materials that the build wrote.',
    facts: [
      ['Countersign', version],
      ['Schema of the vault', `version ${schemaVersion}`],
      ['Runs on', `${process.platform} ${process.arch}, Node ${process.versions.node}`],
      [
        'Bill of materials',
        bill === null
          ? absent
          : `CycloneDX ${bill.specVersion}, ${bill.components.length} components; attached in full`,
      ],
    ],
    tables:
      bill === null
        ? []
        : [
            {
              title: 'Components',
              columns: [{ title: 'Component' }, { title: 'Version', rigid: true }, { title: 'Licence' }],
              rows: bill.components.map((one) => [
                one.group === undefined || one.group === '' ? one.name : `${one.group}/${one.name}`,
                one.version ?? '',
                licenceOf(one),
              ]),
              empty: 'None is listed.',
            },
          ],
    notes: [],
  };
};

/** What the last run of the tests showed of regulation. */
export const testSection = ({ version, tests }: Installation): DossierSection => {
  const matrix = read(Tests, tests);
  const about = 'Tests name the clauses that they show. They replace no validation at the site.';
  if (matrix === null) return { title: 'Test evidence', about, facts: [['Last run', absent]], tables: [], notes: [] };
  const { run, standings, regulations } = matrix;
  const { passed, failed, skipped } = run.counts;
  const open = regulations.flatMap(({ clauses }) =>
    clauses.filter((one) => one.standing === 'gap' || one.standing === 'failed'),
  );
  return {
    title: 'Test evidence',
    about,
    facts: [
      ['Last run', `${minute(run.startedAt)}, of Countersign ${run.version}`],
      ...(run.version === version
        ? []
        : ([['Attention', 'That is another version than the one that runs here.']] as const)),
      ['Tests', `${passed} passed, ${failed} failed, ${skipped} skipped`],
      ['Files with tests', `${run.filesRun} of ${run.filesThere}`],
      [
        'Clauses',
        `${standings.passed} shown by tests, ${standings.failed} failed, ${standings.gap} without, ${standings.procedure} by procedure`,
      ],
    ],
    tables: [
      {
        title: 'Clauses without a passing test',
        columns: [{ title: 'Clause', rigid: true }, { title: 'Requirement' }, { title: 'Why' }],
        rows: open.map((one) => [
          one.id,
          one.requirement,
          one.standing === 'failed' ? `${one.counts.failed} failed` : (one.reason ?? 'no test of the run shows it'),
        ]),
        empty: 'There is none.',
      },
    ],
    notes: [],
  };
};
