import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { auditTrail, checkVault } from '../../src-main/vault/index.ts';
import { report, tried } from '../support/fault-table.ts';
import { subjectOf } from '../support/fault-kinds.ts';
import { filledVault, seeded } from '../support/filled-vault.ts';
import { administrator, openAt, temporaryFolder } from '../support/vault.ts';
import { vaultChild } from '../support/vault-process.ts';

const file = 'test/faults/processes.test.ts';

test('processes that want one vault at once: one has it, the others are told, and nothing is counted against them', async () => {
  const one = await filledVault(2);
  const rounds = tried(3);
  const { userName, passPhrase } = administrator;
  for (let n = 0; n < rounds; n += 1) {
    const rivals = Array.from({ length: 3 }, () => vaultChild(['hold', one.folder, userName, passPhrase]));
    const words = await Promise.all(rivals.map((child) => child.next()));
    expect(words.filter((word) => word === 'open')).toHaveLength(1);
    expect(words.filter((word) => word !== 'open')).toMatchObject([{ code: 'vault/in-use' }, { code: 'vault/in-use' }]);
    // The others have ended.
    rivals[words.indexOf('open')]?.send();
    await Promise.all(rivals.map((child) => child.ended));
  }
  const opened = await openAt(one.folder, one.clock);
  if (!opened.ok) throw new Error(opened.error.code);
  expect(opened.value.read((db) => checkVault(db)).intact).toBe(true);
  expect(opened.value.read((db) => auditTrail(db, { actions: ['session.refuse'], limit: 5 })).items).toEqual([]);
  report({
    fault: 'Three processes open one vault at once',
    promise: 'one has it, the others are told that it is in use; no login is counted as failed',
    tried: rounds,
    kept: rounds,
    seen: `${rounds * 2} refused as in use`,
    test: file,
  });
});

test('a clock set back or forward between and during work: the trail stands, and says so [draft 12.1-12.3]', async () => {
  const subject = await subjectOf('record', temporaryFolder(), 2);
  const random = seeded(42);
  const jumps = tried(4);
  const seen: number[] = [];
  for (let n = 0; n < jumps; n += 1) {
    // Up to two years either way.
    const days = (n % 2 === 0 ? -1 : 1) * (1 + random(730));
    seen.push(days);
    const child = subject.start({ CLOCK_AHEAD: String(days * 86_400_000) });
    expect(await child.ended).toBe(0);
    await subject.judge(child);
  }
  const opened = await openAt(subject.folder, {
    now: () => new Date(),
    zone: () => 'Europe/Berlin',
    steady: () => performance.now(),
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const trail = opened.value.read((db) => auditTrail(db, { actions: ['clock.set-back'], limit: 100 })).items;
  // Whoever comes after a process of the future finds the clock set back.
  expect(trail.length).toBeGreaterThanOrEqual(Math.floor(jumps / 2));
  report({
    fault: 'The clock is set back or forward by up to two years',
    promise: 'nothing is refused or reordered; the trail stands and has an entry of each step back',
    tried: jumps,
    kept: jumps,
    seen: `${trail.length} entries of clocks set back; days: ${seen.join(', ')}`,
    test: file,
  });
});

test('a process that runs out of memory while it writes: what it acknowledged is there', async () => {
  const subject = await subjectOf('record', temporaryFolder(), 100_000);
  const times = tried(2);
  let died = 0;
  for (let n = 0; n < times; n += 1) {
    const child = subject.start({ NODE_ARGS: `--max-old-space-size=${20 + n * 4}`, HOARD: '1' });
    died += Number((await child.ended) !== 0);
    await subject.judge(child);
  }
  expect(died).toBe(times);
  report({
    fault: 'The process runs out of memory while it writes',
    promise: 'what was acknowledged is there, nothing is half done',
    tried: times,
    kept: times,
    seen: `${died} processes were ended by Node for want of memory`,
    test: file,
  });
});

test.skipIf(process.getuid?.() !== 0)(
  'a folder that may be read and not written: refused as such, and left as it is',
  async () => {
    const one = await filledVault(2);
    const { userName, passPhrase } = administrator;
    // The other user that the process turns into may look at everything, and write nothing.
    const files = readdirSync(one.folder).map((name) => join(one.folder, name));
    chmodSync(dirname(one.folder), 0o755);
    files.forEach((path) => chmodSync(path, 0o444));
    chmodSync(one.folder, 0o555);
    const before = files.map((path) => readFileSync(path).toString('base64'));
    const child = vaultChild(['read-only', one.folder, userName, passPhrase]);
    const word = (await child.next()) as { readonly code?: string };
    expect(word.code).toBe('vault/read-only');
    expect(files.map((path) => readFileSync(path).toString('base64'))).toEqual(before);
    await child.ended;
    const opened = await openAt(one.folder, one.clock);
    expect(opened.ok).toBe(true);
    report({
      fault: 'The vault may be read and not written',
      promise: 'refused by name; nothing changes',
      tried: 1,
      usual: 1,
      kept: 1,
      seen: String(word.code),
      test: file,
    });
  },
);
