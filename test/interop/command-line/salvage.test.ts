import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { SalvageReport } from '../../../src-main/vault/index.ts';
import { administrator } from '../../support/vault.ts';
import { filledVault } from '../../support/filled-vault.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const run = (
  args: readonly string[],
  who: { readonly userName: string; readonly passPhrase: string } = administrator,
) =>
  spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, COUNTERSIGN_USER: who.userName, COUNTERSIGN_PASSPHRASE: who.passPhrase },
  });

test('vault check --salvage: a copy with all that is left, what was lost in words and as JSON, exit codes, and the damaged files as they were', async () => {
  const one = await filledVault(10, 'open');
  const backup = `${one.folder}-backup`;
  one.vault.backup(one.vault, backup);
  one.vault.close();
  const out = (name: string): string => `${one.folder}-${name}.vault`;

  const sound = run(['vault', 'check', one.folder, '--salvage', out('sound')]);
  expect(sound.stderr).toBe('');
  expect(sound.stdout).toContain('nothing was lost');
  expect(sound.stdout).toMatch(
    /vault\.head: entry (\d+) was acknowledged; the last entry found is \1: none is missing at the end/,
  );
  expect(sound.status).toBe(0);

  const file = join(one.folder, 'vault.db');
  const bytes = readFileSync(file);
  for (let at = 520_000; at < bytes.length; at += 41_000) bytes.writeUInt8(bytes.readUInt8(at) ^ 2, at);
  writeFileSync(file, bytes);
  const hurt = run(['vault', 'check', one.folder, '--salvage', out('hurt')]);
  expect(hurt.stdout).toContain('SOMETHING WAS LOST');
  expect(hurt.status).toBe(1);
  const told = run(['vault', 'check', one.folder, '--salvage', out('json'), '--json']);
  expect(told.status).toBe(1);
  const { salvage } = JSON.parse(told.stdout) as { readonly salvage: SalvageReport };
  expect(salvage.pages.damaged.length).toBeGreaterThan(2);
  expect(hurt.stdout).toContain(
    `damaged or missing: ${salvage.pages.damaged.length} (${salvage.pages.damaged.join(', ')}`,
  );
  expect(readFileSync(file).equals(bytes)).toBe(true);

  // The backup's database by hand in its place: sound, and shorter than what was acknowledged.
  const older = `${one.folder}-older.vault`;
  cpSync(backup, older, { recursive: true });
  cpSync(join(one.folder, 'vault.head'), join(older, 'vault.head'));
  const short = run(['vault', 'check', older, '--salvage', out('short')]);
  expect(short.stdout).toContain('SOMETHING WAS LOST');
  expect(short.stdout).toMatch(
    /audit trail: sound, (\d+) entries\n.*the last entry found is \1: entr.* missing at the end/i,
  );
  expect(short.status).toBe(1);

  // What came out can be taken out in open formats; nothing new goes in.
  const exported = run(['export', out('hurt'), '--out', `${one.folder}-export`], {
    userName: 'quinn',
    passPhrase: 'quinn-pass',
  });
  expect(exported.stderr).toBe('');
  expect(exported.status).toBe(0);

  const slots = join(one.folder, 'keyslots.json');
  rmSync(slots);
  const none = run(['vault', 'check', one.folder, '--salvage', out('none')]);
  expect(none.status).toBe(65);
  expect(none.stderr).toContain('--slots BACKUP/keyslots.json');
  const given = run([
    'vault',
    'check',
    one.folder,
    '--salvage',
    out('given'),
    '--slots',
    join(backup, 'keyslots.json'),
    '--json',
  ]);
  expect(given.status).toBe(1);
  expect(JSON.parse(given.stdout)).toMatchObject({ salvage: { slots: { from: 'given', sound: true } } });
  expect(existsSync(out('none'))).toBe(false);

  expect(run(['vault', 'check', one.folder, '--salvage', out('given')]).status).toBe(65);
  expect(run(['vault', 'check', one.folder, '--slots', slots]).status).toBe(64);
});
