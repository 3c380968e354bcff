import { describe, expect, it } from 'vitest';
import { validatePath } from '../../../src-main/pki/path.ts';
import { crlCases } from '../../support/crl-cases.ts';
import { testNow, testPki } from '../../support/pki.ts';

const pki = await testPki();
const { cases, certificates, rootCrl } = await crlCases(pki);

describe('delta, indirect and partial CRLs (RFC 5280 5.2.4, 5.2.5, 5.3.3, 6.3.3)', () => {
  it.each(cases)('C24: $name: $expected', ({ leaf, crls, expected, because }) => {
    const input = { anchors: [pki.root.certificate], intermediates: [pki.issuing.certificate, ...certificates] };
    const judge = (lists: readonly Uint8Array[]) =>
      validatePath(leaf, { ...input, crls: [...lists, rootCrl], at: testNow }).revocation;
    const found = judge(crls);
    expect([found.status, found.reasons]).toEqual([expected, expect.anything()]);
    if (because !== undefined) expect(found.reasons.join('; ')).toContain(because);
    expect(judge([...crls].reverse()).status).toBe(expected);
  });
});
