/** Why a token (smart card, HSM) gave no signature. What the key or its certificate are to blame for is `key/...`. */
export const TokenFailure = {
  /** The optional package `pkcs11js` is not there: no compiler when it was installed, or left out. */
  NotInstalled: 'token/not-installed',
  /** The file is no PKCS#11 module that can be loaded; `cause` in the system's words. */
  NoModule: 'token/no-module',
  /** No token is plugged in. */
  NoToken: 'token/no-token',
  /** None with that label or serial number; `tokens` are those that are there. */
  NoSuchToken: 'token/no-such-token',
  /** Several, and none was named; `tokens`. */
  SeveralTokens: 'token/several-tokens',
  /** `pin` is what the token says of the attempts left afterwards: `PinState`. */
  WrongPin: 'token/wrong-pin',
  PinLocked: 'token/pin-locked',
  /** The token has no PIN yet, or one that has to be changed first. */
  PinNotSet: 'token/pin-not-set',
  /** Nobody gave a PIN. */
  NoPin: 'token/no-pin',
  /** No private key on it may sign. */
  NoSigningKey: 'token/no-signing-key',
  /** None with that label or id; `keys` are those that may sign. */
  NoSuchKey: 'token/no-such-key',
  /** Several, and none was named; `keys`. */
  SeveralKeys: 'token/several-keys',
  /** The token has no certificate for the key, and none was given. */
  NoCertificate: 'token/no-certificate',
  /** Taken out, or its session ended otherwise. */
  Removed: 'token/removed',
  /** No answer within the time: the module was ended. */
  Timeout: 'token/timeout',
  /** The module brought its process down. */
  Crashed: 'token/crashed',
  /** Anything else the token answered: `reason`, in the words of PKCS#11 (`CKR_FUNCTION_FAILED`). */
  Refused: 'token/refused',
} as const;
export type TokenFailure = (typeof TokenFailure)[keyof typeof TokenFailure];
