import { resolve } from 'node:path';
import { restoreVault } from '../../../vault/index.ts';
import { InputError, readArguments, UsageError, type Command } from '../../command.ts';
import { ExitCode } from '../../exit-code.ts';
import { readLogin, withCode } from '../../open-vault.ts';
import { vaultWords } from '../../vault-words.ts';
import { systemClock, version } from '../../runtime.ts';

/**
 * `countersign vault restore BACKUP --to FOLDER`: a backup as a vault in a new folder, read in full before it appears. The
 * backup is never written; the restore is an entry of the new vault's trail.
 */
export const restoreCommand: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    to: { type: 'string' },
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
  });
  const [backup, ...rest] = positionals;
  if (backup === undefined || rest.length > 0 || values.to === undefined)
    throw new UsageError('say "vault restore BACKUP --to FOLDER"');
  const login = await readLogin(terminal, values['passphrase-fd']);
  const folders = { backup: resolve(backup), folder: resolve(values.to) };
  const restored = await withCode(terminal, (code) =>
    restoreVault({ ...folders, ...login, code, purpose: 'restore', clock: systemClock, appVersion: version }),
  );
  if (!restored.ok) {
    const about = restored.error.code === 'vault/exists' ? values.to : backup;
    throw new InputError(restored.error.code, `${about}: ${vaultWords[restored.error.code]}`);
  }
  const { folder, head, check } = restored.value;
  if (values.json === true) terminal.out(JSON.stringify({ vault: folder, head, entries: check.audit.verified }));
  else
    terminal.out(
      `${folder}\n  restored and sound, ${check.audit.verified} audit entries; what was done after the backup was taken is not in it`,
    );
  return ExitCode.Passed;
};
