/**
 * How a value crosses between the page and the browser host, whose pipe carries text only. Self-contained: its text also
 * runs in the page (see page-bridge.ts), so it names nothing but the language's own globals.
 *
 * A message is JSON `{value, bytes}`: byte arrays are taken out of the value and listed with their path, in base64, so
 * that no content can be mistaken for one. A message travels as frames `<id> <index> <count>\n<part>`.
 */
export const createCodec = (): Codec => {
  type Path = (string | number)[];
  interface NodeBytes {
    from(bytes: Uint8Array | string, encoding?: 'base64'): Uint8Array & { toString(encoding: 'base64'): string };
  }
  /** Much the fastest where it is: in the host. */
  const { Buffer: node } = globalThis as unknown as { readonly Buffer?: NodeBytes };
  const native = Uint8Array as unknown as { readonly fromBase64?: (text: string) => Uint8Array };
  const isBytes = (value: unknown): value is Uint8Array =>
    Object.prototype.toString.call(value) === '[object Uint8Array]';

  const toBase64 = (bytes: Uint8Array): string => {
    if (node !== undefined) return node.from(bytes).toString('base64');
    const own = bytes as Uint8Array & { readonly toBase64?: () => string };
    if (own.toBase64 !== undefined) return own.toBase64();
    const parts: string[] = [];
    // A multiple of three bytes at a time, so that the parts join without padding between them.
    for (let at = 0; at < bytes.length; at += 0x6000) {
      parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
    }
    return parts.join('');
  };
  const fromBase64 = (text: string): Uint8Array => {
    if (node !== undefined) return new Uint8Array(node.from(text, 'base64'));
    if (native.fromBase64 !== undefined) return native.fromBase64(text);
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  };

  const encode = (message: unknown): string => {
    const bytes: [Path, string][] = [];
    const take = (value: unknown, path: Path): unknown => {
      if (isBytes(value)) {
        bytes.push([path, toBase64(value)]);
        return null;
      }
      if (Array.isArray(value)) return value.map((part, index) => take(part, [...path, index]));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, take(part, [...path, key])]));
    };
    return JSON.stringify({ value: take(message, []), bytes });
  };

  const decode = (text: string): unknown => {
    const message = JSON.parse(text) as { value: unknown; bytes: [Path, string][] };
    for (const [path, base64] of message.bytes) {
      let holder: unknown = message;
      let key: string | number = 'value';
      for (const step of path) {
        holder = (holder as Record<string | number, unknown>)[key];
        if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) {
          throw new Error('bytes for a place that is not in the message');
        }
        key = step;
      }
      (holder as Record<string | number, unknown>)[key] = fromBase64(base64);
    }
    return message.value;
  };

  const split = (id: string, text: string, size: number): readonly string[] => {
    const parts: string[] = [];
    for (let at = 0; at < text.length || parts.length === 0; ) {
      let end = Math.min(at + size, text.length);
      // A surrogate pair stays together: a transport in UTF-8 would lose a half.
      const last = text.charCodeAt(end - 1);
      if (end < text.length && end - at > 1 && last >= 0xd800 && last <= 0xdbff) end -= 1;
      parts.push(text.slice(at, end));
      at = end;
    }
    return parts.map((part, index) => `${id} ${index} ${parts.length}\n${part}`);
  };

  const join = (limit: number): Joiner => {
    const open = new Map<string, { parts: string[]; length: number }>();
    return (frame) => {
      const newline = frame.indexOf('\n');
      const header = /^([\w-]{1,60}) (\d{1,6}) (\d{1,6})$/.exec(frame.slice(0, Math.max(newline, 0)));
      if (header === null) throw new Error('not a frame');
      const [, id = '', index = '', count = ''] = header;
      const message = open.get(id) ?? { parts: [], length: 0 };
      if (Number(index) !== message.parts.length || Number(index) >= Number(count)) {
        open.delete(id);
        throw new Error('frames out of order');
      }
      const part = frame.slice(newline + 1);
      message.length += part.length;
      if (message.length > limit || open.size > 100) {
        open.delete(id);
        throw new Error('message too large');
      }
      message.parts.push(part);
      if (message.parts.length < Number(count)) {
        open.set(id, message);
        return null;
      }
      open.delete(id);
      return { id, text: message.parts.join('') };
    };
  };

  return { encode, decode, split, join };
};

/** Puts the frames of a message together; null while some are missing; throws on a broken or oversized one. */
export type Joiner = (frame: string) => { readonly id: string; readonly text: string } | null;

export interface Codec {
  /** JSON values and `Uint8Array`s as text. */
  encode(message: unknown): string;
  decode(text: string): unknown;
  /** Frames of at most `size` characters each, in the order in which they must arrive. */
  split(id: string, text: string, size: number): readonly string[];
  /** `limit`: the most characters that one message may have. */
  join(limit: number): Joiner;
}
