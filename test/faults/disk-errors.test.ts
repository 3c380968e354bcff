import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { counted, report, tried } from '../support/fault-table.ts';
import { kinds, kindWords, subjectOf } from '../support/fault-kinds.ts';
import { calls, faultyDisk, type Call, type DiskFault } from '../support/faulty-disk.ts';
import { seeded } from '../support/filled-vault.ts';
import { temporaryFolder } from '../support/vault.ts';

const disk = faultyDisk();
afterAll(() => disk?.dispose());

const named = ['vault/disk-full', 'vault/io-error', 'vault/read-only', 'vault/database-damaged', 'vault/slots-damaged'];
const errors: Readonly<Record<Call, readonly DiskFault['kind'][]>> = {
  write: ['EIO', 'ENOSPC', 'SHORT', 'EROFS'],
  sync: ['EIO', 'ENOSPC'],
  read: ['EIO'],
  rename: ['EIO', 'ENOSPC', 'EROFS'],
};

if (disk === null)
  report({
    fault: 'A disk that fails at one call',
    promise: 'the failure is named, nothing acknowledged is lost',
    tried: 0,
    kept: 0,
    seen: '',
    test: 'test/faults/disk-errors.test.ts',
    skipped: 'no C compiler',
  });

test.skipIf(disk === null).each(kinds)(
  'a disk that fails at one call while %s: the failure has a name, and the vault holds all that was acknowledged',
  async (kind) => {
    if (disk === null) return;
    const root = temporaryFolder();
    const subject = await subjectOf(kind, root);
    const totals = new Map<Call, number>();
    for (const op of calls) {
      const child = subject.start(disk.env(root, { op, at: 0, kind: 'EIO', sticky: false }));
      await child.ended;
      totals.set(op, disk.counted());
      await subject.judge(child);
    }
    const random = seeded(kind.length * 7919 + kind.charCodeAt(0));
    const seen: string[] = [];
    const faults = tried(3);
    for (let n = 0; n < faults; n += 1) {
      const op = calls[n % calls.length] ?? 'write';
      const total = totals.get(op) ?? 0;
      if (total === 0) continue;
      const error = errors[op][random(errors[op].length)] ?? 'EIO';
      const at = 1 + random(total);
      const child = subject.start(disk.env(root, { op, at, kind: error, sticky: random(3) === 0 }));
      const code = await child.ended;
      const said = child.said as readonly { readonly fault?: string }[];
      const told = said.flatMap(({ fault }) => fault ?? []);
      for (const fault of told) expect(named, `${error} at ${op} ${at} of ${total}`).toContain(fault);
      // The command line names it in its exit code, other processes in words; none of them dies of it.
      expect([0, 65], `${error} at ${op} ${at} of ${total}: ${JSON.stringify(said)}`).toContain(code);
      seen.push(...(told.length > 0 ? told : [code === 65 ? 'refused with exit code 65' : 'went on']));
      await subject.judge(child);
    }
    report({
      fault: `One call to the disk fails while ${kindWords[kind]}`,
      promise: 'the failure has a name; what was acknowledged is there; nothing is half done',
      tried: faults,
      kept: faults,
      seen: `EIO, ENOSPC, EROFS and short writes at calls of ${calls.map((op) => `${totals.get(op) ?? 0} ${op}s`).join(', ')}: ${counted(seen)}`,
      test: 'test/faults/disk-errors.test.ts',
    });
  },
);

test.skipIf(disk === null)(
  'a disk that takes the first half of a slot file and no more: that is named, and the slots of before stand',
  async () => {
    if (disk === null) return;
    const root = temporaryFolder();
    const subject = await subjectOf('slots', root);
    const slots = join(subject.folder, 'keyslots.json.new');
    // The first is written by the login, the others by what is done then.
    for (const at of [1, 2, 3]) {
      const child = subject.start(disk.env(slots, { op: 'write', at, kind: 'SHORT', sticky: true }));
      expect(await child.ended).toBe(0);
      const said = child.said as readonly { readonly fault?: string }[];
      expect(said.flatMap(({ fault }) => fault ?? [])).toContain('vault/disk-full');
      await subject.judge(child);
    }
    report({
      fault: 'The disk takes a part of a slot file and no more',
      promise: 'the failure is named; the slots of before open the vault',
      tried: 3,
      kept: 3,
      seen: 'vault/disk-full at a login and at two changes of a pass phrase',
      test: 'test/faults/disk-errors.test.ts',
    });
  },
);

test.skipIf(disk === null)(
  'a disk that writes one bit of a backup wrong and says nothing: reading it back finds that, or the backup is whole [A11 7.1-7.2]',
  async () => {
    if (disk === null) return;
    const root = temporaryFolder();
    const subject = await subjectOf('backup', root);
    const random = seeded(5);
    const flips = tried(6);
    const seen: string[] = [];
    for (let n = 0; n < flips; n += 1) {
      const [name, at] = n % 3 === 0 ? ['keyslots.json', 1] : ['vault.db', 1 + random(60)];
      const flip = { op: 'write', at, kind: 'FLIP', sticky: false } as const;
      const child = subject.start(disk.env(join(root, 'target-'), flip, name));
      expect(await child.ended).toBe(0);
      const said = child.said as readonly { readonly fault?: string; readonly copied?: string }[];
      const told = said.flatMap(({ fault, copied }) => fault ?? (copied === undefined ? [] : 'whole'));
      if (name === 'keyslots.json') expect(told).toEqual(['vault/slots-damaged']);
      seen.push(...told);
      await subject.judge(child);
    }
    expect(seen).toContain('vault/database-damaged');
    report({
      fault: 'One bit of a backup is written wrong, and the disk says nothing',
      promise: 'reading it back finds that, and no backup is there; or it is whole',
      tried: flips,
      kept: flips,
      seen: counted(seen),
      test: 'test/faults/disk-errors.test.ts',
    });
  },
);
