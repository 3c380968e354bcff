import { availableParallelism } from 'node:os';
import type { Unlock } from '../../pades/index.ts';
import { readArguments, UsageError } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { readUnlock, unlockArguments } from '../unlock.ts';
import { readTrust, type Trust } from './trust.ts';

/** What `countersign verify` was asked to do. */
export interface VerifyOptions extends Trust {
  readonly paths: readonly string[];
  /** The time that is judged for. */
  readonly at: Date;
  /** What opens encrypted files. */
  readonly unlock: Unlock;
  /** Threads at most, and up to how many files one alone does the work. */
  readonly jobs: number;
  readonly handful: number;
  /** Milliseconds that one file may take. */
  readonly timeLimit: number;
  readonly json: boolean;
  /** Whether progress is shown though stderr is no terminal. */
  readonly progress: boolean;
  /** Where the CSV goes: a path, `-` for stdout. */
  readonly csv: string | undefined;
  readonly report: string | undefined;
}

const mostJobs = 256;
const defaultTimeLimit = 30;

/** Reads the words after `verify`, and the files they name. @throws UsageError, InputError */
export const readOptions = async (args: readonly string[], terminal: Terminal): Promise<VerifyOptions> => {
  const { values, positionals } = readArguments(args, {
    trust: { type: 'string', multiple: true },
    crl: { type: 'string', multiple: true },
    at: { type: 'string' },
    json: { type: 'boolean' },
    jobs: { type: 'string' },
    timeout: { type: 'string' },
    progress: { type: 'boolean' },
    csv: { type: 'string' },
    report: { type: 'string' },
    ...unlockArguments,
  });
  if (positionals.length === 0) throw new UsageError('name at least one PDF or folder');
  const at = values.at === undefined ? new Date() : new Date(values.at);
  if (Number.isNaN(at.getTime())) throw new UsageError(`--at is not a time: ${values.at ?? ''}`);
  if (values.csv === '-' && values.json === true) throw new UsageError('--json and --csv - both want stdout');
  const jobs = values.jobs === undefined ? null : Number(values.jobs);
  if (jobs !== null && !(Number.isInteger(jobs) && jobs >= 1 && jobs <= mostJobs))
    throw new UsageError(`--jobs is a number from 1 to ${mostJobs}`);
  const seconds = values.timeout === undefined ? defaultTimeLimit : Number(values.timeout);
  if (!(seconds > 0 && seconds <= 86_400)) throw new UsageError('--timeout is a number of seconds, at most a day');
  return {
    ...(await readTrust(values.trust ?? [], values.crl ?? [])),
    paths: positionals,
    at,
    unlock: await readUnlock(values, terminal),
    jobs: jobs ?? availableParallelism(),
    handful: jobs === null ? 4 : 0,
    timeLimit: seconds * 1000,
    json: values.json === true,
    progress: values.progress === true,
    csv: values.csv,
    report: values.report,
  };
};
