import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallName, Failure, Input, Output } from '../../src-main/contract/index.ts';
import { ask } from './bridge.ts';

/** What is known of an answer: nothing yet, the value, or why there is none. */
export type Asked<T> =
  | { readonly kind: 'asking' }
  | { readonly kind: 'have'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Question<T> {
  readonly state: Asked<T>;
  /** Asks again; what was known stays on the screen meanwhile. */
  readonly reload: () => Promise<void>;
  /** Puts a newer answer in place, as a mutation returned it. */
  readonly put: (value: T) => void;
}

/** Asks once a screen is shown and whenever the input changes; `null` asks nothing. Late answers to old inputs are dropped. */
export const useCall = <N extends CallName>(name: N, input: Input<N> | null): Question<Output<N>> => {
  const key = input === null ? null : JSON.stringify(input);
  const [state, setState] = useState<Asked<Output<N>>>({ kind: 'asking' });
  const [shownKey, setShownKey] = useState(key);
  const turn = useRef(0);

  if (key !== shownKey) {
    setShownKey(key);
    setState({ kind: 'asking' });
  }

  const reload = useCallback(async () => {
    if (key === null) return;
    turn.current += 1;
    const mine = turn.current;
    const reply = await ask(name, JSON.parse(key) as Input<N>);
    if (mine !== turn.current) return;
    setState(reply.ok ? { kind: 'have', value: reply.value } : { kind: 'failed', failure: reply.error });
  }, [name, key]);

  useEffect(() => {
    void reload();
    return () => {
      turn.current += 1;
    };
  }, [reload]);

  const put = useCallback((value: Output<N>) => {
    turn.current += 1;
    setState({ kind: 'have', value });
  }, []);

  return { state, reload, put };
};
