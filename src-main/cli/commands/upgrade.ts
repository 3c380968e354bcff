import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type ExtendOptions, upgradePdf } from '../../pades/index.ts';
import { readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { inertText } from '../inert.ts';
import { readPdf, writeContinuation } from '../pdf-file.ts';
import type { Terminal } from '../terminal.ts';
import { readUnlock, unlockArguments } from '../unlock.ts';
import { pdfFiles } from '../verify/files.ts';
import { describeLevel, levelArguments, notesForJson, readLevel } from './level.ts';
import { refusalWords } from './refusals.ts';

/**
 * `countersign upgrade`: takes the signatures of PDFs, and of all PDFs in folders, to a level, each into a new file below
 * --out. The inputs are never written to. Exit codes: 0 all reached the level, 2 some did not (they are written with the
 * level that they reached), 65 some could not be read, held no sound signature, or could not be written.
 */
export const upgrade: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    ...levelArguments,
    ...unlockArguments,
    out: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (positionals.length === 0) throw new UsageError('name at least one PDF or folder');
  if (values.out === undefined) throw new UsageError('--out DIR is needed: the inputs are never overwritten');
  const options = { ...(await readLevel(values, 'B-LTA')), ...(await readUnlock(values, terminal)) };
  if (options.level === 'B-B') throw new UsageError('--level is B-T, B-LT or B-LTA: B-B is what every signature has');
  const codes: ExitCode[] = [];
  for (const path of positionals) {
    const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
    for await (const file of pdfFiles([path])) {
      const target = join(values.out, isFolder ? relative(path, file) : basename(file));
      codes.push(await upgradeFile(file, target, options, terminal, values.json === true));
    }
  }
  if (codes.length === 0) terminal.say('countersign upgrade: no PDF was found');
  if (codes.length === 0 || codes.includes(ExitCode.Unreadable)) return ExitCode.Unreadable;
  return codes.includes(ExitCode.Indeterminate) ? ExitCode.Indeterminate : ExitCode.Passed;
};

const upgradeFile = async (
  file: string,
  target: string,
  options: ExtendOptions,
  terminal: Terminal,
  json: boolean,
): Promise<ExitCode> => {
  const refuse = (code: string, message: string): ExitCode => {
    if (json) terminal.out(JSON.stringify({ file, error: { code, message } }));
    else terminal.say(`${file}: not upgraded: ${message} (${code})`);
    return ExitCode.Unreadable;
  };
  const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  let pdf: Uint8Array;
  try {
    pdf = await readPdf(file);
  } catch (error) {
    return refuse('upgrade/unreadable', messageOf(error));
  }
  const upgraded = await upgradePdf(pdf, options);
  if (!upgraded.ok) {
    const { code, details = {} } = upgraded.error;
    return refuse(code, refusalWords(upgraded.error) ?? JSON.stringify(details));
  }
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeContinuation(file, upgraded.value.pdf, target);
  } catch (error) {
    return refuse('upgrade/cannot-write', messageOf(error));
  }
  const { level, reached, notes, pdf: bytes } = upgraded.value;
  const added = bytes.length - pdf.length;
  if (json) terminal.out(JSON.stringify({ file, out: target, level, reached, added, notes: notesForJson(notes) }));
  else terminal.out(inertText(`${target}: ${describeLevel(upgraded.value, options.level)}`));
  return reached ? ExitCode.Passed : ExitCode.Indeterminate;
};
