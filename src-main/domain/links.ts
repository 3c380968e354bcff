import { fail, ok, type Failure, type Result } from './result.ts';

/** What a link may join. A record is joined by its id, not by a revision: a new revision breaks nothing. */
export const EntityKind = {
  Record: 'record',
  System: 'system',
  Action: 'action',
  Supplier: 'supplier',
  Reference: 'reference',
  AccountList: 'account-list',
} as const;
export type EntityKind = (typeof EntityKind)[keyof typeof EntityKind];

/** One end of a link. `id` is `IN-2026-0003`, `SYS-0001`, `AI-2026-0001`, `REF-0001` ... */
export interface EntityRef {
  readonly kind: EntityKind;
  readonly id: string;
}

/** How two things belong together. */
export const Relation = {
  ResolvedBy: 'resolved-by',
  CausedBy: 'caused-by',
  AnalysedIn: 'analysed-in',
  WaivedBy: 'waived-by',
  FixedBy: 'fixed-by',
  FoundIn: 'found-in',
  Raises: 'raises',
  RaisedBy: 'raised-by',
  Covers: 'covers',
  Follows: 'follows',
  Extends: 'extends',
  DuplicateOf: 'duplicate-of',
  ServedBy: 'served-by',
  Mentions: 'mentions',
} as const;
export type Relation = (typeof Relation)[keyof typeof Relation];

/** What may stand at one end: kinds, and for records their types and for references theirs (all where not given). */
interface End {
  readonly kinds: readonly EntityKind[];
  readonly types?: readonly string[];
}

/** A relation as data: the words of both directions and what it may join. */
export interface RelationRule {
  readonly id: Relation;
  /** Read from `from` to `to`: `is resolved by`. */
  readonly out: string;
  /** Read from `to` to `from`: `resolves`. */
  readonly in: string;
  readonly from: End;
  readonly to: End;
  /** Only the program draws it (an action from its record, an evaluation's sources); people do not add or end it. */
  readonly byProgram: boolean;
}

const anything: End = { kinds: Object.values(EntityKind) };
const records = (...types: readonly string[]): End => ({
  kinds: [EntityKind.Record],
  ...(types.length === 0 ? {} : { types }),
});
const references = (...types: readonly string[]): End => ({
  kinds: [EntityKind.Reference],
  ...(types.length === 0 ? {} : { types }),
});
const rule = (
  id: Relation,
  words: readonly [out: string, into: string],
  from: End,
  to: End,
  byProgram = false,
): RelationRule => ({ id, out: words[0], in: words[1], from, to, byProgram });

/** Every relation there is (the link graph of the process), in the order in which a picker offers them. */
export const relations: readonly RelationRule[] = [
  rule(Relation.ResolvedBy, ['is resolved by', 'resolves'], records('incident'), references()),
  rule(Relation.CausedBy, ['is caused by', 'causes'], records('incident', 'defect'), {
    kinds: [EntityKind.Record, EntityKind.Reference],
    types: ['incident', 'defect', 'change', 'commit'],
  }),
  rule(Relation.AnalysedIn, ['is analysed in', 'analyses'], records('incident'), records('post-mortem')),
  rule(Relation.WaivedBy, ['is waived by', 'waives'], records('incident'), records('post-mortem-waiver')),
  rule(Relation.FixedBy, ['is fixed by', 'fixes'], records('defect'), references()),
  rule(Relation.FoundIn, ['was found in', 'brought to light'], records('defect'), records('incident', 'post-mortem')),
  rule(Relation.RaisedBy, ['was raised by', 'raised'], records('incident', 'defect'), records()),
  rule(Relation.DuplicateOf, ['is a duplicate of', 'has the duplicate'], records(), records()),
  rule(Relation.Follows, ['follows', 'is followed by'], records(), records()),
  rule(Relation.Covers, ['covers', 'is covered by'], records(), anything, true),
  rule(Relation.Extends, ['extends a due date of', 'has the extension'], records('due-extension'), {
    kinds: [EntityKind.System, EntityKind.Record, EntityKind.Action],
  }),
  rule(Relation.ServedBy, ['is served by', 'serves'], { kinds: [EntityKind.System] }, { kinds: [EntityKind.Supplier] }),
  rule(Relation.Raises, ['raises', 'was raised by'], records(), { kinds: [EntityKind.Action] }, true),
  rule(Relation.Mentions, ['mentions', 'is mentioned by'], anything, anything),
];

export const relationRule = (id: Relation): RelationRule => {
  const found = relations.find((one) => one.id === id);
  if (!found) throw new Error(`no relation ${id}`);
  return found;
};

/** An entity with what a rule asks of it: the type of a record (`incident`) or of a reference (`commit`), else null. */
export interface TypedEntity extends EntityRef {
  readonly type: string | null;
}

const fits = (end: End, one: TypedEntity): boolean =>
  end.kinds.includes(one.kind) && (end.types === undefined || (one.type !== null && end.types.includes(one.type)));

/** Whether this relation may join these two, in this direction. */
export const mayLink = (
  relation: Relation,
  from: TypedEntity,
  to: TypedEntity,
): Result<RelationRule, Failure<'links/itself' | 'links/not-joined-so'>> => {
  const wanted = relationRule(relation);
  if (from.kind === to.kind && from.id === to.id) return fail('links/itself');
  return fits(wanted.from, from) && fits(wanted.to, to)
    ? ok(wanted)
    : fail('links/not-joined-so', { relation, from: from.type ?? from.kind, to: to.type ?? to.kind });
};

/** What a person may say about an entity, from it or towards it: what the link dialog offers. */
export const relationsOf = (
  one: TypedEntity,
): readonly { readonly rule: RelationRule; readonly direction: LinkDirection; readonly words: string }[] =>
  relations
    .filter((candidate) => !candidate.byProgram)
    .flatMap((candidate) => [
      ...(fits(candidate.from, one) ? [{ rule: candidate, direction: 'out' as const, words: candidate.out }] : []),
      ...(fits(candidate.to, one) && candidate.id !== Relation.Mentions
        ? [{ rule: candidate, direction: 'in' as const, words: candidate.in }]
        : []),
    ]);

/** `out`: the entity at hand is the link's `from`. */
export type LinkDirection = 'out' | 'in';
