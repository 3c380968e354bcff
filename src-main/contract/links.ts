import { z } from 'zod';
import { EntityKind, Relation } from '../domain/links.ts';
import { ChangeKind, ReferenceKind } from '../domain/references.ts';
import { call } from './call.ts';
import { day, id, instant, line, reason } from './shapes.ts';

export const entityRef = z.object({ kind: z.enum(EntityKind), id });

/** Anything that a link joins, as lists show it. */
export const entityView = entityRef.extend({
  type: z.string(),
  title: z.string(),
  systemId: id.nullable(),
  state: z.string().nullable(),
  stage: z.string().nullable(),
  day: day.nullable(),
});

export const linkView = z.object({
  id: z.number().int(),
  relation: z.enum(Relation),
  /** `out`: from the entity that was asked for. */
  direction: z.enum(['out', 'in']),
  /** The relation in the words of this direction. */
  words: z.string(),
  other: entityView,
  createdAt: instant,
  createdBy: z.string(),
  ended: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  /** Null where this person may end it; else the code that says why not. */
  end: z.string().nullable(),
});

const linkId = z.object({ linkId: z.number().int().positive() });

export const linkCalls = {
  /** All links of an entity, both directions, ended ones last; and what a person may add. */
  'links.of': call(
    entityRef,
    z.object({
      links: z.array(linkView),
      relations: z.array(z.object({ relation: z.enum(Relation), direction: z.enum(['out', 'in']), words: z.string() })),
      add: z.string().nullable(),
    }),
  ),
  'links.add': call(
    z.object({ relation: z.enum(Relation), from: entityRef, to: entityRef }),
    z.object({ linkId: z.number().int() }),
  ),
  'links.end': call(linkId.extend({ reason }), z.object({ linkId: z.number().int() })),
  /** What may stand at the other end of a relation: by id or words, at most 30. */
  'links.candidates': call(
    z.object({
      of: entityRef,
      relation: z.enum(Relation),
      direction: z.enum(['out', 'in']),
      search: z.string().max(200),
    }),
    z.object({ candidates: z.array(entityView) }),
  ),
};

const commitFacts = z.object({
  repository: z.string(),
  author: z.string(),
  email: z.string(),
  authoredAt: z.string(),
  committedAt: z.string(),
  subject: z.string(),
  checkedAt: instant,
});

export const referenceView = z.object({
  id,
  systemId: id,
  kind: z.enum(ReferenceKind),
  value: z.string(),
  title: z.string(),
  occurredOn: day.nullable(),
  change: z.object({ changeKind: z.enum(ChangeKind), gxpImpact: z.boolean(), major: z.boolean() }).nullable(),
  commit: commitFacts.nullable(),
  createdAt: instant,
  createdBy: z.string(),
  withdrawn: z.object({ at: instant, reason: z.string() }).nullable(),
});

const value = z.string().max(2_000);
const title = z.string().trim().max(300);
export const repositoryView = z.object({ id: z.number().int(), path: z.string(), addedAt: instant });

export const referenceCalls = {
  /** Adds a reference, or answers the one that says the same. A commit is looked up in `repositoryId` first. */
  'references.add': call(
    z.object({
      systemId: id,
      reference: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('change'),
          value,
          title: line,
          date: z.string().max(10),
          changeKind: z.enum(ChangeKind),
          gxpImpact: z.boolean(),
          major: z.boolean(),
        }),
        z.object({ kind: z.literal('ticket'), value, title }),
        z.object({ kind: z.literal('url'), value, title }),
        z.object({ kind: z.literal('commit'), value, repositoryId: z.number().int() }),
      ]),
    }),
    referenceView,
  ),
  'references.get': call(z.object({ referenceId: id }), referenceView),
  'references.list': call(
    z.object({ systemId: id, kind: z.enum(ReferenceKind).nullable() }),
    z.object({ references: z.array(referenceView), repositories: z.array(repositoryView), mayAdd: z.boolean() }),
  ),
  'references.withdraw': call(z.object({ referenceId: id, reason }), referenceView),
  /** Opens the host's folder dialog and keeps the repository for the system; null where the person cancelled. */
  'repositories.choose': call(z.object({ systemId: id }), z.object({ repository: repositoryView.nullable() })),
  'repositories.remove': call(z.object({ repositoryId: z.number().int(), reason }), z.object({ removed: z.boolean() })),
};
