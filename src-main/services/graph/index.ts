import type { Handlers, Output } from '../../contract/index.ts';
import { EntityKind, relationRule, type EntityRef } from '../../domain/links.ts';
import { recordTypes } from '../../domain/records/index.ts';
import { RecordTypeId } from '../../domain/record-type.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { intervalRules, type DueItem } from '../../domain/schedule.ts';
import { systemFacts } from '../../domain/system.ts';
import { inTreeOrder, trace } from '../../domain/trace.ts';
import {
  coverageCounts,
  entities,
  entity,
  entityKey,
  linksOfMany,
  type CoverageCount,
  type ReadableVault,
} from '../../vault/index.ts';
import { today, type ServiceContext } from '../context.ts';
import { entityView } from '../links/index.ts';
import { systemSchedules } from '../schedule/due.ts';
import { storedContent } from '../stored.ts';
import { allSystems } from '../systems/index.ts';

type GraphCall = 'coverage.get' | 'trace.from';
type Cell = Output<'coverage.get'>['systems'][number]['cells'][number];

/** What the links show as a whole: which system has which records, and what hangs together with what. */
export const graphHandlers = (context: ServiceContext): Pick<Handlers, GraphCall> => ({
  'coverage.get': () => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) => {
      const counts = coverageCounts(db);
      const systems = allSystems(db);
      const schedules = systemSchedules(db, systems, today(context));
      const types = Object.values(RecordTypeId);
      return ok({
        types: types.map((id) => ({ id, title: recordTypes[id].title })),
        systems: systems.map((one) => ({
          systemId: one.id,
          name: one.name,
          status: systemFacts(storedContent(one.content)).status,
          cells: types.map((type) =>
            cellOf(
              type,
              counts.filter((count) => count.systemId === one.id && count.type === type),
              schedules.get(one.id) ?? [],
            ),
          ),
        })),
      });
    });
  },
  'trace.from': ({ depth, ...start }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db): Result<Output<'trace.from'>> => {
      if (!entity(db, start)) return fail('links/no-such-thing', { ...start });
      const { steps, cut } = trace(start, depth, (layer) => neighboursOf(db, layer), isPassable);
      const known = entities(
        db,
        steps.map((step) => step.entity),
      );
      const order = inTreeOrder(steps);
      const placeOf = new Map(order.map((step, place) => [step, place]));
      return ok({
        nodes: order.flatMap((index) => {
          const step = steps[index];
          const found = step && known.get(entityKey(step.entity));
          return step && found
            ? [
                {
                  entity: entityView(found),
                  depth: step.depth,
                  parent: step.parent === null ? null : (placeOf.get(step.parent) ?? null),
                  words: step.words,
                },
              ]
            : [];
        }),
        cut,
      });
    });
  },
});

/** A system or supplier belongs to everything: it is shown, and the walk ends there. */
const isPassable = ({ kind }: EntityRef): boolean => kind !== EntityKind.System && kind !== EntityKind.Supplier;

const neighboursOf = (db: ReadableVault, layer: readonly EntityRef[]) =>
  linksOfMany(db, layer).map(({ link, direction, other }) => ({
    of: direction === 'out' ? link.from : link.to,
    to: other,
    words: direction === 'out' ? relationRule(link.relation).out : relationRule(link.relation).in,
  }));

const drafts = ['draft', 'in-review', 'awaiting-signatures', 'returned'];

/** A cell of the matrix: what there is of a type, and what its due rules say. */
const cellOf = (type: RecordTypeId, counts: readonly CoverageCount[], schedule: readonly DueItem[]): Cell => {
  const sum = (states: readonly string[]) =>
    counts.filter((one) => states.includes(one.state)).reduce((total, one) => total + one.count, 0);
  const newest = (states: readonly string[]) =>
    counts
      .filter((one) => states.includes(one.state))
      .map((one) => one.newest)
      .sort()
      .at(-1) ?? null;
  const rules = intervalRules.filter((rule) => (rule.recordType as RecordTypeId) === type).map((rule) => rule.kind);
  const owed = schedule.filter((item) => rules.includes(item.kind));
  const effective = sum(['effective']);
  const worst: Cell['state'] = owed.some((item) => item.daysOverdue > 0 && !(item.first && effective === 0))
    ? 'overdue'
    : owed.some((item) => item.first && item.daysOverdue >= 0) && effective === 0 && sum(drafts) === 0
      ? 'missing'
      : owed.some((item) => item.extendedBy !== null)
        ? 'extended'
        : sum(drafts) > 0
          ? 'draft'
          : effective > 0
            ? 'effective'
            : 'none';
  return {
    type,
    state: worst,
    recordId: newest(['effective']) ?? newest(drafts),
    effective,
    drafts: sum(drafts),
    dueOn: owed[0]?.dueOn ?? null,
  };
};
