import type { Input, RecordState, RecordTypeId } from '../../src-main/contract/index.ts';
import { listPlace } from './list-place.ts';

/** Records of this vault, or those of others that were imported. */
export type ListedOrigin = NonNullable<Input<'records.list'>['origin']>;

/** What the list of records shows. Empty text means: all. */
export interface RecordsFilter {
  readonly search: string;
  readonly type: RecordTypeId | '';
  readonly systemId: string;
  readonly state: RecordState | '';
  readonly origin: ListedOrigin | '';
  readonly order: NonNullable<Input<'records.list'>['order']>;
}

export const allRecords: RecordsFilter = {
  search: '',
  type: '',
  systemId: '',
  state: '',
  origin: '',
  order: 'last-changed',
};

export const useRecordsPlace = listPlace(allRecords);
