import { accountKey, bareEmployeeId, foldEmail, foldEmployeeId, foldName, localPart, spellingOf } from './normalise.ts';
import { AccountKind, type AccountRow, type PersonRow } from './rows.ts';
import { mistakesAllowed, typingMistakes } from './similar.ts';

/** By what an account and a person were brought together: the first that leads to somebody. */
export type MatchMethod = 'employee-id' | 'email' | 'name' | 'owner' | 'person' | 'none';

/** `exact` and `probable` stand by themselves; `fuzzy` counts as no match until a person confirms it. */
export type Confidence = 'exact' | 'probable' | 'fuzzy' | 'none';

export interface Match {
  /** Place in the roster; null where nobody was found, or only somebody to be confirmed. */
  readonly person: number | null;
  readonly method: MatchMethod;
  readonly confidence: Confidence;
  /** For a fuzzy match: who it may be, the likeliest first, at most {@link candidatesKept}. */
  readonly candidates: readonly number[];
  /** What speaks for it, in a sentence. */
  readonly evidence: string;
}

export const candidatesKept = 5;
/** Of a block of people who share a word of their name, so many are compared. Bounds the time for a list of one name. */
const compared = 300;

const noMatch: Match = {
  person: null,
  method: 'none',
  confidence: 'none',
  candidates: [],
  evidence: 'Nobody on the roster has this employee id, e-mail or name.',
};

/** People by a key; one number where it is one person, for the sake of memory. */
class Index<Key extends string | number> {
  readonly #places = new Map<Key, number | number[]>();
  /** Whether every key leads to one person. */
  unambiguous = true;

  add(key: Key, place: number): void {
    if (key === '') return;
    const there = this.#places.get(key);
    if (there === undefined) this.#places.set(key, place);
    else {
      this.unambiguous = false;
      if (typeof there === 'number') this.#places.set(key, [there, place]);
      else there.push(place);
    }
  }

  get(key: Key): readonly number[] {
    const there = key === '' ? undefined : this.#places.get(key);
    return there === undefined ? [] : typeof there === 'number' ? [there] : there;
  }
}

/** What an account is looked up by, folded when it is first asked for: the first key mostly leads to somebody. */
class Keys {
  readonly account: AccountRow;
  readonly id: string;
  #email: string | undefined;
  #name: string | undefined;

  constructor(account: AccountRow) {
    this.account = account;
    this.id = foldEmployeeId(account.employeeId);
  }

