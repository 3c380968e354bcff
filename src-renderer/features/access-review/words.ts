import { accountKindLabel, type AccountKind } from '../../../src-main/contract/index.ts';
import type { Line } from './types.ts';

const methods: Readonly<Record<string, string>> = {
  'employee-id': 'employee id',
  email: 'e-mail',
  name: 'name',
  owner: 'responsible person',
  person: 'confirmed',
};

/** How an account and a person were brought together: `employee id, exact`. */
export const matchWords = ({ person, method, confidence }: Pick<Line, 'person' | 'method' | 'confidence'>): string => {
  if (person === null) return confidence === 'fuzzy' ? 'to confirm' : 'not on the roster';
  const by = methods[method] ?? method;
  return method === 'person' ? by : `${by}, ${confidence}`;
};

export const kindWords = (kind: string): string =>
  Object.hasOwn(accountKindLabel, kind) ? accountKindLabel[kind as AccountKind] : kind;

const lists: Readonly<Record<string, string>> = {
  accounts: 'Account list',
  roster: 'HR roster',
  later: 'Later account list',
};

export const listWords = (kind: string): string => lists[kind] ?? kind;
