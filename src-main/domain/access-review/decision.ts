import { fail, ok, type Failure, type Result } from '../result.ts';

/** What a reviewer can say about an account. `escalate` and `not-mine` hand it on: the account still waits. */
export const Decision = {
  Keep: 'keep',
  Modify: 'modify',
  Revoke: 'revoke',
  Escalate: 'escalate',
  NotMine: 'not-mine',
} as const;
export type Decision = (typeof Decision)[keyof typeof Decision];

export const decisionLabel: Readonly<Record<Decision, string>> = {
  keep: 'Keep',
  modify: 'Modify',
  revoke: 'Revoke',
  escalate: 'Escalate',
  'not-mine': 'Not mine',
};

/** Whether the decision settles the account. */
export const isFinal = (decision: Decision | null): boolean =>
  decision === Decision.Keep || decision === Decision.Modify || decision === Decision.Revoke;

/** Whether the decision asks somebody to change the reviewed system. */
export const needsRemedy = (decision: Decision | null): boolean =>
  decision === Decision.Modify || decision === Decision.Revoke;

/** One account as a decision sees it, with who wants to decide. */
export interface DecidedLine {
  readonly findings: number;
  readonly privileged: boolean;
  readonly roles: readonly string[];
  /** Whether the account is the decider's own. */
  readonly own: boolean;
  /** Whether the match with a person is still a guess. */
  readonly unconfirmed: boolean;
}

export interface DecisionInput {
  readonly decision: Decision;
  readonly justification: string;
  /** For `modify`: the roles that go. */
  readonly removeRoles: readonly string[];
}

export type DecisionObstacle =
  | 'access/own-account'
  | 'access/administrator-decides'
  | 'access/justification-needed'
  | 'access/roles-needed'
  | 'access/roles-unknown'
  | 'access/match-unconfirmed';

export const shortestJustification = 3;

/**
 * Whether this person may decide so about this account. Nobody decides on their own account; a privileged one is decided
 * by somebody who is no administrator of that system (regulatory practice); a change needs a reason, and so does keeping
 * what has a finding.
 *
 * @param administers whether the decider holds a privileged account in the reviewed system
 */
export const decisionObstacle = (
  line: DecidedLine,
  input: DecisionInput,
  administers: boolean,
): Result<void, Failure<DecisionObstacle>> => {
  const handsOn = !isFinal(input.decision);
  if (line.own && !handsOn) return fail('access/own-account');
  if (line.privileged && administers && !handsOn) return fail('access/administrator-decides');
  if (line.unconfirmed && !handsOn) return fail('access/match-unconfirmed');
  const justified = input.justification.trim().length >= shortestJustification;
  if (!justified && (input.decision !== Decision.Keep || line.findings !== 0))
    return fail('access/justification-needed');
  if (input.decision === Decision.Modify) {
    if (input.removeRoles.length === 0) return fail('access/roles-needed');
    const unknown = input.removeRoles.filter((role) => !line.roles.includes(role));
    if (unknown.length > 0) return fail('access/roles-unknown', { roles: unknown });
  }
  return ok(undefined);
};
