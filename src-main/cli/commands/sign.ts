import { localTime } from '../../domain/local-time.ts';
import { type FieldChoice, type SignaturePlan, signPdfAtLevel } from '../../pades/index.ts';
import type { Signer } from '../../pki/index.ts';
import { InputError, readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { readPdf, writeContinuation } from '../pdf-file.ts';
import { readUnlock, unlockArguments } from '../unlock.ts';
import { describeLevel, levelArguments, notesForJson, readLevel } from './level.ts';
import { refusalWords } from './refusals.ts';
import { checkKeyOptions, keyArguments, withSigningKey } from './signing-key.ts';

/**
 * `countersign sign`: adds a PAdES signature to any PDF, at level B-B unless --tsa or --level say more. The input is never
 * written to. Exit codes: 0 signed at the level asked for, 2 signed and written at a lower one, 65 not signed.
 */
export const sign: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    ...keyArguments,
    out: { type: 'string' },
    field: { type: 'string' },
    reason: { type: 'string' },
    location: { type: 'string' },
    certify: { type: 'boolean' },
    ...levelArguments,
    ...unlockArguments,
    json: { type: 'boolean' },
  });
  const [input, ...rest] = positionals;
  if (input === undefined || rest.length > 0) throw new UsageError('name one PDF to sign');
  checkKeyOptions(values);
  if (values.out === undefined) throw new UsageError('--out FILE is needed');
  if (values.out === input) throw new UsageError('--out must be another file: the input is never overwritten');

  const levelOptions = await readLevel(values, values.tsa === undefined ? 'B-B' : 'B-T');
  const options = { ...levelOptions, ...(await readUnlock(values, terminal)) };
  if (options.level !== 'B-B' && !options.tsa) throw new UsageError(`--level ${options.level} needs --tsa URL`);

  const pdf = await read(input);
  const now = new Date();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const base = {
    signedAt: now,
    zoneOffsetMinutes: localTime(now.toISOString(), zone).offsetMinutes,
    ...(values.reason === undefined ? {} : { reason: values.reason }),
    ...(values.location === undefined ? {} : { location: values.location }),
    ...(values.certify === true ? { certify: 2 as const } : {}),
  };
  const name = values.field ?? `Signature-${now.getTime().toString(36)}`;
  const signed = await withSigningKey(values, terminal, async (signer: Signer) => {
    const attempt = (field: FieldChoice): ReturnType<typeof signPdfAtLevel> =>
      signPdfAtLevel(pdf, { ...base, field } satisfies SignaturePlan, signer, options);
    const first = await attempt({ kind: 'existing', name });
    return !first.ok && first.error.code === 'pades/no-such-field' ? attempt({ kind: 'new', name }) : first;
  });
  if (!signed.ok) {
    const reason = refusalWords(signed.error);
    throw new InputError(signed.error.code, `${input} cannot be signed${reason === null ? '' : `: ${reason}`}`);
  }
  await writeContinuation(input, signed.value.pdf, values.out).catch((error: unknown) => {
    throw new InputError('sign/cannot-write', error instanceof Error ? error.message : String(error));
  });
  const { level, reached, notes } = signed.value;
  const signedAt = now.toISOString();
  if (values.json === true)
    terminal.out(
      JSON.stringify({ file: values.out, field: name, level, reached, signedAt, notes: notesForJson(notes) }),
    );
  else terminal.out(`${values.out}: signed in field "${name}" at ${describeLevel(signed.value, options.level)}`);
  return reached ? ExitCode.Passed : ExitCode.Indeterminate;
};

const read = async (file: string): Promise<Uint8Array> =>
  readPdf(file).catch((error: unknown) => {
    throw new InputError('sign/unreadable', error instanceof Error ? error.message : String(error));
  });
