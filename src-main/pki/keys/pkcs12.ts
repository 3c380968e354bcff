import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Result, fail, ok } from '../../domain/result.ts';
import { type Asn1, Asn1Error, readAsn1, readOctets, readOid, readSmallInteger, readWhole, Tag } from '../asn1/read.ts';
import { type CertificateInfo, readCertificate } from '../certificate.ts';
import type { Recipient } from '../cms/enveloped.ts';
import { readDigestAlgorithm } from '../digest.ts';
import { Oid } from '../oids.ts';
import type { SignatureAlgorithm, Signer } from '../signer.ts';
import { chainOf } from './chain.ts';
import { keyIsOf, signerFromPkcs8 } from './open.ts';
import { maxIterations, unpad } from './pbes2.ts';
import { privateKeyInfo } from './pkcs8.ts';
import { decryptPbe } from './pkcs12-pbe.ts';
import { bmpPassPhrase, derivePkcs12, KdfPurpose } from './pkcs12-kdf.ts';

/** What a PKCS#12 file held, for whoever keeps or uses it. Everything is DER. */
export interface UnpackedPkcs12 {
  /** PrivateKeyInfo (RFC 5958), in the clear: overwrite it with zeros after use. */
  readonly pkcs8: Uint8Array;
  /** The certificate that the key is for. */
  readonly certificate: Uint8Array;
  /** Its issuers that came along, nearest first. */
  readonly chain: readonly Uint8Array[];
}

/**
 * Unpacks a PKCS#12 file (RFC 7292): the key that one of its certificates is for, with its chain. All other keys of the file
 * are overwritten. Errors: `key/wrong-pass-phrase`, `key/damaged`, `key/no-certificate` (no key with its certificate
 * inside), `key/unsupported`, and `key/several`, which names the certificates that there are keys for (`certificates`):
 * nobody signs with a key that they did not choose.
 * @param wanted serial number or fingerprint of one of them, as {@link CertificateInfo} has it; null: there is but one
 */
export const unpackPkcs12 = (
  bytes: Uint8Array,
  passPhrase: string,
  wanted: string | null = null,
): Promise<Result<UnpackedPkcs12>> =>
  unpack(bytes, passPhrase, (leaves) => {
    const fitting = leaves.filter(
      ({ serial, fingerprint }) => wanted === null || [serial, fingerprint].includes(wanted),
    );
    return fitting.length === 1 ? fitting[0] : undefined;
  });

/** The same with the certificate that `choose` takes of those that there are keys for. */
const unpack = async (
  bytes: Uint8Array,
  passPhrase: string,
  choose: (leaves: readonly CertificateInfo[]) => CertificateInfo | undefined,
): Promise<Result<UnpackedPkcs12>> => {
  const { keys, certificates, verdict } = await contentOf(bytes, passPhrase);
  const keyOf = ({ publicKey }: CertificateInfo) => keys.find((key) => keyIsOf(key, publicKey.spki));
  const leaves =
    verdict === null
      ? [...new Map(certificates.map((one) => [one.fingerprint, one])).values()].filter(
          (one) => keyOf(one) !== undefined,
        )
      : [];
  const leaf = choose(leaves);
  const pkcs8 = leaf && keyOf(leaf);
  wipe(keys.filter((key) => key !== pkcs8));
  if (verdict !== null) return verdict;
  if (leaves.length === 0) return fail('key/no-certificate', { keys: keys.length, certificates: certificates.length });
  if (leaf === undefined || pkcs8 === undefined)
    return fail('key/several', {
      certificates: leaves.map(({ subject, serial, notAfter, fingerprint }) => ({
        ...{ subject: subject.text, serial, fingerprint },
        notAfter: notAfter.toISOString(),
      })),
    });
  const chain = chainOf(leaf, certificates);
  return ok({ pkcs8, certificate: leaf.der.slice(), chain: chain.map(({ der }) => der.slice()) });
};

const wipe = (keys: readonly Uint8Array[]): void => {
  for (const key of keys) key.fill(0);
};

