import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A wall clock that can be set for processes started with `env`; null without a C compiler, or not on Linux. */
export interface ShiftedClock {
  readonly env: NodeJS.ProcessEnv;
  dispose(): void;
}

export const shiftedClock = (): ShiftedClock | null => {
  if (process.platform !== 'linux') return null;
  const folder = mkdtempSync(join(tmpdir(), 'countersign-clock-'));
  const library = join(folder, 'shifted-clock.so');
  const source = fileURLToPath(new URL('./shifted-clock.c', import.meta.url));
  if (spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source]).status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const file = join(folder, 'seconds');
  writeFileSync(file, Buffer.alloc(8));
  return {
    env: { LD_PRELOAD: library, CLOCK_FILE: file },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
};
