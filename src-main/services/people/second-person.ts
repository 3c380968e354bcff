import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { may, type Duty } from '../../domain/roles.ts';
import { accounts, auditTrail, enrolments, type Account, type ReadableVault } from '../../vault/index.ts';

/** Why somebody does not count as the second person. */
export type NotSecond = Failure<'access/second-not-enrolled' | 'access/second-reset-since'>;

/** What only the holder of a signing key leaves in the trail. */
const signatures = ['record.sign', 'record.reject', 'audit.checkpoint', 'enrolment.undertake'] as const;

/** Somebody else approved an enrolment of theirs. That it is recorded anew takes nothing of it away: an administrator does so alone. */
const vouchedFor = (db: ReadableVault, accountId: string): boolean =>
  enrolments(db, accountId).some(({ approvedAt }) => approvedAt !== null);

/**
 * Whether somebody counts as the second person of an act (21 CFR 11.200(a)(3), 11.300(b); decision 0033). An account that an
 * administrator made, or whose login they set anew, may be that administrator. So only people count whose enrolment
 * somebody else approved; and after somebody else set their login pass phrase, they count again once they signed with
 * their own key. Where nobody like that carries the duty, as in a vault that begins, everybody who carries it counts.
 * @param subject account whom the act is about and who therefore cannot be asked; null where it is about nobody
 */
export const countsAsSecond = (
  db: ReadableVault,
  self: Account,
  duty: Duty,
  subject: string | null,
): Result<void, NotSecond> => {
  const others = accounts(db, { status: 'active' }).filter(
    ({ id, roles }) => id !== subject && may(roles, duty) && vouchedFor(db, id),
  );
  if (others.length === 0) return ok(undefined);
  if (!others.some(({ id }) => id === self.id)) return fail('access/second-not-enrolled');
  const [reset] = auditTrail(db, {
    subjectType: 'account',
    subjectId: self.id,
    actions: ['account.reset-pass-phrase'],
    limit: 1,
  }).items;
  if (reset === undefined) return ok(undefined);
  const [signed] = auditTrail(db, { accountId: self.id, actions: signatures, limit: 1 }).items;
  return signed !== undefined && signed.seq > reset.seq ? ok(undefined) : fail('access/second-reset-since');
};
