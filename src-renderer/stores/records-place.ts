import type { Input, RecordState, RecordTypeId } from '../../src-main/contract/index.ts';
import { listPlace } from './list-place.ts';

/** What the list of records shows. Empty text means: all. */
export interface RecordsFilter {
  readonly search: string;
  readonly type: RecordTypeId | '';
  readonly systemId: string;
  readonly state: RecordState | '';
  readonly order: NonNullable<Input<'records.list'>['order']>;
}

export const allRecords: RecordsFilter = { search: '', type: '', systemId: '', state: '', order: 'last-changed' };

export const useRecordsPlace = listPlace(allRecords);
