import { randomBytes } from 'node:crypto';
import type { Handlers } from '../../contract/index.ts';
import { derivedOf } from '../../domain/derived.ts';
import type { Content } from '../../domain/form.ts';
import { RecordState } from '../../domain/lifecycle.ts';
import { relationRule } from '../../domain/links.ts';
import type { Beginning, RecordType } from '../../domain/record-type.ts';
import { recordTypes } from '../../domain/records/index.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { systemFacts } from '../../domain/system.ts';
import {
  addLink,
  createRecord,
  linksOf,
  nextRecordId,
  record,
  records,
  system,
  type Account,
  type AuditWriter,
  type ReadableVault,
  type SystemEntry,
  type WritableVault,
} from '../../vault/index.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { storedContent, toStored } from '../stored.ts';
import { suppliersOf } from '../suppliers/serving.ts';
import { callerAndRecord, type LoadedRecord } from './access.ts';
import { pullerOf } from './pull.ts';
import { contentInForce, contentOf, previousRecord } from './history.ts';
import { viewOf } from './write.ts';

/** Beginning a record: from nothing but its system, or from another record whose facts it takes over. */
export const createHandlers = (context: ServiceContext): Pick<Handlers, 'records.create' | 'records.createFrom'> => ({
  'records.create': ({ type: typeId, systemId }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account } = caller.value;
    const type = recordTypes[typeId];
    const obstacle = authorObstacle(type, account);
    if (obstacle !== null) return obstacle;
    const of = vault.read((db) => system(db, systemId));
    if (!of) return fail('systems/not-found', { systemId });
    const only = type.onePerSystem === true ? vault.read((db) => standing(db, typeId, systemId)) : undefined;
    if (only !== undefined) return fail('records/one-per-system', { recordId: only });
    const id = vault.write(vault, (db, audit) =>
      begin(db, audit, { type, of, account, day: today(context), fill: (prefilled) => prefilled, from: null }),
    );
    return viewOf(context, caller.value, id);
  },

  'records.createFrom': ({ recordId, type: typeId }) => {
    const found = callerAndRecord(context, recordId);
    if (!found.ok) return found;
    const { caller, record: source, system: of } = found.value;
    const type = recordTypes[typeId];
    const beginning = beginningOf(caller, found.value, type);
    if (!beginning.ok) return beginning;
    const { relation, carry } = beginning.value;
    const content = contentOf(found.value.revision);
    const id = caller.vault.write(caller.vault, (db, audit) => {
      const made = begin(db, audit, {
        type,
        of,
        account: caller.account,
        day: today(context),
        fill: (prefilled) => carry({ recordId, title: source.title, content }, prefilled),
        from: recordId,
      });
      const link = addLink(db, audit, {
        relation,
        from: { kind: 'record', id: recordId },
        to: { kind: 'record', id: made },
      });
      for (const [subject, other, words] of [
        [recordId, made, relationRule(relation).out],
        [made, recordId, relationRule(relation).in],
      ] as const)
        audit.record({
          action: 'link.add',
          subject: { type: 'record', id: subject },
          details: { link: link.id, relation, says: `${words} ${other}` },
        });
      return made;
    });
    return viewOf(context, caller, id);
  },
});

/** How a record of the type begins from this one, if it may be begun by this caller now. */
const beginningOf = ({ vault, account }: Caller, source: LoadedRecord, type: RecordType): Result<Beginning> => {
  const beginning = type.beginsFrom?.find((one) => one.type === source.type.id);
  if (beginning === undefined) return fail('records/not-begun-from', { type: type.title, from: source.type.title });
  const obstacle = authorObstacle(type, account);
  if (obstacle !== null) return obstacle;
  if (source.record.state === RecordState.Withdrawn) return fail('records/not-begun-from-withdrawn');
  const there = beginning.once ? vault.read((db) => begunAlready(db, source.record.id, beginning)) : undefined;
  return there === undefined ? ok(beginning) : fail('records/begun-already', { recordId: there });
};

/** The record that was begun from the source by this relation and was not withdrawn since. */
const begunAlready = (db: ReadableVault, sourceId: string, { relation }: Beginning): string | undefined =>
  linksOf(db, { kind: 'record', id: sourceId })
    .filter(({ link, direction }) => link.relation === relation && direction === 'out')
    .map(({ other }) => record(db, other.id))
    .find((one) => one !== undefined && one.state !== RecordState.Withdrawn)?.id;

/** Why this account may not begin a record of the type as its author; null where it may. */
export const authorObstacle = (
  type: RecordType,
  account: Account,
): { readonly ok: false; readonly error: Failure } | null => {
  const author = type.requirements.find((one) => one.byAuthor);
  return author && !author.eligible.some((role) => account.roles.includes(role))
    ? fail('records/not-an-author', { eligible: [...author.eligible] })
    : null;
};

interface NewBeginning {
  readonly type: RecordType;
  readonly of: SystemEntry;
  readonly account: Account;
  readonly day: string;
  readonly fill: (prefilled: Content) => Content;
  /** The record that this one is begun from. */
  readonly from: string | null;
}

/** Makes the record with its first revision and its entry in the trail; answers its id. */
export const begin = (db: WritableVault, audit: AuditWriter, wanted: NewBeginning): string => {
  const { type, of, account, day, fill, from } = wanted;
  const systemContent = storedContent(of.content);
  const previous = previousRecord(db, type, of.id, null);
  const filled = fill(
    type.prefill({
      systemId: of.id,
      system: systemContent,
      today: day,
      previousEnd: previous?.periodEnd ?? null,
      previousId: previous?.id ?? null,
      previous: previous ? contentInForce(db, previous) : null,
      suppliers: suppliersOf(db, of.id).map((entry) => storedContent(entry.content)),
      seed: randomBytes(8).toString('hex'),
    }),
  );
  const content = pullerOf(type.id)?.(db, of, filled).content ?? filled;
  const created = createRecord(db, audit, {
    id: nextRecordId(db, type.prefix, Number(day.slice(0, 4))),
    type: type.id,
    systemId: of.id,
    ...derivedOf(type, content, systemFacts(systemContent).name),
    state: RecordState.Draft,
    stage: type.stages?.initial ?? null,
    ownerId: account.id,
    content: toStored(content),
  });
  audit.record({
    action: 'record.create',
    subject: { type: 'record', id: created.id },
    details: {
      type: type.id,
      systemId: of.id,
      revision: 1,
      previous: previous?.id ?? null,
      ...(from === null ? {} : { from }),
    },
  });
  return created.id;
};

/** The record of a type that a system already has, unless it was withdrawn or retired. */
const standing = (db: ReadableVault, type: string, systemId: string): string | undefined =>
  records(db, {
    type,
    systemId,
    states: ['draft', 'in-review', 'awaiting-signatures', 'effective', 'superseded', 'returned'],
    limit: 1,
  }).items[0]?.id;
