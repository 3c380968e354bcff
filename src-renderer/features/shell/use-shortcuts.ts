import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { hasMod, isTyping } from '../../lib/keys.ts';
import { useDraft } from '../../stores/draft.ts';
import { useOpenSession, useSession } from '../../stores/session.ts';
import { placesFor } from './places.ts';

/** Keys that work everywhere behind the login. The palette's own (Ctrl+K) is Spotlight's. */
export const useShortcuts = (onSheet: () => void): void => {
  const [, go] = useLocation();
  const { account } = useOpenSession();
  const lock = useSession((store) => store.lock);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === '?' && !isTyping(event.target)) {
        event.preventDefault();
        onSheet();
        return;
      }
      if (!hasMod(event)) return;
      const key = event.key.toLowerCase();
      const place = event.shiftKey ? undefined : placesFor(account.roles)[Number(key) - 1];
      if (event.shiftKey && key === 'l') {
        event.preventDefault();
        void lock();
      } else if (key === 's' && !event.shiftKey) {
        event.preventDefault();
        void useDraft.getState().flush();
      } else if (place !== undefined) {
        event.preventDefault();
        go(place.href);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [account.roles, go, lock, onSheet]);
};
