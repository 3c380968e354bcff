import type { Tally } from './tally.ts';

/** A stream that may be a terminal. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How a run is going, for whoever waits: one line that is written over on a terminal, else now and then a line. */
export interface Progress {
  show(): void;
  /** Takes the line away before something else is written to the terminal. */
  hide(): void;
}

/** Milliseconds between two states shown. */
const onTerminal = 100;
const elsewhere = 2_000;

export const noProgress: Progress = { show: () => {}, hide: () => {} };

/** `now` in milliseconds, from any beginning. */
export const progressOn = (stream: ProgressStream, tally: Tally, now: () => number): Progress => {
  const began = now();
  let last = began;
  let shown = false;
  const hide = () => {
    if (shown) stream.write('\r\u001b[K');
    shown = false;
  };
  return {
    show: () => {
      const at = now();
      if (at - last < (stream.isTTY === true ? onTerminal : elsewhere)) return;
      last = at;
      const line = tally.words((at - began) / 1000);
      hide();
      stream.write(stream.isTTY === true ? line : `${line}\n`);
      shown = stream.isTTY === true;
    },
    hide,
  };
};
