import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seal } from '../../../src-main/vault/envelope.ts';
import {
  auditTrail,
  checkVault,
  deriveKey,
  saveRecoveryKit,
  schemaVersion,
  type OpenVault,
} from '../../../src-main/vault/index.ts';
import { newBoxKeys, openBox, sealTo } from '../../../src-main/vault/key-box.ts';
import { readSlotFile, slotId, writeSlotFile, type SlotFile } from '../../../src-main/vault/key-slots.ts';
import { canonicalize } from '../../../src-main/domain/canonical-json.ts';
import { addPerson, administrator, dataKeyOf, openAt, testVault } from '../../support/vault.ts';

const slotsOf = (folder: string): SlotFile => {
  const file = readSlotFile(readFileSync(join(folder, 'keyslots.json'), 'utf8'));
  if (!file.ok) throw new Error(file.error.code);
  return file.value;
};

describe('a box', () => {
  test('opens with its own private key and for its own purpose alone', () => {
    const box = newBoxKeys();
    const sealed = sealTo(box.publicKey, Buffer.from('a key'), 'data');
    expect(openBox(box, sealed, 'data')?.toString()).toBe('a key');
    expect(openBox(box, sealed, 'authority')).toBeNull();
    expect(openBox(newBoxKeys(), sealed, 'data')).toBeNull();
    for (const at of [0, 31, 32, sealed.length - 1]) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(openBox(box, altered, 'data')).toBeNull();
    }
    expect(openBox(box, sealed.subarray(0, 20), 'data')).toBeNull();
  });
});

describe('rotating the data key', () => {
  test('gives everybody the new key without their pass phrase, and the old one opens nothing', async () => {
    const { vault, folder, clock, open } = await testVault();
    await addPerson(vault, 'kim', ['operative']);
    const before = await dataKeyOf(folder);
    const entries = vault.read((db) => auditTrail(db, { limit: 100 })).items.length;
    expect(vault.rekey(vault)).toEqual({ ok: true, value: undefined });
    expect(() => vault.read(() => null)).toThrow('the vault is closed');
    const after = await dataKeyOf(folder);
    expect(after.equals(before)).toBe(false);
    expect(slotsOf(folder).slots.every((slot) => slot.nextDataKey === null)).toBe(true);
    expect(existsSync(join(folder, 'vault.db.next'))).toBe(false);

    const kim = await openAt(folder, clock, { userName: 'kim', passPhrase: 'kim-pass' });
    expect(kim.ok && kim.value.read((db) => checkVault(db)).intact).toBe(true);
    if (kim.ok) kim.value.close();
    const again = await open();
    if (!again.ok) throw new Error(again.error.code);
    const trail = again.value.read((db) => auditTrail(db, { limit: 100, order: 'oldest-first' })).items;
    expect(trail[entries]).toMatchObject({ action: 'vault.rekey', account: { userName: administrator.userName } });
    expect(trail.map((entry) => entry.action)).not.toContain('slots.differ');
    expect(again.value.hasAuthority).toBe(true);
  });

  test('is an administrator’s act [11.10(g)]', async () => {
    const { vault, folder, clock } = await testVault();
    await addPerson(vault, 'kim', ['operative']);
    vault.close();
    const kim = await openAt(folder, clock, { userName: 'kim', passPhrase: 'kim-pass' });
    if (!kim.ok) throw new Error(kim.error.code);
    expect(kim.value.rekey(kim.value)).toMatchObject({ ok: false, error: { code: 'vault/not-administrator' } });
    expect(kim.value.read((db) => checkVault(db)).intact).toBe(true);
  });

  test('that stopped with both keys in the slots ends as the database says', async () => {
    const { vault, folder, open } = await testVault();
    const old = { database: join(folder, 'old.db'), slots: readFileSync(join(folder, 'keyslots.json'), 'utf8') };
    vault.close();
    copyFileSync(join(folder, 'vault.db'), old.database);
    const first = await open();
    if (!first.ok || !first.value.rekey(first.value).ok) throw new Error('no rotation');
    const rotatedFile = slotsOf(folder);

    // Stopped after the slot file and before the database: the old key counts, the copy goes.
    const before = readSlotFile(old.slots);
    if (!before.ok) throw new Error('no slots');
    const both: SlotFile = {
      ...before.value,
      slots: before.value.slots.map((slot, n) => ({
        ...slot,
        nextDataKey: rotatedFile.slots[n]?.dataKey ?? null,
      })),
    };
    copyFileSync(join(folder, 'vault.db'), join(folder, 'vault.db.next'));
    const rotatedDatabase = readFileSync(join(folder, 'vault.db'));
    copyFileSync(old.database, join(folder, 'vault.db'));
    writeFileSync(join(folder, 'keyslots.json'), writeSlotFile(both));
    const back = await open();
    expect(back.ok && back.value.read((db) => checkVault(db)).intact).toBe(true);
    if (back.ok) back.value.close();
    expect(existsSync(join(folder, 'vault.db.next'))).toBe(false);
    expect(slotsOf(folder).slots[0]?.nextDataKey).toBeNull();

    // Stopped after the database and before the last slot file: the new key counts.
    writeFileSync(join(folder, 'vault.db'), rotatedDatabase);
    writeFileSync(join(folder, 'keyslots.json'), writeSlotFile(both));
    const on = await open();
    expect(on.ok && on.value.read((db) => checkVault(db)).intact).toBe(true);
    if (on.ok) on.value.close();
    expect(slotsOf(folder).slots[0]).toMatchObject({ dataKey: rotatedFile.slots[0]?.dataKey, nextDataKey: null });
  });
});

