import { fail, ok, type Result } from '../../../domain/result.ts';
import { toHex } from '../../asn1/read.ts';
import { type CertificateInfo, readCertificate } from '../../certificate.ts';
import { algorithmFits, defaultAlgorithm } from '../../signature-algorithm.ts';
import type { SignatureAlgorithm } from '../../signer.ts';
import { chainOf } from '../chain.ts';
import { type Attribute, Ck, type Cryptoki, type Handle } from './cryptoki.ts';
import { TokenFailure } from './failure.ts';
import type { KeyChoice, OpenKey, TokenCertificate } from './protocol.ts';

/** More objects of a kind than any token has are not looked at. */
const mostObjects = 500;

const find = (cryptoki: Cryptoki, session: Handle, template: readonly Attribute[]): readonly Handle[] => {
  cryptoki.C_FindObjectsInit(session, template);
  try {
    return cryptoki.C_FindObjects(session, mostObjects);
  } finally {
    cryptoki.C_FindObjectsFinal(session);
  }
};

/** An attribute's octets; none where the token does not have or does not show it. */
const attribute = (cryptoki: Cryptoki, session: Handle, object: Handle, type: number): Uint8Array => {
  try {
    return new Uint8Array(cryptoki.C_GetAttributeValue(session, object, [{ type }])[0]?.value ?? []);
  } catch {
    return new Uint8Array(0);
  }
};

const label = (octets: Uint8Array): string => new TextDecoder().decode(octets).replace(/[\0 ]+$/, '');

/** The X.509 certificates that the session may see. */
export const certificatesOn = (cryptoki: Cryptoki, session: Handle): readonly TokenCertificate[] =>
  find(cryptoki, session, [{ type: Ck.CKA_CLASS, value: Ck.CKO_CERTIFICATE }]).map((object) => ({
    label: label(attribute(cryptoki, session, object, Ck.CKA_LABEL)),
    id: toHex(attribute(cryptoki, session, object, Ck.CKA_ID)),
    der: attribute(cryptoki, session, object, Ck.CKA_VALUE),
  }));

/** A private key on the token; the key itself stays there. */
interface PrivateKey {
  readonly handle: Handle;
  readonly label: string;
  readonly id: string;
  readonly signs: boolean;
  readonly pinForEach: boolean;
}

const privateKeysOn = (cryptoki: Cryptoki, session: Handle): readonly PrivateKey[] =>
  find(cryptoki, session, [{ type: Ck.CKA_CLASS, value: Ck.CKO_PRIVATE_KEY }]).map((handle) => {
    const read = (type: number): Uint8Array => attribute(cryptoki, session, handle, type);
    return {
      handle,
      label: label(read(Ck.CKA_LABEL)),
      id: toHex(read(Ck.CKA_ID)),
      signs: read(Ck.CKA_SIGN)[0] === 1,
      pinForEach: read(Ck.CKA_ALWAYS_AUTHENTICATE)[0] === 1,
    };
  });

/**
 * The key meant, with its certificate: of the token's keys that may sign the one named, else the only one, else the only
 * one that has a certificate. Errors: `TokenFailure`, `certificate/damaged`, `key/unsupported`.
 */
export const findKey = (
  cryptoki: Cryptoki,
  session: Handle,
  { key: wanted, certificates: given = [], algorithm: chosen }: KeyChoice,
): Result<OpenKey & { readonly handle: Handle }> => {
  const stored = certificatesOn(cryptoki, session);
  const keys = privateKeysOn(cryptoki, session);
  const signing = keys.filter(({ signs }) => signs);
  const named = (one: PrivateKey): boolean =>
    one.label === wanted ||
    one.id === wanted?.toLowerCase().replace(/[: ]/g, '') ||
    stored.some((certificate) => certificate.id === one.id && certificate.label === wanted);
  const candidates = wanted === undefined ? signing : signing.filter(named);
  const listed = (some: readonly PrivateKey[]) => ({
    keys: some.map(({ label, id }) => ({ label, id })).sort((a, b) => (a.label < b.label ? -1 : 1)),
  });
  const certified = candidates.filter(({ id }) => stored.some((one) => one.id === id));
  const [key, ...more] = candidates.length > 1 && certified.length > 0 ? certified : candidates;
  if (key === undefined)
    return wanted === undefined || keys.some(named)
      ? fail(TokenFailure.NoSigningKey)
      : fail(TokenFailure.NoSuchKey, listed(signing));
  if (more.length > 0) return fail(TokenFailure.SeveralKeys, listed([key, ...more]));
  const leaf = given[0] ?? stored.find(({ id }) => id === key.id)?.der;
  if (leaf === undefined) return fail(TokenFailure.NoCertificate, { key: key.label === '' ? key.id : key.label });
  const certificate = readCertificate(leaf);
  if (!certificate.ok) return certificate;
  const algorithm = algorithmFor(certificate.value, chosen);
  if (algorithm === null) return fail('key/unsupported', { key: certificate.value.publicKey.label });
  const others = [...given, ...stored.map(({ der }) => der)].flatMap((der) => {
    const read = readCertificate(der);
    return read.ok ? [read.value] : [];
  });
  return ok({
    handle: key.handle,
    certificate: leaf,
    chain: chainOf(certificate.value, others).map(({ der }) => der),
    algorithm,
    pinForEach: key.pinForEach,
  });
};

const algorithmFor = (
  { publicKey }: CertificateInfo,
  chosen: SignatureAlgorithm | undefined,
): SignatureAlgorithm | null => {
  const algorithm = chosen ?? defaultAlgorithm(publicKey);
  return algorithm !== null && algorithmFits(algorithm, publicKey) ? algorithm : null;
};
