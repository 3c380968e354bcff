import type { RecordType, RecordTypeId } from '../record-type.ts';
import { accessReview } from './access-review.ts';
import { defect } from './defect.ts';
import { incident } from './incident.ts';
import { auditTrailReview } from './audit-trail-review.ts';
import { dueExtension } from './due-extension.ts';
import { operationPlan } from './operation-plan.ts';
import { periodicEvaluation } from './periodic-evaluation.ts';
import { postMortemWaiver } from './post-mortem-waiver.ts';
import { postMortem } from './post-mortem.ts';

/** Every record type there is. A new one is added here and nowhere else. */
export const recordTypes: Readonly<Record<RecordTypeId, RecordType>> = {
  'periodic-evaluation': periodicEvaluation,
  'access-review': accessReview,
  incident,
  defect,
  'post-mortem': postMortem,
  'post-mortem-waiver': postMortemWaiver,
  'operation-plan': operationPlan,
  'audit-trail-review': auditTrailReview,
  'due-extension': dueExtension,
};

export const isRecordType = (id: string): id is RecordTypeId => Object.hasOwn(recordTypes, id);
