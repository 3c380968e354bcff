import { create } from 'zustand';
import type { Input, RecordState, RecordTypeId } from '../../src-main/contract/index.ts';
import type { GridPlace } from '../ui/VirtualGrid.tsx';
import { useSession } from './session.ts';

/** What the list of records shows. Empty text means: all. */
export interface RecordsFilter {
  readonly search: string;
  readonly type: RecordTypeId | '';
  readonly systemId: string;
  readonly state: RecordState | '';
  readonly order: NonNullable<Input<'records.list'>['order']>;
}

export const allRecords: RecordsFilter = { search: '', type: '', systemId: '', state: '', order: 'last-changed' };

interface RecordsPlaceStore {
  readonly filter: RecordsFilter;
  /** How many rows were there, and where in them the person was: coming back from a record leads to the same place. */
  readonly loaded: number;
  readonly place: GridPlace;
  readonly setFilter: (filter: RecordsFilter) => void;
  readonly setPlace: (place: GridPlace) => void;
  readonly setLoaded: (loaded: number) => void;
}

const start = { filter: allRecords, loaded: 0, place: { active: 0, offset: 0 } } as const;

export const useRecordsPlace = create<RecordsPlaceStore>()((set) => ({
  ...start,
  setFilter: (filter) => set({ filter, loaded: 0, place: start.place }),
  setPlace: (place) => set({ place }),
  setLoaded: (loaded) => set({ loaded }),
}));

// The next person at this window begins anew.
useSession.subscribe(({ session }) => {
  if (session.kind === 'closed') useRecordsPlace.setState(start);
});
