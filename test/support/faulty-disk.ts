import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The calls that can be made to fail. */
export const calls = ['write', 'sync', 'read', 'rename'] as const;
export type Call = (typeof calls)[number];

export interface DiskFault {
  readonly op: Call;
  /** Which call of that kind, from 1; 0 lets all pass and counts them. */
  readonly at: number;
  /** `SHORT`: half of it is written, and then the disk is full. `FLIP`: it is written with one bit flipped, and nothing is said. */
  readonly kind: 'EIO' | 'ENOSPC' | 'EROFS' | 'SHORT' | 'FLIP';
  /** Whether all later ones fail too. */
  readonly sticky: boolean;
}

/** A disk that fails when it is told to, for processes started with `env`; null without a C compiler, or not on Linux. */
export interface FaultyDisk {
  /** Faults for what lies below `folder`, or for paths that begin so; `name`: and have that in them. */
  env(folder: string, fault: DiskFault, name?: string): NodeJS.ProcessEnv;
  /** How many calls the last process made that ended by itself. */
  counted(): number;
  dispose(): void;
}

export const faultyDisk = (): FaultyDisk | null => {
  if (process.platform !== 'linux') return null;
  const folder = mkdtempSync(join(tmpdir(), 'countersign-disk-'));
  const library = join(folder, 'faulty-disk.so');
  const source = fileURLToPath(new URL('./faulty-disk.c', import.meta.url));
  if (spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']).status !== 0) return null;
  const count = join(folder, 'count');
  return {
    env: (below, { op, at, kind, sticky }, name) => ({
      LD_PRELOAD: library,
      FAULT_DIR: below,
      FAULT_OP: op,
      FAULT_AT: String(at),
      FAULT_KIND: kind,
      FAULT_COUNT: count,
      ...(sticky ? { FAULT_STICKY: '1' } : {}),
      ...(name === undefined ? {} : { FAULT_NAME: name }),
    }),
    counted: () => Number(readFileSync(count, 'utf8')),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
};
