import type { AccountRow, PersonRow } from './rows.ts';

/** Figures by which a file and what was read from it can be compared with the source system (control totals). */
export interface ControlTotals {
  /** Rows of data in the file. */
  readonly rows: number;
  /** Accounts or people made from them. */
  readonly items: number;
  readonly active: number;
  readonly withoutRole: number;
  readonly roles: number;
}

export const accountTotals = (rows: number, accounts: readonly AccountRow[]): ControlTotals => {
  const roles = new Set<string>();
  let active = 0;
  let withoutRole = 0;
  for (const account of accounts) {
    if (account.status === 'active') active += 1;
    if (account.roles.length === 0) withoutRole += 1;
    for (const role of account.roles) roles.add(role);
  }
  return { rows, items: accounts.length, active, withoutRole, roles: roles.size };
};

export const rosterTotals = (rows: number, people: readonly PersonRow[]): ControlTotals => ({
  rows,
  items: people.length,
  active: people.reduce((sum, person) => sum + (person.employed ? 1 : 0), 0),
  withoutRole: 0,
  roles: 0,
});
