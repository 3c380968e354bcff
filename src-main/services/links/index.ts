import type { Handlers, Output } from '../../contract/index.ts';
import { mayLink, relationRule, relationsOf, type EntityRef } from '../../domain/links.ts';
import { may } from '../../domain/roles.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  account,
  addLink,
  endLink,
  entities,
  entity,
  entityKey,
  findEntities,
  link,
  linksOf,
  standingLink,
  type Account,
  type Entity,
  type LinkSeen,
  type ReadableVault,
} from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';

type LinkCall = 'links.of' | 'links.add' | 'links.end' | 'links.candidates';
type LinkView = Output<'links.of'>['links'][number];

/** Typed links between records, actions, systems, suppliers and references: seen from both ends, ended, never deleted. */
export const linkHandlers = (context: ServiceContext): Pick<Handlers, LinkCall> => ({
  'links.of': (of) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    return vault.read((db): Result<Output<'links.of'>> => {
      const found = entity(db, of);
      if (!found) return notFound(of);
      const links = linksOf(db, of, 'all');
      const known = entities(
        db,
        links.map((one) => one.other),
      );
      return ok({
        links: links
          .map((one) => linkView(db, self, one, known.get(entityKey(one.other))))
          .sort((a, b) => Number(a.ended !== null) - Number(b.ended !== null)),
        relations: relationsOf(found).map(({ rule, direction, words }) => ({ relation: rule.id, direction, words })),
        add: mayWrite(self),
      });
    });
  },
  'links.add': ({ relation, from, to }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const allowed = vault.read((db): Result<unknown> => {
      const [a, b] = [entity(db, from), entity(db, to)];
      if (!a || !b) return notFound(a ? to : from);
      if (relationRule(relation).byProgram) return fail('links/by-program');
      const joined = mayLink(relation, a, b);
      if (!joined.ok) return joined;
      return standingLink(db, { relation, from, to }) ? fail('links/there-already') : ok(null);
    });
    if (!allowed.ok) return allowed;
    const added = vault.write(vault, (db, audit) => {
      const made = addLink(db, audit, { relation, from, to });
      // Both ends show it in their history.
      for (const [subject, other, words] of [
        [from, to, relationRule(relation).out],
        [to, from, relationRule(relation).in],
      ] as const)
        audit.record({
          action: 'link.add',
          subject: { type: subject.kind, id: subject.id },
          details: { link: made.id, relation, says: `${words} ${other.id}` },
        });
      return made;
    });
    return ok({ linkId: added.id });
  },
  'links.end': ({ linkId, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const found = vault.read((db) => link(db, linkId));
    if (!found) return fail('links/not-found', { linkId });
    if (found.endedAt !== null) return fail('links/ended-already');
    if (relationRule(found.relation).byProgram) return fail('links/by-program');
    vault.write(vault, (db, audit) => {
      endLink(db, audit, linkId, reason);
      for (const subject of [found.from, found.to])
        audit.record({
          action: 'link.end',
          subject: { type: subject.kind, id: subject.id },
          reason,
          details: { link: linkId, relation: found.relation, from: found.from.id, to: found.to.id },
        });
    });
    return ok({ linkId });
  },
  'links.candidates': ({ of, relation, direction, search }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db): Result<Output<'links.candidates'>> => {
      const self = entity(db, of);
      if (!self) return notFound(of);
      const rule = relationRule(relation);
      const end = direction === 'out' ? rule.to : rule.from;
      const found = findEntities(db, {
        ...end,
        search: search.trim(),
        systemId: self.systemId,
        limit: candidatesShown + 1,
      });
      return ok({
        candidates: found
          .filter((one) => entityKey(one) !== entityKey(of))
          .slice(0, candidatesShown)
          .map(entityView),
      });
    });
  },
});

const candidatesShown = 30;

const notFound = ({ kind, id }: EntityRef) => fail('links/no-such-thing', { kind, id });

const mayWrite = (self: Account): string | null => (may(self.roles, 'write-records') ? null : 'access/denied');

/** Anything that a link joins, as the wire carries it. */
export const entityView = ({ kind, id, type, title, systemId, state, stage, day }: Entity): LinkView['other'] => ({
  kind,
  id,
  type,
  title,
  systemId,
  state,
  stage,
  day,
});

const linkView = (db: ReadableVault, self: Account, seen: LinkSeen, other: Entity | undefined): LinkView => {
  const { link: one, direction } = seen;
  const nameOf = (id: string): string => account(db, id)?.fullName ?? id;
  const rule = relationRule(one.relation);
  return {
    id: one.id,
    relation: one.relation,
    direction,
    words: direction === 'out' ? rule.out : rule.in,
    other: other
      ? entityView(other)
      : {
          ...seen.other,
          type: seen.other.kind,
          title: seen.other.id,
          systemId: null,
          state: null,
          stage: null,
          day: null,
        },
    createdAt: one.createdAt,
    createdBy: nameOf(one.createdBy),
    ended:
      one.endedAt === null || one.endedBy === null
        ? null
        : { at: one.endedAt, by: nameOf(one.endedBy), reason: one.endReason ?? '' },
    end: one.endedAt !== null ? 'links/ended-already' : rule.byProgram ? 'links/by-program' : mayWrite(self),
  };
};
