import { ActionStatus, owedOn } from '../../domain/actions.ts';
import { addMonths } from '../../domain/days.ts';
import {
  byDay,
  DueEvent,
  DueKind,
  dueOnce,
  systemSchedule,
  type DueItem,
  type Extension,
  type SystemHistory,
} from '../../domain/schedule.ts';
import { systemFacts } from '../../domain/system.ts';
import {
  allActions,
  certificateExpiries,
  criticalIncidents,
  extensionsInForce,
  lastDone,
  lastFact,
  majorChanges,
  riskExpiries,
  type Dated,
  type LastDone,
  type ReadableVault,
  type SystemEntry,
} from '../../vault/index.ts';
import { stateOf } from '../actions/view.ts';
import { storedContent } from '../stored.ts';

/** How far back an event still asks for an answer. */
const eventMonths = 24;

/** What each system owes by rule, from few questions to the vault whatever the number of systems. */
export const systemSchedules = (
  db: ReadableVault,
  systems: readonly SystemEntry[],
  today: string,
): ReadonlyMap<string, readonly DueItem[]> => {
  const done = lastDone(db, ['periodic-evaluation', 'access-review', 'operation-plan', 'audit-trail-review']);
  const restored = new Map(lastFact(db, 'operation-plan', 'restoreTestedOn').map((one) => [one.systemId, one.day]));
  const recovered = new Map(lastFact(db, 'operation-plan', 'disasterTestedOn').map((one) => [one.systemId, one.day]));
  const extensions = extensionsInForce(db);
  return new Map(
    systems.map((entry) => {
      const facts = systemFacts(storedContent(entry.content));
      const of = done.filter((one) => one.systemId === entry.id);
      const evaluated = latest(of, 'periodic-evaluation') ?? facts.lastEvaluation;
      const since = later(evaluated, addMonths(today, -eventMonths));
      const history: SystemHistory = {
        systemId: entry.id,
        name: facts.name,
        facts,
        since: entry.createdAt.slice(0, 10),
        last: {
          evaluation: evaluated,
          'access-review': latest(of, 'access-review', (scope) => scope !== 'privileged'),
          'privileged-review': latest(of, 'access-review'),
          'plan-review': latest(of, 'operation-plan'),
          'audit-trail-review': latest(of, 'audit-trail-review'),
          'restore-test': restored.get(entry.id) ?? null,
          'disaster-test': recovered.get(entry.id) ?? null,
        },
        events: [
          ...criticalIncidents(db, entry.id, since).map((one) => eventOf(DueEvent.CriticalIncident, 'record', one)),
          ...majorChanges(db, entry.id, since).map((one) => eventOf(DueEvent.MajorChange, 'reference', one)),
        ],
        extensions: extensions.filter((one) => one.systemId === entry.id).flatMap(extensionOf),
      };
      return [entry.id, systemSchedule(history, today)];
    }),
  );
};

const latest = (
  done: readonly LastDone[],
  type: string,
  scope: (scope: string | null) => boolean = () => true,
): string | null =>
  done
    .filter((one) => one.type === type && scope(one.scope))
    .reduce<string | null>((best, one) => later(best, one.day), null);

const later = (a: string | null, b: string): string => (a !== null && a > b ? a : b);

const eventOf = (event: DueEvent, kind: 'record' | 'reference', { id, title, number, day }: Dated) => ({
  event,
  day,
  subject: { kind, id, title, ...(number === undefined ? {} : { number }) },
});

const extensionOf = (one: {
  readonly recordId: string;
  readonly duty: string;
  readonly from: string | null;
  readonly until: string;
  readonly reference: string | null;
}): readonly Extension[] => {
  const kind = Object.values(DueKind).find((known) => known === one.duty);
  return kind === undefined
    ? []
    : [{ recordId: one.recordId, kind, from: one.from, until: one.until, reference: one.reference }];
};

/** Everything that is due up to a day, of every system or one, earliest first. */
export const dueUntil = (
  db: ReadableVault,
  systems: readonly SystemEntry[],
  today: string,
  wanted: { readonly systemId: string | null; readonly until: string },
): readonly DueItem[] => {
  const of = wanted.systemId === null ? systems : systems.filter((one) => one.id === wanted.systemId);
  const single = [
    ...owedActions(db, today, wanted),
    ...riskExpiries(db).map((one) =>
      dueOnce(today, {
        kind: DueKind.AcceptedRisk,
        systemId: one.systemId,
        subject: { kind: 'record', id: one.id, title: one.title },
        dueOn: one.day,
        ownerId: null,
      }),
    ),
    ...certificateExpiries(db).map((one) =>
      dueOnce(today, {
        kind: DueKind.Certificate,
        systemId: null,
        subject: { kind: 'account', id: one.accountId, title: one.fullName },
        dueOn: one.notAfter.slice(0, 10),
        ownerId: one.accountId,
      }),
    ),
  ].filter((item) => wanted.systemId === null || item.systemId === wanted.systemId);
  return [...[...systemSchedules(db, of, today).values()].flat(), ...single]
    .filter((item) => item.dueOn <= wanted.until)
    .sort(byDay);
};

const owedActions = (
  db: ReadableVault,
  today: string,
  { systemId, until }: { readonly systemId: string | null; readonly until: string },
): readonly DueItem[] => {
  const extensions = extensionsInForce(db).flatMap(extensionOf);
  return allActions(db, { ...(systemId === null ? {} : { systemId }), owedUntil: until }).flatMap(
    (one): readonly DueItem[] => {
      const owed = owedOn(stateOf(one));
      if (owed === null) return [];
      return [
        dueOnce(
          today,
          {
            kind: one.status === ActionStatus.Open ? DueKind.Action : DueKind.Effectiveness,
            systemId: one.systemId,
            subject: { kind: 'action', id: one.id, title: one.action },
            dueOn: owed.dueOn,
            ownerId: one.status === ActionStatus.Open ? one.ownerId : null,
          },
          extensions,
        ),
      ];
    },
  );
};
