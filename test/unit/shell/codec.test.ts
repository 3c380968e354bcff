import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../../src-main/shell/codec.ts';

const codec = createCodec();

const bytes = fc.uint8Array({ maxLength: 300 });
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'binary' }),
    bytes,
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(fc.string({ maxLength: 6 }), tie('any'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).any;

describe('the codec of the browser host', () => {
  it('gives back every JSON value with its byte arrays', () => {
    fc.assert(
      fc.property(value, (message) => {
        expect(codec.decode(codec.encode(message))).toEqual(message);
      }),
    );
  });

  it('means the same in a page, which has no Buffer', () => {
    const page = runInNewContext(`(${createCodec.toString()})()`, { btoa, atob, Uint8Array }) as typeof codec;
    const sent = { name: 'x', bytes: Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256) };
    expect(page.encode(sent)).toBe(codec.encode(sent));
    expect(codec.decode(page.encode(sent))).toEqual(sent);
    expect(JSON.stringify(page.decode(codec.encode(sent)))).toBe(JSON.stringify(sent));
  });

  it('does not take content that looks like its own marks for bytes', () => {
    const message = { value: { $bytes: 'AAAA' }, bytes: [[['value'], 'AAAA']] };
    expect(codec.decode(codec.encode(message))).toEqual(message);
  });

  it('carries a Buffer as a Uint8Array', () => {
    const decoded = codec.decode(codec.encode({ pdf: Buffer.from('%PDF-1.7') })) as { pdf: Uint8Array };
    expect(Buffer.from(decoded.pdf).toString()).toBe('%PDF-1.7');
  });

  it('refuses bytes for a place that the message does not have', () => {
    expect(() => codec.decode('{"value":{},"bytes":[[["__proto__","x"],"AAAA"]]}')).toThrow('not in the message');
    expect(() => codec.decode('{"value":{},"bytes":[[["a"],"AAAA"]]}')).toThrow('not in the message');
  });

  it('splits a message into frames of the given size and joins them again, interleaved with others', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (text, size) => {
        const join = codec.join(1000);
        const frames = codec.split('a', text, size);
        const others = codec.split('b', text, size);
        const messages = frames.flatMap((frame, index) => [join(frame), join(others[index] ?? '')]);
        expect(messages.filter((message) => message !== null)).toEqual([
          { id: 'a', text },
          { id: 'b', text },
        ]);
      }),
    );
  });

  it('keeps surrogate pairs together, which a transport in UTF-8 would break', () => {
    for (const frame of codec.split('a', 'x😀y😀', 2)) {
      expect(Buffer.from(frame, 'utf8').toString('utf8')).toBe(frame);
    }
  });

  it('refuses frames out of order, without a header, and messages over the limit', () => {
    expect(() => codec.join(10)('a 1 2\nx')).toThrow('out of order');
    expect(() => codec.join(10)('hello')).toThrow('not a frame');
    expect(() => codec.join(10)('a 0 1\n12345678901')).toThrow('too large');
    const join = codec.join(10);
    join('a 0 3\n123456');
    expect(() => join('a 1 3\n123456')).toThrow('too large');
  });
});