/**
 * The key of a PKCS#12 file for opening what was encrypted for its certificate; of several, the one whose certificate comes
 * first: with the wrong one a file stays shut, and nothing is signed. Errors: as `unpackPkcs12`.
 */
export const openPkcs12Recipient = async (bytes: Uint8Array, passPhrase: string): Promise<Result<Recipient>> => {
  const unpacked = await unpack(bytes, passPhrase, ([first]) => first);
  if (!unpacked.ok) return unpacked;
  const { certificate, pkcs8 } = unpacked.value;
  return ok({ certificate, pkcs8 });
};

/** Opens a PKCS#12 file as a signer. Errors: those of `unpackPkcs12`, whose `wanted` it takes, and of `signerFromPkcs8`. */
export const openPkcs12 = async (
  bytes: Uint8Array,
  passPhrase: string,
  { algorithm, wanted = null }: { readonly algorithm?: SignatureAlgorithm; readonly wanted?: string | null } = {},
): Promise<Result<Signer>> => {
  const unpacked = await unpackPkcs12(bytes, passPhrase, wanted);
  if (!unpacked.ok) return unpacked;
  const { pkcs8, certificate, chain } = unpacked.value;
  try {
    return await signerFromPkcs8(pkcs8, { certificate, chain, ...(algorithm === undefined ? {} : { algorithm }) });
  } finally {
    pkcs8.fill(0);
  }
};

interface Content {
  /** PrivateKeyInfo in the clear. */
  readonly keys: Uint8Array[];
  readonly certificates: CertificateInfo[];
}

type Opened = Content & { readonly verdict: ReturnType<typeof fail> | null };

/** The pass phrase as typed, then in Unicode NFC: other programs do not normalise. */
const contentOf = async (bytes: Uint8Array, passPhrase: string): Promise<Opened> => {
  const typed = await open(bytes, passPhrase);
  const normal = passPhrase.normalize('NFC');
  if (typed.verdict?.error.code !== 'key/wrong-pass-phrase' || normal === passPhrase) return typed;
  wipe(typed.keys);
  return open(bytes, normal);
};

