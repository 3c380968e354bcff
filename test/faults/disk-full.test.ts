import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { counted, report, tried } from '../support/fault-table.ts';
import { kinds, kindWords, subjectOf } from '../support/fault-kinds.ts';
import { seeded } from '../support/filled-vault.ts';
import { smallDisk } from '../support/small-disk.ts';

const file = 'test/faults/disk-full.test.ts';
const probe = smallDisk(1);
probe?.dispose();
if (probe === null)
  report({
    fault: 'A full disk',
    promise: 'it is named; the vault opens once there is room',
    tried: 0,
    kept: 0,
    seen: '',
    test: file,
    skipped: 'no right to mount a small file system',
  });

test.skipIf(probe === null).each(kinds)(
  'a disk that fills up while %s: it is named, and once there is room the vault opens with all that was acknowledged',
  async (kind) => {
    const disk = smallDisk(24);
    if (disk === null) throw new Error('mounting worked a moment ago');
    onTestFinished(() => disk.dispose());
    const root = join(disk.folder, 'vaults');
    mkdirSync(root);
    const subject = await subjectOf(kind, root, 12);
    const random = seeded(kind.length * 104_729 + kind.charCodeAt(1));
    const seen: string[] = [];
    const times = tried(2);
    for (let n = 0; n < times; n += 1) {
      // From no room at all to about what one run needs.
      disk.fill(n === 0 ? 0 : random(900_000));
      const child = subject.start();
      const code = await child.ended;
      const told = (child.said as readonly { readonly fault?: string }[]).flatMap(({ fault }) => fault ?? []);
      for (const fault of told) expect(['vault/disk-full', 'vault/io-error']).toContain(fault);
      expect([0, 65], JSON.stringify(child.said)).toContain(code);
      seen.push(...(told.length > 0 ? told : [code === 65 ? 'refused with exit code 65' : 'went on']));
      disk.free();
      await subject.judge(child);
    }
    expect(seen.some((word) => word !== 'went on')).toBe(true);
    report({
      fault: `The disk is full while ${kindWords[kind]}`,
      promise: 'it is named; once there is room the vault opens, with all that was acknowledged and nothing half done',
      tried: times,
      kept: times,
      seen: counted(seen),
      test: file,
    });
  },
);
