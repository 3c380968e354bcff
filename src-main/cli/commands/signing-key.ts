import { readFile } from 'node:fs/promises';
import type { Failure, Result } from '../../domain/result.ts';
import {
  openPkcs12,
  readCertificateFile,
  SignatureAlgorithm,
  type Signer,
  type TokenInfo,
  withPkcs11Signer,
} from '../../pki/index.ts';
import { InputError, UsageError } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { tokenWords } from './token-words.ts';

/** The options that say which key signs: one in a PKCS#12 file, or one on a token behind a PKCS#11 module. */
export const keyArguments = {
  p12: { type: 'string' },
  'passphrase-fd': { type: 'string' },
  pkcs11: { type: 'string' },
  token: { type: 'string' },
  key: { type: 'string' },
  cert: { type: 'string' },
  'pin-fd': { type: 'string' },
  pss: { type: 'boolean' },
} as const;

/** Their values. */
export interface KeyValues {
  readonly p12?: string | undefined;
  readonly 'passphrase-fd'?: string | undefined;
  readonly pkcs11?: string | undefined;
  readonly token?: string | undefined;
  readonly key?: string | undefined;
  readonly cert?: string | undefined;
  readonly 'pin-fd'?: string | undefined;
  readonly pss?: boolean | undefined;
}

/** @throws UsageError where the options name no key, or two. */
export const checkKeyOptions = (values: KeyValues): void => {
  if ((values.p12 === undefined) === (values.pkcs11 === undefined))
    throw new UsageError('say which key signs: --p12 FILE or --pkcs11 MODULE');
  const ofTokens = (['token', 'cert', 'pin-fd'] as const).find((name) => values[name] !== undefined);
  if (values.pkcs11 === undefined && ofTokens !== undefined) throw new UsageError(`--${ofTokens} goes with --pkcs11`);
};

/**
 * Hands the key to `action` as a signer for as long as `action` takes. A failure of `action` comes back.
 * @throws InputError where the key cannot be used, with the reason in words
 */
export const withSigningKey = async <T>(
  values: KeyValues,
  terminal: Terminal,
  action: (signer: Signer) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const algorithm = values.pss === true ? { algorithm: SignatureAlgorithm.RsaPssSha256 } : {};
  if (values.pkcs11 === undefined) return action(await signerOfFile(values, terminal, algorithm));
  const certificates = values.cert === undefined ? [] : readCertificateFile(await read(values.cert));
  if (values.cert !== undefined && certificates.length === 0)
    throw new InputError('sign/no-certificate', `${values.cert} holds no certificate`);
  let pin: Promise<string | null> | undefined;
  const signed = await withPkcs11Signer(
    {
      module: values.pkcs11,
      token: values.token,
      key: values.key,
      certificates,
      ...algorithm,
      // A key that wants its PIN for each signature gets the same one: nobody types twice for one file.
      pin: (token) => (pin ??= askPin(token, values['pin-fd'], terminal)),
    },
    action,
  );
  if (!signed.ok) {
    const words = tokenWords(signed.error);
    if (words !== null) throw new InputError(signed.error.code, words);
  }
  return signed;
};

const signerOfFile = async (
  { p12: file = '', key, 'passphrase-fd': descriptor }: KeyValues,
  terminal: Terminal,
  algorithm: { readonly algorithm?: SignatureAlgorithm },
): Promise<Signer> => {
  const p12 = await read(file);
  const passPhrase = await secret(terminal, 'Pass phrase of the key', 'COUNTERSIGN_P12_PASSPHRASE', descriptor);
  if (passPhrase === null)
    throw new InputError(
      'sign/no-pass-phrase',
      'no pass phrase: set COUNTERSIGN_P12_PASSPHRASE or give --passphrase-fd',
    );
  const wanted = key?.replaceAll(':', '').toLowerCase() ?? null;
  const signer = await openPkcs12(p12, passPhrase, { ...algorithm, wanted });
  if (!signer.ok) throw new InputError(signer.error.code, `${file} cannot be used: ${keyWords(signer.error)}`);
  return signer.value;
};

const keyWords = ({ code, details = {} }: Failure): string => {
  switch (code) {
    case 'key/wrong-pass-phrase':
      return 'the pass phrase is wrong';
    case 'key/no-certificate':
      return 'it holds no key with its certificate';
    case 'key/several': {
      const several = details['certificates'] as readonly { readonly subject: string; readonly serial: string }[];
      const named = several.map(({ subject, serial }) => `${subject} (--key ${serial})`);
      return `it holds keys for several certificates, say which with --key: ${named.join('; ')}`;
    }
    case 'key/unsupported':
      return `its key is of a kind that does not sign here${typeof details['key'] === 'string' ? ` (${details['key']})` : ''}`;
    default:
      return `it is damaged${typeof details['cause'] === 'string' ? ` (${details['cause']})` : ''}`;
  }
};

const attempts: Readonly<Record<TokenInfo['pin'], string>> = {
  ok: '',
  'count-low': ' (a wrong PIN was given before; few attempts may be left)',
  'final-try': ' (the last attempt: a wrong PIN locks it)',
  locked: '',
};

const askPin = (token: TokenInfo, descriptor: string | undefined, terminal: Terminal): Promise<string | null> =>
  secret(terminal, `PIN of the token "${token.label}"${attempts[token.pin]}`, 'COUNTERSIGN_PIN', descriptor);

const secret = async (
  terminal: Terminal,
  what: string,
  variable: string,
  descriptor: string | undefined,
): Promise<string | null> => {
  try {
    return await terminal.secret(what, variable, descriptor);
  } catch (error) {
    throw new InputError('sign/no-secret', error instanceof Error ? error.message : String(error));
  }
};

const read = async (file: string): Promise<Uint8Array> =>
  readFile(file).catch((error: unknown) => {
    throw new InputError('sign/unreadable', error instanceof Error ? error.message : String(error));
  });
