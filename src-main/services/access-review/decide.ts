import { hash } from 'node:crypto';
import type { Handlers } from '../../contract/index.ts';
import { decisionObstacle, type DecisionInput } from '../../domain/access-review/decision.ts';
import { findingBit } from '../../domain/access-review/findings.ts';
import type { AccountRow } from '../../domain/access-review/rows.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  accessAct,
  accessLinesOf,
  addAccessMatch,
  addContributor,
  decideAccess,
  putLineState,
  reopenLines,
  setReviewPointer,
  runsOf,
  standingBetween,
  undoAccessAct,
  type LineRun,
  type ReadableVault,
} from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { populationOf, reviewFor, reviewToWork, type LoadedReview } from './access.ts';
import { forgetOwnLines, ownLinesOf } from './lines.ts';
import { overviewOf, type Overview } from './overview.ts';
import { settle } from './settle.ts';

type DecideCall = 'access.decide' | 'access.undo' | 'access.settleMatch';

interface Refusal {
  readonly code: string;
  readonly lines: number;
  readonly first: number;
}

/** Line numbers that the audit trail names of one act; the rest stand in the decision table. */
const named = 50;

const selfReview = findingBit('self-review');
const unconfirmed = findingBit('unconfirmed');

/** Deciding: one line or many, taking an act back, settling whose account a line is. */
export const decideHandlers = (context: ServiceContext): Pick<Handlers, DecideCall> => ({
  'access.decide': ({ recordId, lines, ...input }) => {
    const found = reviewToWork(context, recordId, 'decide');
    if (!found.ok) return found;
    const review = found.value;
    const population = populationOf(review);
    if (!population.ok) return population;
    const fileId = population.value;
    const { vault } = review.caller;
    const sorted = vault.read((db) => sortOut(db, review, fileId, lines, input));
    const [firstRefusal] = sorted.refused;
    if (sorted.lines.length === 0)
      return firstRefusal === undefined
        ? fail('access/no-such-line', { line: lines[0] ?? 0 })
        : fail(firstRefusal.code, { lines: firstRefusal.lines });
    const act = vault.write(vault, (db, audit) => {
      addContributor(db, audit, recordId, review.revision.revision);
      const id = decideAccess(db, audit, {
        recordId,
        fileId,
        decision: input.decision,
        justification: input.justification,
        removeRoles: input.decision === 'modify' ? input.removeRoles : [],
        mode: lines.length > 1 ? 'bulk' : 'single',
        lines: sorted.lines.length,
        runs: sorted.runs,
      });
      audit.record({
        action: 'access.decide',
        subject: { type: 'record', id: recordId },
        reason: input.justification === '' ? null : input.justification,
        details: {
          act: id,
          list: fileId,
          decision: input.decision,
          lines: sorted.lines.length,
          first: sorted.lines.slice(0, named),
          sha256: digestOf(sorted.runs),
          refused: sorted.refused.map(({ code, lines: count }) => ({ code, lines: count })),
        },
      });
      return id;
    });
    const overview = overviewNow(context, recordId);
    return overview.ok
      ? ok({ act, decided: sorted.lines.length, refused: [...sorted.refused], overview: overview.value })
      : overview;
  },

  'access.undo': ({ recordId, act: id }) => {
    const found = reviewToWork(context, recordId, 'decide');
    if (!found.ok) return found;
    const review = found.value;
    const { vault, account } = review.caller;
    const act = vault.read((db) => accessAct(db, id));
    if (act === undefined || act.fileId !== review.pointer.accountsFile || act.mode === 'undo')
      return fail('access/no-such-act', { act: id });
    if (act.accountId !== account.id) return fail('access/not-your-act', { act: id });
    const restored = vault.write(vault, (db, audit) => {
      addContributor(db, audit, recordId, review.revision.revision);
      const lines = undoAccessAct(db, audit, recordId, act);
      audit.record({
        action: 'access.undo',
        subject: { type: 'record', id: recordId },
        details: { act: id, decision: act.decision, lines },
      });
      return lines;
    });
    const overview = overviewNow(context, recordId);
    return overview.ok ? ok({ restored, overview: overview.value }) : overview;
  },

  'access.settleMatch': ({ recordId, line, person, reason }) => {
    const found = reviewToWork(context, recordId, 'load');
    if (!found.ok) return found;
    const review = found.value;
    const population = populationOf(review);
    if (!population.ok) return population;
    const fileId = population.value;
    const { vault } = review.caller;
    const settled = vault.read((db) => settle(db, review, fileId, { line, person }));
    if (!settled.ok) return settled;
    const { before, states } = settled.value;
    vault.write(vault, (db, audit) => {
      addContributor(db, audit, recordId, review.revision.revision);
      addAccessMatch(db, audit, { fileId, line, person, reason });
      for (const state of states) putLineState(db, fileId, state);
      const changed = states.filter((state) => before.get(state.line) !== `${state.mask} ${String(state.person)}`);
      const reopened = reopenLines(
        db,
        fileId,
        changed.map((state) => state.line),
      );
      setReviewPointer(db, recordId, { ...review.pointer, analysedAt: audit.at });
      audit.record({
        action: 'access.settle-match',
        subject: { type: 'record', id: recordId },
        changes: [{ path: `/lines/${line}/person`, old: before.get(line) ?? '', new: String(person) }],
        reason,
        details: { list: fileId, line, person, reopened },
      });
    });
    forgetOwnLines();
    return overviewNow(context, recordId);
  },
});

