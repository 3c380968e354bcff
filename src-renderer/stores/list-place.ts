import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { GridPlace } from '../ui/VirtualGrid.tsx';
import { useSession } from './session.ts';

/** What a long list shows, and where in it the person was: coming back from one of its rows leads to the same place. */
export interface ListPlace<Filter> {
  readonly filter: Filter;
  /** How many rows were there. */
  readonly loaded: number;
  readonly place: GridPlace;
  readonly setFilter: (filter: Filter) => void;
  readonly setPlace: (place: GridPlace) => void;
  readonly setLoaded: (loaded: number) => void;
}

/** The store of one list; `everything` is the filter that it begins with. The next person at this window begins anew. */
export const listPlace = <Filter>(everything: Filter): UseBoundStore<StoreApi<ListPlace<Filter>>> => {
  const top = { active: 0, offset: 0 };
  const store = create<ListPlace<Filter>>()((set) => ({
    filter: everything,
    loaded: 0,
    place: top,
    setFilter: (filter) => set({ filter, loaded: 0, place: top }),
    setPlace: (place) => set({ place }),
    setLoaded: (loaded) => set({ loaded }),
  }));
  useSession.subscribe(({ session }) => {
    if (session.kind === 'closed') store.setState({ filter: everything, loaded: 0, place: top });
  });
  return store;
};
