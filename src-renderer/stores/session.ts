import { create } from 'zustand';
import type { Failure, Output } from '../../src-main/contract/index.ts';
import { ask, onSessionLost } from '../bridge/bridge.ts';

export type AppInfo = Output<'app.info'>;
type Answered = Output<'session.state'>;
export type OpenSession = Extract<Answered, { kind: 'open' }>;
export type LockedSession = Extract<Answered, { kind: 'locked' }>;

/** Who is at the window. `starting` until the main process has answered once. */
export type Session =
  | { readonly kind: 'starting' }
  | { readonly kind: 'unreachable'; readonly failure: Failure }
  | Answered;

interface SessionStore {
  readonly session: Session;
  readonly info: AppInfo | null;
  /** Learns the state from the main process. */
  readonly refresh: () => Promise<void>;
  /** Takes a newer state, as a login or a lock returned it. */
  readonly accept: (session: Answered) => void;
  readonly lock: () => Promise<void>;
  readonly logout: () => Promise<void>;
}

/** Keeps work before the vault is locked or closed by hand; false where the person would rather stay. */
type BeforeLeaving = (way: 'lock' | 'logout') => Promise<boolean>;
let mayLeave: BeforeLeaving = () => Promise.resolve(true);
export const onBeforeLeaving = (guard: BeforeLeaving): void => {
  mayLeave = guard;
};

export const useSession = create<SessionStore>()((set) => ({
  session: { kind: 'starting' },
  info: null,
  refresh: async () => {
    const [info, state] = await Promise.all([ask('app.info', {}), ask('session.state', {})]);
    if (info.ok) set({ info: info.value });
    set({ session: state.ok ? state.value : { kind: 'unreachable', failure: state.error } });
  },
  accept: (session) => {
    set({ session });
  },
  lock: async () => {
    if (!(await mayLeave('lock'))) return;
    const reply = await ask('session.lock', {});
    if (reply.ok) set({ session: reply.value });
  },
  logout: async () => {
    if (!(await mayLeave('logout'))) return;
    const reply = await ask('session.logout', {});
    if (reply.ok) set({ session: reply.value });
  },
}));

onSessionLost(() => void useSession.getState().refresh());

/** The person who is logged in. Only screens behind the login call this; elsewhere it is a bug. */
export const useOpenSession = (): OpenSession => {
  const session = useSession((store) => store.session);
  if (session.kind !== 'open') throw new Error('no session is open');
  return session;
};
