import type { Handlers } from '../../contract/index.ts';
import type { Decision } from '../../domain/access-review/decision.ts';
import { proofLabel, type Proof } from '../../domain/access-review/proof.ts';
import type { AccountRow } from '../../domain/access-review/rows.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import {
  account as readAccount,
  addContributor,
  addException,
  addRemedy,
  remedyLines,
  type AuditWriter,
  type RemedyLine,
  type WritableVault,
} from '../../vault/index.ts';
import { today, type ServiceContext } from '../context.ts';
import { populationOf, reviewFor, reviewToWork, type LoadedReview } from './access.ts';
import { remedyState } from './figures.ts';
import { overviewOf, type Overview } from './overview.ts';

type RemedyCall = 'access.remedies' | 'access.remedy' | 'access.except';

/** What was changed in the reviewed system: who did it by which ticket, what a later list proves, what is excepted. */
export const remedyHandlers = (context: ServiceContext): Pick<Handlers, RemedyCall> => ({
  'access.remedies': ({ recordId }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const population = populationOf(review.value);
    if (!population.ok) return ok({ lines: [] });
    return review.value.caller.vault.read((db) =>
      ok({
        lines: remedyLines(db, population.value).map((one) => {
          const { account, name } = JSON.parse(one.account) as AccountRow;
          return {
            line: one.line,
            account,
            name,
            decision: one.decision as Decision,
            removeRoles: JSON.parse(one.removeRoles) as string[],
            justification: one.justification,
            decidedBy: readAccount(db, one.decidedBy)?.fullName ?? one.decidedBy,
            decidedAt: one.decidedAt,
            ticket: one.ticket,
            doneBy: one.doneBy,
            doneOn: one.doneOn,
            proof: one.proof === null ? null : proofLabel[one.proof as Proof],
            later: one.later,
            exceptionReason: one.exceptionReason,
            expiresOn: one.expiresOn,
            state: remedyState(one, today(context)),
          };
        }),
      }),
    );
  },

  'access.remedy': ({ recordId, lines, ticket, doneBy, doneOn }) => {
    if (doneOn > today(context)) return fail('access/done-in-future', { doneOn });
    return onRemedies(
      context,
      recordId,
      lines,
      'access.remedy',
      { ticket, doneBy, doneOn },
      (db, audit, fileId, line) => {
        addRemedy(db, audit, { fileId, line: line.line, act: line.act, ticket, doneBy, doneOn });
      },
    );
  },

  'access.except': ({ recordId, line, reason, expiresOn }) => {
    if (expiresOn <= today(context)) return fail('access/exception-expired', { expiresOn });
    return onRemedies(context, recordId, [line], 'access.except', { expiresOn, reason }, (db, audit, fileId, one) => {
      addException(db, audit, { fileId, line: one.line, act: one.act, reason, expiresOn });
    });
  },
});

const onRemedies = (
  context: ServiceContext,
  recordId: string,
  lines: readonly number[],
  action: 'access.remedy' | 'access.except',
  details: Readonly<Record<string, JsonValue>>,
  write: (db: WritableVault, audit: AuditWriter, fileId: string, line: RemedyLine) => void,
): Result<Overview> => {
  const found = reviewToWork(context, recordId, 'remedy');
  if (!found.ok) return found;
  const review: LoadedReview = found.value;
  const population = populationOf(review);
  if (!population.ok) return population;
  const { vault } = review.caller;
  const wanted = new Set(lines);
  const remedies = vault.read((db) => remedyLines(db, population.value)).filter(({ line }) => wanted.has(line));
  if (remedies.length < wanted.size) return fail('access/nothing-to-remedy');
  vault.write(vault, (db, audit) => {
    addContributor(db, audit, recordId, review.revision.revision);
    for (const remedy of remedies) write(db, audit, population.value, remedy);
    audit.record({
      action,
      subject: { type: 'record', id: recordId },
      details: {
        ...details,
        lines: remedies.length,
        accounts: remedies.slice(0, 50).map(({ account }) => (JSON.parse(account) as AccountRow).account),
      },
    });
  });
  const now = reviewFor(context, recordId);
  return now.ok ? ok(vault.read((db) => overviewOf(db, context, now.value))) : now;
};