const overviewNow = (context: ServiceContext, recordId: string): Result<Overview> => {
  const review = reviewFor(context, recordId);
  return review.ok ? ok(review.value.caller.vault.read((db) => overviewOf(db, context, review.value))) : review;
};

/**
 * What the audit trail holds of a set of lines, however many: SHA-256 over the act's runs in the decision table, as
 * `1-69,71-139`. Whoever has the table can prove that it still says what was decided.
 */
const digestOf = (runs: readonly LineRun[]): string =>
  hash('sha256', runs.map(({ first, last }) => `${first}-${last}`).join(','), 'hex');

interface Sorted {
  readonly lines: readonly number[];
  readonly runs: readonly LineRun[];
  readonly refused: readonly Refusal[];
}

/** Which of these lines this person may decide so, and why not the others. */
const sortOut = (
  db: ReadableVault,
  review: LoadedReview,
  fileId: string,
  asked: readonly number[],
  input: DecisionInput,
): Sorted => {
  const wanted = new Set(asked);
  const population = standingBetween(db, fileId, asked);
  const own = ownLinesOf(db, review);
  const isReviewer = review.caller.account.id === review.revision.createdBy;
  const roles =
    input.decision === 'modify'
      ? new Map(
          accessLinesOf(db, fileId, asked).map(
            ({ line, account }) => [line, (JSON.parse(account) as AccountRow).roles] as const,
          ),
        )
      : null;
  const allowed = new Set<number>();
  const refused = new Map<string, { lines: number; first: number }>();
  for (const { line, mask, privileged } of population) {
    if (!wanted.has(line)) continue;
    const obstacle = decisionObstacle(
      {
        findings: mask,
        privileged,
        roles: roles?.get(line) ?? [],
        own: own.lines.has(line) || (isReviewer && (mask & selfReview) !== 0),
        unconfirmed: (mask & unconfirmed) !== 0,
      },
      input,
      own.administers,
    );
    if (obstacle.ok) {
      allowed.add(line);
      continue;
    }
    const there = refused.get(obstacle.error.code);
    if (there) there.lines += 1;
    else refused.set(obstacle.error.code, { lines: 1, first: line });
  }
  return {
    lines: [...allowed],
    runs: runsOf(population, (line) => allowed.has(line)),
    refused: [...refused].map(([code, { lines: count, first }]) => ({ code, lines: count, first })),
  };
};
