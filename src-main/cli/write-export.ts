import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { ZipFull } from '../package/zip-writer.ts';
import { ExportTooLarge, type Export, type Exported, type Take } from '../services/exports/export.ts';
import { newFile, WriteFault, type WriteFailure } from '../services/exports/new-file.ts';
import { InputError } from './command.ts';

/** Why an export was not written, for a person. */
export const writeWords: Readonly<Record<WriteFailure, string>> = {
  'exports/exists': 'it is there already; nothing was overwritten',
  'exports/cannot-write': 'it cannot be written',
  'exports/disk-full': 'the disk is full',
};

/**
 * Runs an export to its end into a new file, or to stdout (`out` null). The file appears whole or not at all.
 * @throws InputError with the code of what stood against it
 */
export const writeExport = (out: string | null, begin: (take: Take) => Export): Promise<Exported> =>
  writeFaults(async () => {
    if (out === null) return lastOf(begin(toStdout));
    const file = newFile(resolve(out));
    if (!file.ok) throw new InputError(file.error.code, `${out}: ${writeWords[file.error.code]}`);
    try {
      const made = await lastOf(begin((bytes) => file.value.write(bytes)));
      file.value.finish();
      return made;
    } finally {
      file.value.abandon();
    }
  });

/** What an export can meet, as errors of the command line. @throws InputError */
export const writeFaults = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WriteFault) throw new InputError(error.code, `${writeWords[error.code]}: ${error.message}`);
    if (error instanceof ZipFull)
      throw new InputError(
        'exports/too-large',
        'a package holds up to 65,535 files and 4 GiB; choose a shorter period or fewer systems',
      );
    if (error instanceof ExportTooLarge)
      throw new InputError('exports/too-large', `at most ${error.limit} entries; choose a shorter period`);
    throw error;
  }
};

/** Written at once, so that what a reader takes slowly is not piled up in memory. */
const toStdout: Take = (bytes) => {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      // A pipe that is full for the moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
};

/** Runs all steps. */
export const lastOf = async ({ steps }: Export): Promise<Exported> => {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
};
