import type { AccountRow, PersonRow } from './rows.ts';

/** Figures by which a file and what was read from it can be compared with the source system (control totals). */
export interface ControlTotals {
  /** Rows of data in the file. */
  readonly rows: number;
  /** Accounts or people made from them. */
  readonly items: number;
  readonly active: number;
  /** Accounts or people of whom the file does not say whether they are active. */
  readonly unknown: number;
  readonly withoutRole: number;
  readonly roles: number;
}

/** Totals as they were kept, by a version that counted less, completed. */
export const completeTotals = (kept: unknown): ControlTotals => ({
  unknown: 0,
  ...(kept as Omit<ControlTotals, 'unknown'>),
});

export const accountTotals = (rows: number, accounts: readonly AccountRow[]): ControlTotals => {
  const roles = new Set<string>();
  let active = 0;
  let unknown = 0;
  let withoutRole = 0;
  for (const account of accounts) {
    if (account.status === 'active') active += 1;
    if (account.status === 'unknown') unknown += 1;
    if (account.roles.length === 0) withoutRole += 1;
    for (const role of account.roles) roles.add(role);
  }
  return { rows, items: accounts.length, active, unknown, withoutRole, roles: roles.size };
};

export const rosterTotals = (rows: number, people: readonly PersonRow[]): ControlTotals => ({
  rows,
  items: people.length,
  active: people.filter(({ employed }) => employed === true).length,
  unknown: people.filter(({ employed }) => employed === null).length,
  withoutRole: 0,
  roles: 0,
});
