import { useEffect } from 'react';
import { ask } from '../../bridge/bridge.ts';

/** Milliseconds between two notices that somebody is at work. */
const throttle = 15_000;

/** Holds the idle lock off while there is input. The main process keeps the clock. */
export const useTouch = (): void => {
  useEffect(() => {
    let last = 0;
    const touch = () => {
      const now = performance.now();
      if (last !== 0 && now - last < throttle) return;
      last = now;
      void ask('session.touch', {});
    };
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, touch, { passive: true, capture: true });
    return () => {
      for (const event of events) window.removeEventListener(event, touch, { capture: true });
    };
  }, []);
};
