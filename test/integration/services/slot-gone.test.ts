import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { administrator, owner, staffed, testServices } from '../../support/services.ts';

interface SlotFile {
  readonly slots: readonly { readonly id: string; readonly dataKey: string }[];
}

test.skipIf(process.platform === 'win32')(
  'a deactivated account’s slot is gone from the disk: from the file, and from where the file lay before',
  async () => {
    const team = await staffed(await testServices());
    const folder = join(team.services.folder, 'vaults', 'Test.vault');
    const path = join(folder, 'keyslots.json');
    const slots = () => (JSON.parse(readFileSync(path, 'utf8')) as SlotFile).slots;
    await team.login(administrator);
    const before = slots();
    // The bytes where they lie now, reached after the name went to another file.
    const descriptor = openSync(path, 'r');
    const { size } = fstatSync(descriptor);
    await team.services.ask('accounts.deactivate', {
      accountId: team.accounts[owner.userName] ?? '',
      reason: 'Left the company',
    });
    const left = slots();
    const gone = before.filter(({ id }) => left.every((slot) => slot.id !== id));
    expect(gone).toHaveLength(1);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name)).toString('latin1');
      for (const { id, dataKey } of gone) expect(bytes.includes(id) || bytes.includes(dataKey), name).toBe(false);
    }
    const old = Buffer.alloc(size, 1);
    expect(readSync(descriptor, old, 0, size, 0)).toBe(size);
    expect(old.every((byte) => byte === 0)).toBe(true);
    closeSync(descriptor);
    team.services.dispose();
  },
);
