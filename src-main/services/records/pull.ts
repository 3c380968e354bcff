import type { RecordTypeId } from '../../domain/record-type.ts';
import { pullEvaluation, type Puller } from './pull-evaluation.ts';
import { pullTrail } from './pull-trail.ts';

/** Types that take over what the vault already holds: when begun, on request while a draft, and when frozen. */
const pullers: Partial<Readonly<Record<RecordTypeId, Puller>>> = {
  'periodic-evaluation': pullEvaluation,
  'audit-trail-review': pullTrail,
};

export const pullerOf = (type: RecordTypeId): Puller | undefined => pullers[type];
