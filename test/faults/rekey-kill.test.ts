import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { auditTrail, checkVault, createRecord, createSystem } from '../../src-main/vault/index.ts';
import { addPerson, administrator, dataKeyOf, openAt, testVault } from '../support/vault.ts';
import { report, tried } from '../support/fault-table.ts';
import { vaultChild } from '../support/vault-process.ts';

const kills = tried(8);
const records = 40;

test(`a process killed ${kills} times while it rotates the data key: the vault opens for everybody, with all it held`, async () => {
  const one = await testVault();
  await addPerson(one.vault, 'kim', ['operative']);
  one.vault.write(one.vault, (db, audit) => {
    const { id } = createSystem(db, audit, { name: 'LIMS', content: {}, reason: null });
    const common = { type: 'periodic-evaluation', systemId: id, ownerId: one.vault.accountId, state: 'draft' };
    // Enough pages that the rotation takes a while.
    for (let n = 1; n <= records; n += 1)
      createRecord(db, audit, {
        ...common,
        id: `PE-2026-${String(n).padStart(4, '0')}`,
        title: 'T',
        content: { noise: randomBytes(30_000).toString('base64') },
      });
    audit.record({ action: 'system.create', subject: { type: 'system', id } });
  });
  one.vault.close();

  const { userName, passPhrase } = administrator;
  // One rotation to its end says how long one takes here; the kills fall somewhere in that time, or just after it.
  const whole = vaultChild(['rekey', one.folder, userName, passPhrase]);
  await whole.next();
  const started = performance.now();
  expect(await whole.next()).toEqual({ ok: true });
  const duration = Math.ceil(performance.now() - started);
  await whole.ended;

  let began = 0;
  let rotations = 1;
  for (let n = 0; n < kills; n += 1) {
    const before = await dataKeyOf(one.folder);
    const child = vaultChild(['rekey', one.folder, userName, passPhrase]);
    await child.next();
    await pause(randomInt(0, Math.ceil(duration * 1.3)));
    child.kill();
    await child.ended;
    began += Number(existsSync(join(one.folder, 'vault.db.next')) || child.said.length > 1);

    const kim = await openAt(one.folder, one.clock, { userName: 'kim', passPhrase: 'kim-pass' });
    if (!kim.ok) throw new Error(`after a kill: ${JSON.stringify(kim.error)}`);
    const check = kim.value.read((db) => checkVault(db));
    expect(check.intact).toBe(true);
    expect(kim.value.read((db) => db.get('SELECT count(*) AS n FROM record'))).toEqual({ n: records });
    const trail = kim.value.read((db) => auditTrail(db, { limit: 1000, actions: ['vault.rekey', 'slots.differ'] }));
    kim.value.close();

    const rotated = !(await dataKeyOf(one.folder)).equals(before);
    rotations += Number(rotated);
    // Acknowledged is done; what was done stands in the trail, once.
    if (child.said.length > 1) expect(rotated).toBe(true);
    expect(trail.items.map((entry) => entry.action)).toEqual(Array.from({ length: rotations }, () => 'vault.rekey'));
    expect(existsSync(join(one.folder, 'vault.db.next'))).toBe(false);
  }
  // Otherwise the kills would have shown nothing.
  expect(began).toBeGreaterThan(kills / 4);
  report({
    fault: 'SIGKILL while the data key is rotated',
    promise: 'the vault opens for everybody with all it held, under the old key or the new one',
    tried: kills,
    kept: kills,
    seen: `${began} kills after the copy was begun, ${rotations - 1} took effect`,
    test: 'test/faults/rekey-kill.test.ts',
  });
}, 600_000);
