import { describe, expect, test } from 'vitest';
import { readWhole, Tag, toHex } from '../../../src-main/pki/asn1/read.ts';
import { bitString, integer, sequence, utf8String } from '../../../src-main/pki/asn1/write.ts';
import { buildTimestampRequest } from '../../../src-main/pki/tsp/request.ts';
import { readTimestampResponse } from '../../../src-main/pki/tsp/response.ts';

const imprint = { algorithm: 'sha256', hash: new Uint8Array(32).fill(7) } as const;

describe('a time-stamp request (RFC 3161 2.4.1)', () => {
  test('holds version, imprint, nonce and certReq, and a policy where one is demanded', () => {
    const nonce = Uint8Array.of(0x80, 1);
    const plain = readWhole(buildTimestampRequest({ imprint, nonce }));
    expect(plain.children.map(({ tag }) => tag)).toEqual([Tag.Integer, Tag.Sequence, Tag.Integer, Tag.Boolean]);
    expect(toHex(plain.at(1).at(1).content)).toBe('07'.repeat(32));
    // A nonce is never negative, whatever its first bit.
    expect(toHex(plain.at(2).content)).toBe('008001');
    const demanding = readWhole(buildTimestampRequest({ imprint, nonce, policy: '1.2.3.4' }));
    expect(toHex(demanding.at(2, Tag.Oid).content)).toBe('2a0304');
  });
});

describe('a time-stamp response (RFC 3161 2.4.2)', () => {
  test('a refusal is told in the words of the standard and of the authority', () => {
    const response = readTimestampResponse(
      sequence(
        sequence(integer(2), sequence(utf8String('no such'), utf8String('policy')), bitString(Uint8Array.of(0, 1), 0)),
      ),
    );
    expect(response).toEqual({
      ok: true,
      value: { status: 'rejection', text: 'no such policy', failures: ['unacceptedPolicy'], token: null },
    });
  });

  test('what is no response is damaged, and an unknown status stays a number', () => {
    for (const bytes of [new Uint8Array(0), Uint8Array.of(0x30, 0), integer(1), sequence(integer(0))])
      expect(readTimestampResponse(bytes)).toMatchObject({ ok: false, error: { code: 'tsp/damaged' } });
    expect(readTimestampResponse(sequence(sequence(integer(9))))).toMatchObject({ value: { status: '9' } });
  });
});