describe('slots of version 1', () => {
  /** Rewrites a slot as version 1 had it: the keys right under the key from the pass phrase. */
  const asVersion1 = async (folder: string, userName: string, passPhrase: string, accountId: string): Promise<void> => {
    const file = slotsOf(folder);
    const id = slotId(file, userName);
    const dataKey = await dataKeyOf(folder);
    const slots = await Promise.all(
      file.slots.map(async (slot) => {
        if (slot.id !== id) return slot;
        const key = await deriveKey(passPhrase, Buffer.from(slot.kdf.salt, 'base64'), slot.kdf);
        const payload = Buffer.concat([dataKey, Buffer.from(accountId)]);
        const why = canonicalize(['countersign-keyslots', file.vaultId, id, 'data']);
        return { ...slot, box: null, authorityKey: null, dataKey: seal(key, payload, why).toString('base64') };
      }),
    );
    writeFileSync(join(folder, 'keyslots.json'), writeSlotFile({ ...file, slots }));
  };

  test('open as before, get a box at their next login, and until then stand in the way of a rotation', async () => {
    const { vault, folder, clock, open } = await testVault();
    const id = await addPerson(vault, 'kim', ['operative']);
    vault.close();
    await asVersion1(folder, 'kim', 'kim-pass', id);
    const admin = await open();
    if (!admin.ok) throw new Error(admin.error.code);
    expect(admin.value.rekey(admin.value)).toEqual({
      ok: false,
      error: { code: 'vault/slots-outdated', details: { userNames: ['kim'] } },
    });
    admin.value.close();
    const kim = await openAt(folder, clock, { userName: 'kim', passPhrase: 'kim-pass' });
    expect(kim.ok && kim.value.accountId).toBe(id);
    if (kim.ok) kim.value.close();
    expect(slotsOf(folder).slots.every((slot) => slot.box !== null)).toBe(true);
    const again = await open();
    expect(again.ok && again.value.rekey(again.value).ok).toBe(true);
    expect(schemaVersion).toBeGreaterThan(1);
  });
});

