import { randomBytes } from 'node:crypto';
import { ok } from '../../domain/result.ts';
import { compareBytes } from '../../pki/asn1/read.ts';
import { context, generalizedTime, integer, octetString, oid, sequence, setOf } from '../../pki/asn1/write.ts';
import { type Authority, signCertificate } from '../../pki/authority.ts';
import { parseCertificate } from '../../pki/certificate.ts';
import { attribute } from '../../pki/cms/build.ts';
import { digestIdentifier } from '../../pki/digest.ts';
import { extendedKeyUsageExtension, keyUsageExtension } from '../../pki/extensions.ts';
import { DigestAlgorithm, digest, generateKeyPair, signerFromPkcs8, type Timestamper } from '../../pki/index.ts';
import { writeName } from '../../pki/names.ts';
import { Oid } from '../../pki/oids.ts';
import { signatureIdentifier } from '../../pki/signature-algorithm.ts';

/** A time-stamping unit in this process (RFC 3161), below the authority of the run: for timing files of level B-LTA. */
export const benchTimestamper = async (
  { issuing }: Pick<Authority, 'issuing'>,
  now: Date,
  notAfter: Date,
): Promise<Timestamper> => {
  const pair = await generateKeyPair('ecdsa-p256');
  const issuer = parseCertificate(issuing.certificate);
  const certificate = await signCertificate({
    issuerName: issuer.subject.der,
    issuerKey: { pkcs8: issuing.pkcs8, spki: issuer.publicKey.spki },
    subject: writeName({ commonName: 'Bench time-stamping unit' }),
    spki: pair.spki,
    notBefore: now,
    notAfter,
    extensions: [keyUsageExtension(['digitalSignature']), extendedKeyUsageExtension(true, [Oid.kpTimeStamping])],
  });
  const signer = await signerFromPkcs8(pair.pkcs8, { certificate, chain: [] });
  if (!signer.ok) throw new Error(signer.error.code);
  const { serial, issuer: issuerName } = parseCertificate(certificate);
  const sha256 = digestIdentifier(DigestAlgorithm.Sha256);
  return async ({ algorithm, hash }) => {
    const time = new Date();
    const info = sequence(
      integer(1),
      oid('1.3.6.1.4.1.99999.1'),
      sequence(digestIdentifier(algorithm), octetString(hash)),
      integer(randomBytes(8)),
      generalizedTime(time),
    );
    const attributes = [
      attribute(Oid.contentType, oid(Oid.tstInfo)),
      attribute(Oid.messageDigest, octetString(digest('sha256', info))),
      attribute(Oid.signingCertificateV2, sequence(sequence(sequence(octetString(digest('sha256', certificate)))))),
    ].sort(compareBytes);
    const signerInfo = sequence(
      integer(1),
      sequence(issuerName.der, integer(Buffer.from(serial, 'hex'))),
      sha256,
      context(0, ...attributes),
      signatureIdentifier(signer.value.algorithm, 'cms'),
      octetString(await signer.value.sign(setOf(...attributes))),
    );
    const token = sequence(
      oid(Oid.signedData),
      context(
        0,
        sequence(
          integer(3),
          setOf(sha256),
          sequence(oid(Oid.tstInfo), context(0, octetString(info))),
          context(0, certificate),
          setOf(signerInfo),
        ),
      ),
    );
    return ok({
      token,
      time,
      certificate: parseCertificate(certificate),
      certificates: [certificate],
      policy: '1.3.6.1.4.1.99999.1',
    });
  };
};
