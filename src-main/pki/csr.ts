import { createPublicKey } from 'node:crypto';
import { type Result, fail, ok } from '../domain/result.ts';
import { readBits, readWhole, Tag } from './asn1/read.ts';
import { context, integer, oid, sequence, setOf } from './asn1/write.ts';
import { signStructure } from './authority.ts';
import { emailExtension } from './extensions.ts';
import { type DistinguishedName, readName, writeName } from './names.ts';
import type { PersonSubject } from './authority.ts';
import { Oid } from './oids.ts';
import { type PublicKeyInfo, readPublicKey } from './public-key.ts';
import { readSignatureScheme, verifySignature } from './signature.ts';
import { toPrivateKey } from './signature-algorithm.ts';

/** A certification request (PKCS#10, RFC 2986), DER, signed by the key it is for. */
export const makeCsr = (input: {
  readonly pkcs8: Uint8Array;
  readonly subject: PersonSubject;
}): Promise<Uint8Array> => {
  const spki = new Uint8Array(createPublicKey(toPrivateKey(input.pkcs8)).export({ format: 'der', type: 'spki' }));
  const { email } = input.subject;
  const request =
    email === undefined ? [] : [sequence(oid(Oid.extensionRequest), setOf(sequence(emailExtension(email))))];
  return signStructure({ pkcs8: input.pkcs8, spki }, () =>
    sequence(integer(0), writeName(input.subject), spki, context(0, ...request)),
  );
};

/** What a request asks for. Only name and key are taken from it: extensions are the authority's to decide. */
export interface CertificationRequest {
  readonly subject: DistinguishedName;
  readonly publicKey: PublicKeyInfo;
}

/** Reads a request and checks its proof of possession. Errors: `csr/damaged`, `csr/signature-invalid`. */
export const readCsr = (der: Uint8Array): Result<CertificationRequest> => {
  try {
    const request = readWhole(der).expect(Tag.Sequence);
    const info = request.at(0, Tag.Sequence);
    const publicKey = readPublicKey(info.at(2));
    const scheme = readSignatureScheme(request.at(1));
    const signature = readBits(request.at(2, Tag.BitString)).octets;
    if (verifySignature(publicKey.spki, scheme, info.raw, signature) !== 'valid') return fail('csr/signature-invalid');
    return ok({ subject: readName(info.at(1)), publicKey });
  } catch (error) {
    return fail('csr/damaged', { cause: error instanceof Error ? error.message : String(error) });
  }
};
