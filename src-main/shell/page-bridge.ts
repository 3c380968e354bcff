import { type CallName, contract } from '../contract/index.ts';
import type { Result } from '../domain/result.ts';
import { type Codec, createCodec } from './codec.ts';
import type { Router } from './router.ts';

/**
 * The bridge of the browser host: `window.countersign` in a Chromium page that has no preload. The page hands frames to a
 * binding that the debugger's pipe carries (`sendName`), the host hands frames to a function of the page (`receiveName`).
 */
export const sendName = '__countersignSend';
export const receiveName = '__countersignReceive';

/** Characters of a frame: under Chromium's bound for one message of the pipe (100 MB), and small enough to interleave. */
const frameSize = 4 * 1024 * 1024;
/** Base64 of the router's bound, and some room. */
const messageLimit = 360 * 1024 * 1024;

/** What main tells the page by itself. */
export type Event =
  | { readonly kind: 'locked'; readonly because: 'idle' | 'system' }
  | { readonly kind: 'opened'; readonly name: string; readonly bytes: Uint8Array };

/** Runs in the page, as text: self-contained. */
const install = (
  codec: Codec,
  names: readonly string[],
  wire: { readonly send: string; readonly receive: string; readonly size: number; readonly limit: number },
): void => {
  const page = globalThis as unknown as Record<string, unknown>;
  const waiting = new Map<string, (reply: unknown) => void>();
  const onLocked = new Set<(because: unknown) => void>();
  const onOpened = new Set<(file: unknown) => void>();
  let early: unknown = null;
  let calls = 0;
  const joined = codec.join(wire.limit);

  const receive = (frame: string): void => {
    const message = joined(frame);
    if (message === null) return;
    const value = codec.decode(message.text) as { kind?: string; because?: unknown; name?: string; bytes?: unknown };
    if (message.id !== 'event') {
      waiting.get(message.id)?.(value);
      waiting.delete(message.id);
    } else if (value.kind === 'locked') {
      onLocked.forEach((listener) => listener(value.because));
    } else {
      const file = { name: value.name, bytes: value.bytes };
      if (onOpened.size === 0) early = file;
      onOpened.forEach((listener) => listener(file));
    }
  };

  const call = (name: string, input: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      if (!names.includes(name)) throw new Error(`no such call: ${name}`);
      calls += 1;
      const id = `call-${calls}`;
      waiting.set(id, resolve);
      const send = page[wire.send] as (frame: string) => void;
      for (const frame of codec.split(id, codec.encode({ name, input }), wire.size)) send(frame);
    });

  Object.defineProperty(page, wire.receive, { value: receive });
  Object.defineProperty(page, 'countersign', {
    value: Object.freeze({
      call,
      onLocked: (listener: (because: unknown) => void) => {
        onLocked.add(listener);
        return () => onLocked.delete(listener);
      },
      onOpened: (listener: (file: unknown) => void) => {
        onOpened.add(listener);
        if (early !== null) listener(early);
        early = null;
        return () => onOpened.delete(listener);
      },
    }),
  });
};

/** The script to run in every new document of the page before its own: defines `window.countersign`. */
export const pageBridgeScript = (): string => {
  const names = Object.keys(contract) satisfies string[] as CallName[];
  const wire = { send: sendName, receive: receiveName, size: frameSize, limit: messageLimit };
  return `(${install.toString()})((${createCodec.toString()})(), ${JSON.stringify(names)}, ${JSON.stringify(wire)});`;
};

/** The host's end of the bridge. */
export interface BridgeEnd {
  /** Takes a frame from the page; the answer goes out through `toPage`. */
  receive(frame: string): Promise<void>;
  tell(event: Event): Promise<void>;
}

/** `toPage` hands one frame to the page's receiver; it may fail when the page is gone, which ends that answer. */
export const serveBridge = (router: Router, toPage: (frame: string) => Promise<void>): BridgeEnd => {
  const codec = createCodec();
  const joined = codec.join(messageLimit);
  const send = async (id: string, value: Result<unknown> | Event): Promise<void> => {
    for (const frame of codec.split(id, codec.encode(value), frameSize)) await toPage(frame);
  };
  return {
    receive: async (frame) => {
      const message = joined(frame);
      if (message === null) return;
      await send(message.id, await router(codec.decode(message.text)));
    },
    tell: (event) => send('event', event),
  };
};
