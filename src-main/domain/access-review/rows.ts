/** What an account may do in the reviewed system right now, as its list says; `unknown` where its cell is blank. */
export type AccountStatus = 'active' | 'disabled' | 'unknown';

/** What stands behind an account: a person, a program, or several people (regulatory practice keeps them apart). */
export const AccountKind = {
  Human: 'human',
  Service: 'service',
  Shared: 'shared',
  Emergency: 'emergency',
} as const;
export type AccountKind = (typeof AccountKind)[keyof typeof AccountKind];

export const accountKindLabel: Readonly<Record<AccountKind, string>> = {
  human: 'Person',
  service: 'Service',
  shared: 'Shared',
  emergency: 'Emergency',
};

/**
 * One account of the reviewed system, read from its list. Texts are as the file has them (trimmed, NFC), empty where
 * the list says nothing; days are ISO 8601.
 */
export interface AccountRow {
  /** Row of data in the file, from 1; the first row of an account that stands in several. */
  readonly line: number;
  readonly account: string;
  readonly name: string;
  readonly email: string;
  readonly employeeId: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly status: AccountStatus;
  readonly created: string | null;
  readonly lastLogin: string | null;
  /** As listed; null where the list does not say and the rules have to. */
  readonly kind: AccountKind | null;
  readonly privileged: boolean | null;
  readonly justification: string;
  /** Who answers for an account that is no person's. */
  readonly owner: string;
  /** Null where the list does not say. */
  readonly mfa: boolean | null;
}

/** Whether the account may be used: what is not known to be shut counts as open. */
export const mayWork = ({ status }: Pick<AccountRow, 'status'>): boolean => status !== 'disabled';

/** One person of the HR roster. */
export interface PersonRow {
  readonly line: number;
  readonly employeeId: string;
  readonly name: string;
  readonly email: string;
  readonly department: string;
  readonly title: string;
  /** Null where the roster does not say. */
  readonly employed: boolean | null;
  /** Last day of employment, where the roster has one. */
  readonly leftOn: string | null;
}
