import type { RecordType, RecordTypeId } from '../record-type.ts';
import { accessReview } from './access-review.ts';
import { periodicEvaluation } from './periodic-evaluation.ts';

/** Every record type there is. A new one is added here and nowhere else. */
export const recordTypes: Readonly<Record<RecordTypeId, RecordType>> = {
  'periodic-evaluation': periodicEvaluation,
  'access-review': accessReview,
};

export const isRecordType = (id: string): id is RecordTypeId => Object.hasOwn(recordTypes, id);
