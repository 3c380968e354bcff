import { afterAll, describe, expect, test } from 'vitest';
import { writePem } from '../../../src-main/pki/pem.ts';
import { crlCases } from '../../support/crl-cases.ts';
import { testNow, testPki } from '../../support/pki.ts';
import { hasOpenSsl, openSsl } from '../../support/pki-openssl.ts';

const pki = await testPki();
const { cases, certificates, rootCrl } = await crlCases(pki);

describe.skipIf(!hasOpenSsl())('the same CRLs in the words of openssl verify', () => {
  const tool = openSsl();
  afterAll(() => tool.dispose());

  test.each(cases)('C24: $name', ({ leaf, crls, expected, elsewhere }) => {
    const pem = (label: string, ...ders: readonly Uint8Array[]): string =>
      ders.map((der) => writePem(label, der)).join('');
    tool.file('root.pem', pem('CERTIFICATE', pki.root.certificate));
    tool.file('others.pem', pem('CERTIFICATE', pki.issuing.certificate, ...certificates));
    tool.file('crls.pem', pem('X509 CRL', ...crls, rootCrl));
    tool.file('leaf.pem', pem('CERTIFICATE', leaf));
    const { ok, output } = tool.run(
      ...['verify', '-CAfile', 'root.pem', '-untrusted', 'others.pem', '-CRLfile', 'crls.pem', '-crl_check'],
      ...['-extended_crl', '-use_deltas', '-attime', String(testNow.getTime() / 1000), 'leaf.pem'],
    );
    // The program goes on after faults in the path of the CRL, and says them.
    const clean = ok && !/error \d+ at/.test(output);
    const said = clean ? 'good' : output.includes('certificate revoked') ? 'revoked' : 'unknown';
    expect([said, output]).toEqual([elsewhere ?? expected, expect.anything()]);
  });
});
