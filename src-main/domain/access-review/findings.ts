import { addDays, daysBetween } from '../days.ts';
import type { Match } from './matching.ts';
import { accountKey, foldEmail, foldName, foldText } from './normalise.ts';
import { AccountKind, accountKindLabel, mayWork, type AccountRow, type PersonRow } from './rows.ts';
import { fitting, type AccessRules, type Fits } from './rules.ts';

/**
 * What a comparison of accounts, people and rules can find. The order is the order of severity in lists; lines that are
 * stored hold places in it as bits, so what comes new comes last.
 */
export const FindingKind = {
  Unconfirmed: 'unconfirmed',
  Leaver: 'leaver',
  Orphan: 'orphan',
  Conflict: 'conflict',
  ServicePrivileged: 'service-privileged',
  PrivilegedUnjustified: 'privileged-unjustified',
  Mover: 'mover',
  Shared: 'shared',
  Duplicate: 'duplicate',
  NoMfa: 'no-mfa',
  Dormant: 'dormant',
  NeverUsed: 'never-used',
  Service: 'service',
  SelfReview: 'self-review',
  StatusUnknown: 'status-unknown',
} as const;
export type FindingKind = (typeof FindingKind)[keyof typeof FindingKind];

export const findingKinds: readonly FindingKind[] = Object.values(FindingKind);

export const findingLabel: Readonly<Record<FindingKind, string>> = {
  leaver: 'Leaver still active',
  orphan: 'Orphan',
  conflict: 'Conflicting duties',
  'service-privileged': 'Privileged service or shared account',
  'privileged-unjustified': 'Privileged without justification',
  mover: 'Mover',
  shared: 'Shared account',
  duplicate: 'Duplicate',
  'no-mfa': 'No multi-factor login',
  dormant: 'Dormant',
  'never-used': 'Never used',
  service: 'Service account',
  'self-review': 'Reviewer’s own account',
  unconfirmed: 'Match to confirm',
  'status-unknown': 'Status unknown',
};

export const findingHelp: Readonly<Record<FindingKind, string>> = {
  leaver: 'The person has left, the account still works.',
  orphan: 'Nobody on the roster answers for the account.',
  conflict: 'One person holds two roles that the rules keep apart.',
  'service-privileged': 'An account that is no single person’s holds a privileged role.',
  'privileged-unjustified': 'A privileged role for which the list states no justification.',
  mover: 'Department or roles do not fit what the roster and the role baseline say.',
  shared: 'More than one person may use the account: what is done with it is nobody’s.',
  duplicate: 'The account stands twice in the list, or its person holds another active account.',
  'no-mfa': 'The list says that login needs no second factor.',
  dormant: 'Nobody has logged in for longer than the rules allow.',
  'never-used': 'The account was made and never used.',
  service: 'The account belongs to a program.',
  'self-review': 'Nobody decides on their own account: somebody else has to.',
  unconfirmed: 'The match with a person is a guess until somebody confirms it.',
  'status-unknown':
    'The list does not say whether the account is active, or the roster whether its person is employed: somebody has to look.',
};

export interface AccountFinding {
  readonly kind: FindingKind;
  /** What was found, in a sentence. */
  readonly detail: string;
}

/** Findings as bits of a whole number, for filters over many lines: the place of a kind is its place in the list. */
export const findingMask = (findings: readonly AccountFinding[]): number =>
  findings.reduce((mask, { kind }) => mask | findingBit(kind), 0);
export const findingBit = (kind: FindingKind): number => 1 << findingKinds.indexOf(kind);
export const kindsInMask = (mask: number): readonly FindingKind[] =>
  findingKinds.filter((kind) => (mask & findingBit(kind)) !== 0);

/** An account of the list as the rules see it. */
export interface JudgedAccount {
  readonly kind: AccountKind;
  readonly privileged: boolean;
  readonly findings: readonly AccountFinding[];
}

/** Somebody who uses Countersign, as they may appear in an account list or roster. */
export interface PersonInReview {
  readonly userName: string;
  readonly fullName: string;
  readonly email: string | null;
}

/** Whether an account, or the person it was matched to, is this person: by user name, e-mail or full name. */
export type IsOwn = (account: AccountRow, person: PersonRow | null) => boolean;

export const ownAccounts = (who: PersonInReview): IsOwn => {
  const login = foldText(who.userName);
  const email = foldEmail(who.email ?? '');
  const name = foldName(who.fullName);
  const bears = bearing(name);
  return (account, person) =>
    accountKey(account.account) === login ||
    (email !== '' && (foldEmail(account.email) === email || (person !== null && foldEmail(person.email) === email))) ||
    (name !== '' && (bears(account.name) || (person !== null && bears(person.name))));
};

