import type { Handlers, Output } from '../../contract/index.ts';
import { completenessOf, type Finding } from '../../domain/completeness.ts';
import type { Content } from '../../domain/form.ts';
import { periodicEvaluation } from '../../domain/records/periodic-evaluation.ts';
import { may } from '../../domain/roles.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { DueKind, type DueItem } from '../../domain/schedule.ts';
import { longestRegulatedInterval, systemFacts, systemForm } from '../../domain/system.ts';
import { recordsInForce, system, type ReadableVault, type SystemEntry } from '../../vault/index.ts';
import { allEntries, saveEntry, systemInventory, versionsOf } from '../entries.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { systemSchedules } from '../schedule/due.ts';
import { storedContent } from '../stored.ts';

type SystemCall = 'systems.list' | 'systems.get' | 'systems.check' | 'systems.save';

/** The system inventory: entries are versions of a form, each with who changed it and why. */
export const systemHandlers = (context: ServiceContext): Pick<Handlers, SystemCall> => ({
  'systems.list': () => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    return ok({
      systems: vault.read((db) => {
        const all = allSystems(db);
        const schedules = systemSchedules(db, all, today(context));
        return all.map((entry) => summaryOf(entry, schedules.get(entry.id) ?? []));
      }),
      mayCreate: may(self.roles, 'edit-systems'),
    });
  },
  'systems.get': ({ systemId }) => {
    const caller = context.caller();
    return caller.ok ? view(context, caller.value, systemId) : caller;
  },
  'systems.check': ({ systemId, content }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return ok({ findings: [...caller.value.vault.read((db) => findingsOf(db, systemId, content))] });
  },
  'systems.save': ({ systemId, baseVersion, content, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const saved = saveEntry(caller.value.vault, systemInventory, {
      id: systemId,
      baseVersion,
      name: systemFacts(content).name,
      content,
      reason,
      findings: caller.value.vault.read((db) => findingsOf(db, systemId, content)),
    });
    return saved.ok ? view(context, caller.value, saved.value.id) : saved;
  },
});

/** What an entry still lacks, and where its choices break a rule. */
export const systemFindings = (content: Content): readonly Finding[] => {
  const facts = systemFacts(content);
  const tooLong: readonly Finding[] =
    facts.regulated && facts.evaluationInterval > longestRegulatedInterval
      ? [
          {
            severity: 'blocking',
            section: 'intervals',
            field: 'evaluationInterval',
            message: `A regulated system is evaluated at least every ${longestRegulatedInterval} months.`,
          },
        ]
      : [];
  return [...completenessOf(systemForm, content), ...tooLong];
};

/** What the entry lacks, and what its state asks of the records about it. */
const findingsOf = (db: ReadableVault, systemId: string | null, content: Content): readonly Finding[] => [
  ...systemFindings(content),
  ...(systemFacts(content).status !== 'retired' || (systemId !== null && hasFinalEvaluation(db, systemId))
    ? []
    : [finalEvaluationMissing]),
];

/** Retirement ends with a last look at the whole life of the system (draft Annex 11 s.14). */
const finalEvaluationMissing: Finding = {
  severity: 'advice',
  section: 'identity',
  field: 'status',
  message: 'A retired system needs a final evaluation, and none is in force.',
};

const hasFinalEvaluation = (db: ReadableVault, systemId: string): boolean =>
  recordsInForce(db, { type: periodicEvaluation.id, systemId, fact: { name: 'kind', value: 'final' } }, 1).length > 0;

/** The whole inventory by name. */
export const allSystems = (db: ReadableVault): readonly SystemEntry[] => allEntries(db, systemInventory);

/** What lists show of a system: its facts, and what its schedule says of the evaluation and of everything else. */
export const summaryOf = (
  entry: SystemEntry,
  schedule: readonly DueItem[],
): Output<'systems.list'>['systems'][number] => {
  const { name, status, regulated, riskClass, gampCategory, version, validationStatus, systemOwner } = systemFacts(
    storedContent(entry.content),
  );
  const evaluation = schedule.find((item) => item.kind === DueKind.Evaluation);
  return {
    id: entry.id,
    name,
    status,
    regulated,
    riskClass,
    gampCategory,
    version,
    validationStatus,
    systemOwner,
    evaluationDueOn: evaluation?.dueOn ?? null,
    daysOverdue: evaluation?.daysOverdue ?? null,
    extendedBy: evaluation?.extendedBy ?? null,
    overdue: schedule.filter((item) => item.daysOverdue > 0).length,
  };
};

const view = (context: ServiceContext, caller: Caller, id: string): Result<Output<'systems.get'>> =>
  caller.vault.read((db) => {
    const entry = system(db, id);
    if (!entry) return fail('systems/not-found', { systemId: id });
    const versions = versionsOf(db, systemInventory, id);
    const last = versions[0];
    return ok({
      summary: summaryOf(entry, systemSchedules(db, [entry], today(context)).get(id) ?? []),
      version: entry.version,
      content: entry.content as Output<'systems.get'>['content'],
      findings: [...findingsOf(db, id, storedContent(entry.content))],
      changedAt: last?.changedAt ?? entry.updatedAt,
      changedBy: last?.changedBy ?? '',
      versions,
      mayEdit: may(caller.account.roles, 'edit-systems'),
    });
  });
