import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  account,
  auditTrail,
  programActor,
  saveSetting,
  setAccountStatus,
  setting,
  verifyAuditChain,
  VaultFault,
  type AuditWriter,
  type WritableVault,
} from '../../../src-main/vault/index.ts';
import { addPerson, administrator, testVault } from '../../support/vault.ts';

const actions = (vault: Awaited<ReturnType<typeof testVault>>['vault']): string[] =>
  vault.read((db) => auditTrail(db, { limit: 100, order: 'oldest-first' })).items.map((entry) => entry.action);

describe('a write', () => {
  test('lands together with its audit entry, stamped with one time and the actor as they are [11.10(e), ALCOA attributable]', async () => {
    const { vault } = await testVault();
    const head = vault.write(vault, (db, audit) => {
      saveSetting(db, audit, 'colour', 'green');
      return audit.record({
        action: 'backup.plan',
        subject: { type: 'setting', id: 'colour' },
        changes: [{ path: '', old: null, new: 'green' }],
        reason: 'taste',
      });
    });
    const [entry] = vault.read((db) => auditTrail(db, { limit: 1 })).items;
    expect(entry).toMatchObject({
      seq: head.seq,
      hash: head.hash,
      at: '2026-07-01T08:00:00.000Z',
      zone: 'Europe/Berlin',
      offsetMinutes: 120,
      account: { id: vault.accountId, userName: 'Ada.Admin', roles: ['administrator'] },
      changes: [{ path: '', old: null, new: 'green' }],
      reason: 'taste',
      appVersion: '0.0.0-test',
    });
  });

  test('without an audit entry is a bug: it throws, and nothing of it stays [11.10(e)]', async () => {
    const { vault } = await testVault();
    expect(() =>
      vault.write(vault, (db) => saveSetting(db, { at: 'x', account: vault.accountId as never }, 'a', 1)),
    ).toThrow('without an audit entry');
    expect(vault.read((db) => setting(db, 'a'))).toBeUndefined();
  });

  test('that throws takes its audit entries back with it', async () => {
    const { vault } = await testVault();
    const before = actions(vault);
    expect(() =>
      vault.write(vault, (db, audit) => {
        saveSetting(db, audit, 'a', 1);
        audit.record({ action: 'backup.plan', subject: { type: 'setting', id: 'a' } });
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(actions(vault)).toEqual(before);
    expect(vault.read((db) => setting(db, 'a'))).toBeUndefined();
    expect(vault.read((db) => verifyAuditChain(db)).intact).toBe(true);
  });

  test('cannot wait, cannot stand in another write, and its handle is void afterwards', async () => {
    const { vault } = await testVault();
    const event = { action: 'backup.plan' as const, subject: { type: 'setting', id: 'a' } };
    expect(() => vault.write(vault, async (_, audit) => audit.record(event))).toThrow('cannot wait');
    expect(() => vault.write(vault, () => vault.write(vault, (_, audit) => audit.record(event)))).toThrow(
      'inside a write',
    );
    let leaked: Parameters<Parameters<typeof vault.write>[1]>[0] | undefined;
    vault.write(vault, (db, audit) => {
      leaked = db;
      return audit.record(event);
    });
    expect(() => leaked?.run('DELETE FROM vault_setting')).toThrow('outside its transaction');
  });

  test('is not to be had through the right to read', async () => {
    const { vault } = await testVault();
    expect(() => vault.read((db) => db.all("INSERT INTO counter VALUES ('x', 1) RETURNING value"))).toThrow(
      'a query that writes',
    );
    expect(() => vault.read((db) => [...db.walk("INSERT INTO counter VALUES ('x', 1) RETURNING value")])).toThrow(
      'a query that writes',
    );
  });

  test('by nobody known is refused', async () => {
    const { vault } = await testVault();
    expect(() => vault.write({ accountId: 'ghost' }, () => undefined)).toThrow('no account ghost');
  });

  test('after closing is refused', async () => {
    const { vault } = await testVault();
    vault.close();
    vault.close();
    expect(() => vault.read((db) => setting(db, 'a'))).toThrow('the vault is closed');
  });
});

describe('a write in steps', () => {
  const event = { action: 'backup.plan' as const, subject: { type: 'setting', id: 'a' } };
  /** Waits out each step a little, so that the write takes several turns. */
  const slowly = (steps: number, told: (step: number) => void = () => undefined) =>
    function* (db: WritableVault, audit: AuditWriter) {
      for (let step = 1; step <= steps; step += 1) {
        saveSetting(db, audit, `step ${step}`, step);
        told(step);
        for (const until = performance.now() + 8; performance.now() < until; );
        yield;
      }
      audit.record(event);
      return steps;
    };
  const stepsIn = (vault: Awaited<ReturnType<typeof testVault>>['vault']): number =>
    vault
      .read((db) => Array.from({ length: 40 }, (_, n) => setting(db, `step ${n}`)))
      .filter((one) => one !== undefined).length;
  const always = () => true;

  test('lets the program go on meanwhile, and lands together with its audit entry [11.10(e)]', async () => {
    const { vault } = await testVault();
    let turns = 0;
    let over = false;
    const count = () => {
      turns += 1;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    const written = vault.writeInSteps(vault, slowly(20), always);
    expect(vault.writing).toBe(true);
    expect(await written).toBe(20);
    over = true;
    expect(turns).toBeGreaterThan(3);
    expect(vault.writing).toBe(false);
    expect(stepsIn(vault)).toBe(20);
    expect(actions(vault).at(-1)).toBe('backup.plan');
    expect(vault.read(verifyAuditChain)).toMatchObject({ intact: true });
  });

  test('is whole for whoever looks or writes meanwhile, and before what they write', async () => {
    const { vault } = await testVault();
    const order: string[] = [];
    const written = vault.writeInSteps(
      vault,
      slowly(20, (step) => order.push(`step ${step}`)),
      always,
    );
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(order.length).toBeGreaterThan(0);
    expect(order.length).toBeLessThan(20);
    expect(stepsIn(vault)).toBe(20);
    vault.write(vault, (_, audit) => audit.record({ action: 'vault.backup', subject: { type: 'vault', id: 'x' } }));
    expect(await written).toBe(20);
    expect(actions(vault).slice(-2)).toEqual(['backup.plan', 'vault.backup']);
    expect(vault.read(verifyAuditChain)).toMatchObject({ intact: true });
  });

  test('that is given up, that throws, or that leaves no entry leaves nothing [11.10(e)]', async () => {
    const { vault } = await testVault();
    const before = actions(vault);
    let asked = 0;
    expect(await vault.writeInSteps(vault, slowly(20), () => (asked += 1) < 3)).toBeNull();
    const thrown = vault.writeInSteps(
      vault,
      slowly(20, (step) => {
        if (step === 9) throw new Error('no ninth step');
      }),
      always,
    );
    await expect(thrown).rejects.toThrow('no ninth step');
    const silent = vault.writeInSteps(
      vault,
      function* (db, audit) {
        saveSetting(db, audit, 'step 1', 1);
        yield;
        return true;
      },
      always,
    );
    await expect(silent).rejects.toThrow('without an audit entry');
    expect(stepsIn(vault)).toBe(0);
    expect(actions(vault)).toEqual(before);
    vault.write(vault, (_, audit) => audit.record(event));
    expect(actions(vault)).toEqual([...before, 'backup.plan']);
  });

  test('is whole in a vault that is closed meanwhile', async () => {
    const { vault, open } = await testVault();
    const written = vault.writeInSteps(vault, slowly(20), always);
    await new Promise((resolve) => setImmediate(resolve));
    vault.close();
    expect(await written).toBe(20);
    const again = await open();
    if (!again.ok) throw new Error(again.error.code);
    expect(stepsIn(again.value)).toBe(20);
    expect(actions(again.value)).toContain('backup.plan');
  });
});

describe('key slots', () => {
  test('let each account in with its own pass phrase, in whatever case the name is typed', async () => {
    const { vault, open } = await testVault();
    const id = await addPerson(vault, 'Jörg.Müller', ['quality-assurance']);
    vault.close();
    const opened = await open({ userName: 'JÖRG.MÜLLER ', passPhrase: 'Jörg.Müller-pass' });
    expect(opened).toMatchObject({ ok: true });
    if (!opened.ok) return;
    expect(opened.value.accountId).toBe(id);
    expect(opened.value.hasAuthority).toBe(false);
  });

  test('hide user names: none stands in the file', async () => {
    const { vault, folder } = await testVault();
    await addPerson(vault, 'Quite.Unusual', ['auditor']);
    const text = readFileSync(join(folder, 'keyslots.json'), 'utf8').toLowerCase();
    expect(text).not.toContain('unusual');
    expect(text).not.toContain('admin');
    expect(text).not.toContain(vault.accountId);
  });

  test('are one per account: a second is refused and nothing of its transaction stays', async () => {
    const { vault } = await testVault();
    const id = await addPerson(vault, 'kim', ['operative']);
    const again = await vault.addSlot(vault, { accountId: id, passPhrase: 'x', administrator: false }, (db, audit) =>
      saveSetting(db, audit, 'also', 1),
    );
    expect(again).toEqual({ ok: false, error: { code: 'vault/slot-exists' } });
    expect(vault.read((db) => setting(db, 'also'))).toBeUndefined();
  });

  test('change their pass phrase by the old one; the authority key goes along', async () => {
    const { vault, open } = await testVault();
    const sealed = vault.sealWithAuthority(Buffer.from('ca key'), 'authority/root');
    const wrong = await vault.changePassPhrase({ ...administrator, passPhrase: 'no', newPassPhrase: 'n' });
    expect(wrong).toMatchObject({ error: { code: 'vault/wrong-credentials', details: { attemptsLeft: 4 } } });
    expect(await vault.changePassPhrase({ ...administrator, newPassPhrase: 'brand new' })).toMatchObject({ ok: true });
    vault.close();
    expect(await open()).toMatchObject({ error: { code: 'vault/wrong-credentials' } });
    const opened = await open({ ...administrator, passPhrase: 'brand new' });
    if (!opened.ok || !sealed.ok) throw new Error('not opened');
    const back = opened.value.openWithAuthority(sealed.value, 'authority/root');
    expect(back.ok && Buffer.from(back.value).toString()).toBe('ca key');
    expect(actions(opened.value)).toContain('slot.change-pass-phrase');
    expect(actions(opened.value)).toContain('session.refuse');
  });

  test('are reset for who forgot: the new phrase opens, the old one does not', async () => {
    const { vault, open } = await testVault();
    const id = await addPerson(vault, 'kim', ['operative']);
    expect(await vault.resetSlot(vault, { accountId: id, passPhrase: 'fresh', administrator: false })).toMatchObject({
      ok: true,
    });
    vault.close();
    expect(await open({ userName: 'kim', passPhrase: 'kim-pass' })).toMatchObject({ ok: false });
    expect(await open({ userName: 'kim', passPhrase: 'fresh' })).toMatchObject({ ok: true });
  });

  test('go with the account that is deactivated, and leave the file [11.300(c)]', async () => {
    const { vault, open, folder } = await testVault();
    const id = await addPerson(vault, 'kim', ['operative']);
    const slots = () =>
      (JSON.parse(readFileSync(join(folder, 'keyslots.json'), 'utf8')) as { slots: unknown[] }).slots.length;
    expect(slots()).toBe(2);
    expect(vault.removeSlot(vault, id, (db, audit) => setAccountStatus(db, audit, id, 'deactivated'))).toMatchObject({
      ok: true,
    });
    expect(slots()).toBe(1);
    expect(vault.removeSlot(vault, id)).toMatchObject({ error: { code: 'vault/no-slot' } });
    vault.close();
    expect(await open({ userName: 'kim', passPhrase: 'kim-pass' })).toMatchObject({
      error: { code: 'vault/wrong-credentials' },
    });
  });

  test('put back from an older file do not let a deactivated account in, and the trail says that the file differed', async () => {
    const { vault, open, folder } = await testVault();
    const id = await addPerson(vault, 'kim', ['operative']);
    const path = join(folder, 'keyslots.json');
    const old = readFileSync(path);
    vault.removeSlot(vault, id, (db, audit) => setAccountStatus(db, audit, id, 'deactivated'));
    vault.close();
    writeFileSync(path, old);
    expect(await open({ userName: 'kim', passPhrase: 'kim-pass' })).toMatchObject({
      error: { code: 'vault/wrong-credentials' },
    });
    const opened = await open();
    if (!opened.ok) throw new Error(opened.error.code);
    expect(actions(opened.value)).toEqual(expect.arrayContaining(['slots.differ', 'slots.remove-orphans']));
    expect((JSON.parse(readFileSync(path, 'utf8')) as { slots: unknown[] }).slots).toHaveLength(1);
  });

  test('are locked by failures inside an open vault too, and unlocked by an administrator', async () => {
    const { vault } = await testVault();
    const id = await addPerson(vault, 'kim', ['operative']);
    const right = { userName: 'kim', passPhrase: 'kim-pass' };
    expect(await vault.authenticate(right)).toEqual({ ok: true, value: { accountId: id } });
    await Promise.all([1, 2, 3, 4, 5].map(() => vault.authenticate({ userName: 'kim', passPhrase: 'no' })));
    expect(vault.slotState(id)).toMatchObject({ exists: true, failed: 5, lockedAt: '2026-07-01T08:00:00.000Z' });
    expect(await vault.authenticate(right)).toEqual({
      ok: false,
      error: { code: 'vault/account-locked', details: { unlocksAt: null } },
    });
    expect(vault.unlockSlot(vault, id)).toMatchObject({ ok: true });
    expect(await vault.authenticate(right)).toMatchObject({ ok: true });
    expect(actions(vault).filter((action) => action === 'session.refuse')).toHaveLength(6);
  });

  test('for an account that does not exist are a bug, and no slot stays', async () => {
    const { vault, folder } = await testVault();
    const before = readFileSync(join(folder, 'keyslots.json'), 'utf8');
    const ghost = { accountId: 'ghost', passPhrase: 'x', administrator: false };
    await expect(vault.addSlot(vault, ghost)).rejects.toThrow('no active account');
    expect(readFileSync(join(folder, 'keyslots.json'), 'utf8')).toBe(before);
  });
});

describe('the authority key', () => {
  test('is out of reach of everybody but administrators, who can hand it on to another [11.10(g)]', async () => {
    const { vault, open } = await testVault();
    const sealed = vault.sealWithAuthority(Buffer.from('ca key'), 'authority/issuing');
    if (!sealed.ok) throw new Error('not sealed');
    await addPerson(vault, 'kim', ['quality-assurance']);
    await addPerson(vault, 'second', ['administrator']);
    vault.close();

    const signer = await open({ userName: 'kim', passPhrase: 'kim-pass' });
    if (!signer.ok) throw new Error(signer.error.code);
    expect(signer.value.openWithAuthority(sealed.value, 'authority/issuing')).toMatchObject({
      error: { code: 'vault/not-administrator' },
    });
    expect(signer.value.sealWithAuthority(sealed.value, 'x')).toMatchObject({
      error: { code: 'vault/not-administrator' },
    });
    const other = { accountId: 'x', passPhrase: 'x', administrator: true };
    expect(await signer.value.addSlot(signer.value, other)).toMatchObject({
      error: { code: 'vault/not-administrator' },
    });
    signer.value.close();

    const second = await open({ userName: 'second', passPhrase: 'second-pass' });
    if (!second.ok) throw new Error(second.error.code);
    const opened = second.value.openWithAuthority(sealed.value, 'authority/issuing');
    expect(opened.ok && Buffer.from(opened.value).toString()).toBe('ca key');
  });

  test('opens a sealed key for its own purpose only, and only unaltered', async () => {
    const { vault } = await testVault();
    const sealed = vault.sealWithAuthority(Buffer.from('ca key'), 'authority/issuing');
    if (!sealed.ok) throw new Error('not sealed');
    expect(() => vault.openWithAuthority(sealed.value, 'authority/root')).toThrow(VaultFault);
    const altered = Buffer.from(sealed.value);
    altered[20] = (altered[20] ?? 0) ^ 1;
    expect(() => vault.openWithAuthority(altered, 'authority/issuing')).toThrow(VaultFault);
    expect(() => vault.openWithAuthority(altered.subarray(0, 5), 'authority/issuing')).toThrow(VaultFault);
  });
});

test('the program can act without an account, and is named in the trail', async () => {
  const { vault } = await testVault();
  vault.write(programActor, (_, audit) =>
    audit.record({ action: 'authority.issue-crl', subject: { type: 'crl', id: '1' } }),
  );
  expect(vault.read((db) => auditTrail(db, { limit: 1 })).items[0]?.account).toEqual({
    id: 'program',
    userName: 'program',
    roles: [],
  });
  expect(vault.read((db) => account(db, 'program'))).toBeUndefined();
});

describe('a pass phrase that is being tried', () => {
  test('puts no slot back that was removed meanwhile [11.300(c)]', async () => {
    const { vault, folder } = await testVault();
    const kim = await addPerson(vault, 'kim', ['operative']);
    const tried = vault.authenticate({ userName: administrator.userName, passPhrase: 'wrong' });
    // Past the first turn, into the derivation of the key.
    await Promise.resolve();
    vault.removeSlot(vault, kim);
    expect(await tried).toMatchObject({ error: { code: 'vault/wrong-credentials', details: { attemptsLeft: 4 } } });
    expect(vault.slotState(kim).exists).toBe(false);
    expect(
      (JSON.parse(readFileSync(join(folder, 'keyslots.json'), 'utf8')) as { slots: unknown[] }).slots,
    ).toHaveLength(1);
  });

  test.each(['wrong', administrator.passPhrase])(
    'writes and tells nothing once the vault is closed: the file is somebody else’s by then (%s)',
    async (passPhrase) => {
      const { vault, folder, open } = await testVault();
      const tried = vault.authenticate({ userName: administrator.userName, passPhrase });
      await Promise.resolve();
      vault.close();
      const left = readFileSync(join(folder, 'keyslots.json'), 'utf8');
      // Whether it was right is not told: a wrong one could not be counted any more.
      await expect(tried).rejects.toThrow('closed while a pass phrase was tried');
      expect(readFileSync(join(folder, 'keyslots.json'), 'utf8')).toBe(left);
      expect((await open()).ok).toBe(true);
    },
  );
});
