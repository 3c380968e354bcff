import { readFile, writeFile } from 'node:fs/promises';
import { localTime } from '../../domain/display.ts';
import { signPdf, type FieldChoice, type SignaturePlan } from '../../pades/index.ts';
import { openPkcs12 } from '../../pki/index.ts';
import { InputError, readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';

/** `countersign sign`: adds a PAdES B-B signature to any PDF. The input is never written to. */
export const sign: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    p12: { type: 'string' },
    out: { type: 'string' },
    field: { type: 'string' },
    reason: { type: 'string' },
    location: { type: 'string' },
    certify: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
    json: { type: 'boolean' },
  });
  const [input, ...rest] = positionals;
  if (input === undefined || rest.length > 0) throw new UsageError('name one PDF to sign');
  if (values.p12 === undefined || values.out === undefined) throw new UsageError('--p12 and --out are needed');
  if (values.out === input) throw new UsageError('--out must be another file: the input is never overwritten');

  const [pdf, p12] = await Promise.all([read(input), read(values.p12)]);
  const passPhrase = await terminal.secret(
    'Pass phrase of the key',
    'COUNTERSIGN_P12_PASSPHRASE',
    values['passphrase-fd'],
  );
  if (passPhrase === null)
    throw new InputError(
      'sign/no-pass-phrase',
      'no pass phrase: set COUNTERSIGN_P12_PASSPHRASE or give --passphrase-fd',
    );
  const signer = await openPkcs12(p12, passPhrase);
  if (!signer.ok) throw new InputError(signer.error.code, `${values.p12} cannot be used`);

  const now = new Date();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const base = {
    signedAt: now,
    zoneOffsetMinutes: localTime(now.toISOString(), zone).offsetMinutes,
    ...(values.reason === undefined ? {} : { reason: values.reason }),
    ...(values.location === undefined ? {} : { location: values.location }),
    ...(values.certify === true ? { certify: 2 as const } : {}),
  };
  const attempt = (field: FieldChoice): ReturnType<typeof signPdf> =>
    signPdf(pdf, { ...base, field } satisfies SignaturePlan, signer.value);
  const name = values.field ?? `Signature-${now.getTime().toString(36)}`;
  let signed = await attempt({ kind: 'existing', name });
  if (!signed.ok && signed.error.code === 'pades/no-such-field') signed = await attempt({ kind: 'new', name });
  if (!signed.ok) throw new InputError(signed.error.code, `${input} cannot be signed`);
  // 'wx': an existing file is never overwritten.
  await writeFile(values.out, signed.value, { flag: 'wx' }).catch((error: unknown) => {
    throw new InputError('sign/cannot-write', error instanceof Error ? error.message : String(error));
  });
  const answer = { file: values.out, field: name, level: 'B-B', signedAt: now.toISOString() };
  terminal.out(values.json === true ? JSON.stringify(answer) : `${values.out}: signed in field "${name}" at level B-B`);
  return ExitCode.Passed;
};

const read = async (file: string): Promise<Uint8Array> =>
  readFile(file).catch((error: unknown) => {
    throw new InputError('sign/unreadable', error instanceof Error ? error.message : String(error));
  });
