import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { idleLock } from '../../domain/settings/idle-lock.ts';
import { VaultFault, type CloseReason, type HeadPlace, type OpenVault } from '../../vault/index.ts';
import { refreshed, type Caller } from '../context.ts';

export type LockCause = 'idle' | 'user' | 'system';

export type SessionState =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'locked';
      readonly handle: string;
      readonly name: string;
      readonly userName: string;
      readonly because: LockCause;
    }
  | { readonly kind: 'open'; readonly handle: string; readonly vault: OpenVault; readonly facts: LoginFacts };

/** What a login found, to be shown once (draft Annex 11, 11.9). */
export interface LoginFacts {
  readonly failedLogins: number;
  readonly failedSignings: number;
  readonly lastFailure: string | null;
  readonly lastLogin: string | null;
  readonly recovered: { readonly at: string; readonly userName: string } | null;
  /** Whether the vault is the one that this machine saw last, or an older or another state of it. */
  readonly history: HeadPlace;
}

/**
 * A look that comes so many milliseconds late was slept through. Not every host tells of sleep, and a steady clock may
 * stand still meanwhile.
 */
const sleepMs = 60_000;

/** A vault that cannot be read any more (the disk was pulled, a page is damaged) is locked and closed all the same. */
const evenIfDamaged = <T>(look: () => T, otherwise: T): T => {
  try {
    return look();
  } catch (error) {
    if (error instanceof VaultFault) return otherwise;
    throw error;
  }
};

/** The one session of this process: at most one vault is open, by one account. */
export interface Sessions {
  state(): SessionState;
  caller(): Result<Caller, Failure<'session/none' | 'session/locked'>>;
  /** Puts an open vault in place; one that was open before is closed. */
  open(handle: string, vault: OpenVault, facts: LoginFacts): void;
  /** Closes the vault, so that its keys leave memory, and remembers whose it was. */
  lock(because: LockCause): void;
  close(): void;
  /** A person is at work. */
  touch(): void;
  onLocked(listener: (because: LockCause) => void): () => void;
}

/**
 * @param now milliseconds of a steady clock: setting the wall clock back does not hold the lock off
 * @param every how often idleness is looked at, in milliseconds; the returned timer does not keep the process alive
 * @param leaving told of the vault before it is closed
 * @param idleMinutes minutes without input after which this vault locks itself (draft Annex 11, 11.8)
 * @param wall milliseconds of the wall clock: where it jumps between two looks, the machine slept
 */
export const createSessions = (
  now: () => number,
  every = 5_000,
  leaving: (vault: OpenVault) => void = () => undefined,
  idleMinutes: (vault: OpenVault) => number = () => idleLock.initial.minutes,
  wall: () => number = () => Date.now(),
): Sessions => {
  let state: SessionState = { kind: 'closed' };
  let lastInput = now();
  let lastLook = wall();
  const listeners = new Set<(because: LockCause) => void>();

  const leave = (vault: OpenVault, why: CloseReason): void => {
    try {
      evenIfDamaged(() => leaving(vault), undefined);
    } finally {
      vault.close(why);
    }
  };

  const lock = (because: LockCause): void => {
    if (state.kind !== 'open') return;
    const { vault, handle } = state;
    const userName = evenIfDamaged(() => {
      const caller = refreshed(vault);
      return caller.ok ? caller.value.account.userName : '';
    }, '');
    state = { kind: 'locked', handle, name: vault.identity.name, userName, because };
    leave(vault, because === 'idle' ? 'idle' : 'logout');
    listeners.forEach((listener) => {
      listener(because);
    });
  };

  const timer = setInterval(() => {
    const passed = wall() - lastLook;
    lastLook += passed;
    if (passed > every + sleepMs) lock('system');
    // A look at the vault would make what is being written step by step finish at once.
    if (state.kind === 'open' && !state.vault.writing && now() - lastInput > idleMinutes(state.vault) * 60_000)
      lock('idle');
  }, every);
  timer.unref();

  const close = (): void => {
    const before = state;
    state = { kind: 'closed' };
    if (before.kind === 'open') leave(before.vault, 'logout');
  };

  return {
    state: () => state,
    caller: () => {
      if (state.kind === 'locked') return fail('session/locked');
      return state.kind === 'open' ? refreshed(state.vault) : fail('session/none');
    },
    open: (handle, vault, facts) => {
      close();
      lastInput = now();
      state = { kind: 'open', handle, vault, facts };
    },
    lock,
    close,
    touch: () => {
      lastInput = now();
    },
    onLocked: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** The open session's vault, for what needs no duty. */
export const openVaultOf = (sessions: Sessions): Result<OpenVault, Failure<'session/none' | 'session/locked'>> => {
  const caller = sessions.caller();
  return caller.ok ? ok(caller.value.vault) : caller;
};
