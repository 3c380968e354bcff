import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { concat } from '../../src-main/pki/asn1/read.ts';
import {
  context,
  integer,
  contextPrimitive,
  octetString,
  oid,
  sequence,
  setOf,
} from '../../src-main/pki/asn1/write.ts';
import { digest } from '../../src-main/pki/digest.ts';
import { Oid } from '../../src-main/pki/oids.ts';
import type { Signer } from '../../src-main/pki/signer.ts';
import { attribute, oddCms } from './pki-cms.ts';

/** How the file is encrypted: the key of the whole, its method, and the entries of the encryption dictionary. */
export interface TestEncryption {
  readonly key: Uint8Array;
  readonly method: 'rc4' | 'aes-128' | 'aes-256';
  readonly dictionary: string;
}

/** Where a PDF MAC goes, by the salt that the dictionary names; `spoil` changes the value that the MAC is about. */
export interface TestMac {
  readonly place: 'standalone' | 'attached';
  readonly salt: Uint8Array;
  readonly spoil?: boolean;
}

const hex = (bytes: Uint8Array): string => `<${Buffer.from(bytes).toString('hex')}>`;

/** A string of object `num`, encrypted as ISO 32000-2, 7.6.3 says. */
const sealed = ({ key, method }: TestEncryption, num: number, text: string): string => {
  const salt = method === 'aes-128' ? Buffer.from('sAlT') : Buffer.alloc(0);
  const own = createHash('md5')
    .update(key)
    .update(Buffer.of(num & 255, num >> 8, 0, 0, 0))
    .update(salt)
    .digest()
    .subarray(0, Math.min(16, key.length + 5));
  if (method === 'rc4') {
    const state = Uint8Array.from({ length: 256 }, (_, index) => index);
    const swap = (a: number, b: number) => {
      [state[a], state[b]] = [state[b] as number, state[a] as number];
    };
    for (let i = 0, j = 0; i < 256; i++)
      swap(i, (j = (j + (state[i] as number) + (own[i % own.length] as number)) & 255));
    let j = 0;
    return hex(
      Buffer.from(text).map((byte, index) => {
        const i = (index + 1) & 255;
        j = (j + (state[i] as number)) & 255;
        swap(i, j);
        return byte ^ (state[((state[i] as number) + (state[j] as number)) & 255] as number);
      }),
    );
  }
  const iv = randomBytes(16);
  const cipher = createCipheriv(
    method === 'aes-256' ? 'aes-256-cbc' : 'aes-128-cbc',
    method === 'aes-256' ? key : own,
    iv,
  );
  return hex(Buffer.concat([iv, cipher.update(text), cipher.final()]));
};

/** AuthenticatedData of ISO/TS 32004. */
const macToken = (fileKey: Uint8Array, salt: Uint8Array, covered: Uint8Array, signature: Uint8Array | null) => {
  const macKey = randomBytes(32);
  const wrappingKey = new Uint8Array(hkdfSync('sha256', fileKey, salt, 'PDFMAC', 32));
  const wrap = createCipheriv('id-aes256-wrap', wrappingKey, Buffer.alloc(8, 0xa6));
  const wrapped = Buffer.concat([wrap.update(macKey), wrap.final()]);
  const content = sequence(
    integer(0),
    octetString(digest('sha256', covered)),
    ...(signature === null ? [] : [contextPrimitive(0, digest('sha256', signature))]),
  );
  const attributes = [
    attribute(Oid.contentType, oid(Oid.pdfMacIntegrityInfo)),
    attribute(Oid.messageDigest, octetString(digest('sha256', content))),
  ];
  const set = setOf(...attributes);
  const mac = createHmac('sha256', macKey).update(set).digest();
  return sequence(
    oid(Oid.authenticatedData),
    context(
      0,
      sequence(
        integer(0),
        setOf(
          context(
            3,
            integer(0),
            context(0, oid(Oid.pdfMacWrapKdf)),
            sequence(oid(Oid.aes256Wrap)),
            octetString(wrapped),
          ),
        ),
        sequence(oid(Oid.hmacSha256)),
        context(1, oid('2.16.840.1.101.3.4.2.1')),
        sequence(oid(Oid.pdfMacIntegrityInfo), context(0, octetString(content))),
        concat(Uint8Array.of(0xa2), set.subarray(1)),
        octetString(mac),
      ),
    ),
  );
};

const room = 8000;
const numberRoom = '0000000000 0000000000 0000000000';

