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

/** Work that must be kept before the vault locks, e.g. an unsaved draft. */
let beforeLock: () => Promise<unknown> = () => Promise.resolve();
export const onBeforeLock = (flush: () => Promise<unknown>): void => {
  beforeLock = flush;
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
    await beforeLock();
    const reply = await ask('session.lock', {});
    if (reply.ok) set({ session: reply.value });
  },
  logout: async () => {
    await beforeLock();
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
