import type { Finding } from '../completeness.ts';
import { addMonths } from '../days.ts';
import { rowsOf, scalarOf, type Content, type Row } from '../form.ts';
import { isDate } from '../iso-date.ts';
import type { CheckContext } from '../record-type.ts';
import { longestRegulatedInterval, systemFacts } from '../system.ts';
import { disasterRoles } from './operation-plan-continuity.ts';
import { neededRoles, planRoles } from './operation-plan-form.ts';
import { advice, blocking, textOf, when } from './operations/findings.ts';

/** The rules of an operation & maintenance plan beyond its form (regulatory.md 2.1; Annex 11 s.3, 7, 16). */
export const checkPlan = (content: Content, { today, system }: CheckContext): readonly Finding[] => [
  ...checkRoles(content),
  ...checkProviders(content),
  ...checkIntervals(content, system),
  ...checkObjectives(content, system),
  ...checkDisaster(content, system),
  ...checkTests(content, system, today),
  ...checkReview(content, system, today),
];

const number = (content: Content, section: string, field: string): number | null => {
  const value = scalarOf(content, section, field);
  return typeof value === 'number' ? value : null;
};

const cellText = (row: Row, column: string): string => String(row[column] ?? '').trim();

const cellNumber = (row: Row, column: string): number | null => {
  const value = row[column];
  return typeof value === 'number' ? value : null;
};

/** System Owner, quality, manager and operative employees are named: without one of them nobody runs the system. */
const checkRoles = (content: Content): readonly Finding[] => {
  const rows = rowsOf(content, 'roles', 'roles');
  return neededRoles
    .filter((role) => !rows.some((row) => row['role'] === role))
    .map((role) => blocking('roles', 'roles', `The roles name no ${planRoles[role]}.`));
};

/** Annex 11 s.3.1: an agreement for every service, also inside the company. */
const checkProviders = (content: Content): readonly Finding[] =>
  rowsOf(content, 'providers', 'providers').flatMap((row, index) =>
    when(cellText(row, 'provider') !== '' && cellText(row, 'agreement') === '', () =>
      blocking(
        'providers',
        'providers',
        `${cellText(row, 'provider')}: every service needs an agreement, that of an internal provider too.`,
        index,
      ),
    ),
  );

/** What the plan promises to do at most as seldom as the inventory says: plan field, inventory field. */
const promised = [
  ['users', 'accessReview', 'accessReviewInterval', 'The user access review'],
  ['users', 'evaluation', 'evaluationInterval', 'The periodic evaluation'],
  ['tests', 'restoreInterval', 'restoreTestInterval', 'The restore test'],
  ['tests', 'disasterInterval', 'disasterTestInterval', 'The disaster recovery test'],
] as const;

/** Months that the inventory's entry allows; at most a year where the system is regulated. */
const allowed = (system: Content, field: string): number => {
  const own = number(system, 'intervals', field) ?? longestRegulatedInterval;
  return systemFacts(system).regulated ? Math.min(own, longestRegulatedInterval) : own;
};

const checkIntervals = (content: Content, system: Content): readonly Finding[] =>
  promised.flatMap(([section, field, interval, what]) => {
    const months = number(content, section, field);
    const most = allowed(system, interval);
    return when(months !== null && months > most, () =>
      blocking(section, field, `${what} of this system is due every ${most} months at the latest.`),
    );
  });

const objectives = [
  ['rto', 'RTO', 'Recovery time objective'],
  ['rpo', 'RPO', 'Recovery point objective'],
] as const;

/** No component may be away for longer, or lose more, than was promised for the system. */
const checkObjectives = (content: Content, system: Content): readonly Finding[] =>
  objectives.flatMap(([field, short, long]): readonly Finding[] => {
    const own = number(content, 'impact', field);
    const entry = number(system, 'continuity', field);
    const most = Math.min(own ?? Infinity, entry ?? Infinity);
    return [
      ...when(own !== null && entry !== null && own > entry, () =>
        blocking('impact', field, `${long}: the inventory promises ${entry} h, the plan says ${own} h.`),
      ),
      ...rowsOf(content, 'impact', 'components').flatMap((row, index) => {
        const value = cellNumber(row, field);
        return when(value !== null && value > most, () =>
          blocking(
            'impact',
            'components',
            `${cellText(row, 'component')}: its ${short} of ${value} h is longer than the ${most} h of the system.`,
            index,
          ),
        );
      }),
    ];
  });

