import type { Readable, Writable } from 'node:stream';

/** A message of the Chrome DevTools Protocol, as far as it is used here. */
type Params = Readonly<Record<string, unknown>>;

/** An event of the browser or of one of its targets (`sessionId`). */
export interface CdpEvent {
  readonly method: string;
  readonly params: Params;
  readonly sessionId: string | undefined;
}

/**
 * The Chrome DevTools Protocol over the pipe of `--remote-debugging-pipe` (JSON, each message ended by a zero byte). No
 * port is opened: nobody but the parent process can speak to the browser.
 */
export class Cdp {
  readonly #out: Writable;
  readonly #waiting = new Map<number, { resolve: (result: Params) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Set<(event: CdpEvent) => void>();
  #parts: Buffer[] = [];
  #calls = 0;
  #closed = false;

  constructor(out: Writable, input: Readable) {
    this.#out = out;
    out.on('error', () => this.#close());
    input.on('data', (chunk: Buffer) => this.#read(chunk));
    input.on('error', () => this.#close());
    input.on('close', () => this.#close());
  }

  /** Sends a command; rejects with Chromium's message, or when the pipe closes first. */
  send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    if (this.#closed) return Promise.reject(new Error(`the browser has closed (${method})`));
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`)) });
      this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  onEvent(listener: (event: CdpEvent) => void): void {
    this.#listeners.add(listener);
  }

  #read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      this.#parts.push(chunk.subarray(start, end));
      const text = Buffer.concat(this.#parts).toString('utf8');
      this.#parts = [];
      this.#take(text);
      start = end + 1;
    }
    if (start < chunk.length) this.#parts.push(chunk.subarray(start));
  }

  #take(text: string): void {
    const message = JSON.parse(text) as {
      readonly id?: number;
      readonly method?: string;
      readonly params?: Params;
      readonly result?: Params;
      readonly error?: { readonly message: string };
      readonly sessionId?: string;
    };
    if (message.id !== undefined) {
      const call = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) call?.resolve(message.result ?? {});
      else call?.reject(new Error(message.error.message));
      return;
    }
    if (message.method === undefined) return;
    const event = { method: message.method, params: message.params ?? {}, sessionId: message.sessionId };
    this.#listeners.forEach((listener) => listener(event));
  }

  #close(): void {
    this.#closed = true;
    for (const call of this.#waiting.values()) call.reject(new Error('the browser has closed'));
    this.#waiting.clear();
  }
}
