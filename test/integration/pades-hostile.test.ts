import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { hostileFiles } from '../support/pades-hostile.ts';

const probe = fileURLToPath(new URL('../support/pades-probe.ts', import.meta.url));

describe('C40: files that are built to hurt a reader end in an answer, soon and in little memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Object.entries(hostileFiles))('%s', (_, build) => {
    const file = join(folder, 'hostile.pdf');
    writeFileSync(file, build());
    const answer = JSON.parse(execFileSync(process.execPath, [probe, file], { encoding: 'utf8', timeout: 30_000 })) as {
      readonly outcome: string;
      readonly ms: number;
      readonly peakMiB: number;
    };
    expect(answer.outcome).toMatch(/^(TOTAL-FAILED|INDETERMINATE|pades\/unreadable)$/);
    expect(answer.ms).toBeLessThan(2000);
    expect(answer.peakMiB).toBeLessThan(512);
  });
});
