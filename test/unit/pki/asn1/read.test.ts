import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Asn1Error,
  readAsn1,
  readIntegerHex,
  readOctets,
  readOid,
  readText,
  readTime,
  readWhole,
} from '../../../../src-main/pki/asn1/read.ts';
import {
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  time,
  tlv,
  utf8String,
} from '../../../../src-main/pki/asn1/write.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/ /g, ''), 'hex'));

describe('reading ASN.1', () => {
  it('C11: reads indefinite lengths and joins the segments of a constructed octet string', () => {
    const element = readWhole(hex('30 80 24 80 04 02 0102 04 01 03 00 00 02 01 05 00 00'));
    expect(element.children).toHaveLength(2);
    expect(readOctets(element.at(0))).toEqual(hex('010203'));
    expect(element.at(1).content).toEqual(hex('05'));
  });

  it('refuses what ends inside an element, at every length', () => {
    const whole = sequence(oid('1.2.840.113549.1.7.2'), sequence(integer(5), octetString(new Uint8Array(200))));
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readWhole(whole.slice(0, length))).toThrow(Asn1Error);
  });

  it('refuses what follows the end', () => {
    expect(() => readWhole(hex('05 00 00'))).toThrow(Asn1Error);
    expect(readAsn1(hex('05 00 00')).end).toBe(2);
  });

  it('refuses deep nesting without exhausting the stack, definite and indefinite', () => {
    let definite = hex('05 00');
    for (let depth = 0; depth < 60; depth += 1) definite = sequence(definite);
    const walk = (bytes: Uint8Array): void => {
      let element = readAsn1(bytes);
      for (;;) element = element.at(0);
    };
    expect(() => walk(definite)).toThrow('nested too deeply');
    expect(() => readAsn1(new Uint8Array(2_000_000).map((_, at) => (at % 2 === 0 ? 0x30 : 0x80)))).toThrow(
      'nested too deeply',
    );
  });

  it('refuses more elements than any structure has, quickly', () => {
    const bomb = sequence(new Uint8Array(4_000_000).fill(0).map((_, at) => (at % 2 === 0 ? 5 : 0)));
    expect(() => readAsn1(bomb).children).toThrow('too many elements');
    let walked = 0;
    for (const _ of readAsn1(bomb).walk()) walked += 1;
    expect(walked).toBe(2_000_000);
  });

  it('refuses lengths that claim more than is there', () => {
    expect(() => readAsn1(hex('30 84 ffffffff 00'))).toThrow(Asn1Error);
    expect(() => readAsn1(hex('30 89 010000000000000000 00'))).toThrow(Asn1Error);
  });

  it.each([
    '0.9.2342.19200300.100.1.1',
    '1.2.840.113549.1.9.16.2.47',
    '2.5.29.15',
    '2.16.840.1.101.3.4.2.1',
    '2.999.3',
  ])('reads and writes the object identifier %s', (dotted) => expect(readOid(readWhole(oid(dotted)))).toBe(dotted));

  it('keeps negative integers as they stand', () => {
    expect(readIntegerHex(readWhole(hex('02 02 ff01')))).toBe('ff01');
  });

  it.each([
    ['17 0d 3439313233313233353935395a', '2049-12-31T23:59:59.000Z'],
    ['17 0d 3530303130313030303030305a', '1950-01-01T00:00:00.000Z'],
    ['17 0b 323630363031313230305a', '2026-06-01T12:00:00.000Z'],
    ['17 11 3236303630313132303030302b30323030', '2026-06-01T10:00:00.000Z'],
    ['18 13 32303530303130313030303030302e3235305a', '2050-01-01T00:00:00.250Z'],
  ])('reads the time %s', (encoded, iso) => expect(readTime(readWhole(hex(encoded))).toISOString()).toBe(iso));

  it.each(['17 0d 3236313330313132303030305a', '17 0d 3236303233303132303030305a', '18 04 32303236', '04 00'])(
    'refuses the time %s',
    (encoded) => expect(() => readTime(readWhole(hex(encoded)))).toThrow(Asn1Error),
  );

  it('writes every whole second so that it reads back', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1950-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
        (date) => {
          const second = new Date(Math.floor(date.getTime() / 1000) * 1000);
          expect(readTime(readWhole(time(second)))).toEqual(second);
        },
      ),
    );
  });

  it('reads the string types as text', () => {
    expect(readText(readWhole(utf8String('Größe ≥ 1')))).toBe('Größe ≥ 1');
    expect(readText(readWhole(hex('1e 04 00c4 2264')))).toBe('Ä≤');
    expect(readText(readWhole(hex('1c 04 0001f600')))).toBe('😀');
    expect(readText(readWhole(hex('1c 04 ffffffff')))).toBe('\ufffd');
    expect(readText(readWhole(hex('05 00')))).toBeNull();
  });

  it('sorts the elements of a SET OF by their encoding', () => {
    expect(setOf(integer(300), integer(2), integer(1))).toEqual(hex('31 0a 020101 020102 0202012c'));
  });

  it('never answers random bytes with anything but an element or its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const visit = (element: ReturnType<typeof readAsn1>): void => {
          if (element.constructed) element.children.forEach(visit);
        };
        try {
          visit(readAsn1(tlv(0x30, bytes)));
        } catch (error) {
          expect(error).toBeInstanceOf(Asn1Error);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
