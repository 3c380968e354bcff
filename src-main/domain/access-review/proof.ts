import { Decision } from './decision.ts';
import { accountKey, foldText } from './normalise.ts';
import { mayWork, type AccountRow } from './rows.ts';

/** Why a remedy counts as done or as open. Only a list that was taken after the decision can prove anything. */
export const Proof = {
  Absent: 'absent',
  Disabled: 'disabled',
  RolesGone: 'roles-gone',
  StillThere: 'still-there',
  RolesStillThere: 'roles-still-there',
  NotAfter: 'not-after',
} as const;
export type Proof = (typeof Proof)[keyof typeof Proof];

export const proofLabel: Readonly<Record<Proof, string>> = {
  absent: 'Account is gone',
  disabled: 'Account is disabled',
  'roles-gone': 'Roles are gone',
  'still-there': 'Account is still active',
  'roles-still-there': 'Roles are still there',
  'not-after': 'List is older than the decision',
};

export const isProven = (proof: Proof | null): boolean =>
  proof === Proof.Absent || proof === Proof.Disabled || proof === Proof.RolesGone;

export interface Remedy {
  readonly account: string;
  readonly decision: Decision;
  readonly removeRoles: readonly string[];
  /** UTC, ISO 8601. */
  readonly decidedAt: string;
}

/** A later list of the same system, by account. */
export interface LaterList {
  /** When it was taken from the system: UTC, ISO 8601. */
  readonly extractedAt: string;
  find(account: string): readonly AccountRow[];
}

export const laterList = (accounts: readonly AccountRow[], extractedAt: string): LaterList => {
  const byKey = new Map<string, AccountRow[]>();
  for (const account of accounts) {
    const key = accountKey(account.account);
    const there = byKey.get(key);
    if (there) there.push(account);
    else byKey.set(key, [account]);
  }
  return { extractedAt, find: (account) => byKey.get(accountKey(account)) ?? [] };
};

/** What a later list says about a decided change. */
export const proofOf = (remedy: Remedy, list: LaterList): Proof => {
  if (list.extractedAt <= remedy.decidedAt) return Proof.NotAfter;
  const rows = list.find(remedy.account);
  if (rows.length === 0) return Proof.Absent;
  const active = rows.filter(mayWork);
  if (active.length === 0) return Proof.Disabled;
  if (remedy.decision === Decision.Revoke) return Proof.StillThere;
  const gone = new Set(remedy.removeRoles.map(foldText));
  return active.some((row) => row.roles.some((role) => gone.has(foldText(role))))
    ? Proof.RolesStillThere
    : Proof.RolesGone;
};

/** The share of kept accounts that a later list must hold to be a list of the same system and whole. */
export const leastKeptShare = 0.9;

/**
 * Whether a later list is plausible as a whole: a list that lost most of what was kept proves no revocation, it is
 * another list or was cut short. Answers the share of kept accounts found; 1 where none was kept.
 */
export const keptShare = (kept: readonly string[], list: LaterList): number =>
  kept.length === 0 ? 1 : kept.filter((account) => list.find(account).length > 0).length / kept.length;
