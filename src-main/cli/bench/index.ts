import { cpus } from 'node:os';
import { readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import type { Comparison } from './measure.ts';

const benches: Readonly<Record<string, () => Promise<readonly Comparison[]>>> = {
  pdf: async () => (await import('./pdf.ts')).pdfBench(),
  engine: async () => (await import('./engine.ts')).engineBench(),
  vault: async () => (await import('./vault.ts')).vaultBench(),
};

/** `countersign bench`: times what matters, each with its peer beside it in the same run. It judges nothing. */
export const bench: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  const results: Comparison[] = [];
  for (const name of names) {
    const run = Object.hasOwn(benches, name) ? benches[name] : undefined;
    if (!run) throw new UsageError(`there is no bench "${name}": ${Object.keys(benches).join(', ')}`);
    results.push(...(await run()));
  }
  if (values.json === true)
    terminal.out(JSON.stringify({ node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length, results }));
  else results.forEach((result) => terminal.out(line(result)));
  return ExitCode.Passed;
};

const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;

const line = ({ bench: name, ours, peer, ratio, note }: Comparison): string =>
  [
    name,
    `  ${ours.name.padEnd(44)} min ${ms(ours.min).padStart(9)}  median ${ms(ours.median).padStart(9)}  (${ours.runs} runs)`,
    ...(peer === null
      ? []
      : [
          `  ${peer.name.padEnd(44)} min ${ms(peer.min).padStart(9)}  median ${ms(peer.median).padStart(9)}  (${peer.runs} runs)`,
        ]),
    ...(ratio === null ? [] : [`  ratio ${ratio.toFixed(2)}`]),
    `  ${note}`,
    '',
  ].join('\n');
