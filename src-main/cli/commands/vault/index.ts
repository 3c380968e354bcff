import { UsageError, type Command } from '../../command.ts';
import { acceptLossCommand } from './accept-loss.ts';
import { backupCommand } from './backup.ts';
import { checkCommand } from './check.ts';
import { recoverCommand } from './recover.ts';
import { rekeyCommand } from './rekey.ts';
import { restoreCommand } from './restore.ts';

const verbs: Readonly<Record<string, Command>> = {
  check: checkCommand,
  backup: backupCommand,
  restore: restoreCommand,
  rekey: rekeyCommand,
  'accept-loss': acceptLossCommand,
  recover: recoverCommand,
};

/** `countersign vault check|backup|restore|rekey|accept-loss|recover`: health and care of a vault. */
export const vaultCommand: Command = (args, terminal) => {
  const [verb = '', ...rest] = args;
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run === undefined) throw new UsageError(`say "vault ${Object.keys(verbs).join('|')} ..."`);
  return run(rest, terminal);
};
