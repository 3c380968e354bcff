import { resolve } from 'node:path';
import Papa from 'papaparse';
import { auditEntries, openVault, verifyAuditChain, type OpenVault, type VaultFailure } from '../../vault/index.ts';
import { InputError, readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { systemClock, version } from '../runtime.ts';

/** `countersign audit verify|export VAULT`. Opening the vault is itself an entry of its trail. */
export const audit: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    format: { type: 'string', default: 'jsonl' },
    'passphrase-fd': { type: 'string' },
  });
  const [verb, folder, ...rest] = positionals;
  if ((verb !== 'verify' && verb !== 'export') || folder === undefined || rest.length > 0)
    throw new UsageError('say "audit verify VAULT" or "audit export VAULT"');
  if (values.format !== 'jsonl' && values.format !== 'csv') throw new UsageError('--format is jsonl or csv');
  const vault = await open(folder, terminal, values['passphrase-fd']);
  try {
    return verb === 'verify'
      ? verifyTrail(vault, terminal, values.json === true)
      : exportTrail(vault, terminal, values.format);
  } finally {
    vault.close('exit');
  }
};

/** Why a vault did not open, for a person. */
const words: Readonly<Record<VaultFailure, string>> = {
  'vault/not-found': 'there is no vault',
  'vault/exists': 'there is a vault already',
  'vault/wrong-credentials': 'the user name or the pass phrase is wrong',
  'vault/account-locked': 'the account is locked after too many wrong pass phrases',
  'vault/slots-damaged': 'its key slots (keyslots.json) are damaged; nothing was changed',
  'vault/database-damaged': 'its database (vault.db) is damaged; nothing was changed',
  'vault/newer-version': 'it was written by a newer version of Countersign',
  'vault/in-use': 'another window or program has it open',
  'vault/read-only': 'it cannot be written to, and opening it is an entry of its audit trail',
  'vault/disk-full': 'the disk is full',
  'vault/io-error': 'the disk reported an error',
  'vault/slot-exists': 'the account has a key slot already',
  'vault/slots-outdated': 'some accounts have to log in once before',
  'vault/no-slot': 'the account has no key slot',
  'vault/not-administrator': 'only an administrator can do that',
};

const open = async (folder: string, terminal: Terminal, descriptor: string | undefined): Promise<OpenVault> => {
  const userName = terminal.env['COUNTERSIGN_USER'];
  if (userName === undefined) throw new InputError('audit/no-user', 'set COUNTERSIGN_USER to your user name');
  const passPhrase = await terminal.secret('Pass phrase', 'COUNTERSIGN_PASSPHRASE', descriptor);
  if (passPhrase === null)
    throw new InputError('audit/no-pass-phrase', 'no pass phrase: set COUNTERSIGN_PASSPHRASE or give --passphrase-fd');
  const opened = await openVault({
    folder: resolve(folder),
    userName,
    passPhrase,
    clock: systemClock,
    appVersion: version,
  });
  if (!opened.ok) {
    const { attemptsLeft } = opened.error.details ?? {};
    const left = typeof attemptsLeft === 'number' ? `, ${attemptsLeft} attempts left` : '';
    throw new InputError(opened.error.code, `${folder}: ${words[opened.error.code]}${left}`);
  }
  return opened.value;
};

const verifyTrail = (vault: OpenVault, terminal: Terminal, json: boolean): ExitCode => {
  const report = vault.read((db) => verifyAuditChain(db));
  if (json) terminal.out(JSON.stringify({ vault: vault.identity.id, ...report }));
  else if (report.intact)
    terminal.out(`The audit trail is intact: ${report.verified} entries, head ${report.head.seq} ${report.head.hash}`);
  else
    terminal.out(
      `The audit trail was altered: the first bad entry is ${report.firstBad?.seq ?? '?'} (${report.firstBad?.defect ?? '?'}), ${report.verified} before it are sound.`,
    );
  return report.intact ? ExitCode.Passed : ExitCode.Failed;
};

const columns = [
  'seq',
  'at',
  'zone',
  'userName',
  'roles',
  'action',
  'subjectType',
  'subjectId',
  'reason',
  'changes',
  'details',
  'hash',
];

const exportTrail = (vault: OpenVault, terminal: Terminal, format: 'jsonl' | 'csv'): ExitCode => {
  vault.write(vault, (_, trail) => {
    trail.record({ action: 'audit.export', subject: { type: 'vault', id: vault.identity.id }, details: { format } });
  });
  // A cell that begins like a formula is neutralised (CWE-1236).
  const csv = (row: readonly string[]): string => Papa.unparse([[...row]], { escapeFormulae: true });
  if (format === 'csv') terminal.out(csv(columns));
  vault.read((db) => {
    for (const entry of auditEntries(db)) {
      if (format === 'jsonl') terminal.out(JSON.stringify(entry));
      else
        terminal.out(
          csv([
            String(entry.seq),
            entry.at,
            entry.zone,
            entry.account.userName,
            entry.account.roles.join(' '),
            entry.action,
            entry.subject.type,
            entry.subject.id,
            entry.reason ?? '',
            JSON.stringify(entry.changes),
            JSON.stringify(entry.details),
            entry.hash,
          ]),
        );
    }
  });
  return ExitCode.Passed;
};
