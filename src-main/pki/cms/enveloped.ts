import { constants, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto';
import { type Asn1, Asn1Error, readAsn1, readIntegerHex, readOctets, readOid, sameBytes, Tag } from '../asn1/read.ts';
import { type CertificateInfo, readCertificate } from '../certificate.ts';
import { readDigestAlgorithm } from '../digest.ts';
import { decryptCbc, unpad } from '../keys/pbes2.ts';
import { readName } from '../names.ts';
import { Oid } from '../oids.ts';
import { agreedKey } from './key-agreement.ts';
import { sameSerial } from './signing-certificate.ts';

/** Who can open what was encrypted for a certificate: it, and its key as PKCS#8 in the clear; both DER. */
export interface Recipient {
  readonly certificate: Uint8Array;
  readonly pkcs8: Uint8Array;
}

const ciphers: Readonly<Record<string, { readonly name: string; readonly key: number; readonly block: number }>> = {
  [Oid.aes128Cbc]: { name: 'aes-128-cbc', key: 16, block: 16 },
  [Oid.aes192Cbc]: { name: 'aes-192-cbc', key: 24, block: 16 },
  [Oid.aes256Cbc]: { name: 'aes-256-cbc', key: 32, block: 16 },
  [Oid.desEde3Cbc]: { name: 'des-ede3-cbc', key: 24, block: 8 },
};

/**
 * The content of CMS EnvelopedData (RFC 5652 6) for a recipient with an RSA key (RFC 3370 4.2.1, RFC 3560) or one on a
 * curve (RFC 5753). Null: it is not for this recipient, or by a cipher that is not read here (RC2, RC4), or damaged.
 */
export const openEnvelope = (envelope: Uint8Array, recipient: Recipient): Uint8Array | null => {
  const certificate = readCertificate(recipient.certificate);
  if (!certificate.ok) return null;
  try {
    return open(envelope, certificate.value, createPrivateKey(privateKeyInput(recipient.pkcs8)));
  } catch {
    // A wrong key, bad padding, no key at all: it is not opened, and which of them it was is nobody's business.
    return null;
  }
};

const privateKeyInput = (pkcs8: Uint8Array) => ({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }) as const;

const open = (envelope: Uint8Array, certificate: CertificateInfo, key: KeyObject): Uint8Array | null => {
  const info = readAsn1(envelope).expect(Tag.Sequence);
  if (readOid(info.at(0, Tag.Oid)) !== Oid.envelopedData) throw new Asn1Error('not EnvelopedData');
  const parts = info.at(1).at(0, Tag.Sequence).children;
  const at = parts[1]?.isContext(0) === true ? 2 : 1;
  const content = parts[at + 1];
  if (content === undefined) return null;
  const cipher = ciphers[readOid(content.at(1, Tag.Sequence).at(0, Tag.Oid))];
  const encrypted = content.context(0);
  if (cipher === undefined || encrypted === undefined) return null;
  const contentKey = contentKeyFrom(parts[at]?.expect(Tag.Set).children ?? [], certificate, key);
  if (contentKey?.length !== cipher.key) return null;
  const iv = readOctets(content.at(1).at(1, Tag.OctetString));
  return unpad(decryptCbc(cipher.name, contentKey, iv, readOctets(encrypted)), cipher.block);
};

/** The first RecipientInfo that is for this recipient gives the key; null: none is. */
const contentKeyFrom = (infos: readonly Asn1[], certificate: CertificateInfo, key: KeyObject): Uint8Array | null => {
  for (const info of infos) {
    // KeyTransRecipientInfo: version, rid, keyEncryptionAlgorithm, encryptedKey.
    if (info.is(Tag.Sequence) && key.asymmetricKeyType === 'rsa' && isFor(info.at(1), certificate))
      return unwrapKey(info.at(2, Tag.Sequence), readOctets(info.at(3, Tag.OctetString)), key);
    if (info.isContext(1) && key.asymmetricKeyType === 'ec') {
      const agreed = agreedKey(info, certificate, key, (rid) => isFor(rid, certificate));
      if (agreed !== null) return agreed;
    }
  }
  return null;
};

/** A rid: issuer and serial number, or the key's identifier, bare or as RecipientKeyIdentifier. */
const isFor = (rid: Asn1, { issuer, serial, subjectKeyId }: CertificateInfo): boolean => {
  if (rid.isContext(0))
    return subjectKeyId !== null && sameBytes(subjectKeyId, readOctets(rid.constructed ? rid.at(0) : rid));
  return (
    readName(rid.expect(Tag.Sequence).at(0)).key === issuer.key &&
    sameSerial(readIntegerHex(rid.at(1, Tag.Integer)), serial)
  );
};

const unwrapKey = (algorithm: Asn1, encrypted: Uint8Array, key: KeyObject): Uint8Array | null => {
  switch (readOid(algorithm.at(0, Tag.Oid))) {
    case Oid.rsaEncryption:
      // Taken apart here: BoringSSL and OpenSSL differ in what they let a caller do with this padding.
      return unpadTransport(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted));
    case Oid.rsaesOaep: {
      const given = algorithm.children[1]?.context(0);
      const oaepHash = given === undefined ? 'sha1' : readDigestAlgorithm(given.at(0)).algorithm;
      return oaepHash === null
        ? null
        : privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, encrypted);
    }
    default:
      return null;
  }
};

/** EME-PKCS1-v1_5 (RFC 8017 7.2.2): 00 02, at least eight octets that are not zero, 00, the message. */
const unpadTransport = (block: Uint8Array): Uint8Array | null => {
  if (block[0] !== 0 || block[1] !== 2) return null;
  const end = block.indexOf(0, 2);
  return end < 10 ? null : block.subarray(end + 1);
};
