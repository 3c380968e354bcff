import { enumerated, generalizedTime, integer, integerOfContent, sequence, context, time } from './asn1/write.ts';
import { type CertificationAuthority, signStructure } from './authority.ts';
import { parseCertificate } from './certificate.ts';
import { CrlReason } from './crl-reason.ts';
import { authorityKeyIdExtension, extension } from './extensions.ts';
import { Oid } from './oids.ts';

/** One revoked certificate. */
export interface RevokedCertificate {
  /** As `CertificateInfo.serial`. */
  readonly serial: string;
  /** When the authority revoked it. */
  readonly revokedAt: Date;
  /** `unspecified` is written as no reason at all (RFC 5280 5.3.1). */
  readonly reason?: CrlReason;
  /** Since when the key is known or thought to be in other hands (RFC 5280 5.3.2). */
  readonly invalidityDate?: Date;
}

/**
 * Issues a complete CRL, version 2 (RFC 5280 5), of everything the authority issued.
 * @param number of the CRL: higher than that of every earlier one.
 */
export const issueCrl = (
  ca: CertificationAuthority,
  input: {
    readonly entries: readonly RevokedCertificate[];
    readonly thisUpdate: Date;
    readonly nextUpdate: Date;
    readonly number: number;
  },
): Promise<Uint8Array> => {
  const issuer = parseCertificate(ca.certificate);
  return signStructure({ pkcs8: ca.pkcs8, spki: issuer.publicKey.spki }, (algorithm) =>
    sequence(
      integer(1),
      algorithm,
      issuer.subject.der,
      time(input.thisUpdate),
      time(input.nextUpdate),
      // An empty list is left out: RFC 5280 5.1.2.6 forbids the empty sequence.
      ...(input.entries.length === 0 ? [] : [sequence(...input.entries.map(writeEntry))]),
      context(0, sequence(authorityKeyIdExtension(issuer), extension(Oid.crlNumber, false, integer(input.number)))),
    ),
  );
};

const writeEntry = ({ serial, revokedAt, reason, invalidityDate }: RevokedCertificate): Uint8Array => {
  const extensions = [
    ...(reason === undefined || reason === CrlReason.Unspecified
      ? []
      : [extension(Oid.reasonCode, false, enumerated(reason))]),
    ...(invalidityDate === undefined ? [] : [extension(Oid.invalidityDate, false, generalizedTime(invalidityDate))]),
  ];
  return sequence(
    integerOfContent(Buffer.from(serial, 'hex')),
    time(revokedAt),
    ...(extensions.length === 0 ? [] : [sequence(...extensions)]),
  );
};
