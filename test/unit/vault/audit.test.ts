import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { AuditAction } from '../../../src-main/domain/audit-events.ts';
import type { Connection } from '../../../src-main/vault/driver.ts';
import {
  auditEntries,
  auditHead,
  auditTrail,
  genesisHash,
  placeOfHead,
  verifyAuditChain,
  type AuditEntry,
  type AuditHead,
  type OpenVault,
} from '../../../src-main/vault/index.ts';
import { readable } from '../../../src-main/vault/handle.ts';
import { canonicalEntry, entryHash } from '../../../src-main/vault/audit/entry.ts';
import { tamper, testVault } from '../../support/vault.ts';

const note = (vault: OpenVault, id: string, action: AuditAction = 'record.save-draft'): AuditHead =>
  vault.write(vault, (_, audit) =>
    audit.record({ action, subject: { type: 'note', id }, details: { text: `note ${id}` } }),
  );

/** A closed vault whose trail has entries 1 to 20 and the closing one. */
const withTwenty = async () => {
  const one = await testVault();
  while (one.vault.read(auditHead).seq < 20) note(one.vault, 'n');
  const head = one.vault.read(auditHead);
  one.vault.close();
  return { ...one, head };
};

const verdictAfter = async (work: (db: Connection) => void, known: readonly AuditHead[] = []) => {
  const { folder, open } = await withTwenty();
  await tamper(folder, work);
  const opened = await open();
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value.read((db) => verifyAuditChain(db, known));
};

