import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What a token gets: keys as PKCS#8 and certificates, both DER in base64. */
export interface TokenContent {
  readonly module: string;
  readonly label: string;
  readonly pin: string;
  readonly keys: readonly {
    readonly label: string;
    readonly id: string;
    readonly pkcs8: string;
    readonly sign?: boolean;
    readonly pinForEach?: boolean;
  }[];
  readonly certificates: readonly { readonly label: string; readonly id: string; readonly der: string }[];
}

/*
 * The body of a process of its own, since SoftHSM reads its settings from the environment once: puts what stands on stdin
 * onto a token, as the owner of the token would.
 */
interface Module {
  load(path: string): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(present: boolean): readonly Buffer[];
  C_GetTokenInfo(slot: Buffer): { readonly label: string };
  C_OpenSession(slot: Buffer, flags: number): Buffer;
  C_Login(session: Buffer, user: number, pin: string): void;
  C_CreateObject(session: Buffer, template: readonly { readonly type: number; readonly value: unknown }[]): Buffer;
}

const content = JSON.parse(readFileSync(0, 'utf8')) as TokenContent;
const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as { readonly PKCS11: new () => Module };
const token = new PKCS11();
token.load(content.module);
token.C_Initialize();
const slot = token.C_GetSlotList(true).find((one) => token.C_GetTokenInfo(one).label.trimEnd() === content.label);
if (!slot) throw new Error(`no token ${content.label}`);
const session = token.C_OpenSession(slot, 0x6);
token.C_Login(session, 1, content.pin);

const create = (template: Readonly<Record<number, unknown>>): void => {
  token.C_CreateObject(
    session,
    Object.entries(template).map(([type, value]) => ({ type: Number(type), value })),
  );
};
const octets = (value: string | undefined): Buffer => Buffer.from(value ?? '', 'base64url');
const curves: Readonly<Record<string, string>> = {
  'P-256': '06082a8648ce3d030107',
  'P-384': '06052b81040022',
  'P-521': '06052b81040023',
};

for (const { label, id, pkcs8, sign = true, pinForEach = false } of content.keys) {
  const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  const jwk: JsonWebKey = key.export({ format: 'jwk' });
  const common = {
    0x0: 3, // CKA_CLASS: CKO_PRIVATE_KEY
    0x1: true, // CKA_TOKEN
    0x2: true, // CKA_PRIVATE
    0x3: label, // CKA_LABEL
    0x102: Buffer.from(id, 'hex'), // CKA_ID
    0x103: true, // CKA_SENSITIVE
    0x108: sign, // CKA_SIGN
    0x202: pinForEach, // CKA_ALWAYS_AUTHENTICATE
  };
  if (jwk.kty === 'RSA')
    create({
      ...common,
      0x100: 0, // CKA_KEY_TYPE: CKK_RSA
      0x120: octets(jwk.n),
      0x122: octets(jwk.e),
      0x123: octets(jwk.d),
      0x124: octets(jwk.p),
      0x125: octets(jwk.q),
      0x126: octets(jwk.dp),
      0x127: octets(jwk.dq),
      0x128: octets(jwk.qi),
    });
  else
    create({
      ...common,
      0x100: 3, // CKK_EC
      0x180: Buffer.from(curves[jwk.crv ?? ''] ?? '', 'hex'), // CKA_EC_PARAMS
      0x11: octets(jwk.d),
    });
}
for (const { label, id, der } of content.certificates)
  create({
    0x0: 1, // CKO_CERTIFICATE
    0x1: true,
    0x2: false,
    0x3: label,
    0x80: 0, // CKC_X_509
    0x101: Buffer.from('subject'), // CKA_SUBJECT: SoftHSM wants one, nobody reads it
    0x102: Buffer.from(id, 'hex'),
    0x11: Buffer.from(der, 'base64'),
  });
token.C_Finalize();
