import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { auditHead, restoreVault } from '../../../src-main/vault/index.ts';
import { copyOf, filledVault, fillWith } from '../../support/filled-vault.ts';
import { administrator, openAt, quickKdf } from '../../support/vault.ts';

/** A copy of its folder that somebody made by hand while the vault was open: the newest entries stand in the log alone. */
const copiedByHand = async () => {
  const one = await filledVault(2);
  const opened = await one.open();
  if (!opened.ok) throw new Error(opened.error.code);
  fillWith(opened.value, 4, 3);
  const head = opened.value.read(auditHead);
  const folder = copyOf(one.folder, 'by-hand');
  opened.value.close();
  const restored = (purpose: 'restore' | 'drill') =>
    restoreVault({
      backup: folder,
      folder: `${folder}-restored.vault`,
      purpose,
      userName: administrator.userName,
      passPhrase: administrator.passPhrase,
      clock: one.clock,
      appVersion: '0',
      kdf: quickKdf,
    });
  return { one, folder, head, restored };
};

test('a copy made by hand is restored with what stands in its log [11.10(c), A11 7.1-7.2]', async () => {
  const { one, folder, head, restored } = await copiedByHand();
  expect(await restored('drill')).toMatchObject({ ok: true, value: { head, check: { intact: true } } });
  expect(await restored('restore')).toMatchObject({ ok: true, value: { head, check: { intact: true } } });
  const opened = await openAt(`${folder}-restored.vault`, one.clock);
  if (!opened.ok) throw new Error(opened.error.code);
  expect(opened.value.foundHead.seq).toBeGreaterThan(head.seq);
});

test('a copy made by hand whose log is gone is not restored in silence: the missing entries are named [A11 7.1-7.2]', async () => {
  const { folder, head, restored } = await copiedByHand();
  rmSync(join(folder, 'vault.db-wal'));
  for (const purpose of ['drill', 'restore'] as const)
    expect(await restored(purpose)).toMatchObject({
      ok: false,
      error: { code: 'vault/entries-missing', details: { acknowledged: head.seq } },
    });
  expect(existsSync(`${folder}-restored.vault`)).toBe(false);
  expect(readdirSync(dirname(folder)).filter((name) => name.includes('restored'))).toEqual([]);
});
