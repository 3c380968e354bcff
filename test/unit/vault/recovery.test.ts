import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditTrail, openWithKit, saveRecoveryKit, type RecoveryParts } from '../../../src-main/vault/index.ts';
import { readSlotFile, writeSlotFile, type SlotFile } from '../../../src-main/vault/key-slots.ts';
import { administrator, quickKdf, testVault, type TestVault } from '../../support/vault.ts';

const parts: RecoveryParts = { a: 'A'.repeat(32), b: 'B'.repeat(32) };
const number = '0A1B-2C3D';
const next = 'a new pass phrase of hers';

const slotsPath = (folder: string): string => join(folder, 'keyslots.json');
const slotsOf = (folder: string): SlotFile => {
  const file = readSlotFile(readFileSync(slotsPath(folder), 'utf8'));
  if (!file.ok) throw new Error(file.error.code);
  return file.value;
};

const withKit = async (): Promise<TestVault> => {
  const made = await testVault();
  const { vault } = made;
  const done = await vault.makeRecoveryKit(vault, { number, parts }, (db, audit) => {
    const by = { madeBy: vault.accountId, witness: vault.accountId, holders: ['One', 'Other'] as const };
    saveRecoveryKit(db, audit, { number, madeAt: audit.at, ...by, usedAt: null });
    audit.record({ action: 'recovery.make', subject: { type: 'recovery-kit', id: number } });
  });
  if (!done.ok) throw new Error(done.error.code);
  return made;
};

const open = ({ folder, clock }: TestVault) =>
  openWithKit({ folder, parts, clock, appVersion: '0.0.0-test', kdf: quickKdf });

/** The act, up to where it is told to stop. */
const recover = async (made: TestVault, accountId: string, stop: () => void = () => undefined): Promise<void> => {
  const opened = await open(made);
  if (!opened.ok) throw new Error(opened.error.code);
  const { value: vault } = opened;
  try {
    await vault.appoint({ accountId, passPhrase: next }, (db, audit) => {
      saveRecoveryKit(db, audit, { ...vault.kit, usedAt: audit.at });
      audit.record({ action: 'vault.recover', subject: { type: 'account', id: accountId } });
      stop();
    });
  } finally {
    vault.close();
  }
};

const her = { userName: administrator.userName, passPhrase: next };

describe('the recovery slot', () => {
  test('stays valid when the data key is rotated, and opens what is then there', async () => {
    const made = await withKit();
    const before = slotsOf(made.folder).recovery;
    expect(made.vault.rekey(made.vault).ok).toBe(true);
    const after = slotsOf(made.folder).recovery;
    expect(after?.slot.dataKey).not.toBe(before?.slot.dataKey);
    expect(after?.slot.nextDataKey).toBeNull();
    await recover(made, made.vault.accountId);
    const again = await made.open(her);
    expect(again.ok && again.value.hasAuthority).toBe(true);
    if (!again.ok) return;
    const actions = again.value.read((db) => auditTrail(db, { limit: 100 })).items.map(({ action }) => action);
    expect(actions).not.toContain('slots.differ');
    again.value.close();
  });

  test('opens a vault whose rotation was interrupted, whichever key counts', async () => {
    const made = await withKit();
    const old = slotsOf(made.folder);
    expect(made.vault.rekey(made.vault).ok).toBe(true);
    const rotated = slotsOf(made.folder);
    const nextOf = (slot: SlotFile['slots'][number]): string | null =>
      [...rotated.slots, ...(rotated.recovery ? [rotated.recovery.slot] : [])].find(({ id }) => id === slot.id)
        ?.dataKey ?? null;
    // Stopped after the database and before the last slot file: both keys stand in it.
    const both = (slot: SlotFile['slots'][number]) => ({ ...slot, nextDataKey: nextOf(slot) });
    const recovery = old.recovery && { ...old.recovery, slot: both(old.recovery.slot) };
    writeFileSync(slotsPath(made.folder), writeSlotFile({ ...old, slots: old.slots.map(both), recovery }));
    await recover(made, made.vault.accountId);
    const again = await made.open(her);
    expect(again.ok).toBe(true);
    if (again.ok) again.value.close();
    expect(slotsOf(made.folder).recovery).toBeNull();
  });
});

describe('a recovery that is interrupted', () => {
  test('before its entry counts leaves the kit, which then does it', async () => {
    const made = await withKit();
    const { accountId } = made.vault;
    made.vault.close();
    const stop = (): never => {
      throw new Error('power cut');
    };
    await expect(recover(made, accountId, stop)).rejects.toThrow('power cut');
    expect((await made.open(her)).ok).toBe(false);
    await recover(made, accountId);
    const again = await made.open(her);
    expect(again.ok).toBe(true);
    if (again.ok) again.value.close();
  });

  test('between its two steps lets her in, and the next login takes the spent kit away', async () => {
    const made = await withKit();
    const { accountId } = made.vault;
    made.vault.close();
    const { recovery } = slotsOf(made.folder);
    await recover(made, accountId);
    // The second step did not happen: the kit still stands in the file.
    writeFileSync(slotsPath(made.folder), writeSlotFile({ ...slotsOf(made.folder), recovery }));
    expect(await open(made)).toMatchObject({ ok: false, error: { code: 'vault/recovery-kit-void' } });
    const again = await made.open(her);
    if (!again.ok) throw new Error(again.error.code);
    expect(again.value.recoveryKit()).toBeNull();
    again.value.close();
    expect(slotsOf(made.folder).recovery).toBeNull();
  });
});
