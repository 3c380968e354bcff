import { resolve } from 'node:path';
import { loadFonts } from '../../documents/index.ts';
import { Duty } from '../../domain/roles.ts';
import { exportRegister, registerFormats } from '../../services/access-register/export.ts';
import { today } from '../../services/context.ts';
import { newFile } from '../../services/exports/new-file.ts';
import { InputError, readArguments, readDay, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { callerOf, openForCommand } from '../open-vault.ts';
import { fontsFolder, systemClock, version } from '../runtime.ts';
import { writeFaults, writeWords } from '../write-export.ts';

/** `countersign access-register VAULT --out FILE`: who had which role at the end of a day (EU GMP Annex 11, 12.3). */
export const accessRegister: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    'as-of': { type: 'string' },
    format: { type: 'string', default: 'csv' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  const { out } = values;
  if (folder === undefined || rest.length > 0 || out === undefined)
    throw new UsageError('say "access-register VAULT --out FILE"');
  const format = registerFormats.find((one) => one === values.format);
  if (format === undefined) throw new UsageError(`--format is one of ${registerFormats.join(', ')}`);
  const day = readDay('--as-of', values['as-of']) ?? today({ clock: systemClock });

  const file = newFile(resolve(out));
  if (!file.ok) throw new InputError(file.error.code, `${out}: ${writeWords[file.error.code]}`);
  try {
    const vault = await openForCommand(folder, terminal, values['passphrase-fd']);
    try {
      const caller = callerOf(vault, Duty.ReadAccess);
      const options = { clock: systemClock, fonts: await loadFonts(fontsFolder), version };
      const made = await exportRegister(options, caller, { day, format });
      if (!made.ok) throw new InputError(made.error.code, `nobody knows yet who has access on ${day}`);
      const { bytes } = made.value;
      await writeFaults(() => {
        file.value.write(bytes);
        file.value.finish();
        return Promise.resolve();
      });
      if (values.json === true) terminal.out(JSON.stringify({ file: out, day, format, bytes: bytes.length }));
      else terminal.out(`${out}: access register of ${day}, ${bytes.length} bytes`);
      return ExitCode.Passed;
    } finally {
      vault.close('exit');
    }
  } finally {
    file.value.abandon();
  }
};
