import type { Output } from '../../contract/index.ts';
import { parseCertificate } from '../../pki/index.ts';

/** What a certificate, DER, says of itself, as screens show it. */
export const certificateFacts = (der: Uint8Array): NonNullable<Output<'keys.mine'>['offered']> => {
  const { serial, subject, issuer, notBefore, notAfter, fingerprint } = parseCertificate(der);
  return {
    serial,
    subject: subject.text,
    issuer: issuer.text,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    fingerprint,
  };
};