describe('the audit chain', () => {
  test('begins at nothing, links each entry to the one before, and its head is the last hash', async () => {
    const { vault } = await testVault();
    note(vault, 'a');
    const entries = vault.read((db) => [...auditEntries(db)]);
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.map((entry) => entry.previous)).toEqual([
      genesisHash,
      ...entries.slice(0, -1).map((entry) => entry.hash),
    ]);
    const last = entries.at(-1);
    expect(vault.read(auditHead)).toEqual({ seq: last?.seq, hash: last?.hash });
    expect(vault.read((db) => verifyAuditChain(db))).toEqual({
      intact: true,
      verified: last?.seq,
      head: vault.read(auditHead),
      firstBad: null,
    });
  });

  test('hashes the RFC 8785 text that is stored: another program gets the same hash from it', async () => {
    const { vault } = await testVault();
    const rows = vault.read((db) =>
      db.all<{ canonical: string; hash: string }>('SELECT canonical, hash FROM audit_entry'),
    );
    for (const { canonical, hash } of rows) {
      const value = JSON.parse(canonical) as Record<string, unknown>;
      expect(Object.keys(value)).toEqual(Object.keys(value).toSorted());
      expect(entryHash(canonical)).toBe(hash);
    }
  });

  test.each<[string, string, number, (db: Connection) => void]>([
    [
      'a changed text',
      'hash-mismatch',
      7,
      (db) => db.exec(`UPDATE audit_entry SET canonical = replace(canonical, 'note n', 'note m') WHERE seq = 7`),
    ],
    [
      'a changed hash',
      'hash-mismatch',
      9,
      (db) => db.exec(`UPDATE audit_entry SET hash = '${'a'.repeat(64)}' WHERE seq = 9`),
    ],
    [
      'a changed text with its hash made to fit',
      'wrong-previous',
      8,
      (db) => {
        const { canonical } = db.get('SELECT canonical FROM audit_entry WHERE seq = 7', []) as { canonical: string };
        const forged = canonical.replace('note n', 'note m');
        db.run('UPDATE audit_entry SET canonical = ?, hash = ? WHERE seq = 7', [forged, entryHash(forged)]);
      },
    ],
    ['a removed entry', 'gap', 12, (db) => db.exec('DELETE FROM audit_entry WHERE seq = 12')],
    ['a removed first entry', 'gap', 1, (db) => db.exec('DELETE FROM audit_entry WHERE seq = 1')],
    [
      'an entry that was taken out and the rest moved up',
      'wrong-previous',
      12,
      (db) => {
        db.exec('DELETE FROM audit_entry WHERE seq = 12');
        for (let seq = 13; seq <= 21; seq += 1) db.exec(`UPDATE audit_entry SET seq = ${seq - 1} WHERE seq = ${seq}`);
      },
    ],
    [
      'two entries that changed places',
      'wrong-previous',
      10,
      (db) => {
        db.exec('UPDATE audit_entry SET seq = 999 WHERE seq = 10');
        db.exec('UPDATE audit_entry SET seq = 10 WHERE seq = 11');
        db.exec('UPDATE audit_entry SET seq = 11 WHERE seq = 999');
      },
    ],
  ])('names the first bad entry: %s [11.10(a)]', async (_, defect, seq, work) => {
    expect(await verdictAfter(work)).toMatchObject({ intact: false, verified: seq - 1, firstBad: { seq, defect } });
  });

  test('is not misled by an entry whose own details name the right predecessor', async () => {
    const { vault, folder, open } = await testVault();
    const details = { previous: 'b'.repeat(64) };
    vault.write(vault, (_, audit) =>
      audit.record({ action: 'record.save-draft', subject: { type: 'note', id: 'n' }, details }),
    );
    const { seq } = vault.read(auditHead);
    expect(vault.read((db) => verifyAuditChain(db)).intact).toBe(true);
    vault.close();
    await tamper(folder, (db) => {
      const row = db.get(`SELECT canonical FROM audit_entry WHERE seq = ${seq}`, []) as { canonical: string };
      const entry = JSON.parse(row.canonical) as AuditEntry;
      const forged = canonicalEntry({ ...entry, previous: details.previous, details: { previous: entry.previous } });
      db.run('UPDATE audit_entry SET canonical = ?, hash = ? WHERE seq = ?', [forged, entryHash(forged), seq]);
    });
    const opened = await open();
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.read((db) => verifyAuditChain(db)).firstBad).toEqual({ seq, defect: 'wrong-previous' });
  });

  test('shows entries cut off its end', async () => {
    const { folder } = await withTwenty();
    await tamper(folder, (connection) => {
      connection.exec('DELETE FROM audit_entry WHERE seq > 15');
      const report = verifyAuditChain(readable(connection));
      expect(report).toMatchObject({ intact: false, verified: 15, firstBad: { seq: 16, defect: 'truncated' } });
    });
  });

  test('shows entries cut off its end after work went on, too', async () => {
    const report = await verdictAfter((db) => db.exec('DELETE FROM audit_entry WHERE seq > 15'));
    expect(report).toMatchObject({ intact: false, firstBad: { seq: 16, defect: 'gap' } });
  });

  test('rewritten from some entry on to its end contradicts a head that somebody else holds', async () => {
    const { folder, open, head } = await withTwenty();
    await tamper(folder, (db) => {
      let previous = (db.get('SELECT hash FROM audit_entry WHERE seq = 9', []) as { hash: string }).hash;
      for (const row of db.all('SELECT seq, canonical FROM audit_entry WHERE seq >= 10 ORDER BY seq', []) as {
        seq: number;
        canonical: string;
      }[]) {
        const forged = row.canonical
          .replace('note n', 'note m')
          .replace(/"previous":"[0-9a-f]{64}"/, `"previous":"${previous}"`);
        previous = entryHash(forged);
        db.run('UPDATE audit_entry SET canonical = ?, hash = ? WHERE seq = ?', [forged, previous, row.seq]);
      }
      db.run('UPDATE audit_head SET hash = ?', [previous]);
    });
    const opened = await open();
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.read((db) => verifyAuditChain(db)).intact).toBe(true);
    expect(opened.value.read((db) => verifyAuditChain(db, [head]))).toMatchObject({
      intact: false,
      firstBad: { seq: 20, defect: 'contradicts-known-head' },
    });
  });

  test('is contradicted by one of two heads of one number, in whichever order they are given', async () => {
    const { vault } = await testVault();
    const head = note(vault, 'n');
    const other = { ...head, hash: 'f'.repeat(64) };
    for (const known of [
      [head, other],
      [other, head],
    ])
      expect(vault.read((db) => verifyAuditChain(db, known)).firstBad?.defect).toBe('contradicts-known-head');
    expect(
      vault.read((db) => [head, other, { ...head, seq: head.seq + 1 }].map((one) => placeOfHead(db, one))),
    ).toEqual(['on-chain', 'forked', 'rolled-back']);
  });

  test('of an older copy put in place of a newer one lacks what a known head names', async () => {
    const { vault } = await testVault();
    const beyond = { seq: 1000, hash: 'f'.repeat(64) };
    const { seq } = vault.read(auditHead);
    expect(vault.read((db) => verifyAuditChain(db, [beyond]))).toMatchObject({
      firstBad: { seq: seq + 1, defect: 'truncated' },
    });
  });

  test('keeps its order when the clock is set back, and says that it was [draft 12.1-12.3, ALCOA consistent]', async () => {
    const { vault, clock } = await testVault();
    clock.set('2026-07-01T07:00:00.000Z');
    note(vault, 'late');
    note(vault, 'later');
    clock.advance(-500);
    note(vault, 'within tolerance');
    const { items } = vault.read((db) => auditTrail(db, { limit: 4 }));
    expect(items.map((entry) => entry.action)).toEqual([
      'record.save-draft',
      'record.save-draft',
      'record.save-draft',
      'clock.set-back',
    ]);
    expect(items[3]).toMatchObject({
      at: '2026-07-01T07:00:00.000Z',
      details: { lastEntryAt: '2026-07-01T08:00:00.000Z', now: '2026-07-01T07:00:00.000Z' },
    });
    expect(vault.read((db) => verifyAuditChain(db)).intact).toBe(true);
  });

  test('says when the clock was set while the vault was open, though no entry stands after the time [draft 12.1-12.3]', async () => {
    const { vault, clock } = await testVault();
    note(vault, 'before');
    clock.advance(3_600_000);
    clock.jump(7_200_000);
    note(vault, 'ahead');
    clock.advance(3_600_000);
    clock.jump(-3_000_000);
    note(vault, 'back, though after the last entry');
    clock.advance(1_000);
    clock.jump(900);
    note(vault, 'within tolerance');
    const { items } = vault.read((db) => auditTrail(db, { limit: 7 }));
    expect(items.map(({ action, details }) => [action, details['byMs']]).toReversed()).toEqual([
      ['session.open', undefined],
      ['record.save-draft', undefined],
      ['clock.set-forward', 7_200_000],
      ['record.save-draft', undefined],
      ['clock.set-back', 3_000_000],
      ['record.save-draft', undefined],
      ['record.save-draft', undefined],
    ]);
  });

  test('says that nothing was entered for a long time before a session, and nothing of a short one', async () => {
    const { vault, clock, open } = await testVault();
    vault.close();
    const opened = async (days: number): Promise<readonly string[]> => {
      clock.advance(days * 86_400_000);
      const again = await open();
      if (!again.ok) throw new Error(again.error.code);
      const { items } = again.value.read((db) => auditTrail(db, { limit: 2 }));
      again.value.close();
      return items.map(({ action }) => action);
    };
    expect(await opened(60)).toEqual(['session.open', 'session.close']);
    expect(await opened(91)).toEqual(['session.open', 'clock.long-pause']);
  });

  test('names the computer of each entry, its offset and zone, and when it happened where that was earlier [PI 041 9.8, ALCOA attributable, draft 12.1-12.3]', async () => {
    const { vault } = await testVault();
    vault.write(vault, (_, audit) =>
      audit.record({
        action: 'record.enter-late',
        subject: { type: 'record', id: 'IN-2026-0001' },
        eventAt: '2026-06-01T00:00:00.000Z',
      }),
    );
    const [entry] = vault.read((db) => auditTrail(db, { limit: 1 })).items;
    expect(entry).toMatchObject({
      at: '2026-07-01T08:00:00.000Z',
      zone: 'Europe/Berlin',
      offsetMinutes: 120,
      eventAt: '2026-06-01T00:00:00.000Z',
      station: hostname(),
    });
  });

  test('refuses text that is not Unicode rather than to hash something else', async () => {
    const { vault } = await testVault();
    expect(() => note(vault, '\ud800')).toThrow('lone surrogate');
    expect(vault.read((db) => verifyAuditChain(db)).intact).toBe(true);
  });
});

