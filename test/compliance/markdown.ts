import { findingTag } from './clauses.ts';
import { countsOf, type Counts, type Evidence, type Matrix } from './matrix.ts';

/** Tests of one file that are named under a clause; of more, the number is said. */
const namedOfAFile = 6;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const inWords = ({ passed, failed, skipped }: Counts): string =>
  [
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');

const shown = ({ standing, counts, reason }: Evidence): string => {
  const because = reason === null ? '' : `: ${reason}`;
  switch (standing) {
    case 'passed':
      return inWords(counts);
    case 'failed':
      return `**FAILED** (${inWords(counts)})`;
    case 'gap':
      return counts.skipped > 0 ? `**GAP**${because} (${inWords(counts)})` : `**GAP**${because}`;
    case 'procedure':
      return `by procedure${because}`;
    default:
      return standing satisfies never;
  }
};

const anchor = (tag: string): string => tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
const linked = (tag: string, { tests }: Evidence): string => (tests.length === 0 ? tag : `[${tag}](#t-${anchor(tag)})`);
const source = (path: string): string => `[${path}](../../${path})`;

const testList = (tag: string, { tests }: Evidence): readonly string[] => {
  if (tests.length === 0) return [];
  const files = Map.groupBy(tests, ({ file }) => file);
  return [
    `<a id="t-${anchor(tag)}"></a>`,
    `**${tag}**`,
    '',
    ...[...files].flatMap(([file, of]) => [
      `- ${source(file)}`,
      ...of
        .slice(0, namedOfAFile)
        .map(({ title, status }) => `  - ${status === 'passed' ? '' : `${status}: `}${cell(title)}`),
      ...(of.length > namedOfAFile
        ? [`  - and ${of.length - namedOfAFile} more; of all, ${inWords(countsOf(of))}`]
        : []),
    ]),
    '',
  ];
};

/** The matrix as Markdown, to be read from `docs/compliance/`. */
export const toMarkdown = ({ run, regulations, findings, standings }: Matrix): string =>
  [
    '# Clauses, requirements, code and tests',
    '',
    `Made by \`npm run compliance\` from a test run of Countersign ${run.version} that began at ${run.startedAt}: ` +
      `${inWords(run.counts)}, from ${run.filesRun} of ${run.filesThere} files with tests. Tests name the clauses that they ` +
      'prove in their titles; the clauses are in [clauses.json](clauses.json), in our own words.',
    '',
    `Shown by tests: ${standings.passed}. Failed: ${standings.failed}. Gaps: ${standings.gap}. ` +
      `By procedure of the organisation, with the software at most in support: ${standings.procedure}.`,
    '',
    'A gap is a clause that the software has to fulfil and that no passing test of the run shows. "Both": the ' +
      'organisation has its part, too. A test shows what it names and no more; it replaces no validation at the site.',
    '',
    ...regulations.flatMap(({ regulation, note, clauses }) => [
      `## ${regulation}`,
      '',
      note,
      '',
      row(['clause', 'requirement', 'what the software does', 'who', 'code', 'tests']),
      row(['---', '---', '---', '---', '---', '---']),
      ...clauses.map((clause) =>
        row([
          linked(clause.id, clause),
          clause.requirement,
          clause.software,
          clause.who,
          clause.code.map(source).join(', '),
          shown(clause),
        ]),
      ),
      '',
    ]),
    '## Fifteen findings of inspections',
    '',
    'What inspectors found elsewhere, and the scenario that shows it impossible or visible here.',
    '',
    row(['number', 'finding', 'here', 'by', 'scenario']),
    row(['---', '---', '---', '---', '---']),
    ...findings.map((finding) =>
      row([linked(findingTag(finding), finding), finding.finding, finding.answer, finding.software, shown(finding)]),
    ),
    '',
    '## Tests by clause',
    '',
    ...regulations.flatMap(({ clauses }) => clauses.flatMap((clause) => testList(clause.id, clause))),
    ...findings.flatMap((finding) => testList(findingTag(finding), finding)),
  ].join('\n');
