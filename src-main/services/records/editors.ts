import { isEditable, type RecordState } from '../../domain/lifecycle.ts';
import type { RecordType } from '../../domain/record-type.ts';
import type { Account, Revision } from '../../vault/index.ts';

/** Why this account may not edit the revision, by code; null where it may. */
export const editObstacle = (type: RecordType, revision: Revision, self: Account): string | null => {
  if (!isEditable(revision.state as RecordState)) return 'records/not-editable';
  return writerObstacle(type, revision, self);
};

/** Why this account is none of those who write the revision; null where it is one. */
export const writerObstacle = (type: RecordType, revision: Revision, self: Account): string | null => {
  if (revision.createdBy === self.id) return null;
  if (type.editors === undefined) return 'records/not-author';
  return type.editors.some((role) => self.roles.includes(role)) ? null : 'records/not-an-editor';
};
