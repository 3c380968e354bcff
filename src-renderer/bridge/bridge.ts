import type { Bridge, CallName, Input, Output, Result } from '../../src-main/contract/index.ts';

declare global {
  interface Window {
    /** Exposed by the preload script, or by the browser host in its place. */
    readonly countersign: Bridge;
  }
}

/** Told when an answer says that nobody is logged in any more. */
type SessionLost = (code: string) => void;
let sessionLost: SessionLost = () => undefined;

export const onSessionLost = (listener: SessionLost): void => {
  sessionLost = listener;
};

/**
 * Asks the main process. Never throws: a broken bridge is `internal`, like any bug behind it. An answer that says the
 * session is over is told to the session store before the caller sees it.
 */
export const ask = async <N extends CallName>(name: N, input: Input<N>): Promise<Result<Output<N>>> => {
  try {
    const reply = await window.countersign.call(name, input);
    if (!reply.ok && (reply.error.code === 'session/locked' || reply.error.code === 'session/none'))
      sessionLost(reply.error.code);
    return reply;
  } catch (error) {
    console.error(name, error);
    return { ok: false, error: { code: 'internal', details: { reference: name } } };
  }
};

/** The type of `ask`, for stores that take it as an argument. */
export type Ask = typeof ask;
