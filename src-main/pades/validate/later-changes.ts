import { type Change, ChangeRule, neededPermission } from '../diff/change.ts';
import { docMdpOf, fieldMdpOf, type FieldLock, isLocked, type Permission, readLock } from '../mdp.ts';
import type { FoundSignature } from './signatures.ts';

/** What a signature lets happen after it: its own rules and those of the signatures before it, which add up (C34). */
export interface Rules {
  /** The permission that this signature's own DocMDP sets; null: it does not certify. */
  readonly docMdp: Permission | null;
  /** The strictest permission in force; null: nobody set one. */
  readonly permission: Permission | null;
  readonly locks: readonly FieldLock[];
}

/** One later change as this signature sees it. */
export interface JudgedChange extends Change {
  readonly permitted: boolean;
}

/** The rules in force from each signature on, in the order given (oldest first). */
export const rulesInForce = (signatures: readonly FoundSignature[]): Rules[] => {
  let permission: Permission | null = null;
  const locks: FieldLock[] = [];
  return signatures.map(({ view, dict, field }) => {
    const docMdp = docMdpOf(view, dict);
    const lock = readLock(view, field.dict.get('Lock'));
    for (const set of [docMdp, lock?.permission ?? null]) {
      if (set !== null && (permission === null || set < permission)) permission = set;
    }
    for (const own of [fieldMdpOf(view, dict), lock]) if (own) locks.push(own);
    return { docMdp, permission, locks: [...locks] };
  });
};

/**
 * Judges the changes of the revisions after a signature. Without DocMDP what P=3 allows is allowed (C32). Laying something
 * over the content is shown, and forbidden where the document is certified (C36).
 */
export const judgeChanges = (changes: readonly Change[], revision: number, rules: Rules): JudgedChange[] =>
  changes
    .filter((change) => change.revision > revision)
    .map((change) => {
      const { field } = change;
      if (change.rule === ChangeRule.CoversContent) return { ...change, permitted: rules.permission === null };
      if (neededPermission[change.rule] > (rules.permission ?? 3)) {
        const description =
          change.rule === ChangeRule.Forbidden
            ? change.description
            : `${change.description}, which DocMDP P=${rules.permission ?? 3} does not allow`;
        return { ...change, description, permitted: false };
      }
      if (field !== undefined && rules.locks.some((lock) => isLocked(lock, field))) {
        return { ...change, description: `${change.description}, though it was locked`, permitted: false };
      }
      return { ...change, permitted: true };
    });
