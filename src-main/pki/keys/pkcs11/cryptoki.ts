import { createRequire } from 'node:module';
import { type Failure, fail, ok, type Result } from '../../../domain/result.ts';
import { TokenFailure } from './failure.ts';

/** A handle of a slot, session or object: octets that only the module can read. */
export type Handle = Uint8Array;

export interface Attribute {
  readonly type: number;
  readonly value?: number | boolean | Uint8Array;
}

export interface Mechanism {
  readonly mechanism: number;
  readonly parameter?: unknown;
}

/** The calls of PKCS#11 2.40 that signing needs, as `pkcs11js` names them. All of them block. @throws CryptokiError */
export interface Cryptoki {
  load(path: string): void;
  close(): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(tokenPresent: boolean): readonly Handle[];
  C_GetTokenInfo(slot: Handle): {
    readonly label: string;
    readonly manufacturerID: string;
    readonly model: string;
    readonly serialNumber: string;
    readonly flags: number;
  };
  C_GetMechanismList(slot: Handle): readonly number[];
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_Login(session: Handle, userType: number, pin: string): void;
  C_Logout(session: Handle): void;
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void;
  C_FindObjects(session: Handle, most: number): readonly Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    template: readonly Attribute[],
  ): readonly { value: Uint8Array }[];
  C_SignInit(session: Handle, mechanism: Mechanism, key: Handle): void;
  C_Sign(session: Handle, data: Uint8Array, room: Uint8Array): Uint8Array;
}

/** What the module answered when it did not do what it was asked: a CKR value and its name. */
export interface CryptokiError extends Error {
  readonly code: number;
}

/** Constants of PKCS#11 2.40 (pkcs11t.h), EdDSA of 3.0. */
export const Ck = {
  CKF_SERIAL_SESSION: 0x4,
  CKF_LOGIN_REQUIRED: 0x4,
  CKF_USER_PIN_INITIALIZED: 0x8,
  CKF_TOKEN_INITIALIZED: 0x400,
  CKF_USER_PIN_COUNT_LOW: 0x1_0000,
  CKF_USER_PIN_FINAL_TRY: 0x2_0000,
  CKF_USER_PIN_LOCKED: 0x4_0000,
  CKF_USER_PIN_TO_BE_CHANGED: 0x8_0000,
  CKU_USER: 1,
  CKU_CONTEXT_SPECIFIC: 2,
  CKO_CERTIFICATE: 1,
  CKO_PRIVATE_KEY: 3,
  CKA_CLASS: 0x0,
  CKA_LABEL: 0x3,
  CKA_VALUE: 0x11,
  CKA_ID: 0x102,
  CKA_SIGN: 0x108,
  CKA_ALWAYS_AUTHENTICATE: 0x202,
  CKM_RSA_PKCS: 0x1,
  CKM_RSA_PKCS_PSS: 0xd,
  CKM_SHA256_RSA_PKCS: 0x40,
  CKM_SHA256_RSA_PKCS_PSS: 0x43,
  CKM_SHA256: 0x250,
  CKM_ECDSA: 0x1041,
  CKM_ECDSA_SHA256: 0x1044,
  CKM_ECDSA_SHA384: 0x1045,
  CKM_ECDSA_SHA512: 0x1046,
  CKM_EDDSA: 0x1057,
  CKG_MGF1_SHA256: 2,
  /** How `pkcs11js` tells the parameters of RSASSA-PSS from others. */
  PSS_PARAMETERS: 5,
} as const;

/** CKR values that mean something to us (pkcs11t.h). */
const failures: Readonly<Record<number, TokenFailure>> = {
  0x32: TokenFailure.Removed, // CKR_DEVICE_REMOVED
  // The key was found in this session: its handle is valid as long as the token is there.
  0x60: TokenFailure.Removed, // CKR_KEY_HANDLE_INVALID
  0x82: TokenFailure.Removed, // CKR_OBJECT_HANDLE_INVALID
  0xa0: TokenFailure.WrongPin, // CKR_PIN_INCORRECT
  0xa1: TokenFailure.WrongPin, // CKR_PIN_INVALID
  0xa2: TokenFailure.WrongPin, // CKR_PIN_LEN_RANGE
  0xa3: TokenFailure.PinNotSet, // CKR_PIN_EXPIRED
  0xa4: TokenFailure.PinLocked, // CKR_PIN_LOCKED
  0xb0: TokenFailure.Removed, // CKR_SESSION_CLOSED
  0xb3: TokenFailure.Removed, // CKR_SESSION_HANDLE_INVALID
  0xe0: TokenFailure.Removed, // CKR_TOKEN_NOT_PRESENT
  0x102: TokenFailure.PinNotSet, // CKR_USER_PIN_NOT_INITIALIZED
};

/** A module's answer as a failure. @throws what is no answer of a module: a bug */
export const failureOf = (error: unknown): { readonly ok: false; readonly error: Failure<TokenFailure> } => {
  const { code, message } = error as CryptokiError;
  if (!(error instanceof Error) || typeof code !== 'number' || code === 0) throw error;
  const known = failures[code];
  return known === undefined ? fail(TokenFailure.Refused, { reason: message }) : fail(known);
};

/** Loads a module into this process. It is other people's native code: never do so in a process that has to live on. */
export const loadCryptoki = (module: string): Result<Cryptoki, Failure<TokenFailure>> => {
  let PKCS11: new () => Cryptoki;
  try {
    ({ PKCS11 } = createRequire(import.meta.url)('pkcs11js') as { readonly PKCS11: new () => Cryptoki });
  } catch (error) {
    return fail(TokenFailure.NotInstalled, { cause: firstLine(error) });
  }
  const cryptoki = new PKCS11();
  try {
    cryptoki.load(module);
  } catch (error) {
    return fail(TokenFailure.NoModule, { cause: firstLine(error) });
  }
  return ok(cryptoki);
};

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
