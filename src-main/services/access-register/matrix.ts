import { callAccess, callNeeds, type Need } from '../../contract/call-access.ts';
import type { CallName } from '../../contract/index.ts';
import { csvLine } from '../../domain/csv.ts';
import { duties, dutyLabel, may, roleLabel, roles, type Role } from '../../domain/roles.ts';

/** A duty, or what is open without one: its words, the roles that carry it, and the calls that ask for it. */
export interface MatrixRow {
  readonly words: string;
  readonly roles: readonly Role[];
  /** Names of calls; with what of it, where a part of a call asks for this duty. */
  readonly calls: readonly string[];
}

const openWords: Readonly<Record<Exclude<Need, (typeof duties)[number]>, string>> = {
  own: 'What is one’s own: key, enrolment',
  'own-session': 'One’s own pass phrase and second factor, also when nothing else is open yet',
  anyone: 'What needs no login: choosing a vault, logging in, judging a PDF',
};

const partWords = { others: 'of others', everything: 'of everything' } as const;

const callsFor = (need: Need): readonly string[] =>
  (Object.keys(callNeeds) as CallName[]).sort().flatMap((name) => {
    const { needs, more } = callAccess(name);
    if (needs === need) return [name];
    return more?.duty === need ? [`${name} (${partWords[more.of]})`] : [];
  });

/** Roles, duties and calls as the program holds to them: `contract/call-access.ts` and `domain/roles.ts` read together. */
export const dutyMatrix = (): readonly MatrixRow[] => [
  ...duties.map((duty) => ({
    words: dutyLabel[duty],
    roles: roles.filter((role) => may([role], duty)),
    calls: callsFor(duty),
  })),
  ...(['own', 'own-session', 'anyone'] as const).map((need) => ({
    words: openWords[need],
    roles,
    calls: callsFor(need),
  })),
];

/** The matrix as CSV (RFC 4180): a line per duty, a column per role, and the calls in one cell. */
export const matrixCsv = (): string =>
  [
    ['Duty', ...roles.map((role) => roleLabel[role]), 'Calls'],
    ...dutyMatrix().map(({ words, roles: held, calls }) => [
      words,
      ...roles.map((role) => (held.includes(role) ? 'yes' : 'no')),
      calls.join('; '),
    ]),
  ]
    .map((cells) => `${csvLine(cells)}\r\n`)
    .join('');
