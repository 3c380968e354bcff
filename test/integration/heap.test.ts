import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Planted } from '../support/heap-child.ts';

const child = fileURLToPath(new URL('../support/heap-child.ts', import.meta.url));

const planted: Planted = { login: 'planted orchard lantern 9182', signing: 'planted granite pebble 5567' };

/**
 * JavaScript cannot wipe a string; what can be promised is that none is held once it has been used, so that its memory is
 * given up at the next collection. Buffers of keys are wiped besides.
 */
test('no pass phrase is held in memory while a session is open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heap-'));
  try {
    const file = join(folder, 'heap.json');
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--expose-gc', '--heap-snapshot-string-limit=1000000', child, file],
      { input: JSON.stringify(planted), encoding: 'utf8' },
    );
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const heap = readFileSync(file);
    // What the session knows is there to be found.
    expect(heap.includes('Irina Vesela')).toBe(true);
    expect(Object.entries(planted).filter(([, secret]) => heap.includes(secret))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