describe('the audit trail', () => {
  test('is read in pages, newest or oldest first, each entry once', async () => {
    const { vault } = await testVault();
    for (let n = 0; n < 23; n += 1) note(vault, `n${n}`);
    for (const order of ['newest-first', 'oldest-first'] as const) {
      const seen: number[] = [];
      let after: string | null = null;
      do {
        const page = vault.read((db) => auditTrail(db, { limit: 7, order, after }));
        seen.push(...page.items.map((entry) => entry.seq));
        after = page.next;
      } while (after !== null);
      const all = Array.from({ length: vault.read(auditHead).seq }, (_, index) => index + 1);
      expect(seen).toEqual(order === 'oldest-first' ? all : all.toReversed());
    }
  });

  test('is filtered by subject, account, action and time [11.10(e), draft 12.9]', async () => {
    const { vault, clock } = await testVault();
    note(vault, 'a');
    clock.set('2026-07-02T08:00:00.000Z');
    note(vault, 'a', 'audit.export');
    note(vault, 'b');
    const ids = (filter: Parameters<typeof auditEntries>[1]) =>
      vault.read((db) => [...auditEntries(db, filter)]).map((entry) => `${entry.action} ${entry.subject.id}`);
    expect(ids({ subjectType: 'note', subjectId: 'a' })).toEqual(['record.save-draft a', 'audit.export a']);
    expect(ids({ actions: ['record.save-draft'] })).toEqual(['record.save-draft a', 'record.save-draft b']);
    expect(ids({ from: '2026-07-02T00:00:00.000Z', accountId: vault.accountId })).toEqual([
      'audit.export a',
      'record.save-draft b',
    ]);
    expect(ids({ subjectType: 'note', to: '2026-07-01T23:59:59.999Z' })).toEqual(['record.save-draft a']);
    expect(ids({ accountId: 'nobody' })).toEqual([]);
  });

  test('answers pages of 1 to 1000 entries', async () => {
    const { vault } = await testVault();
    expect(() => vault.read((db) => auditTrail(db, { limit: 0 }))).toThrow(RangeError);
    expect(() => vault.read((db) => auditTrail(db, { limit: 1001 }))).toThrow(RangeError);
  });
});
