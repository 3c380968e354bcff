import { resolve } from 'node:path';
import type { Failure } from '../../../domain/result.ts';
import { recoverWithKit } from '../../../services/recovery/recover.ts';
import type { VaultFailure } from '../../../vault/index.ts';
import { InputError, readArguments, UsageError, type Command } from '../../command.ts';
import { ExitCode } from '../../exit-code.ts';
import { systemClock, version } from '../../runtime.ts';
import type { Terminal } from '../../terminal.ts';
import { vaultWords } from '../../vault-words.ts';

/**
 * `countersign vault recover VAULT`: both parts of the recovery kit give an administrator a new first pass phrase. The kit
 * is spent, and the trail says so before anybody logs in.
 */
export const recoverCommand: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    as: { type: 'string' },
    'new-administrator': { type: 'string' },
    'full-name': { type: 'string' },
    reason: { type: 'string' },
    json: { type: 'boolean' },
    'part-a-fd': { type: 'string' },
    'part-b-fd': { type: 'string' },
    'new-passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  const { as: known, 'new-administrator': fresh, 'full-name': fullName } = values;
  const reason = values.reason?.trim() ?? '';
  if (folder === undefined || rest.length > 0) throw new UsageError('say "vault recover VAULT --as USER-NAME"');
  const userName = known ?? fresh;
  if (userName === undefined || (known !== undefined && fresh !== undefined))
    throw new UsageError('say --as USER-NAME, or --new-administrator USER-NAME with --full-name NAME');
  if ((fresh === undefined) !== (fullName === undefined))
    throw new UsageError('--new-administrator and --full-name go together');
  if (reason.length < 3) throw new UsageError('say why with --reason: it stands in the audit trail');
  const recovered = await recoverWithKit(
    { clock: systemClock, version },
    {
      folder: resolve(folder),
      partA: await asked(terminal, 'Part A', 'COUNTERSIGN_RECOVERY_PART_A', values['part-a-fd']),
      partB: await asked(terminal, 'Part B', 'COUNTERSIGN_RECOVERY_PART_B', values['part-b-fd']),
      administrator: { userName, fullName: fullName ?? null },
      passPhrase: await asked(
        terminal,
        'New first pass phrase',
        'COUNTERSIGN_NEW_PASSPHRASE',
        values['new-passphrase-fd'],
      ),
      reason,
    },
  );
  if (!recovered.ok) throw new InputError(recovered.error.code, `${folder}: ${wordsOf(recovered.error)}`);
  if (values.json === true) terminal.out(JSON.stringify({ recovered: recovered.value }));
  else
    terminal.out(
      `${recovered.value.userName} logs in with the new pass phrase and changes it\n` +
        '  the kit is spent: make a new one, then rotate the data key with "vault rekey"',
    );
  return ExitCode.Passed;
};

const asked = async (
  terminal: Terminal,
  what: string,
  variable: string,
  descriptor: string | undefined,
): Promise<string> => {
  const given = await terminal.secret(what, variable, descriptor);
  if (given === null) throw new InputError('recovery/no-secret', `${what} is missing: set ${variable}`);
  return given;
};

const wordsOf = ({ code, details = {} }: Failure): string => {
  const { part, groups, userNames, problem, attemptsLeft } = details;
  const left = typeof attemptsLeft === 'number' ? `, ${attemptsLeft} tries left` : '';
  const listed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const words: Readonly<Record<string, string>> = {
    'recovery/part-length': `part ${text(part)} is not complete: eight groups of five characters`,
    'recovery/part-mistyped': `part ${text(part)} has a typing error in group ${listed(groups)}`,
    'recovery/part-swapped': `in place of part ${text(part)} the other one was given`,
    'recovery/no-such-administrator': `no administrator of that name; there are: ${listed(userNames)}`,
    'accounts/full-name':
      'the full name has line breaks or characters that turn the order of letters round, or none at all',
    'accounts/weak-pass-phrase': `the new pass phrase: ${text(problem)}`,
  };
  return (words[code] ?? vaultWords[code as VaultFailure] ?? code) + left;
};
