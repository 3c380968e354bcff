import { useEffect } from 'react';
import { useDraft } from '../../stores/draft.ts';
import { useLeaving } from '../../stores/leaving.ts';

/**
 * Closing the window while something that was typed is not in the vault: it is saved first, or asked about, and only then
 * the window goes. A browser asks in its own words before that.
 */
export const useGuardedWindow = (): void => {
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      const { draft } = useDraft.getState();
      if (draft.kind === 'none' || draft.saving.kind === 'saved') return;
      event.preventDefault();
      void closeWindow();
    };
    window.addEventListener('beforeunload', onUnload);
    return () => window.removeEventListener('beforeunload', onUnload);
  }, []);
};

const closeWindow = async (): Promise<void> => {
  if (await useLeaving.getState().before('close')) window.close();
};
