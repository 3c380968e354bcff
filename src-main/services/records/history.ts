import type { Content } from '../../domain/form.ts';
import type { RecordType } from '../../domain/record-type.ts';
import { recordsInForce, revision, type InForce, type ReadableVault, type Revision } from '../../vault/index.ts';
import { storedContent } from '../stored.ts';

/** The record that one of this type and system follows: the latest in force, other than `exceptId`. */
export const previousRecord = (
  db: ReadableVault,
  type: RecordType,
  systemId: string,
  exceptId: string | null,
): InForce | undefined => recordsInForce(db, { type: type.id, systemId, exceptId }, 1)[0];

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
