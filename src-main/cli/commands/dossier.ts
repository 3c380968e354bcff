import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadFonts } from '../../documents/index.ts';
import { Duty } from '../../domain/roles.ts';
import { makeDossier } from '../../services/dossier/index.ts';
import { newFile } from '../../services/exports/new-file.ts';
import { InputError, readArguments, readDay, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { callerOf, openForCommand } from '../open-vault.ts';
import { fontsFolder, reportFile, systemClock, version } from '../runtime.ts';
import type { Terminal } from '../terminal.ts';
import { tokenWords } from './token-words.ts';
import { writeFaults, writeWords } from '../write-export.ts';

/** `countersign dossier VAULT --out FILE.pdf`: what an inspector is handed, signed with the key of whoever opens the vault. */
export const dossier: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    out: { type: 'string' },
    user: { type: 'string' },
    'as-of': { type: 'string' },
    unsigned: { type: 'boolean' },
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
    'signing-passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  const { out, user } = values;
  if (folder === undefined || rest.length > 0 || out === undefined)
    throw new UsageError('say "dossier VAULT --out FILE.pdf"');
  if (values.unsigned === true && values['signing-passphrase-fd'] !== undefined)
    throw new UsageError('--unsigned needs no signing pass phrase');
  const asOf = readDay('--as-of', values['as-of']);
  const asUser: Terminal =
    user === undefined ? terminal : { ...terminal, env: { ...terminal.env, COUNTERSIGN_USER: user } };

  const file = newFile(resolve(out));
  if (!file.ok) throw new InputError(file.error.code, `${out}: ${writeWords[file.error.code]}`);
  try {
    const vault = await openForCommand(folder, asUser, values['passphrase-fd']);
    try {
      const caller = callerOf(vault, Duty.ExportData);
      const signing = values.unsigned === true ? null : await readSigning(terminal, values['signing-passphrase-fd']);
      const made = await makeDossier(
        { clock: systemClock, fonts: await loadFonts(fontsFolder) },
        caller,
        { version, components: report('sbom.cdx.json'), tests: report('compliance.json') },
        { asOf, signing },
      );
      if (!made.ok)
        throw new InputError(
          made.error.code,
          `no dossier was made: ${words[made.error.code] ?? tokenWords(made.error) ?? made.error.code}`,
        );
      const { pdf, signed, madeAt } = made.value;
      await writeFaults(() => {
        file.value.write(pdf);
        file.value.finish();
        return Promise.resolve();
      });
      const signer = signed ? caller.account.userName : null;
      if (values.json === true) terminal.out(JSON.stringify({ file: out, signer, madeAt, bytes: pdf.length }));
      else terminal.out(`${out}: ${signer === null ? 'not signed' : `signed by ${signer}`}, ${pdf.length} bytes`);
      return ExitCode.Passed;
    } finally {
      vault.close('exit');
    }
  } finally {
    file.value.abandon();
  }
};

/** @throws InputError where there is no pass phrase to be had */
const readSigning = async (terminal: Terminal, descriptor: string | undefined) => {
  const variable = 'COUNTERSIGN_SIGNING_PASSPHRASE';
  const signingPassPhrase = await terminal.secret('Signing pass phrase', variable, descriptor);
  if (signingPassPhrase === null)
    throw new InputError(
      'signing/no-pass-phrase',
      `no signing pass phrase: set ${variable}, give --signing-passphrase-fd, or make an --unsigned dossier`,
    );
  return {
    signingPassPhrase,
    pin: terminal.env['COUNTERSIGN_PIN'] ?? null,
    code: terminal.env['COUNTERSIGN_SIGNING_CODE'] ?? null,
  };
};

/** A file that the build or the tests left beside the program; null where there is none. */
const report = (name: string): Uint8Array | null => {
  const path = reportFile(name);
  return existsSync(path) ? readFileSync(path) : null;
};

const words: Readonly<Record<string, string>> = {
  'keys/none': 'the account has no signing key in force; --unsigned makes one that nobody signed',
  'signing/wrong-pass-phrase': 'the signing pass phrase is wrong',
  'token/no-such-module': 'the settings of the vault name no such kind of token any more',
  'signing/certificate-not-trusted': 'the certificate of the key does not lead to a trust anchor of the vault',
  'signing/pin-needed': 'the key is on a token: set COUNTERSIGN_PIN',
  'signing/key-locked': 'the key is locked after too many wrong pass phrases',
  'signing/certificate-revoked': 'the certificate of the key is revoked',
  'signing/certificate-not-yet-valid': 'the certificate of the key is not valid yet, by the clock of this computer',
  'signing/certificate-expired': 'the certificate of the key has expired',
  'signing/no-policy': 'signing is not open in this vault: the policy on electronic signatures is not on record',
  'signing/no-letter': 'signing is not open in this vault: the letter of 11.100(c) is not on record',
  'signing/no-validation': 'signing is not open in this vault: the validation of this program is not on record',
  'signing/not-enrolled-identity': 'your identity and training are not on record yet',
  'signing/not-enrolled-undertaking': 'you have not signed your undertaking yet',
  'signing/not-enrolled-approval': 'nobody approved your enrolment yet',
  'signing/code-needed':
    'the account has a second factor: set COUNTERSIGN_SIGNING_CODE to a code of its app that was not used yet',
  'signing/wrong-code': 'the code is wrong',
  'signing/code-used': 'the code was used before; wait for the next one',
};
