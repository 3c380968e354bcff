import { join, resolve } from 'node:path';
import { Duty } from '../../../domain/roles.ts';
import { generationName, isPlace, onSameVolume } from '../../../services/backup/place.ts';
import { InputError, readArguments, UsageError, type Command } from '../../command.ts';
import { ExitCode } from '../../exit-code.ts';
import { callerOf, openForCommand } from '../../open-vault.ts';
import { vaultWords } from '../../vault-words.ts';
import { systemClock } from '../../runtime.ts';

/**
 * `countersign vault backup VAULT --to DIR`: an encrypted copy that was read back, under a name of its own in a folder that
 * is there. On the vault's own volume only with a reason, which stands in the trail.
 */
export const backupCommand: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    to: { type: 'string' },
    'same-volume-reason': { type: 'string' },
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0 || values.to === undefined)
    throw new UsageError('say "vault backup VAULT --to DIR"');
  const place = resolve(values.to);
  if (!isPlace(place)) throw new InputError('backup/place-unreachable', `${values.to} is no folder that is there`);
  const reason = values['same-volume-reason']?.trim() ?? '';
  if (onSameVolume(place, resolve(folder)) && reason === '')
    throw new InputError(
      'backup/same-volume',
      `${values.to} lies on the vault's own volume and would be lost with it; say why with --same-volume-reason`,
    );
  const vault = await openForCommand(folder, terminal, values['passphrase-fd']);
  try {
    callerOf(vault, Duty.ManageAccounts);
    const target = join(place, generationName(vault.folder, systemClock.now().toISOString()));
    const taken = vault.backup(vault, target, reason === '' ? null : reason);
    if (!taken.ok) throw new InputError(taken.error.code, `${target}: ${vaultWords[taken.error.code]}`);
    const { bytes, head } = taken.value;
    if (values.json === true) terminal.out(JSON.stringify({ backup: target, bytes, head }));
    else
      terminal.out(
        `${target}\n  ${bytes} bytes, read back and sound; its audit trail ends with ${head.seq} ${head.hash}`,
      );
    return ExitCode.Passed;
  } finally {
    vault.close('exit');
  }
};
