import { Duty } from '../../../domain/roles.ts';
import { InputError, readArguments, UsageError, type Command } from '../../command.ts';
import { ExitCode } from '../../exit-code.ts';
import { callerOf, openForCommand } from '../../open-vault.ts';
import { vaultWords } from '../../vault-words.ts';

/** `countersign vault rekey VAULT`: every page encrypted anew under a new data key. Pass phrases stay as they are. */
export const rekeyCommand: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw new UsageError('say "vault rekey VAULT"');
  const vault = await openForCommand(folder, terminal, values['passphrase-fd']);
  try {
    callerOf(vault, Duty.ManageAccounts);
    const done = vault.rekey(vault);
    if (!done.ok) {
      const { userNames } = done.error.details ?? {};
      const who = Array.isArray(userNames) ? `: ${userNames.join(', ')}` : '';
      throw new InputError(done.error.code, `${folder}: ${vaultWords[done.error.code]}${who}`);
    }
    if (values.json === true) terminal.out(JSON.stringify({ vault: vault.identity.id, rekeyed: true }));
    else terminal.out(`${folder} is encrypted under a new key; older backups keep the old one`);
    return ExitCode.Passed;
  } finally {
    vault.close('exit');
  }
};
