import type { Command } from '../command.ts';
import { readArguments, UsageError } from '../command.ts';
import { exitCodeOf } from '../exit-code.ts';
import { readFile } from 'node:fs/promises';
import { validatePdf } from '../../pades/index.ts';
import type { Indication } from '../../domain/indication.ts';
import { pdfFiles } from './files.ts';
import { describeReport } from './text.ts';
import { readTrust } from './trust.ts';
import type { FileVerdict } from './verdict.ts';

/** `countersign verify`: judges PDFs and folders of them. Knows neither vault nor database. */
export const verify: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    trust: { type: 'string', multiple: true },
    crl: { type: 'string', multiple: true },
    at: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (positionals.length === 0) throw new UsageError('name at least one PDF or folder');
  const at = values.at === undefined ? new Date() : new Date(values.at);
  if (Number.isNaN(at.getTime())) throw new UsageError(`--at is not a time: ${values.at ?? ''}`);
  const trust = await readTrust(values.trust ?? [], values.crl ?? []);

  const found: (Indication | null)[] = [];
  for await (const file of pdfFiles(positionals)) {
    const verdict = await judge(file, { ...trust, at });
    found.push('error' in verdict ? null : verdict.indication);
    if (values.json === true) terminal.out(JSON.stringify(verdict));
    else terminal.out(describeReport(verdict));
  }
  if (found.length === 0) terminal.say('countersign verify: no PDF was found');
  return exitCodeOf(found);
};

const judge = async (file: string, options: Parameters<typeof validatePdf>[1]): Promise<FileVerdict> => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return {
      file,
      error: { code: 'verify/unreadable', message: error instanceof Error ? error.message : String(error) },
    };
  }
  const report = validatePdf(bytes, options);
  return report.ok
    ? { file, ...report.value }
    : { file, error: { code: report.error.code, message: JSON.stringify(report.error.details ?? {}) } };
};
