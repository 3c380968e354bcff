import { resolve } from 'node:path';
import { Duty } from '../../domain/roles.ts';
import { newFolder } from '../../services/exports/folder.ts';
import { exportEverything } from '../../services/exports/whole.ts';
import { InputError, readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { callerOf, openForCommand } from '../open-vault.ts';
import { version } from '../runtime.ts';
import { lastOf, writeFaults, writeWords } from '../write-export.ts';

/** `countersign export VAULT --out DIR`: everything, in open formats. */
export const exportCommand: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    out: { type: 'string' },
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  const { out } = values;
  if (folder === undefined || rest.length > 0 || out === undefined)
    throw new UsageError('say "export VAULT --out DIR"');
  const vault = await openForCommand(folder, terminal, values['passphrase-fd']);
  try {
    const caller = callerOf(vault, Duty.ExportData);
    const target = newFolder(resolve(out));
    if (!target.ok) throw new InputError(target.error.code, `${out}: ${writeWords[target.error.code]}`);
    const made = await writeFaults(async () => {
      try {
        const done = await lastOf(exportEverything({ version }, caller, target.value));
        target.value.finish();
        return done;
      } finally {
        target.value.abandon();
      }
    });
    if (values.json === true) terminal.out(JSON.stringify({ folder: resolve(out), ...made }));
    else terminal.out(`${out}: ${made.files} files, ${made.bytes} bytes; README.txt says what is in it`);
    return ExitCode.Passed;
  } finally {
    vault.close('exit');
  }
};