/** A signed and encrypted one-page PDF; its signature's reason, encrypted, is `Approved`. */
export const encryptedPdf = async (encryption: TestEncryption, signer: Signer, mac?: TestMac): Promise<Uint8Array> => {
  const hole = `<${'0'.repeat(2 * room)}>`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[4 0 R]>>',
    `<</Type/Annot/Subtype/Widget/FT/Sig/T ${sealed(encryption, 4, 'Signature1')}/V 5 0 R/P 3 0 R/Rect[0 0 0 0]/F 132>>`,
    `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Reason ${sealed(encryption, 5, 'Approved')}/ByteRange[0 ${numberRoom}]/Contents ${hole}>>`,
    `<<${encryption.dictionary}>>`,
  ];
  let text = '%PDF-2.0\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const code =
    mac === undefined
      ? ''
      : mac.place === 'attached'
        ? '/AuthCode<</MACLocation/AttachedToSig/SigObjRef 5 0 R>>'
        : `/AuthCode<</MACLocation/Standalone/ByteRange[0 ${numberRoom}]/MAC ${hole}>>`;
  text += `xref\n0 7\n0000000000 65535 f \n${entries}trailer\n<</Size 7/Root 1 0 R/Encrypt 6 0 R/ID[<00><00>]${code}>>\nstartxref\n${start}\n%%EOF\n`;
  const bytes = Buffer.from(text, 'latin1');

  const holes: number[] = [];
  for (let at = bytes.indexOf(hole); at >= 0; at = bytes.indexOf(hole, at + 1)) holes.push(at);
  for (const at of holes) {
    const end = at + hole.length;
    const numbers = [at, end, bytes.length - end].map((value) => String(value).padStart(10, '0')).join(' ');
    bytes.write(numbers, bytes.lastIndexOf(numberRoom, at), 'latin1');
  }
  const outside = (at: number) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + hole.length)]);
  const fill = (at: number, value: Uint8Array) => bytes.write(Buffer.from(value).toString('hex'), at + 1, 'latin1');
  const [signatureAt = 0, macAt = 0] = holes;

  // A MAC that stands alone covers the signature, which covers the MAC's empty place and so breaks: where there is one,
  // only what is said about the MAC counts.
  const content = outside(signatureAt);
  let value: Uint8Array | null = null;
  const once: Signer = { ...signer, sign: async (data) => (value ??= await signer.sign(data)) };
  const certificates = [signer.certificate, ...signer.chain];
  let cms = await oddCms({ signer: once, content, certificates });
  if (mac?.place === 'attached') {
    const about = mac.spoil === true ? Buffer.from('other bytes') : content;
    const token = macToken(encryption.key, mac.salt, about, value);
    cms = await oddCms({ signer: once, content, certificates, unsigned: [attribute(Oid.pdfMacData, token)] });
  }
  fill(signatureAt, cms);
  if (mac?.place === 'standalone') {
    const about = mac.spoil === true ? Buffer.from('other bytes') : outside(macAt);
    fill(macAt, macToken(encryption.key, mac.salt, about, null));
  }
  return new Uint8Array(bytes);
};

/** Encryption by password, revision 5 (AES-256), the user's password only. */
export const passwordEncryption = (
  password: string,
  { salt, permissions = -4 }: { salt?: Uint8Array; permissions?: number } = {},
): TestEncryption => {
  const key = randomBytes(32);
  const sha = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const entry = () => {
    const [check, wrap] = [randomBytes(8), randomBytes(8)];
    const cipher = createCipheriv('aes-256-cbc', sha(Buffer.from(password), wrap), Buffer.alloc(16)).setAutoPadding(
      false,
    );
    return { verifier: Buffer.concat([sha(Buffer.from(password), check), check, wrap]), wrapped: cipher.update(key) };
  };
  const user = entry();
  const dictionary =
    `/Filter/Standard/V 5/R 5/Length 256/P ${permissions}/U${hex(user.verifier)}/UE${hex(user.wrapped)}` +
    `/O${hex(randomBytes(48))}/OE${hex(randomBytes(32))}/Perms${hex(randomBytes(16))}` +
    `/CF<</StdCF<</CFM/AESV3/Length 32>>>>/StmF/StdCF/StrF/StdCF${salt === undefined ? '' : `/KDFSalt${hex(salt)}`}`;
  return { key, method: 'aes-256', dictionary };
};

/** Encryption for the recipients of envelopes over `seed` (20 octets) and permissions (ISO 32000-2, 7.6.5). */
export const recipientEncryption = (
  seed: Uint8Array,
  envelopes: readonly Uint8Array[],
  method: TestEncryption['method'],
  salt?: Uint8Array,
): TestEncryption => {
  const hash = createHash(method === 'aes-256' ? 'sha256' : 'sha1').update(seed);
  for (const envelope of envelopes) hash.update(envelope);
  const key = hash.digest().subarray(0, method === 'aes-256' ? 32 : 16);
  const recipients = `/Recipients[${envelopes.map(hex).join('')}]`;
  const filter = (name: string) =>
    `/SubFilter/adbe.pkcs7.s5/CF<</DefaultCryptFilter<</CFM/${name}${recipients}>>>>/StmF/DefaultCryptFilter/StrF/DefaultCryptFilter`;
  const form =
    method === 'rc4'
      ? `/V 2/Length 128/SubFilter/adbe.pkcs7.s4${recipients}`
      : method === 'aes-128'
        ? `/V 4/Length 128${filter('AESV2')}`
        : `/V 5/Length 256${filter('AESV3')}`;
  return { key, method, dictionary: `/Filter/Adobe.PubSec${form}${salt === undefined ? '' : `/KDFSalt${hex(salt)}`}` };
};
