import { Indication } from '../domain/indication.ts';

/** How the program ends; scripts rely on these numbers. 64, 65 and 70 are those of BSD's sysexits. */
export const ExitCode = {
  /** All passed. */
  Passed: 0,
  /** Something failed. */
  Failed: 1,
  /** Nothing failed, but something could not be judged. */
  Indeterminate: 2,
  Usage: 64,
  /** Input that cannot be read. */
  Unreadable: 65,
  Internal: 70,
  /** Ended by a signal, as shells count SIGINT; what was done until then stands. */
  Cancelled: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A judged file's exit code; null stands for a file that could not be read. */
export const exitCodeOf = (indications: readonly (Indication | null)[]): ExitCode => {
  if (indications.includes(Indication.Failed)) return ExitCode.Failed;
  if (indications.includes(null)) return ExitCode.Unreadable;
  return indications.length > 0 && indications.every((indication) => indication === Indication.Passed)
    ? ExitCode.Passed
    : ExitCode.Indeterminate;
};
