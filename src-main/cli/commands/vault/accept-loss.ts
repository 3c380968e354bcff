import { readArguments, UsageError, type Command } from '../../command.ts';
import { ExitCode } from '../../exit-code.ts';
import { openForCommand } from '../../open-vault.ts';

/**
 * `countersign vault accept-loss VAULT --reason WHY`: goes on with a vault whose trail misses entries that were acknowledged.
 * An administrator's act; who, why, and between which entries, stands in the trail. A vault that misses nothing is opened and
 * closed, and its trail says no more than that.
 */
export const acceptLossCommand: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    reason: { type: 'string' },
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  const reason = values.reason?.trim() ?? '';
  if (folder === undefined || rest.length > 0 || reason === '')
    throw new UsageError('say "vault accept-loss VAULT --reason WHY"');
  const vault = await openForCommand(folder, terminal, values['passphrase-fd'], reason);
  try {
    const { seq } = vault.foundHead;
    if (values.json === true) terminal.out(JSON.stringify({ vault: vault.identity.id, found: vault.foundHead }));
    else terminal.out(`${folder} is opened; its trail goes on after entry ${seq}`);
    return ExitCode.Passed;
  } finally {
    vault.close('exit');
  }
};