/** Whether a text is this (folded) name. Of plain letters it has to hold the name's words as they are: few do. */
const bearing = (name: string): ((text: string) => boolean) => {
  const word = name.split(' ').reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  return (text) => {
    if (/^[A-Za-z0-9 ,.-]*$/.test(text) && !text.toLowerCase().includes(word)) return false;
    return foldName(text) === name;
  };
};

/** What the whole list says about one account: needed before any account can be judged. */
export interface JudgeInput {
  readonly accounts: readonly AccountRow[];
  readonly matches: readonly Match[];
  readonly roster: readonly PersonRow[];
  readonly rules: AccessRules;
  /** Day on which the list was taken from the system: dormancy and leaving are judged as of then. */
  readonly asOf: string;
  readonly reviewer: PersonInReview;
  /** Whether the list has a column of last logins: without one nothing can be said of use. */
  readonly listsLogins: boolean;
}

export interface Judge {
  /** The account at this place of the list that the judge was made for. */
  judge(place: number): JudgedAccount;
}

/** Compiles rules and counts what stands twice; then judges account by account. */
export const createJudge = ({ accounts, matches, roster, rules, asOf, reviewer, listsLogins }: JudgeInput): Judge => {
  const isPrivilegedRole = fitting(rules.privilegedRoles);
  const isService = fitting(rules.serviceAccounts);
  const isShared = fitting(rules.sharedAccounts);
  const conflicts = rules.conflicts.map((pair) => ({ ...pair, a: fitting([pair.first]), b: fitting([pair.second]) }));
  const baseline = baselineOf(rules);
  const isOwn = ownAccounts(reviewer);
  const dormantBefore = addDays(asOf, -rules.dormantDays);
  const newSince = addDays(asOf, -rules.newAccountDays);
  const kinds = accounts.map(
    (account): AccountKind =>
      account.kind ??
      (isService(account.account)
        ? AccountKind.Service
        : isShared(account.account)
          ? AccountKind.Shared
          : AccountKind.Human),
  );

  /** Where an account's name stood first. */
  const firstOf = new Map<string, number>();
  /** Places of names that stand more than once -> how often. */
  const repeated = new Map<number, { times: number }>();
  const perPerson = new Map<number, number[]>();
  accounts.forEach((account, index) => {
    const key = accountKey(account.account);
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, index);
    else {
      const counted = repeated.get(first) ?? { times: 1 };
      counted.times += 1;
      repeated.set(first, counted).set(index, counted);
    }
    const person = matches[index]?.person ?? null;
    if (person === null || !mayWork(account) || kinds[index] !== AccountKind.Human) return;
    const held = perPerson.get(person);
    if (held) held.push(index);
    else perPerson.set(person, [index]);
  });

  /** The roles of an account and of its person's other active accounts. */
  const rolesHeld = (account: AccountRow, match: Match): readonly string[] => {
    const own = perPerson.get(match.person ?? -1) ?? [];
    return own.length < 2
      ? account.roles
      : [...new Set([...account.roles, ...own.flatMap((index) => accounts[index]?.roles ?? [])])];
  };

  return {
    judge(place) {
      const account = accounts[place];
      const match = matches[place];
      const kind = kinds[place];
      if (account === undefined || match === undefined || kind === undefined)
        throw new RangeError(`no account ${place}`);
      const person = match.person === null ? null : (roster[match.person] ?? null);
      const isHuman = kind === AccountKind.Human;
      const privileged = account.privileged === true || account.roles.some(isPrivilegedRole);
      const findings: AccountFinding[] = [];
      const find = (found: FindingKind, detail: string): void => void findings.push({ kind: found, detail });
      if (account.status === 'unknown') find('status-unknown', 'The status of the account is blank in the list.');

      if (match.confidence === 'fuzzy' && match.person === null) find('unconfirmed', match.evidence);
      if (isOwn(account, person)) find('self-review', `The account of ${reviewer.fullName}, who reviews.`);
      const again = repeated.get(place);
      if (again !== undefined) find('duplicate', `${account.account} stands ${again.times} times in the list.`);
      if (!mayWork(account)) return { kind, privileged, findings: inOrder(findings) };

      if (person !== null && hasLeft(person, asOf))
        find(
          'leaver',
          person.leftOn === null
            ? `${person.name} has left.`
            : `${person.name} left on ${person.leftOn}, ${daysBetween(person.leftOn, asOf)} days before the list.`,
        );
      if (person !== null && person.employed === null && person.leftOn === null)
        find('status-unknown', `The roster does not say whether ${person.name} is employed.`);
      if (person === null && match.confidence !== 'fuzzy')
        find('orphan', isHuman ? 'Nobody on the roster fits the account.' : 'No responsible person on the roster.');
      const held = rolesHeld(account, match);
      for (const pair of conflicts) {
        const first = held.find(pair.a);
        const second = held.find((role) => role !== first && pair.b(role));
        if (first === undefined || second === undefined) continue;
        if (account.roles.includes(first) || account.roles.includes(second))
          find('conflict', `${first} and ${second}: ${pair.why}`);
      }
      if (!isHuman && privileged)
        find(
          'service-privileged',
          `${accountKindLabel[kind]} account with ${privilegedRoles(account, isPrivilegedRole)}.`,
        );
      if (privileged && account.justification === '')
        find('privileged-unjustified', `${privilegedRoles(account, isPrivilegedRole)}, without a stated reason.`);
      if (person !== null && isHuman) {
        const moved = moverDetail(account, person, baseline);
        if (moved !== null) find('mover', moved);
        const others = (perPerson.get(match.person ?? -1) ?? []).flatMap((index) => {
          const other = accounts[index];
          return other === undefined || other.line === account.line ? [] : [other.account];
        });
        if (others.length > 0) find('duplicate', `${person.name} also holds ${others.slice(0, 3).join(', ')}.`);
      }
      if (kind === AccountKind.Shared) find('shared', 'Not one person’s account.');
      if (kind === AccountKind.Service) find('service', 'Belongs to a program.');
      if (isHuman && account.mfa === false) find('no-mfa', 'Listed without a second factor.');
      const unused = listsLogins ? lastUse(account, { dormantBefore, newSince, asOf }) : null;
      if (unused !== null) findings.push(unused);
      return { kind, privileged, findings: inOrder(findings) };
    },
  };
};

