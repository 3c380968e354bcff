import type { BaselineLevel, ExtendedPdf, ExtendNote, ExtendOptions } from '../../pades/index.ts';
import { nodeHttpClient, rememberGets, timestampAuthority } from '../../pki/index.ts';
import { UsageError } from '../command.ts';
import { readTrust } from '../verify/trust.ts';

/** The options that `sign` and `upgrade` share: how far to go, and whom to ask for it. */
export const levelArguments = {
  tsa: { type: 'string' },
  'tsa-policy': { type: 'string' },
  level: { type: 'string' },
  trust: { type: 'string', multiple: true },
  crl: { type: 'string', multiple: true },
  fetch: { type: 'boolean' },
} as const;

/** Their values. */
export interface LevelValues {
  readonly tsa?: string | undefined;
  readonly 'tsa-policy'?: string | undefined;
  readonly level?: string | undefined;
  readonly trust?: string[] | undefined;
  readonly crl?: string[] | undefined;
  readonly fetch?: boolean | undefined;
}

const levels: readonly string[] = ['B-B', 'B-T', 'B-LT', 'B-LTA'] satisfies readonly BaselineLevel[];
const isLevel = (text: string): text is BaselineLevel => levels.includes(text);

/**
 * Turns the options into what the library takes. The network is reached for what was named and nothing else: time-stamps
 * with --tsa, certificates and revocation data with --fetch; an address is asked for the same file once a run.
 * @throws UsageError, InputError
 */
export const readLevel = async (values: LevelValues, otherwise: BaselineLevel): Promise<ExtendOptions> => {
  const level = values.level ?? otherwise;
  if (!isLevel(level)) throw new UsageError(`--level is one of ${levels.join(', ')}`);
  const policy = values['tsa-policy'];
  if (policy !== undefined && !/^[0-2](\.\d+)+$/.test(policy))
    throw new UsageError('--tsa-policy is an OID like 1.2.3.4');
  if (values.tsa !== undefined && !/^https?:\/\//i.test(values.tsa))
    throw new UsageError('--tsa is an http or https address');
  const { anchors, crls } = await readTrust(values.trust ?? [], values.crl ?? []);
  const now = (): Date => new Date();
  const http = nodeHttpClient();
  const tsa =
    values.tsa === undefined
      ? undefined
      : timestampAuthority({ url: values.tsa, http, now, anchors, ...(policy === undefined ? {} : { policy }) });
  return {
    level,
    anchors,
    crls,
    now,
    ...(tsa ? { tsa } : {}),
    ...(values.fetch === true ? { http: rememberGets(http) } : {}),
  };
};

/** For a reader: the level, and where it is not the one asked for, why. */
export const describeLevel = ({ level, reached, notes }: ExtendedPdf, wanted: BaselineLevel): string =>
  [
    reached ? `level ${level}` : `level ${level}, ${wanted} was not reached`,
    ...notes.map(({ words }) => `  ${words}`),
  ].join('\n');

/** The notes for a program. */
export const notesForJson = (notes: readonly ExtendNote[]) =>
  notes.map(({ code, words, details = {} }) => ({ code, words, details }));
