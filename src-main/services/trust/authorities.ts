import type { Output } from '../../contract/index.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { readCertificate, readCertificateFile, verifyOnce, type CertificateInfo } from '../../pki/index.ts';
import { certificateFacts } from '../people/certificate-facts.ts';

type Authorities = Output<'trust.read'>['authorities'];

/** A file of certificates, in bytes. */
const mostBytes = 1_000_000;

/**
 * The authorities in a file, PEM or DER: a self-signed one is an anchor, others stand under one. Whatever else is in it is
 * refused by name: whoever approves a trust anchor has to know what it is.
 */
export const authoritiesIn = (
  file: Uint8Array,
  now: Date,
): Result<Authorities, Failure<'trust/no-certificate' | 'trust/not-an-authority' | 'trust/expired'>> => {
  const all = file.length > mostBytes ? [] : readCertificateFile(file);
  const found: Authorities[number][] = [];
  for (const der of all) {
    const read = readCertificate(der);
    if (!read.ok) return fail('trust/no-certificate');
    const { value: one } = read;
    const signsCertificates = one.keyUsage === null || one.keyUsage.has('keyCertSign');
    if (one.basicConstraints?.ca !== true || !signsCertificates)
      return fail('trust/not-an-authority', { subject: one.subject.text });
    if (one.notAfter < now) return fail('trust/expired', { subject: one.subject.text });
    found.push({
      ...certificateFacts(der),
      kind: signedByItself(one) ? 'anchor' : 'issuer',
      certificate: Buffer.from(der).toString('base64'),
    });
  }
  return found.length === 0 ? fail('trust/no-certificate') : ok(found);
};

const signedByItself = (one: CertificateInfo): boolean => one.selfIssued && verifyOnce(one, one) === 'valid';
