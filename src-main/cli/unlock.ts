import { readFile } from 'node:fs/promises';
import type { Unlock } from '../pades/index.ts';
import { openPkcs12Recipient } from '../pki/index.ts';
import { InputError, UsageError } from './command.ts';
import type { Terminal } from './terminal.ts';

/** The options that say what opens encrypted PDFs: a password, or the key of a recipient. */
export const unlockArguments = {
  'password-fd': { type: 'string' },
  'recipient-p12': { type: 'string' },
  'recipient-passphrase-fd': { type: 'string' },
} as const;

/** Their values. */
export interface UnlockValues {
  readonly 'password-fd'?: string | undefined;
  readonly 'recipient-p12'?: string | undefined;
  readonly 'recipient-passphrase-fd'?: string | undefined;
}

const password = 'COUNTERSIGN_PDF_PASSWORD';

/**
 * Reads them. Nobody is asked for a password: most files need none.
 * @throws UsageError; InputError where the secret cannot be read, or the recipient's key cannot be opened
 */
export const readUnlock = async (values: UnlockValues, terminal: Terminal): Promise<Unlock> => {
  const { 'password-fd': descriptor, 'recipient-p12': file, 'recipient-passphrase-fd': passPhraseFrom } = values;
  if (passPhraseFrom !== undefined && file === undefined)
    throw new UsageError('--recipient-passphrase-fd goes with --recipient-p12');
  const asked = terminal.env[password] !== undefined || descriptor !== undefined;
  const given = asked ? await secret(terminal, 'Password of the files', password, descriptor) : null;
  return {
    ...(given === null ? {} : { password: given }),
    ...(file === undefined ? {} : { recipient: await readRecipient(file, passPhraseFrom, terminal) }),
  };
};

const readRecipient = async (file: string, descriptor: string | undefined, terminal: Terminal) => {
  const p12 = await readFile(file).catch((error: unknown) => {
    throw new InputError('recipient/unreadable', error instanceof Error ? error.message : String(error));
  });
  const variable = 'COUNTERSIGN_RECIPIENT_PASSPHRASE';
  const passPhrase = await secret(terminal, 'Pass phrase of the recipient’s key', variable, descriptor);
  if (passPhrase === null)
    throw new InputError(
      'recipient/no-pass-phrase',
      `no pass phrase for ${file}: set ${variable} or give --recipient-passphrase-fd`,
    );
  const opened = await openPkcs12Recipient(p12, passPhrase);
  if (!opened.ok) throw new InputError(opened.error.code, `${file} cannot be used: ${words[opened.error.code] ?? ''}`);
  return opened.value;
};

const words: Readonly<Record<string, string>> = {
  'key/wrong-pass-phrase': 'the pass phrase is wrong',
  'key/no-certificate': 'it holds no key with its certificate',
  'key/damaged': 'it is damaged',
  'key/unsupported': 'it is sealed in a way that is not read here',
};

const secret = async (
  terminal: Terminal,
  what: string,
  variable: string,
  descriptor: string | undefined,
): Promise<string | null> => {
  try {
    return await terminal.secret(what, variable, descriptor);
  } catch (error) {
    throw new InputError('unlock/no-secret', error instanceof Error ? error.message : String(error));
  }
};
