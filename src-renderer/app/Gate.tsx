import { Center } from '@mantine/core';
import { Route, Switch } from 'wouter';
import { MustEnrol } from '../features/login/MustEnrol.tsx';
import { ChangePassPhrase } from '../features/session/ChangePassPhrase.tsx';
import { LockedScreen } from '../features/session/LockedScreen.tsx';
import { Shell } from '../features/shell/Shell.tsx';
import { CreateVault } from '../features/start/CreateVault.tsx';
import { Login } from '../features/start/Login.tsx';
import { Recover } from '../features/recovery/Recover.tsx';
import { Start } from '../features/start/Start.tsx';
import { VerifyOutside } from '../features/verify/VerifyOutside.tsx';
import { useSession } from '../stores/session.ts';
import { Busy } from '../ui/Busy.tsx';
import { FailureNote } from '../ui/FailureNote.tsx';
import { Routes } from './Routes.tsx';

/** What the session allows to be shown: start screens, the lock, or the vault. The address stays as it is meanwhile. */
export const Gate = () => {
  const session = useSession((store) => store.session);
  switch (session.kind) {
    case 'starting':
      return (
        <Center h="100%">
          <Busy label="Starting" size={36} />
        </Center>
      );
    case 'unreachable':
      return (
        <Center h="100%" p="lg">
          <FailureNote failure={session.failure} />
        </Center>
      );
    case 'closed':
      return (
        <Switch>
          <Route path="/create" component={CreateVault} />
          <Route path="/open/:vaultId/recover">
            {({ vaultId }) => <Recover vaultId={decodeURIComponent(vaultId)} />}
          </Route>
          <Route path="/open/:vaultId">{({ vaultId }) => <Login vaultId={decodeURIComponent(vaultId)} />}</Route>
          <Route path="/verify" component={VerifyOutside} />
          <Route component={Start} />
        </Switch>
      );
    case 'locked':
      return <LockedScreen session={session} />;
    default:
      return session.mustChangePassPhrase !== null ? (
        <ChangePassPhrase />
      ) : session.mustEnrolSecondFactor ? (
        <MustEnrol />
      ) : (
        <Shell>
          <Routes />
        </Shell>
      );
  }
};