const inOrder = (findings: readonly AccountFinding[]): readonly AccountFinding[] =>
  findings.length < 2
    ? findings
    : [...findings].sort((a, b) => findingKinds.indexOf(a.kind) - findingKinds.indexOf(b.kind));

const hasLeft = (person: PersonRow, asOf: string): boolean =>
  person.leftOn === null ? person.employed === false : person.leftOn < asOf;

const privilegedRoles = (account: AccountRow, isPrivileged: Fits): string => {
  const roles = account.roles.filter(isPrivileged);
  return roles.length === 0 ? 'listed as privileged' : roles.slice(0, 3).join(', ');
};

const lastUse = (
  { lastLogin, created }: AccountRow,
  bounds: { readonly dormantBefore: string; readonly newSince: string; readonly asOf: string },
): AccountFinding | null => {
  if (lastLogin !== null)
    return lastLogin < bounds.dormantBefore
      ? {
          kind: 'dormant',
          detail: `Last login ${lastLogin}, ${daysBetween(lastLogin, bounds.asOf)} days before the list.`,
        }
      : null;
  return created !== null && created < bounds.newSince
    ? { kind: 'never-used', detail: `Made on ${created}, never used.` }
    : null;
};

type Baseline = (person: PersonRow) => Fits | null;

/** What a person's department and title allow: the union of the rows that fit them. Null where no row does. */
const baselineOf = (rules: AccessRules): Baseline => {
  const rows = rules.baseline.map((row) => ({
    department: row.department === '' ? () => true : fitting([row.department]),
    title: row.title === '' ? () => true : fitting([row.title]),
    roles: row.roles,
  }));
  const known = new Map<string, Fits | null>();
  return (person) => {
    const key = `${person.department}\n${person.title}`;
    const there = known.get(key);
    if (there !== undefined) return there;
    const fits = rows.filter((row) => row.department(person.department) && row.title(person.title));
    const made = fits.length === 0 ? null : fitting(fits.flatMap((row) => row.roles));
    known.set(key, made);
    return made;
  };
};

const moverDetail = (account: AccountRow, person: PersonRow, baseline: Baseline): string | null => {
  const allowed = baseline(person);
  const beyond = allowed === null ? [] : account.roles.filter((role) => !allowed(role));
  if (beyond.length > 0)
    return `${beyond.slice(0, 3).join(', ')} is beyond what ${[person.title, person.department].filter((part) => part !== '').join(', ')} needs.`;
  return account.department !== '' &&
    person.department !== '' &&
    foldText(account.department) !== foldText(person.department)
    ? `Listed in ${account.department}, works in ${person.department}.`
    : null;
};
