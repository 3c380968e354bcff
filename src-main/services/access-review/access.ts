import { isEditable, type RecordState } from '../../domain/lifecycle.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { reviewPointer, type ReviewPointer } from '../../vault/index.ts';
import { type Caller, type ServiceContext } from '../context.ts';
import { loadRecord, type LoadedRecord } from '../records/access.ts';
import { writerObstacle } from '../records/editors.ts';

/** An access review with who asks and which lists it works on. */
export interface LoadedReview extends LoadedRecord {
  readonly caller: Caller;
  readonly pointer: ReviewPointer;
}

/** What somebody wants to do with a review; each has its stages. */
export type ReviewWork = 'load' | 'decide' | 'remedy' | 'raise';

const openIn: Readonly<Record<ReviewWork, readonly string[]>> = {
  load: ['planned', 'loaded', 'in-review'],
  decide: ['in-review'],
  remedy: ['decided', 'remediation'],
  raise: ['loaded', 'in-review', 'decided', 'remediation', 'verified'],
};

/** For reading: everybody who reads records. */
export const reviewFor = (context: ServiceContext, recordId: string): Result<LoadedReview> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  return caller.value.vault.read((db): Result<LoadedReview> => {
    const loaded = loadRecord(db, recordId, null);
    if (!loaded.ok) return loaded;
    if (loaded.value.type.id !== 'access-review') return fail('access/not-a-review', { recordId });
    return ok({ ...loaded.value, caller: caller.value, pointer: reviewPointer(db, recordId) });
  });
};

/** Why the caller may not do this work now, by code; null where they may. */
export const workObstacle = ({ type, revision, caller }: LoadedReview, work: ReviewWork): string | null => {
  if (!isEditable(revision.state as RecordState)) return 'records/not-editable';
  const stage = revision.stage ?? '';
  if (!openIn[work].includes(stage)) return work === 'load' ? 'access/population-frozen' : `access/not-in-${work}`;
  return writerObstacle(type, revision, caller.account);
};

/** For work: an editor of the review, at a stage in which the work is open. */
export const reviewToWork = (context: ServiceContext, recordId: string, work: ReviewWork): Result<LoadedReview> => {
  const writes = context.caller();
  if (!writes.ok) return writes;
  const review = reviewFor(context, recordId);
  if (!review.ok) return review;
  const obstacle = workObstacle(review.value, work);
  return obstacle === null ? review : fail(obstacle, { stage: review.value.revision.stage ?? '' });
};

/** The population that is worked on; a failure before an account list was imported and compared. */
export const populationOf = ({ pointer }: LoadedReview): Result<string> =>
  pointer.accountsFile === null || pointer.analysedAt === null
    ? fail('access/nothing-loaded')
    : ok(pointer.accountsFile);
