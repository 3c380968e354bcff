import type { Handlers, Output } from '../../contract/index.ts';
import { completenessOf, type Finding } from '../../domain/completeness.ts';
import { contentChanges } from '../../domain/content-changes.ts';
import type { Content } from '../../domain/form.ts';
import { may } from '../../domain/roles.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import { DueKind, type DueItem } from '../../domain/schedule.ts';
import { longestRegulatedInterval, systemFacts, systemForm } from '../../domain/system.ts';
import {
  account,
  createSystem,
  saveSystem,
  system,
  systems,
  systemVersions,
  type ReadableVault,
  type SystemEntry,
} from '../../vault/index.ts';
import { callerWith, today, type Caller, type ServiceContext } from '../context.ts';
import { systemSchedules } from '../schedule/due.ts';
import { storedContent, toStored } from '../stored.ts';

type SystemCall = 'systems.list' | 'systems.get' | 'systems.check' | 'systems.save';

/** The system inventory: entries are versions of a form, each with who changed it and why. */
export const systemHandlers = (context: ServiceContext): Pick<Handlers, SystemCall> => ({
  'systems.list': () => {
    const caller = callerWith(context, 'read-records');
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
    const caller = callerWith(context, 'read-records');
    return caller.ok ? view(context, caller.value, systemId) : caller;
  },
  'systems.check': ({ content }) => {
    const caller = callerWith(context, 'edit-systems');
    return caller.ok ? ok({ findings: [...systemFindings(content)] }) : caller;
  },
  'systems.save': ({ systemId, baseVersion, content, reason }) => {
    const caller = callerWith(context, 'edit-systems');
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const findings = systemFindings(content);
    if (findings.some((finding) => finding.severity === 'blocking'))
      return fail('systems/incomplete', { findings: findings as unknown as JsonValue });
    const before = systemId === null ? undefined : vault.read((db) => system(db, systemId));
    if (systemId !== null && !before) return fail('systems/not-found', { systemId });
    if (before && before.version !== baseVersion)
      return fail('systems/changed-elsewhere', { version: before.version, baseVersion });
    const input = { name: systemFacts(content).name, content: toStored(content), reason };
    const saved = vault.write(vault, (db, audit) => {
      const entry = before ? saveSystem(db, audit, before.id, input) : createSystem(db, audit, input);
      audit.record({
        action: before ? 'system.change' : 'system.create',
        subject: { type: 'system', id: entry.id },
        changes: contentChanges(before ? storedContent(before.content) : {}, content),
        reason,
        details: { version: entry.version },
      });
      return entry;
    });
    return view(context, caller.value, saved.id);
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

/** The whole inventory by name. */
export const allSystems = (db: ReadableVault): readonly SystemEntry[] => {
  const found: SystemEntry[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = systems(db, { limit: 500, ...(after === undefined ? {} : { after }) });
    found.push(...page.items);
    after = page.next;
  }
  return found;
};

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
    const nameOf = (accountId: string): string => account(db, accountId)?.fullName ?? accountId;
    const versions = systemVersions(db, id).map((one) => ({
      version: one.version,
      changedAt: one.changedAt,
      changedBy: nameOf(one.changedBy),
      reason: one.reason ?? '',
    }));
    const last = versions.at(-1);
    return ok({
      summary: summaryOf(entry, systemSchedules(db, [entry], today(context)).get(id) ?? []),
      version: entry.version,
      content: entry.content as Output<'systems.get'>['content'],
      changedAt: last?.changedAt ?? entry.updatedAt,
      changedBy: last?.changedBy ?? '',
      versions: versions.reverse(),
      mayEdit: may(caller.account.roles, 'edit-systems'),
    });
  });