const open = async (bytes: Uint8Array, passPhrase: string): Promise<Opened> => {
  const content: Content = { keys: [], certificates: [] };
  const end = (code: 'key/damaged' | 'key/wrong-pass-phrase' | 'key/unsupported', cause?: string): Opened => ({
    ...content,
    verdict: fail(code, cause === undefined ? undefined : { cause }),
  });
  let safe: Uint8Array;
  let mac: boolean | 'absent' | 'unsupported';
  try {
    const pfx = readWhole(bytes).expect(Tag.Sequence);
    const authSafe = pfx.at(1, Tag.Sequence);
    if (readOid(authSafe.at(0, Tag.Oid)) !== Oid.data) return end('key/unsupported', 'sealed by a public key');
    safe = readOctets(authSafe.at(1).at(0, Tag.OctetString));
    mac = await checkMac(pfx.children[2], safe, passPhrase);
  } catch (error) {
    return end('key/damaged', messageOf(error));
  }
  if (mac === 'unsupported') return end('key/unsupported', 'its MAC is of an unknown kind');
  try {
    await readSafe(safe, passPhrase, content);
  } catch (error) {
    if (error instanceof WrongPassPhrase) return end(mac === true ? 'key/damaged' : 'key/wrong-pass-phrase');
    // A file whose MAC fails may be damaged or under another pass phrase: only a key that opens shows which.
    return end(mac === false && content.keys.length === 0 ? 'key/wrong-pass-phrase' : 'key/damaged', messageOf(error));
  }
  if (mac === false)
    return end(content.keys.length > 0 ? 'key/damaged' : 'key/wrong-pass-phrase', 'its MAC does not match');
  return { ...content, verdict: null };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

class WrongPassPhrase extends Error {}

/** MacData (RFC 7292 4): HMAC over the authenticated safe. */
const checkMac = async (
  macData: Asn1 | undefined,
  safe: Uint8Array,
  passPhrase: string,
): Promise<boolean | 'absent' | 'unsupported'> => {
  if (macData === undefined) return 'absent';
  const digestInfo = macData.at(0, Tag.Sequence);
  const { algorithm: digest } = readDigestAlgorithm(digestInfo.at(0));
  const expected = readOctets(digestInfo.at(1, Tag.OctetString));
  const rounds = macData.children[2];
  const iterations = rounds === undefined ? 1 : readSmallInteger(rounds);
  if (iterations < 1 || iterations > maxIterations) throw new Asn1Error('an iteration count beyond reason');
  if (digest === null || digest.startsWith('sha3') || digest === 'shake256' || digest === 'sha512-256')
    return 'unsupported';
  const matches = async (secret: Uint8Array): Promise<boolean> => {
    const key = await derivePkcs12({
      digest,
      secret,
      salt: readOctets(macData.at(1, Tag.OctetString)),
      iterations,
      purpose: KdfPurpose.Mac,
      length: expected.length,
    });
    const actual = createHmac(digest, key).update(safe).digest();
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  };
  // Some programs take an empty pass phrase for none at all.
  return (await matches(bmpPassPhrase(passPhrase))) || (passPhrase === '' && (await matches(new Uint8Array(0))));
};

/** AuthenticatedSafe: plain and encrypted contents, keys first, since they alone show that the pass phrase is right. */
const readSafe = async (safe: Uint8Array, passPhrase: string, content: Content): Promise<void> => {
  const infos = readWhole(safe).children;
  const plain = infos.filter((info) => readOid(info.at(0, Tag.Oid)) === Oid.data);
  for (const info of plain)
    await readBags(readAsn1(readOctets(info.at(1).at(0, Tag.OctetString))), passPhrase, content);
  for (const info of infos) {
    if (plain.includes(info)) continue;
    if (readOid(info.at(0, Tag.Oid)) !== Oid.encryptedData) throw new Asn1Error('contents of an unknown kind');
    const encrypted = info.at(1).at(0, Tag.Sequence).at(1, Tag.Sequence);
    const octets = encrypted.context(0);
    if (octets === undefined) throw new Asn1Error('encrypted contents are missing');
    const { plain: padded, blockLength } = await decryptPbe(
      encrypted.at(1, Tag.Sequence),
      readOctets(octets),
      passPhrase,
    );
    const bags = unpad(padded, blockLength);
    if (bags === null || bags[0] !== 0x30) throw new WrongPassPhrase();
    await readBags(readWhole(bags), passPhrase, content);
  }
};

const readBags = async (bags: Asn1, passPhrase: string, content: Content): Promise<void> => {
  for (const bag of bags.expect(Tag.Sequence).children) {
    const value = bag.at(1).at(0);
    switch (readOid(bag.at(0, Tag.Oid))) {
      case Oid.keyBag:
        content.keys.push(new Uint8Array(value.raw));
        break;
      case Oid.shroudedKeyBag: {
        const { plain, blockLength } = await decryptPbe(
          value.at(0, Tag.Sequence),
          readOctets(value.at(1, Tag.OctetString)),
          passPhrase,
        );
        const key = privateKeyInfo(plain, blockLength);
        plain.fill(0);
        if (!key.ok && key.error.code === 'key/wrong-pass-phrase') throw new WrongPassPhrase();
        if (!key.ok) throw new Asn1Error('a key that opens, but is damaged');
        content.keys.push(key.value);
        break;
      }
      case Oid.certBag: {
        if (readOid(value.at(0, Tag.Oid)) !== Oid.x509Certificate) break;
        const read = readCertificate(readOctets(value.at(1).at(0, Tag.OctetString)));
        if (read.ok) content.certificates.push(read.value);
        break;
      }
      case Oid.safeContentsBag:
        await readBags(value, passPhrase, content);
        break;
      default:
      // CRLs and secrets are of no use to a signer.
    }
  }
};
