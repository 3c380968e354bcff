import { cpus } from 'node:os';
import { readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { analyseCommand, parseCommand } from './access-command.ts';
import type { Comparison, Timing } from './measure.ts';
import { plots } from './plot.ts';

const benches: Readonly<Record<string, () => Promise<readonly Comparison[]>>> = {
  pdf: async () => (await import('./pdf.ts')).pdfBench(),
  engine: async () => (await import('./engine.ts')).engineBench(),
  memory: async () => (await import('./memory.ts')).memoryBench(),
  folder: async () => (await import('./folder.ts')).folderBench(),
  vault: async () => (await import('./vault.ts')).vaultBench(),
  prefill: async () => (await import('./prefill.ts')).prefillBench(),
  lists: async () => (await import('./lists.ts')).listsBench(),
  access: async () => (await import('./access.ts')).accessBench(),
  trail: async () => (await import('./trail.ts')).trailBench(),
};

/** `countersign bench`: times what matters, each with its peer beside it in the same run. It judges nothing. */
export const bench: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  const [first, accounts = '', roster = ''] = positionals;
  if (first === analyseCommand || first === parseCommand) {
    const { analyseFiles, parseFiles } = await import('./access-child.ts');
    const run = first === analyseCommand ? analyseFiles : parseFiles;
    terminal.out(JSON.stringify(await run(accounts, roster)));
    return ExitCode.Passed;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  const results: Comparison[] = [];
  for (const name of names) {
    const run = Object.hasOwn(benches, name) ? benches[name] : undefined;
    if (!run) throw new UsageError(`there is no bench "${name}": ${Object.keys(benches).join(', ')}`);
    results.push(...(await run()));
  }
  if (values.json === true)
    terminal.out(JSON.stringify({ node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length, results }));
  else for (const text of [...results.map(line), ...plots(results)]) terminal.out(text);
  return ExitCode.Passed;
};

const amount = (value: number, unit: string): string =>
  `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`.padStart(9);

const timing = ({ name, min, median, runs }: Timing, unit: string): string =>
  `  ${name.padEnd(44)} min ${amount(min, unit)}  median ${amount(median, unit)}  (${runs} runs)`;

const line = ({ bench: name, ours, peer, also, ratio, note, unit = 'ms' }: Comparison): string =>
  [
    name,
    ...[ours, peer, also].flatMap((one) => (one ? [timing(one, unit)] : [])),
    ...(ratio === null ? [] : [`  ratio ${ratio.toFixed(2)}`]),
    `  ${note}`,
    '',
  ].join('\n');
