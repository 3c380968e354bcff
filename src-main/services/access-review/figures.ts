import { findingBit, findingKinds, type FindingKind } from '../../domain/access-review/findings.ts';
import { isFinal, type Decision } from '../../domain/access-review/decision.ts';
import { paceOf, type Pace } from '../../domain/access-review/pace.ts';
import { isProven, type Proof } from '../../domain/access-review/proof.ts';
import type { Facts } from '../../domain/record-type.ts';
import {
  accessActs,
  accessTally,
  remedyLines,
  reviewPointer,
  type ReadableVault,
  type RemedyLine,
  type Tally,
} from '../../vault/index.ts';

/** Where a population stands. */
export interface ReviewFigures {
  readonly lines: number;
  readonly active: number;
  readonly privileged: number;
  readonly open: number;
  readonly decided: number;
  readonly unconfirmed: number;
  readonly withoutFinding: number;
  readonly findings: readonly (FindingFigures & { readonly kind: FindingKind })[];
  readonly decisions: Readonly<Partial<Record<Decision, number>>>;
  readonly pace: Pace;
}

export interface FindingFigures {
  readonly lines: number;
  readonly open: number;
  readonly decisions: Readonly<Partial<Record<Decision, number>>>;
}

const sum = (tally: readonly Tally[], fits: (one: Tally) => boolean): number =>
  tally.reduce((lines, one) => lines + (fits(one) ? one.lines : 0), 0);

const byDecision = (tally: readonly Tally[]): Partial<Record<Decision, number>> => {
  const counted: Partial<Record<Decision, number>> = {};
  for (const { decision, lines } of tally)
    if (decision !== null) counted[decision as Decision] = (counted[decision as Decision] ?? 0) + lines;
  return counted;
};

const isOpen = ({ decision }: Tally): boolean => !isFinal(decision as Decision | null);

/** Counts a population. */
export const reviewFigures = (db: ReadableVault, fileId: string): ReviewFigures => {
  const tally = accessTally(db, fileId);
  const unconfirmed = findingBit('unconfirmed');
  const decided = sum(tally, (one) => !isOpen(one));
  return {
    lines: sum(tally, () => true),
    active: sum(tally, (one) => one.active === 1),
    privileged: sum(tally, (one) => one.privileged === 1),
    open: sum(tally, isOpen),
    decided,
    unconfirmed: sum(tally, (one) => (one.mask & unconfirmed) !== 0),
    withoutFinding: sum(tally, (one) => one.mask === 0),
    findings: findingKinds.flatMap((kind) => {
      const having = tally.filter((one) => (one.mask & findingBit(kind)) !== 0);
      return having.length === 0
        ? []
        : [{ kind, lines: sum(having, () => true), open: sum(having, isOpen), decisions: byDecision(having) }];
    }),
    decisions: byDecision(tally),
    pace: paceOf(
      accessActs(db, fileId)
        .filter((act) => act.mode !== 'undo')
        .map((act) => ({ at: act.at, lines: act.lines, decision: act.decision, bulk: act.mode === 'bulk' })),
      { decided, bulkKept: sum(tally, (one) => one.decision === 'keep' && one.mode === 'bulk') },
    ),
  };
};

/** How far a change in the reviewed system is: an exception that ran out counts no more. */
export const remedyState = (line: RemedyLine, today: string): 'proven' | 'excepted' | 'open' => {
  if (isProven(line.proof as Proof | null)) return 'proven';
  return line.expiresOn !== null && line.expiresOn >= today ? 'excepted' : 'open';
};

export interface RemedyFigures {
  readonly lines: number;
  readonly proven: number;
  readonly excepted: number;
  readonly open: number;
}

export const remedyFigures = (lines: readonly RemedyLine[], today: string): RemedyFigures => {
  const states = lines.map((line) => remedyState(line, today));
  const of = (state: string): number => states.filter((one) => one === state).length;
  return { lines: lines.length, proven: of('proven'), excepted: of('excepted'), open: of('open') };
};

/** What the rules of the record type ask: the gates between its stages. */
export const accessFigures = (db: ReadableVault, recordId: string, today: string): Facts => {
  const pointer = reviewPointer(db, recordId);
  const loaded = {
    accountsLoaded: pointer.accountsFile !== null,
    rosterLoaded: pointer.rosterFile !== null && pointer.analysedAt !== null,
  };
  if (pointer.accountsFile === null || pointer.analysedAt === null) return loaded;
  const figures = reviewFigures(db, pointer.accountsFile);
  const remedies = remedyFigures(remedyLines(db, pointer.accountsFile), today);
  return {
    ...loaded,
    lines: figures.lines,
    open: figures.open,
    unconfirmed: figures.unconfirmed,
    bulkKeepShare: figures.pace.bulkKeepShare,
    perMinute: figures.pace.perMinute,
    remedies: remedies.lines,
    remediesOpen: remedies.open,
    excepted: remedies.excepted,
  };
};
