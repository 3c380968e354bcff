import type { Decision } from '../../domain/access-review/decision.ts';
import { keptShare, laterList, leastKeptShare, proofOf, type Proof } from '../../domain/access-review/proof.ts';
import type { AccountRow } from '../../domain/access-review/rows.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import {
  accessFile,
  accessLineNumbers,
  accessLinesOf,
  addProof,
  remedyLines,
  type ReadableVault,
  type WritableVault,
} from '../../vault/index.ts';
import { populationOf, type LoadedReview } from './access.ts';

export interface ProvenLine {
  readonly line: number;
  readonly act: number;
  readonly proof: Proof;
}

/**
 * What a later list proves of each change. Refused as a whole where it is older than the reviewed one, or holds too few
 * of the accounts that were kept: it is another system's list, or cut short, and an absent account proves nothing.
 */
export const proofsOf = (
  db: ReadableVault,
  review: LoadedReview,
  accounts: readonly AccountRow[],
  extractedAt: string,
): Result<readonly ProvenLine[]> => {
  const population = populationOf(review);
  if (!population.ok) return population;
  const reviewed = accessFile(db, population.value);
  if (reviewed !== undefined && extractedAt <= reviewed.extractedAt)
    return fail('access/later-list-older', { extractedAt, reviewed: reviewed.extractedAt });
  const list = laterList(accounts, extractedAt);
  const kept = accessLinesOf(db, population.value, accessLineNumbers(db, population.value, { decision: 'keep' })).map(
    ({ account }) => (JSON.parse(account) as AccountRow).account,
  );
  const share = keptShare(kept, list);
  if (share < leastKeptShare)
    return fail('access/later-list-implausible', { found: Math.floor(share * 100), least: leastKeptShare * 100 });
  return ok(
    remedyLines(db, population.value).map((line) => ({
      line: line.line,
      act: line.act,
      proof: proofOf(
        {
          account: (JSON.parse(line.account) as AccountRow).account,
          decision: line.decision as Decision,
          removeRoles: JSON.parse(line.removeRoles) as string[],
          decidedAt: line.decidedAt,
        },
        list,
      ),
    })),
  );
};

/** Keeps what a later list proved. */
export const proveRemedies = (
  db: WritableVault,
  { pointer }: LoadedReview,
  later: string,
  proofs: readonly ProvenLine[],
): Readonly<Record<string, JsonValue>> => {
  const fileId = pointer.accountsFile ?? '';
  const counts: Record<string, number> = {};
  for (const { line, act, proof } of proofs) {
    addProof(db, { fileId, line, act, later, proof });
    counts[proof] = (counts[proof] ?? 0) + 1;
  }
  return { proofs: counts };
};
