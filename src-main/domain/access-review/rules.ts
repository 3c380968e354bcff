import { foldText } from './normalise.ts';

/** Two roles that one person must not hold together, and why. Names may hold `*` for any text. */
export interface RoleConflict {
  readonly first: string;
  readonly second: string;
  readonly why: string;
}

/** What people of a department and job may hold. Patterns may hold `*`; an empty department or title is everybody. */
export interface BaselineRow {
  readonly department: string;
  readonly title: string;
  readonly roles: readonly string[];
}

/** What a system's accounts are judged by: data, kept per system in versions. Patterns ignore case and accents. */
export interface AccessRules {
  /** Days without a login after which an active account is dormant. */
  readonly dormantDays: number;
  /** Days that a new account may stay unused. */
  readonly newAccountDays: number;
  readonly privilegedRoles: readonly string[];
  readonly serviceAccounts: readonly string[];
  readonly sharedAccounts: readonly string[];
  readonly conflicts: readonly RoleConflict[];
  readonly baseline: readonly BaselineRow[];
}

/** What a system begins with, before somebody knows it better. */
export const defaultRules: AccessRules = {
  dormantDays: 90,
  newAccountDays: 30,
  privilegedRoles: ['*admin*', '*superuser*', 'root', 'sysadmin', 'dba', '*privileged*'],
  serviceAccounts: ['svc*', 'srv_*', 'sa_*', 'sa-*', '*service*', 'batch*', '*_job', 'int_*'],
  sharedAccounts: [
    'shared*',
    'guest*',
    'admin',
    'administrator',
    'test*',
    'training*',
    'lab[0-9]*',
    '*generic*',
    'operator*',
    'shift*',
  ],
  conflicts: [],
  baseline: [],
};

/** Whether a text fits any of the patterns. */
export type Fits = (text: string) => boolean;

/** Answers that are remembered: roles and departments repeat themselves, account names do not. */
const remembered = 5_000;

/** Patterns as one test: `*` is any text, `[0-9]` a digit, everything else itself. */
export const fitting = (patterns: readonly string[]): Fits => {
  const sources = patterns
    .map((pattern) => foldText(pattern))
    .filter((pattern) => pattern !== '')
    .map((pattern) =>
      pattern
        .split(/(\*|\[0-9\])/)
        .map((part) =>
          part === '*' ? '.*' : part === '[0-9]' ? '[0-9]' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
        )
        .join(''),
    );
  if (sources.length === 0) return () => false;
  const test = new RegExp(`^(?:${sources.join('|')})$`, 'su');
  const seen = new Map<string, boolean>();
  return (text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    const fits = test.test(foldText(text));
    if (seen.size < remembered) seen.set(text, fits);
    return fits;
  };
};

/** Why rules cannot be used; null where they can. Words for people. */
export const rulesProblem = (rules: AccessRules): string | null => {
  const whole = (days: number): boolean => Number.isInteger(days) && days >= 1 && days <= 3660;
  if (!whole(rules.dormantDays)) return 'Days without login are a whole number from 1 to 3660.';
  if (!whole(rules.newAccountDays)) return 'Days of a new account are a whole number from 1 to 3660.';
  const lone = rules.conflicts.find((pair) => pair.first.trim() === '' || pair.second.trim() === '');
  if (lone) return 'A pair of conflicting roles needs both roles.';
  if (rules.conflicts.some((pair) => pair.why.trim() === '')) return 'Say of each pair of conflicting roles why.';
  if (rules.baseline.some((row) => row.roles.length === 0))
    return 'A row of the role baseline needs at least one role.';
  return null;
};