  get email(): string {
    return (this.#email ??= foldEmail(this.account.email));
  }

  get name(): string {
    return (this.#name ??= foldName(this.account.name));
  }
}

/** One key by which people are looked up, the most trustworthy first. */
interface Step {
  readonly method: MatchMethod;
  readonly confidence: 'exact' | 'probable';
  readonly people: (keys: Keys) => readonly number[];
  readonly words: (account: AccountRow) => string;
}

/** Finds the person of an account. Costs the same however long the roster is. */
export interface Matcher {
  matchOf(account: AccountRow): Match;
}

/**
 * Indexes a roster. Order of trust: employee id, then e-mail, then name. A key that several people share, or that another
 * key contradicts, is no proof: the match is fuzzy and waits for a person.
 */
export const createMatcher = (roster: readonly PersonRow[]): Matcher => {
  const byId = new Index<string>();
  const byEmail = new Index<string>();
  const byName = new Index<string>();
  const names = roster.map((person, place) => {
    const id = foldEmployeeId(person.employeeId);
    byId.add(id, place);
    byEmail.add(foldEmail(person.email), place);
    const name = foldName(person.name);
    byName.add(name, place);
    return name;
  });
  // Few ids lose their zeros, and few accounts need a guess: what only they ask for is made when the first one does.
  const byBareId = lazily(() => {
    const index = new Index<string>();
    roster.forEach((one, place) => index.add(bareEmployeeId(foldEmployeeId(one.employeeId)), place));
    return index;
  });
  const guesses = lazily(() => guessIndex(roster, names));

  const steps: readonly Step[] = [
    {
      method: 'employee-id',
      confidence: 'exact',
      people: ({ id }) => byId.get(id),
      words: ({ employeeId }) => `Employee id ${employeeId}`,
    },
    {
      method: 'email',
      confidence: 'exact',
      people: ({ email }) => byEmail.get(email),
      words: ({ email }) => `E-mail ${email}`,
    },
    {
      method: 'employee-id',
      confidence: 'probable',
      people: ({ id }) => (id === '' ? [] : byBareId().get(bareEmployeeId(id))),
      words: ({ employeeId }) => `Employee id ${employeeId} but for leading zeros`,
    },
    {
      method: 'name',
      confidence: 'probable',
      people: ({ name }) => byName.get(name),
      words: ({ name }) => `Name ${name}`,
    },
  ];

  const sure = (account: AccountRow): Match | null => {
    const keys = new Keys(account);
    for (const { method, people, confidence, words } of steps) {
      const found = people(keys);
      const [person] = found;
      if (person === undefined) continue;
      const what = words(account);
      if (found.length > 1) return unsure(method, found, `${what} stands ${found.length} times on the roster.`);
      const against = contradiction(method, person, keys);
      if (against !== null) return unsure(method, [person, ...against.people], `${what} is found, but ${against.why}.`);
      return { person, method, confidence, candidates: [], evidence: `${what} is on the roster once.` };
    }
    return null;
  };

  /** Somebody else's e-mail, or a name without a word in common, speaks against a key that was found. */
  const contradiction = (
    method: MatchMethod,
    person: number,
    keys: Keys,
  ): { readonly people: readonly number[]; readonly why: string } | null => {
    const { account } = keys;
    // An address that is theirs to the letter, where nobody shares one, is nobody else's.
    const own = account.email === roster[person]?.email && byEmail.unambiguous;
    const others = method === 'email' || own ? [] : byEmail.get(keys.email).filter((other) => other !== person);
    if (others.length > 0) return { people: others, why: 'its e-mail belongs to somebody else' };
    if (method === 'name' || account.name === roster[person]?.name) return null;
    const there = names[person] ?? '';
    const { name } = keys;
    if (name === there || name === '' || there === '' || shareWord(name, there)) return null;
    return { people: byName.get(name), why: `the name is another (${roster[person]?.name ?? ''})` };
  };

  const owned = (account: AccountRow): Match | null => {
    const { owner } = account;
    if (owner === '') return null;
    const found = [byId.get(foldEmployeeId(owner)), byEmail.get(foldEmail(owner)), byName.get(foldName(owner))].find(
      (people) => people.length > 0,
    );
    const [person] = found ?? [];
    if (found === undefined || person === undefined) return null;
    return found.length > 1
      ? unsure('owner', found, `The responsible person ${owner} stands ${found.length} times on the roster.`)
      : { person, method: 'owner', confidence: 'exact', candidates: [], evidence: `Responsible person: ${owner}.` };
  };

  return {
    matchOf: (account) => sure(account) ?? owned(account) ?? guessed(guesses(), roster, account) ?? noMatch,
  };
};

const unsure = (method: MatchMethod, candidates: readonly number[], evidence: string): Match => ({
  person: null,
  method,
  confidence: 'fuzzy',
  candidates: [...new Set(candidates)].slice(0, candidatesKept),
  evidence,
});

const shareWord = (a: string, b: string): boolean => {
  const words = spellingOf(a).split(' ');
  return spellingOf(b)
    .split(' ')
    .some((word) => words.some((other) => typingMistakes(word, other, mistakesAllowed(word.length)) !== null));
};

const lazily = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** What guesses are looked up by: blocks of people who could be meant. Made only when a sure key led nowhere. */
interface GuessIndex {
  /** People who bear this word in their name, and another that begins with this letter. */
  readonly block: (word: string, initial: string) => readonly number[];
  readonly byLocalPart: () => Index<string>;
  /** Spelling of each person's name. */
  readonly names: readonly string[];
}

const guessIndex = (roster: readonly PersonRow[], folded: readonly string[]): GuessIndex => {
  const names = folded.map(spellingOf);
  const words = new Map<string, number>();
  const blocks = new Index<number>();
  const blockOf = (word: number, initial: string): number => word * 0x10000 + initial.charCodeAt(0);
  const numberOf = (word: string): number => {
    const known = words.get(word);
    if (known !== undefined) return known;
    words.set(word, words.size);
    return words.size - 1;
  };
  for (let place = 0; place < names.length; place++) {
    const parts = (names[place] ?? '').split(' ');
    if (parts.length < 2) continue;
    for (const word of parts) {
      const number = numberOf(word);
      for (const other of parts) if (other !== word) blocks.add(blockOf(number, other), place);
    }
  }
  return {
    names,
    block: (word, initial) => {
      const number = words.get(word);
      return number === undefined || initial === '' ? [] : blocks.get(blockOf(number, initial));
    },
    byLocalPart: lazily(() => {
      const index = new Index<string>();
      roster.forEach((person, place) => index.add(localPart(foldEmail(person.email)), place));
      return index;
    }),
  };
};

/**
 * People after whom sites would name this account: `hmuller`, `mullerh`, `hansmuller`, `mullerhans`, with numbers and
 * signs left out.
 */
const namedAfter = (index: GuessIndex, account: string): readonly number[] => {
  const login = spellingOf(accountKey(account).replace(/[^\p{L}]/gu, ''));
  if (login.length < 4) return [];
  const first = login.slice(0, 1);
  const last = login.slice(-1);
  const found = [...index.block(login.slice(1), first), ...index.block(login.slice(0, -1), last)];
  for (let cut = 2; cut < login.length - 1; cut++) {
    const [head, tail] = [login.slice(0, cut), login.slice(cut)];
    for (const person of index.block(tail, first).slice(0, compared))
      if (index.names[person]?.split(' ').includes(head) === true) found.push(person);
  }
  return found;
};

const guessed = (index: GuessIndex, roster: readonly PersonRow[], account: AccountRow): Match | null => {
  const name = spellingOf(foldName(account.name));
  if (account.kind === AccountKind.Service || account.kind === AccountKind.Shared) return null;
  const near = new Map<number, number>();
  const parts = [...new Set(name.split(' '))];
  for (const word of parts)
    for (const other of parts) {
      if (other === word) continue;
      for (const person of index.block(word, other.slice(0, 1)).slice(0, compared)) {
        if (near.has(person)) continue;
        const there = index.names[person] ?? '';
        const mistakes = typingMistakes(name, there, Math.max(1, mistakesAllowed(there.length)));
        if (mistakes !== null) near.set(person, mistakes);
      }
    }
  if (near.size > 0) {
    const people = [...near].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([person]) => person);
    return unsure('name', people, `The name is like ${roster[people[0] ?? 0]?.name ?? ''}.`);
  }
  const local = index.byLocalPart().get(localPart(foldEmail(account.email)));
  if (local.length > 0) return unsure('email', local, 'The e-mail is like one on the roster, at another domain.');
  const named = namedAfter(index, account.account);
  if (named.length > 0) return unsure('name', named, 'The account is named as a person on the roster would be.');
  return null;
};
