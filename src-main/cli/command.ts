import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { isDate } from '../domain/iso-date.ts';
import type { ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** Bad usage: the words after the command make no sense. Ends the program with 64. */
export class UsageError extends Error {}

/** Input that cannot be read or used. Ends the program with 65. */
export class InputError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A command of the program: its words after the name, where it writes; answers the exit code. */
export type Command = (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;

/** Reads options and positionals, strictly: an unknown option is refused, never ignored. @throws UsageError */
export const readArguments = <const O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

/** A day that an option names; null where it was not given. @throws UsageError */
export const readDay = (option: string, value: string | undefined): string | null => {
  if (value === undefined) return null;
  if (!isDate(value)) throw new UsageError(`${option} is a day, YYYY-MM-DD: ${value}`);
  return value;
};
