import { resolve } from 'node:path';
import { Duty } from '../../domain/roles.ts';
import { isRecordType } from '../../domain/records/index.ts';
import { exportPackage, type PackageFilter } from '../../services/exports/package.ts';
import { system } from '../../vault/index.ts';
import { readArguments, readDay, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { callerOf, openForCommand } from '../open-vault.ts';
import { version } from '../runtime.ts';
import { writeExport } from '../write-export.ts';

/** `countersign package VAULT --out FILE.zip`: an audit package. Both its wish and its making are entries of the trail. */
export const packageCommand: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    out: { type: 'string' },
    system: { type: 'string', multiple: true },
    type: { type: 'string', multiple: true },
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0 || values.out === undefined)
    throw new UsageError('say "package VAULT --out FILE.zip"');
  const filter: PackageFilter = {
    systems: values.system ?? null,
    types: values.type ?? null,
    from: readDay('--from', values.from),
    to: readDay('--to', values.to),
  };
  const unknown = filter.types?.find((type) => !isRecordType(type));
  if (unknown !== undefined) throw new UsageError(`there is no type of record "${unknown}"`);
  const out = resolve(values.out);

  const vault = await openForCommand(folder, terminal, values['passphrase-fd']);
  try {
    const caller = callerOf(vault, Duty.ReadAuditTrail);
    const missing = filter.systems?.find((id) => vault.read((db) => system(db, id)) === undefined);
    if (missing !== undefined) throw new UsageError(`the vault has no system "${missing}"`);
    const made = await writeExport(out, (take) => exportPackage({ version }, caller, filter, take));
    if (values.json === true) terminal.out(JSON.stringify({ package: out, filter, ...made }));
    else
      terminal.out(
        `${out}\n  ${made.files} files, ${made.bytes} bytes, SHA-256 ${made.sha256 ?? ''}\n\nCheck it: countersign verify ${values.out} --trust ANCHOR.pem`,
      );
    return ExitCode.Passed;
  } finally {
    vault.close('exit');
  }
};
