import { readFile, writeFile } from 'node:fs/promises';
import { extractEmbeddedFile, inspectPdf } from '../../pades/index.ts';
import { InputError, readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { inertLine } from '../inert.ts';
import { readUnlock, unlockArguments } from '../unlock.ts';

/** `countersign inspect`: what a PDF is made of, without a verdict. */
export const inspect: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    extract: { type: 'string' },
    out: { type: 'string' },
    ...unlockArguments,
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError('name one PDF');
  if ((values.extract === undefined) !== (values.out === undefined))
    throw new UsageError('--extract NAME and --out FILE go together');
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new InputError('inspect/unreadable', error instanceof Error ? error.message : String(error));
  });
  const unlock = await readUnlock(values, terminal);
  if (values.extract !== undefined && values.out !== undefined) {
    const found = extractEmbeddedFile(bytes, values.extract, unlock);
    if (!found.ok) throw new InputError(found.error.code, `${file} holds no file "${values.extract}" that can be read`);
    await writeFile(values.out, found.value, { flag: 'wx' }).catch((error: unknown) => {
      throw new InputError('inspect/cannot-write', error instanceof Error ? error.message : String(error));
    });
    terminal.say(`${values.out}: ${found.value.length} bytes`);
    return ExitCode.Passed;
  }
  const found = inspectPdf(bytes, unlock);
  if (!found.ok) throw new InputError(found.error.code, `${file} is no PDF that can be read`);
  const { revisions, signatures, files, ...about } = found.value;
  if (values.json === true) {
    terminal.out(JSON.stringify({ file, ...found.value }));
    return ExitCode.Passed;
  }
  terminal.out(
    [
      `${file}: ${about.size} bytes, ${about.pages} pages${about.locked ? ', encrypted, and not opened' : about.encrypted ? ', encrypted' : ''}`,
      ...revisions.map(
        (one) =>
          `  revision ${one.number}: bytes ${one.start} to ${one.end}, ${one.objects.length} objects, cross-reference ${one.crossReference}`,
      ),
      ...signatures.map((one) => `  signature field "${one.field}" in revision ${one.revision}`),
      ...files.map((one) => `  embedded file "${one.name}"`),
    ]
      .map(inertLine)
      .join('\n'),
  );
  return ExitCode.Passed;
};
