import { auditEvent, riskLabel, type Risk } from '../audit-events.ts';
import type { Finding } from '../completeness.ts';
import { rowsOf, scalarOf, type Content, type Row } from '../form.ts';
import type { Period } from '../record-type.ts';
import { blocking, when } from './operations/findings.ts';
import { withValues } from './operations/prefilled.ts';

/** What the trail of the vault itself is called in a review. */
export const ownTrailName = 'Audit trail of Countersign';

/** What somebody who looked at an entry says of it. */
export const judgements = {
  ok: 'In order',
  finding: 'Finding',
  own: 'My own act: left to Quality Assurance',
} as const;

/** How many of so many everyday entries are drawn: the square root, one more, at most 100 (the usual rule of samples). */
export const sampleSize = (population: number): number =>
  population === 0 ? 0 : Math.min(population, 100, Math.ceil(Math.sqrt(population)) + 1);

/** An entry of the vault's trail, as far as a review shows it. */
export interface TrailEntry {
  readonly seq: number;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** User name. */
  readonly who: string;
  readonly action: string;
  /** What was acted on. */
  readonly subject: string;
  readonly risk: Risk | null;
}

/** What the vault's trail holds for the period of a review. */
export interface TrailFacts {
  /** Numbers of the entries, both included. */
  readonly first: number;
  readonly last: number;
  /** Hash of the last one: the review is of exactly this history. */
  readonly head: string;
  /** ISO day of the taking. */
  readonly takenOn: string;
  readonly unusual: readonly TrailEntry[];
  /** The random sample, in the order of the trail. */
  readonly sampled: readonly TrailEntry[];
  /** How many were drawn, those among them that are looked at in full anyway. */
  readonly drawn: number;
}

export const coversOwnTrail = (content: Content): boolean => scalarOf(content, 'ownTrail', 'covered') === true;

/**
 * A review with what the vault's own trail holds for it: the range and its last hash, every unusual entry (those of one
 * kind and person as one row) and the random sample. Judgements stay with the entries that they were made of.
 */
export const withOwnTrail = (content: Content, facts: TrailFacts): Content => {
  const judged = new Map(rowsOf(content, 'ownTrail', 'entries').map((row) => [keyOf(row), row]));
  const rows = [...groupRows(facts.unusual), ...facts.sampled.map((one) => rowOf([one], 'Random sample'))].map(
    (row): Row => ({ ...blankJudgement(judged.get(keyOf(row))), ...row }),
  );
  const trail: Row = {
    trail: ownTrailName,
    extractedOn: facts.takenOn,
    entries: facts.last - facts.first + 1,
    unusual: facts.unusual.length,
    sample: facts.drawn,
    evidence: `Entries ${facts.first} to ${facts.last} of this vault`,
  };
  const others = rowsOf(content, 'trails', 'trails').filter((row) => row['trail'] !== ownTrailName);
  return withValues(content, {
    trails: { trails: [...others, trail] },
    ownTrail: { firstEntry: facts.first, lastEntry: facts.last, head: facts.head, entries: rows },
  });
};

const blankJudgement = (row: Row | undefined): Row => ({
  judgement: row?.['judgement'] ?? null,
  note: row?.['note'] ?? null,
});

const keyOf = (row: Row): string => JSON.stringify([row['numbers'], row['who'], row['what'], row['why']]);

const groupRows = (entries: readonly TrailEntry[]): readonly Row[] =>
  [...Map.groupBy(entries, ({ action, who }) => `${action} ${who}`).values()].map((group) =>
    rowOf(group, group[0]?.risk == null ? '' : riskLabel[group[0].risk]),
  );

/** Numbers that are written out; of more, the first and how many there are. */
const mostNumbers = 20;

const rowOf = (entries: readonly TrailEntry[], why: string): Row => {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) throw new Error('a row without entries');
  const numbers = entries.slice(0, mostNumbers).map(({ seq }) => String(seq));
  const day = (entry: TrailEntry): string => entry.at.slice(0, 10);
  return {
    numbers:
      entries.length > mostNumbers
        ? `${numbers.join(', ')} ... ${last.seq} (${entries.length} entries)`
        : numbers.join(', '),
    when: day(first) === day(last) ? day(first) : `${day(first)} to ${day(last)}`,
    who: first.who,
    what: `${auditEvent(first.action)?.words ?? first.action}${entries.length === 1 ? `: ${first.subject}` : ''}`,
    why,
  };
};

/** The rules for the vault's own trail: the period is over, every row judged, nobody judges themselves, findings listed. */
export const checkOwnTrail = (
  content: Content,
  { period, today, reviewer }: { readonly period: Period | null; readonly today: string; readonly reviewer: string },
): readonly Finding[] => {
  if (!coversOwnTrail(content)) return [];
  const listed = new Set(rowsOf(content, 'findings', 'findings').map((row) => textOf(row, 'entry')));
  const say = (message: string, index?: number): Finding => blocking('ownTrail', 'entries', message, index);
  return [
    ...when(period !== null && period.end >= today, () =>
      blocking(
        'identity',
        'periodEnd',
        'A review of this vault’s own trail is of days that are over: it ends before today.',
      ),
    ),
    ...when(scalarOf(content, 'ownTrail', 'head') === null, () =>
      say('Take the entries over from the vault first ("Refresh").'),
    ),
    ...rowsOf(content, 'ownTrail', 'entries').flatMap((row, index): readonly Finding[] => {
      const judgement = textOf(row, 'judgement');
      const numbers = textOf(row, 'numbers');
      const own = textOf(row, 'who') === reviewer;
      return [
        ...when(judgement === '', () => say(`Entry ${numbers}: nobody has judged it yet.`, index)),
        ...when(own && judgement === 'ok', () =>
          say(`Entry ${numbers}: ${reviewer} did this and cannot call it in order.`, index),
        ),
        ...when(!own && judgement === 'own', () =>
          say(`Entry ${numbers}: ${textOf(row, 'who')} did this, not ${reviewer}.`, index),
        ),
        ...when(judgement === 'finding' && textOf(row, 'note') === '', () =>
          say(`Entry ${numbers}: say in the note what was found.`, index),
        ),
        ...when(judgement === 'finding' && !listed.has(numbers), () =>
          blocking('findings', 'findings', `Entry ${numbers} is judged a finding: list it here, by the same numbers.`),
        ),
      ];
    }),
  ];
};

const textOf = (row: Row, column: string): string => String(row[column] ?? '').trim();
