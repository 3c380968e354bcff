import { readFileSync } from 'node:fs';
import { inspectPdf, validatePdf } from '../../src-main/pades/index.ts';
import { processorTime } from './processor-time.ts';

/** Judges one file in a process of its own: `{ outcome, ms, peakMiB }` on stdout. */
const [, , name = ''] = process.argv;
const bytes = new Uint8Array(readFileSync(name));
const used = processorTime();
const result = validatePdf(bytes, { anchors: [], at: new Date('2026-11-23T00:00:00Z') });
const ms = Math.round(used());
inspectPdf(bytes);
const outcome = result.ok ? result.value.indication : result.error.code;
const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
const cause = result.ok ? result.value.warnings.slice(0, 2) : result.error;
console.log(JSON.stringify({ outcome, ms, peakMiB, cause }));