describe('a public key that somebody put into the slot file [11.10(d)]', () => {
  /** What a person can do who writes files and knows no pass phrase. */
  const plant = (folder: string, change: (file: SlotFile, mine: string) => SlotFile) => {
    const mine = newBoxKeys();
    writeFileSync(
      join(folder, 'keyslots.json'),
      writeSlotFile(change(slotsOf(folder), mine.publicKey.toString('base64'))),
    );
    return mine;
  };
  const actionsOf = (vault: OpenVault) => vault.read((db) => auditTrail(db, { limit: 100 })).items;

  test('gets no new data key: it is recorded, and the rotation refused until the slot is made anew', async () => {
    const { vault, folder, open } = await testVault();
    const kim = await addPerson(vault, 'kim', ['operative']);
    vault.close();
    const id = slotId(slotsOf(folder), 'kim');
    const mine = plant(folder, (file, publicKey) => ({
      ...file,
      slots: file.slots.map((slot) =>
        slot.id === id && slot.box ? { ...slot, box: { ...slot.box, publicKey } } : slot,
      ),
    }));

    const admin = await open();
    if (!admin.ok) throw new Error(admin.error.code);
    expect(actionsOf(admin.value)).toContainEqual(
      expect.objectContaining({ action: 'slots.differ', details: { orphans: 0, strange: 1 } }),
    );
    expect(admin.value.rekey(admin.value)).toMatchObject({
      error: { code: 'vault/slots-outdated', details: { userNames: ['kim'] } },
    });
    // An opening that found it known already would let the next rotation through.
    admin.value.close();
    const again = await open();
    if (!again.ok) throw new Error(again.error.code);
    expect(again.value.rekey(again.value).ok).toBe(false);

    expect(
      await again.value.resetSlot(again.value, { accountId: kim, passPhrase: 'new', administrator: false }),
    ).toEqual({
      ok: true,
    });
    expect(again.value.rekey(again.value).ok).toBe(true);
    const sealed = Buffer.from(slotsOf(folder).slots.find((slot) => slot.id === id)?.dataKey ?? '', 'base64');
    const why = canonicalize(['countersign-keyslots', slotsOf(folder).vaultId, id, 'data']);
    expect(openBox(mine, sealed, why)).toBeNull();
  });

  test('in a recovery kit likewise', async () => {
    const { vault, folder, open } = await testVault();
    const kit = { number: '7A2F-90CD', parts: { a: 'a'.repeat(32), b: 'b'.repeat(32) } };
    const made = await vault.makeRecoveryKit(vault, kit, (db, audit) => {
      const { number } = kit;
      saveRecoveryKit(db, audit, {
        number,
        madeAt: audit.at,
        madeBy: '',
        witness: '',
        holders: ['', ''],
        usedAt: null,
      });
      audit.record({ action: 'recovery.make', subject: { type: 'recovery-kit', id: number } });
    });
    expect(made.ok).toBe(true);
    vault.close();
    plant(folder, (file, publicKey) => {
      const { recovery } = file;
      if (!recovery?.slot.box) throw new Error('no kit');
      const { slot } = recovery;
      return { ...file, recovery: { ...recovery, slot: { ...slot, box: { ...recovery.slot.box, publicKey } } } };
    });
    const admin = await open();
    if (!admin.ok) throw new Error(admin.error.code);
    expect(admin.value.rekey(admin.value)).toMatchObject({
      error: { code: 'vault/slots-outdated', details: { userNames: ['recovery kit 7A2F-90CD'] } },
    });
  });

  test('a vault of a version that did not keep them takes them as they are, and knows them from then on', async () => {
    const { vault, folder, open } = await testVault();
    await addPerson(vault, 'kim', ['operative']);
    vault.write(vault, (db, audit) => {
      db.run("DELETE FROM vault_setting WHERE key = 'slots.boxes'");
      audit.record({ action: 'session.authenticate', subject: { type: 'account', id: vault.accountId } });
    });
    vault.close();
    const admin = await open();
    expect(admin.ok && actionsOf(admin.value).map(({ action }) => action)).not.toContain('slots.differ');
    if (admin.ok) admin.value.close();
    plant(folder, (file, publicKey) => ({
      ...file,
      slots: file.slots.map((slot, n) => (n === 1 && slot.box ? { ...slot, box: { ...slot.box, publicKey } } : slot)),
    }));
    const again = await open();
    expect(again.ok && again.value.rekey(again.value).ok).toBe(false);
  });
});
