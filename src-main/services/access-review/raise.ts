import type { Handlers, ParsedInput } from '../../contract/index.ts';
import { findingLabel, type AccountFinding } from '../../domain/access-review/findings.ts';
import type { AccountRow } from '../../domain/access-review/rows.ts';
import type { Content, FieldValue } from '../../domain/form.ts';
import { relationRule } from '../../domain/links.ts';
import { incident } from '../../domain/records/incident.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  accessLinesOf,
  addAccessRaised,
  addContributor,
  addLink,
  type AccessRaised,
  type AuditWriter,
  type WritableVault,
} from '../../vault/index.ts';
import { ownerOf } from '../actions/owner.ts';
import { raiseAction } from '../actions/raise.ts';
import { today, zonedNow, type ServiceContext } from '../context.ts';
import { authorObstacle, begin } from '../records/create.ts';
import { populationOf, reviewToWork, type LoadedReview } from './access.ts';

type Wanted = ParsedInput<'access.raise'>['what'];

/** The account of a line and what was found of it. */
interface Cause {
  readonly fileId: string;
  readonly line: number;
  readonly account: AccountRow;
  readonly findings: readonly AccountFinding[];
}

/** A finding becomes an incident or an action: linked with the review both ways, and named on the line. */
export const raiseHandlers = (context: ServiceContext): Pick<Handlers, 'access.raise'> => ({
  'access.raise': ({ recordId, line, what }) => {
    const found = reviewToWork(context, recordId, 'raise');
    if (!found.ok) return found;
    const review = found.value;
    const population = populationOf(review);
    if (!population.ok) return population;
    const { vault } = review.caller;
    const [row] = vault.read((db) => accessLinesOf(db, population.value, [line]));
    if (row === undefined) return fail('access/no-such-line', { line });
    const findings = JSON.parse(row.findings) as AccountFinding[];
    if (findings.length === 0) return fail('access/nothing-found', { line });
    const cause = { fileId: population.value, line, account: JSON.parse(row.account) as AccountRow, findings };
    const make = makerOf(context, review, cause, what);
    if (!make.ok) return make;
    const raised = vault.write(vault, (db, audit) => {
      const made = make.value(db, audit);
      addContributor(db, audit, recordId, review.revision.revision);
      addAccessRaised(db, audit, recordId, { ...made, ...cause, findings: findings.map(({ kind }) => kind) });
      audit.record({
        action: 'access.raise',
        subject: { type: 'record', id: recordId },
        details: { list: cause.fileId, line, account: cause.account.account, raised: made.id },
      });
      return made;
    });
    return ok(raised);
  },
});

type Made = Pick<AccessRaised, 'kind' | 'id'>;
type Maker = (db: WritableVault, audit: AuditWriter) => Made;

/** How what is wanted is made, or why it cannot be. */
const makerOf = (context: ServiceContext, review: LoadedReview, cause: Cause, what: Wanted): Result<Maker> => {
  const { record, system, caller } = review;
  if (what.kind === 'incident') {
    const obstacle = authorObstacle(incident, caller.account);
    if (obstacle !== null) return obstacle;
    return ok((db, audit) => {
      const id = begin(db, audit, {
        type: incident,
        of: system,
        account: caller.account,
        day: today(context),
        fill: (prefilled) => incidentOf(prefilled, cause, zonedNow(context), caller.account.fullName, record.id),
        from: record.id,
      });
      const link = addLink(db, audit, {
        relation: 'raised-by',
        from: { kind: 'record', id },
        to: { kind: 'record', id: record.id },
      });
      const rule = relationRule('raised-by');
      for (const [subject, says] of [
        [id, `${rule.out} ${record.id}`],
        [record.id, `${rule.in} ${id}`],
      ] as const)
        audit.record({
          action: 'link.add',
          subject: { type: 'record', id: subject },
          details: { link: link.id, relation: 'raised-by', says },
        });
      return { kind: 'record', id };
    });
  }
  const { kind: _, owner, ...wanted } = what;
  const named = ownerOf(caller, owner);
  if (!named.ok) return named;
  return ok((db, audit) => {
    const input = { systemId: record.systemId, recordId: record.id, ...wanted, ...named.value };
    return { kind: 'action', id: raiseAction(db, audit, today(context), input).id };
  });
};

const inWords = (findings: readonly AccountFinding[]): string =>
  [...new Set(findings.map(({ kind }) => findingLabel[kind]))].join(', ');

/** The incident as far as the line tells it; its team says the rest. */
const incidentOf = (prefilled: Content, cause: Cause, now: string, by: string, recordId: string): Content => {
  const { account, findings, line } = cause;
  const values: Readonly<Record<string, Readonly<Record<string, FieldValue>>>> = {
    identity: {
      title: `Account ${account.account}: ${inWords(findings)}`.slice(0, 200),
      category: 'access',
      detectedAt: now,
      reportedAt: now,
      reportedBy: by,
    },
    cause: {
      occurred: [
        `Found in the access review ${recordId}, row ${line} of the list ${cause.fileId}: account ${account.account}${account.name === '' ? '' : ` (${account.name})`}.`,
        ...findings.map(({ kind, detail }) => `${findingLabel[kind]}: ${detail}`),
      ].join('\n'),
    },
  };
  return Object.fromEntries(
    Object.entries(prefilled).map(([section, part]) => [
      section,
      { ...part, values: { ...part.values, ...values[section] } },
    ]),
  );
};
