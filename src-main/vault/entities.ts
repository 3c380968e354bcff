import { EntityKind, type EntityRef } from '../domain/links.ts';
import type { JsonValue } from '../domain/result.ts';
import type { ReadableVault } from './handle.ts';

/** What can be said of anything that a link joins, by one look. */
export interface Entity extends EntityRef {
  /** The record's or reference's type; of anything else its kind. */
  readonly type: string;
  readonly title: string;
  /** The system it is about; null for what belongs to none. */
  readonly systemId: string | null;
  /**
   * Of a record its lifecycle state, which is `effective` as long as a revision is in force, whatever a newer draft is
   * about (title, day and facts are then that revision's); of an action its status; null where there is none.
   */
  readonly state: string | null;
  readonly stage: string | null;
  /** ISO day it speaks of, happened on or is due on. */
  readonly day: string | null;
  readonly facts: Readonly<Record<string, JsonValue>>;
}

type Row = Omit<Entity, 'kind' | 'facts'> & { readonly facts: string };

/** One question per kind, whatever the number of ids (given as a JSON array). Kinds without a table yet have none. */
const questions: Readonly<Partial<Record<EntityKind, string>>> = {
  record: `
    SELECT id, type, title, system_id AS systemId, stage, coalesce(event_on, period_end) AS day, facts, state
    FROM counted_record WHERE id IN (SELECT value FROM json_each(?))`,
  system: `
    SELECT id, 'system' AS type, name AS title, id AS systemId, NULL AS state, NULL AS stage, NULL AS day, '{}' AS facts
    FROM system WHERE id IN (SELECT value FROM json_each(?))`,
  action: `
    SELECT id, 'action' AS type, action AS title, system_id AS systemId, status AS state, NULL AS stage, due_on AS day,
      json_object('owner', owner_name, 'due', due_on, 'type', type, 'effective', effective) AS facts
    FROM action WHERE id IN (SELECT value FROM json_each(?))`,
  reference: `
    SELECT id, kind AS type, value || CASE title WHEN '' THEN '' ELSE ' ' || title END AS title, system_id AS systemId,
      CASE WHEN withdrawn_at IS NULL THEN NULL ELSE 'withdrawn' END AS state, NULL AS stage, occurred_on AS day, facts
    FROM reference WHERE id IN (SELECT value FROM json_each(?))`,
  supplier: `
    SELECT id, 'supplier' AS type, name AS title, NULL AS systemId, NULL AS state, NULL AS stage, NULL AS day,
      '{}' AS facts
    FROM supplier WHERE id IN (SELECT value FROM json_each(?))`,
};

/** The key of an entity in a map: kinds and ids hold no blank. */
export const entityKey = ({ kind, id }: EntityRef): string => `${kind} ${id}`;

/** What the vault knows of these, by {@link entityKey}; what is not there is absent. */
export const entities = (db: ReadableVault, wanted: readonly EntityRef[]): ReadonlyMap<string, Entity> => {
  const found = new Map<string, Entity>();
  for (const kind of Object.values(EntityKind)) {
    const question = questions[kind];
    const ids = wanted.filter((one) => one.kind === kind).map((one) => one.id);
    if (question === undefined || ids.length === 0) continue;
    for (const { facts, ...row } of db.all<Row>(question, JSON.stringify(ids)))
      found.set(entityKey({ kind, id: row.id }), {
        ...row,
        kind,
        facts: JSON.parse(facts) as Readonly<Record<string, JsonValue>>,
      });
  }
  return found;
};

export const entity = (db: ReadableVault, wanted: EntityRef): Entity | undefined =>
  entities(db, [wanted]).get(entityKey(wanted));

/** Where each kind is searched by id or title, and what its newest are. */
const searched: Readonly<
  Partial<
    Record<
      EntityKind,
      {
        readonly from: string;
        readonly title: string;
        readonly type: string;
        readonly system: string;
        readonly newest: string;
      }
    >
  >
> = {
  record: { from: 'record', title: 'title', type: 'type', system: 'system_id', newest: 'updated_at' },
  system: { from: 'system', title: 'name', type: "'system'", system: 'id', newest: 'updated_at' },
  action: { from: 'action', title: 'action', type: "'action'", system: 'system_id', newest: 'updated_at' },
  reference: {
    from: '(SELECT * FROM reference WHERE withdrawn_at IS NULL)',
    title: "value || ' ' || title",
    type: 'kind',
    system: 'system_id',
    newest: 'created_at',
  },
  supplier: { from: 'supplier', title: 'name', type: "'supplier'", system: 'NULL', newest: 'updated_at' },
};

/** Entities whose id or title holds the words, those of the given system first, then the newest. */
export const findEntities = (
  db: ReadableVault,
  wanted: {
    readonly kinds: readonly EntityKind[];
    /** Types of records and references; all where not given. */
    readonly types?: readonly string[];
    readonly search: string;
    readonly systemId: string | null;
    readonly limit: number;
  },
): readonly Entity[] => {
  const pattern = `%${wanted.search.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`;
  const ids = wanted.kinds.flatMap((kind): readonly EntityRef[] => {
    const at = searched[kind];
    if (at === undefined) return [];
    return db
      .all<{ readonly id: string }>(
        `SELECT id FROM ${at.from} WHERE (id LIKE ? ESCAPE '\\' OR ${at.title} LIKE ? ESCAPE '\\')
           ${wanted.types === undefined ? '' : `AND ${at.type} IN (SELECT value FROM json_each(?))`}
         ORDER BY ${at.system} IS ? DESC, ${at.newest} DESC, id DESC LIMIT ?`,
        pattern,
        pattern,
        ...(wanted.types === undefined ? [] : [JSON.stringify(wanted.types)]),
        wanted.systemId,
        wanted.limit,
      )
      .map(({ id }) => ({ kind, id }));
  });
  const known = entities(db, ids.slice(0, wanted.limit));
  return ids.slice(0, wanted.limit).flatMap((one) => known.get(entityKey(one)) ?? []);
};
