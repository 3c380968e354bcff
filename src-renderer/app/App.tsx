import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { Router } from 'wouter';
import { DropTarget } from '../features/shell/DropTarget.tsx';
import { useHashLocation } from '../lib/hash-location.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { useDraft } from '../stores/draft.ts';
import { useLeaving } from '../stores/leaving.ts';
import { useSession } from '../stores/session.ts';
import { useVerify } from '../stores/verify.ts';
import { Gate } from './Gate.tsx';
import { theme } from './theme.ts';

/** The window: look, routes, and who may see what. */
export const App = () => {
  useSessionLife();
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <Notifications position="bottom-right" autoClose={8000} containerWidth={380} />
      <LiveRegion />
      {/* oxlint-disable-next-line react/hooks -- wouter takes its location hook as a value */}
      <Router hook={useHashLocation}>
        <DropTarget>
          <Gate />
        </DropTarget>
      </Router>
    </MantineProvider>
  );
};

/** Learns the session at the start, follows locks, and forgets everything readable once the vault is locked or closed. */
const useSessionLife = (): void => {
  const { refresh, session } = useSession();
  useEffect(() => {
    void refresh();
    return window.countersign.onLocked(() => void refresh());
  }, [refresh]);
  const open = session.kind === 'open';
  useEffect(() => {
    if (open) return;
    useDraft.getState().forget();
    useLeaving.getState().stay();
    useVerify.getState().clear();
  }, [open]);
};
