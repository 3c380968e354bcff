import type { EntityKind, EntityRef, LinkDirection, Relation } from '../domain/links.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A link between two things, each by its id. It stands until it is ended. */
export interface Link {
  readonly id: number;
  readonly relation: Relation;
  readonly from: EntityRef;
  readonly to: EntityRef;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

interface Row extends Omit<Link, 'from' | 'to'> {
  readonly fromKind: EntityKind;
  readonly fromId: string;
  readonly toKind: EntityKind;
  readonly toId: string;
}

const select = `
  SELECT id, relation, from_kind AS fromKind, from_id AS fromId, to_kind AS toKind, to_id AS toId,
    created_at AS createdAt, created_by AS createdBy, ended_at AS endedAt, ended_by AS endedBy, end_reason AS endReason
  FROM link`;

const linkOf = ({ fromKind, fromId, toKind, toId, ...row }: Row): Link => ({
  ...row,
  from: { kind: fromKind, id: fromId },
  to: { kind: toKind, id: toId },
});

export interface NewLink {
  readonly relation: Relation;
  readonly from: EntityRef;
  readonly to: EntityRef;
}

export const link = (db: ReadableVault, id: number): Link | undefined => {
  const row = db.get<Row>(`${select} WHERE id = ?`, id);
  return row && linkOf(row);
};

/** The standing link that says exactly this, if there is one. */
export const standingLink = (db: ReadableVault, { relation, from, to }: NewLink): Link | undefined => {
  const row = db.get<Row>(
    `${select} WHERE from_kind = ? AND from_id = ? AND relation = ? AND to_kind = ? AND to_id = ? AND ended_at IS NULL`,
    from.kind,
    from.id,
    relation,
    to.kind,
    to.id,
  );
  return row && linkOf(row);
};

/** Adds a link; one that stands already is answered as it is, so that the same thing is said once. */
export const addLink = (db: WritableVault, stamp: Stamp, wanted: NewLink): Link => {
  const there = standingLink(db, wanted);
  if (there) return there;
  db.run(
    `INSERT INTO link (relation, from_kind, from_id, to_kind, to_id, created_at, created_by)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    wanted.relation,
    wanted.from.kind,
    wanted.from.id,
    wanted.to.kind,
    wanted.to.id,
    stamp.at,
    stamp.account.id,
  );
  const added = standingLink(db, wanted);
  if (!added) throw new Error('a link that was not added');
  return added;
};

/** Ends a link for a reason. @throws where there is none, or it ended before (by the schema). */
export const endLink = (db: WritableVault, stamp: Stamp, id: number, reason: string): Link => {
  const changed = db.run(
    'UPDATE link SET ended_at = ?, ended_by = ?, end_reason = ? WHERE id = ?',
    stamp.at,
    stamp.account.id,
    reason,
    id,
  );
  const ended = link(db, id);
  if (changed !== 1 || !ended) throw new Error(`no link ${id}`);
  return ended;
};

/** A link as one of its ends sees it. */
export interface LinkSeen {
  readonly link: Link;
  readonly direction: LinkDirection;
  readonly other: EntityRef;
}

/** All links of an entity in both directions, in the order they were made; ended ones only where asked for. */
export const linksOf = (
  db: ReadableVault,
  of: EntityRef,
  ended: 'standing' | 'all' = 'standing',
): readonly LinkSeen[] => linksOfMany(db, [of], ended);

/** The links of many entities by one question, for walks through the graph. */
export const linksOfMany = (
  db: ReadableVault,
  of: readonly EntityRef[],
  ended: 'standing' | 'all' = 'standing',
): readonly LinkSeen[] => {
  const keys = JSON.stringify(of.map(({ kind, id }) => [kind, id]));
  const among = (kind: string, id: string): string =>
    `(${kind}, ${id}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`;
  const standing = ended === 'standing' ? 'AND ended_at IS NULL' : '';
  return (['out', 'in'] as const)
    .flatMap((direction) =>
      db
        .all<Row>(
          `${select} WHERE ${direction === 'out' ? among('from_kind', 'from_id') : among('to_kind', 'to_id')} ${standing}`,
          keys,
        )
        .map(linkOf)
        .map((one) => ({ link: one, direction, other: direction === 'out' ? one.to : one.from })),
    )
    .sort((a, b) => a.link.id - b.link.id);
};
