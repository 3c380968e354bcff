import { untouched, type RecordType, type Work } from '../../domain/record-type.ts';
import { wasReopened } from '../../domain/stages.ts';
import { signedBefore, stepsTaken, type ReadableVault } from '../../vault/index.ts';

/** What became of the work on a record, from the steps that were taken and the revisions that were signed. */
export const workOf = (db: ReadableVault, { stages }: RecordType, recordId: string): Work =>
  stages === undefined
    ? untouched
    : { reopened: wasReopened(stages, stepsTaken(db, recordId), signedBefore(db, recordId)) };