const dutiesNeeded = ['operative', 'system-owner', 'quality-assurance'] as const;

const isSetAside = (content: Content, section: string): boolean => content[section]?.notApplicable !== undefined;

const checkDisaster = (content: Content, system: Content): readonly Finding[] => {
  if (isSetAside(content, 'disaster'))
    return when(systemFacts(system).regulated, () => ({
      severity: 'blocking',
      section: 'disaster',
      message: 'A regulated system needs a way back from a disaster: the section cannot be set aside.',
    }));
  const rows = rowsOf(content, 'disaster', 'duties');
  return dutiesNeeded
    .filter((role) => !rows.some((row) => row['role'] === role))
    .map((role) => blocking('disaster', 'duties', `The duties name nothing for: ${disasterRoles[role]}.`));
};

/** The day of the last test of these kinds that was not failed; null where there is none. */
export const lastTest = (content: Content, kinds: readonly string[]): string | null =>
  rowsOf(content, 'tests', 'tests')
    .filter((row) => kinds.includes(cellText(row, 'kind')) && cellText(row, 'result') !== 'failed')
    .map((row) => cellText(row, 'date'))
    .filter(isDate)
    .reduce<string | null>((last, day) => (last === null || day > last ? day : last), null);

export const restoreKinds = ['restore'] as const;
export const disasterKinds = ['disaster', 'failover'] as const;

const evidence = [
  ['restoreInterval', 'restoreTestInterval', restoreKinds, 'noRestoreTest', 'restore test'],
  ['disasterInterval', 'disasterTestInterval', disasterKinds, 'noDisasterTest', 'disaster recovery test'],
] as const;

const checkTests = (content: Content, system: Content, today: string): readonly Finding[] => [
  ...evidence.flatMap(([own, entry, kinds, reason, what]) => {
    if (kinds === disasterKinds && isSetAside(content, 'disaster')) return [];
    const months = Math.min(number(content, 'tests', own) ?? Infinity, allowed(system, entry));
    const last = lastTest(content, kinds);
    return when((last === null || addMonths(last, months) < today) && textOf(content, 'tests', reason) === '', () =>
      blocking(
        'tests',
        reason,
        last === null
          ? `No ${what} was passed yet: say why, and when it will be made.`
          : `The last ${what} of ${last} is older than ${months} months: say why, and when the next will be made.`,
      ),
    );
  }),
  ...rowsOf(content, 'tests', 'tests').flatMap((row, index) => checkTest(content, row, index, today)),
];

const checkTest = (content: Content, row: Row, index: number, today: string): readonly Finding[] => {
  const say = (severity: typeof blocking, message: string): Finding => severity('tests', 'tests', message, index);
  const day = cellText(row, 'date');
  const target = cellNumber(row, 'target');
  const reached = cellNumber(row, 'reached');
  const promise = number(content, 'impact', 'rto');
  const result = cellText(row, 'result');
  const name = `Test of ${day === '' ? 'no date' : day}`;
  return [
    ...when(isDate(day) && day > today, () => say(blocking, `${name}: it lies in the future.`)),
    ...when(target !== null && promise !== null && target > promise, () =>
      say(blocking, `${name}: its target of ${target} h is longer than the ${promise} h that were promised.`),
    ),
    ...when(reached === null && result !== 'failed' && row['scope'] !== 'tabletop' && result !== '', () =>
      say(blocking, `${name}: say how long the recovery took.`),
    ),
    ...when(reached !== null && target !== null && reached > target && result === 'passed', () =>
      say(blocking, `${name}: ${reached} h were needed and ${target} h promised; that is not simply passed.`),
    ),
    ...when(result === 'failed', () => say(advice, `${name} failed: it does not count as evidence of recovery.`)),
  ];
};

/** The plan is looked at within a year where the system is regulated, else within the inventory's interval. */
const checkReview = (content: Content, system: Content, today: string): readonly Finding[] => {
  const due = textOf(content, 'upkeep', 'reviewDue');
  if (!isDate(due)) return [];
  const months = allowed(system, 'planReviewInterval');
  const latest = addMonths(today, months);
  return [
    ...when(due < today, () => blocking('upkeep', 'reviewDue', `The next review lies in the past (${due}).`)),
    ...when(due > latest, () =>
      blocking('upkeep', 'reviewDue', `The plan is reviewed by ${latest} at the latest (${months} months).`),
    ),
  ];
};
