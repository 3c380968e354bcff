import { useCallback, useState } from 'react';
import type { CallName, Failure, Input, Output } from '../../src-main/contract/index.ts';
import { ask } from './bridge.ts';

/** One thing a person set off: nothing yet, under way, or refused. Success is handed to the caller. */
export type Running =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Action<N extends CallName> {
  readonly state: Running;
  /** The answer, or null where it was refused (`state` then says why). */
  readonly run: (input: Input<N>) => Promise<Output<N> | null>;
  readonly clear: () => void;
}

/** A call that changes something, with its own state for the button and the message beside it. */
export const useAction = <N extends CallName>(name: N): Action<N> => {
  const [state, setState] = useState<Running>({ kind: 'idle' });
  const run = useCallback(
    async (input: Input<N>) => {
      setState({ kind: 'running' });
      const reply = await ask(name, input);
      setState(reply.ok ? { kind: 'idle' } : { kind: 'failed', failure: reply.error });
      return reply.ok ? reply.value : null;
    },
    [name],
  );
  const clear = useCallback(() => setState({ kind: 'idle' }), []);
  return { state, run, clear };
};
