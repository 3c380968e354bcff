import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { inspectPdf, validatePdf } from '../../src-main/pades/index.ts';
import { mutate, seeded } from '../support/pades-mutants.ts';

/**
 * Mutants of all PDFs of a folder through the validator: `node test/fuzz/pades.ts FOLDER [COUNT] [SEED]`. Ends with
 * status 1 and the seed of each finding when one crashes, takes longer than two seconds, or needs too much memory.
 */
const [folder, count = '2000', firstSeed = '1'] = process.argv.slice(2);
if (!folder || !existsSync(folder)) {
  console.error('usage: pades.ts FOLDER [COUNT] [SEED]');
  process.exit(64);
}
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.pdf'))
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(`${folder}/${name}`)) }));
let findings = 0;
let slowest = 0;
const tally: Record<string, number> = {};
for (let index = 0; index < Number(count); index++) {
  const seed = Number(firstSeed) + index;
  const { name, bytes } = sources[index % sources.length] as (typeof sources)[number];
  const mutant = mutate(bytes, seeded(seed));
  const start = performance.now();
  try {
    const result = validatePdf(mutant, { anchors: [], at: new Date('2026-11-23T00:00:00Z') });
    const internal = JSON.stringify(result).match(
      /Cannot read|is not a function|is not iterable|call stack|Invalid typed/,
    );
    if (internal) throw new Error(`a bug answered for the file: ${internal[0]}`);
    const verdict = result.ok ? result.value.indication : 'unreadable';
    tally[verdict] = (tally[verdict] ?? 0) + 1;
    inspectPdf(mutant);
  } catch (error) {
    findings++;
    console.error(`seed ${seed} ${name}: ${error instanceof Error ? error.stack : String(error)}`);
  }
  const time = performance.now() - start;
  slowest = Math.max(slowest, time);
  if (time > 2000) {
    findings++;
    console.error(`seed ${seed} ${name}: ${time.toFixed(0)} ms`);
  }
}
const memory = process.resourceUsage().maxRSS / 1024;
if (memory > 512) {
  findings++;
  console.error(`${memory.toFixed(0)} MiB of memory`);
}
console.log(
  JSON.stringify({
    mutants: Number(count),
    findings,
    slowestMs: Math.round(slowest),
    memoryMiB: Math.round(memory),
    tally,
  }),
);
process.exit(findings > 0 ? 1 : 0);
