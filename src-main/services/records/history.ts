import type { Content } from '../../domain/form.ts';
import type { RecordType } from '../../domain/record-type.ts';
import {
  recordsInForce,
  revisedInForce,
  revision,
  type InForce,
  type InForceFilter,
  type ReadableVault,
  type Revision,
} from '../../vault/index.ts';
import { storedContent } from '../stored.ts';
import { derivedOf } from './derived.ts';

type Wanted = Omit<InForceFilter, 'type'>;

/**
 * Records of a type and system in force, latest period first, up to `limit`. A record that is being revised counts as
 * what its revision in force says, not as its draft.
 */
export const effectiveRecords = (
  db: ReadableVault,
  type: RecordType,
  wanted: Wanted,
  limit: number,
): readonly InForce[] => {
  const revised = revisedInForce(db, { ...wanted, type: type.id }).map((one): InForce => {
    const { periodEnd, facts } = derivedOf(type, contentInForce(db, one), '');
    return { ...one, periodEnd, facts };
  });
  const { fact } = wanted;
  return [
    ...recordsInForce(db, { ...wanted, type: type.id }, limit),
    ...revised.filter(
      ({ facts }) => fact === undefined || (facts as Record<string, unknown>)[fact.name] === fact.value,
    ),
  ]
    .sort(latestFirst)
    .slice(0, limit);
};

const latestFirst = (a: InForce, b: InForce): number => {
  const [x, y] = [a.periodEnd ?? '', b.periodEnd ?? ''];
  return x < y ? 1 : x > y ? -1 : a.id < b.id ? 1 : -1;
};

/** The record that one of this type and system follows: the latest in force, other than `exceptId`. */
export const previousRecord = (
  db: ReadableVault,
  type: RecordType,
  systemId: string,
  exceptId: string | null,
): InForce | undefined => effectiveRecords(db, type, { systemId, exceptId }, 1)[0];

/** What a revision in force holds. @throws where it is not there */
export const contentInForce = (
  db: ReadableVault,
  { id, revision: number }: Pick<InForce, 'id' | 'revision'>,
): Content => {
  const found = revision(db, id, number);
  if (found === undefined) throw new Error(`no revision ${number} of ${id}`);
  return contentOf(found);
};

export const contentOf = (revision: Revision): Content => storedContent(revision.content);
