import type { Failure, JsonValue } from '../../domain/result.ts';
import type { TokenFailure } from '../../pki/index.ts';

type Words = string | ((details: Readonly<Record<string, JsonValue>>) => string);

const text = (value: JsonValue | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** `a "Label" (detail), b ...`: what there is to choose from. */
const listed = (value: JsonValue | undefined, name: string, detail: string): string =>
  Array.isArray(value)
    ? (value as readonly Readonly<Record<string, JsonValue>>[])
        .map((one) => `"${text(one[name])}" (${text(one[detail])})`)
        .join(', ')
    : '';

const words: Readonly<Record<TokenFailure | 'key/certificate-mismatch' | 'key/unsupported', Words>> = {
  'token/not-installed':
    'tokens need the optional package pkcs11js, which was not installed: "npm rebuild pkcs11js" with a C++ compiler and Python at hand',
  'token/no-module': ({ cause }) => `the PKCS#11 module cannot be loaded: ${text(cause)}`,
  'token/no-token': 'no token is plugged in',
  'token/no-such-token': ({ tokens }) => `there is no such token; there are ${listed(tokens, 'label', 'serialNumber')}`,
  'token/several-tokens': ({ tokens }) => `name one with --token: ${listed(tokens, 'label', 'serialNumber')}`,
  'token/wrong-pin': ({ pin }) =>
    `the PIN is wrong${pin === 'final-try' ? '; the next wrong one locks the token' : pin === 'count-low' ? '; few attempts may be left' : ''}`,
  'token/pin-locked': 'the PIN is locked after too many wrong ones; its administrator can unlock it',
  'token/pin-not-set': 'the token has no PIN yet, or one that has to be changed first with its own program',
  'token/no-pin': 'no PIN: set COUNTERSIGN_PIN or give --pin-fd',
  'token/no-signing-key': 'no key on the token may sign',
  'token/no-such-key': ({ keys }) => `no key of that label or id may sign; there are ${listed(keys, 'label', 'id')}`,
  'token/several-keys': ({ keys }) => `name one with --key: ${listed(keys, 'label', 'id')}`,
  'token/no-certificate': ({ key }) =>
    `the token holds no certificate for the key "${text(key)}": give one with --cert PEM`,
  'token/removed': 'the token was taken out; nothing was signed',
  'token/timeout': ({ seconds }) => `the token did not answer within ${text(seconds)} s; nothing was signed`,
  'token/crashed': ({ how }) => `the PKCS#11 module crashed (${text(how)}); nothing was signed`,
  'token/refused': ({ reason }) => `the token refused: ${text(reason)}; nothing was signed`,
  'key/certificate-mismatch': 'the certificate is not for the key that signed',
  'key/unsupported': ({ key }) => `this kind of key does not sign here: ${text(key)}`,
};

/** Why a token gave no signature, for a person; null for failures of other kinds. */
export const tokenWords = ({ code, details = {} }: Failure): string | null => {
  const found = (words as Readonly<Record<string, Words | undefined>>)[code];
  return found === undefined ? null : typeof found === 'string' ? found : found(details);
};
