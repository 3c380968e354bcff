import { create } from 'zustand';

interface AnnounceStore {
  readonly message: string;
  /** Says something once through the live region (WCAG 4.1.3). */
  readonly announce: (message: string) => void;
}

export const useAnnounce = create<AnnounceStore>()((set) => ({
  message: '',
  announce: (message) => {
    set({ message });
  },
}));

export const announce = (message: string): void => useAnnounce.getState().announce(message);
