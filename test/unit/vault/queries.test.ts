import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  account,
  accountByUserName,
  accountsWithRole,
  activateSigningKey,
  addAuthority,
  addCertificate,
  addCrl,
  addRequirements,
  addRevision,
  appendSealed,
  backToInForce,
  cancelPending,
  certificate,
  certificatesOf,
  checkVault,
  clearFailedSigning,
  countFailedSigning,
  countRecords,
  createAccount,
  createRecord,
  createSystem,
  currentAuthority,
  currentSigningKey,
  decideRequirement,
  entryInForce,
  foldUserName,
  freezeRevision,
  frozenJson,
  grantRole,
  lastDone,
  latestCrl,
  nextCrlNumber,
  nextNumber,
  nextRecordId,
  pendingRequirements,
  programAccount,
  record,
  records,
  recordsInForce,
  requestedSigningKeys,
  requestSigningKey,
  requirements,
  retireSigningKey,
  revision,
  revisions,
  revokeCertificate,
  revokedCertificates,
  revokeRole,
  rewrapSigningKey,
  roleHistory,
  saveDraft,
  saveSystem,
  sealedParts,
  sealedPdf,
  setRevisionState,
  signingKeysOf,
  system,
  systems,
  createSupplier,
  saveSupplier,
  supplier,
  suppliers,
  supplierVersions,
  systemVersions,
  updateAccount,
  updateRecord,
  type AuditWriter,
  type OpenVault,
  type RecordQuery,
  type WritableVault,
} from '../../../src-main/vault/index.ts';
import { emptyContent } from '../../../src-main/domain/form.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { periodicEvaluation } from '../../../src-main/domain/records/periodic-evaluation.ts';
import { mendInForce } from '../../../src-main/vault/mend-in-force.ts';
import { addPerson, tamper, testVault } from '../../support/vault.ts';

/** A write of which the test is not about the audit entry. */
const write = <T>(vault: OpenVault, work: (db: WritableVault, audit: AuditWriter) => T): T =>
  vault.write(vault, (db, audit) => {
    audit.record({ action: 'record.save-draft', subject: { type: 'test', id: 'x' } });
    return work(db, audit);
  });

const newRecord = (vault: OpenVault, systemId: string, more: object = {}) =>
  write(vault, (db, audit) =>
    createRecord(db, audit, {
      id: nextRecordId(db, 'PE', 2026),
      type: 'periodic-evaluation',
      systemId,
      title: 'Evaluation',
      state: 'draft',
      ownerId: vault.accountId,
      content: { identity: { name: 'Ωmega ≥ 3' } },
      ...more,
    }),
  );

const newSystem = (vault: OpenVault, name = 'LIMS') =>
  write(vault, (db, audit) => createSystem(db, audit, { name, content: { name, n: 1 }, reason: null }));

describe('user names', () => {
  test.each([
    ['JSmith', 'jsmith'],
    [' ｊｓｍｉｔｈ', 'jsmith'],
    ['STRASSE', 'straße'],
    ['ΣΑΣ', 'σας'],
    ['ﬁona', 'Fiona'],
    ['e\u0301va', 'Éva'],
  ])('%s and %s are one name', (a, b) => {
    expect(foldUserName(a)).toBe(foldUserName(b));
  });

  test('of two people are two names', () => {
    expect(foldUserName('jsmith')).not.toBe(foldUserName('jsmyth'));
  });
});

describe('accounts', () => {
  test('are found by id and by name in any case, with the roles they hold now', async () => {
    const { vault } = await testVault();
    const id = await addPerson(vault, 'Kim.Lee', ['operative', 'auditor']);
    const found = vault.read((db) => accountByUserName(db, 'KIM.lee'));
    expect(found).toMatchObject({ id, userName: 'Kim.Lee', status: 'active', roles: ['auditor', 'operative'] });
    expect(vault.read((db) => account(db, id))).toEqual(found);
    expect(vault.read((db) => accountsWithRole(db, ['operative', 'quality-assurance'])).map((one) => one.id)).toEqual([
      id,
    ]);
  });

  test('never share a name, not with a look-alike and not with the program', async () => {
    const { vault } = await testVault();
    const person = { fullName: 'X', roles: [], mustChangePassPhrase: true };
    const taken = write(vault, (db, audit) =>
      ['ADA.ADMIN', 'ａda.admin', 'program', '  '].map((userName) => createAccount(db, audit, { ...person, userName })),
    );
    expect(taken.map((result) => (result.ok ? 'created' : result.error.code))).toEqual([
      'accounts/user-name-taken',
      'accounts/user-name-taken',
      'accounts/user-name-taken',
      'accounts/user-name-empty',
    ]);
  });

  test('keep the history of their roles [A11 12.1-12.4, PI 041 9.5]', async () => {
    const { vault, clock } = await testVault();
    const id = await addPerson(vault, 'kim', ['operative']);
    clock.set('2026-08-01T08:00:00.000Z');
    write(vault, (db, audit) => {
      grantRole(db, audit, id, 'operative');
      expect(revokeRole(db, audit, id, 'operative')).toBe(true);
      expect(revokeRole(db, audit, id, 'operative')).toBe(false);
      grantRole(db, audit, id, 'quality-assurance');
    });
    expect(vault.read((db) => roleHistory(db, id))).toMatchObject([
      {
        role: 'operative',
        grantedAt: '2026-07-01T08:00:00.000Z',
        revokedAt: '2026-08-01T08:00:00.000Z',
        revokedBy: vault.accountId,
      },
      { role: 'quality-assurance', grantedAt: '2026-08-01T08:00:00.000Z', grantedBy: vault.accountId, revokedAt: null },
    ]);
  });

  test('change what they are called in full, and nothing else by the way', async () => {
    const { vault } = await testVault();
    const before = vault.read((db) => account(db, vault.accountId));
    const after = write(vault, (db, audit) => updateAccount(db, audit, vault.accountId, { email: 'a@example.org' }));
    expect(after).toEqual({ ...before, email: 'a@example.org' });
    expect(
      write(vault, (db, audit) =>
        updateAccount(db, audit, vault.accountId, { email: null, mustChangePassPhrase: true }),
      ),
    ).toEqual({
      ...before,
      mustChangePassPhrase: true,
    });
  });
});

describe('numbers', () => {
  test('are never given twice, whichever transaction took the last one', async () => {
    const { vault } = await testVault();
    expect(write(vault, (db) => [nextNumber(db, 'a'), nextNumber(db, 'a'), nextNumber(db, 'b')])).toEqual([1, 2, 1]);
    expect(write(vault, (db) => nextNumber(db, 'a'))).toBe(3);
    expect(
      write(vault, (db) => [nextRecordId(db, 'PE', 2026), nextRecordId(db, 'PE', 2027), nextRecordId(db, 'PE', 2026)]),
    ).toEqual(['PE-2026-0001', 'PE-2027-0001', 'PE-2026-0002']);
  });
});

describe('systems', () => {
  test('keep every version with who changed it and why [A11 4.3]', async () => {
    const { vault } = await testVault();
    const { id } = newSystem(vault);
    const saved = write(vault, (db, audit) =>
      saveSystem(db, audit, id, { name: 'LIMS 2', content: { name: 'LIMS 2', n: 2 }, reason: 'upgrade' }),
    );
    expect(saved).toMatchObject({ id: 'SYS-0001', name: 'LIMS 2', version: 2, content: { n: 2 } });
    expect(vault.read((db) => system(db, id))).toEqual(saved);
    expect(vault.read((db) => systemVersions(db, id))).toMatchObject([
      { version: 1, content: { n: 1 }, reason: null, changedBy: vault.accountId },
      { version: 2, content: { n: 2 }, reason: 'upgrade' },
    ]);
  });

  test('are listed by name in pages, each once', async () => {
    const { vault } = await testVault();
    for (const name of ['beta', 'Alpha', 'gamma', 'alpha', 'Beta']) newSystem(vault, name);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = vault.read((db) => systems(db, { limit: 2, after }));
      seen.push(...page.items.map((item) => `${item.name} ${item.id}`));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(['Alpha SYS-0002', 'alpha SYS-0004', 'beta SYS-0001', 'Beta SYS-0005', 'gamma SYS-0003']);
  });
});

describe('suppliers', () => {
  test('count their own ids and versions, apart from systems', async () => {
    const { vault } = await testVault();
    newSystem(vault);
    const added = write(vault, (db, audit) =>
      createSupplier(db, audit, { name: 'Hoster', content: { a: 1 }, reason: null }),
    );
    expect(added).toMatchObject({ id: 'SUP-0001', name: 'Hoster', version: 1, content: { a: 1 } });
    const saved = write(vault, (db, audit) =>
      saveSupplier(db, audit, added.id, { name: 'Hoster AG', content: { a: 2 }, reason: 'renamed' }),
    );
    expect(vault.read((db) => suppliers(db, { limit: 10 })).items).toEqual([saved]);
    expect(vault.read((db) => supplierVersions(db, added.id))).toMatchObject([
      { version: 1, content: { a: 1 }, reason: null, changedBy: vault.accountId },
      { version: 2, content: { a: 2 }, reason: 'renamed' },
    ]);
    expect(vault.read((db) => supplier(db, 'SUP-0009'))).toBeUndefined();
  });
});

describe('records', () => {
  test('are created with a first revision and saved as drafts, each save counted', async () => {
    const { vault } = await testVault();
    const { id } = newRecord(vault, newSystem(vault).id);
    expect(vault.read((db) => record(db, id))).toMatchObject({
      id: 'PE-2026-0001',
      state: 'draft',
      currentRevision: 1,
      dueOn: null,
    });
    const edit = write(vault, (db, audit) =>
      saveDraft(db, audit, { recordId: id, revision: 1, content: { text: 'ab' } }),
    );
    expect(edit).toBe(2);
    expect(vault.read((db) => revision(db, id, 1))).toMatchObject({
      state: 'draft',
      edit: 2,
      content: { text: 'ab' },
      frozenSha256: null,
    });
    expect(vault.read((db) => frozenJson(db, id, 1))).toBeUndefined();
  });

  test('freeze: the canonical bytes are kept with their hash, and no draft is saved over them [ALCOA original]', async () => {
    const { vault } = await testVault();
    const { id } = newRecord(vault, newSystem(vault).id);
    const canonical = Buffer.from('{"a":"Ωmega"}');
    const frozen = { recordId: id, revision: 1, state: 'awaiting-signatures', canonical };
    const sha256 = write(vault, (db, audit) => freezeRevision(db, audit, frozen));
    expect(sha256).toBe(hash('sha256', canonical, 'hex'));
    expect(vault.read((db) => frozenJson(db, id, 1))).toEqual(canonical);
    expect(() => write(vault, (db, audit) => saveDraft(db, audit, { recordId: id, revision: 1, content: {} }))).toThrow(
      'immutable',
    );
    expect(() => write(vault, (db, audit) => freezeRevision(db, audit, frozen))).not.toThrow();
    expect(() =>
      write(vault, (db, audit) => freezeRevision(db, audit, { ...frozen, canonical: Buffer.from('{}') })),
    ).toThrow('immutable');
  });

  test('change by a new revision; the old one stays as it was [draft 13.8]', async () => {
    const { vault } = await testVault();
    const { id } = newRecord(vault, newSystem(vault).id);
    write(vault, (db, audit) => {
      setRevisionState(db, audit, id, 1, 'superseded');
      const next = addRevision(db, audit, {
        recordId: id,
        state: 'draft',
        content: { n: 2 },
        reason: 'found an error',
      });
      updateRecord(db, audit, id, { currentRevision: next.revision, state: 'draft', title: 'Second' });
    });
    expect(vault.read((db) => revisions(db, id))).toMatchObject([
      { revision: 1, state: 'superseded', content: { identity: { name: 'Ωmega ≥ 3' } } },
      { revision: 2, state: 'draft', content: { n: 2 }, reason: 'found an error' },
    ]);
    expect(vault.read((db) => record(db, id))).toMatchObject({ currentRevision: 2, title: 'Second' });
    expect(() => write(vault, (db, audit) => setRevisionState(db, audit, id, 9, 'x'))).toThrow('no revision 9');
  });

  test('are listed in every order and filter in pages that hold each once, while others are added', async () => {
    const { vault, clock } = await testVault();
    const lims = newSystem(vault).id;
    const mes = newSystem(vault, 'MES').id;
    for (let n = 0; n < 25; n += 1) {
      clock.advance(n % 3 === 0 ? 0 : 1000);
      newRecord(vault, n % 2 === 0 ? lims : mes, {
        state: n % 5 === 0 ? 'effective' : 'draft',
        dueOn: n % 4 === 0 ? null : `2026-08-${10 + (n % 7)}`,
      });
    }
    const all = (query: Omit<RecordQuery, 'limit'>, between = () => {}): string[] => {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = vault.read((db) => records(db, { ...query, limit: 4, after }));
        seen.push(...page.items.map((item) => item.id));
        after = page.next;
        between();
      } while (after !== null);
      return seen;
    };
    const ids = Array.from({ length: 25 }, (_, n) => `PE-2026-${String(n + 1).padStart(4, '0')}`);
    expect(all({ order: 'id' })).toEqual(ids);
    expect(all({}).toSorted()).toEqual(ids);
    expect(all({})[0]).toBe('PE-2026-0025');
    const due = all({ order: 'first-due' });
    expect(due).toHaveLength(18);
    const dates = due.map((id) => vault.read((db) => record(db, id))?.dueOn ?? '');
    expect(dates).toEqual(dates.toSorted());
    expect(all({ systemId: mes })).toHaveLength(12);
    expect(all({ states: ['effective', 'retired'] })).toHaveLength(5);
    expect(all({ dueUntil: '2026-08-10', type: 'periodic-evaluation' }).length).toBe(
      vault.read((db) => countRecords(db, { dueUntil: '2026-08-10' })),
    );
    expect(all({ ownerId: 'nobody' })).toEqual([]);
    clock.advance(1000);
    const stable = all({}, () => newRecord(vault, lims));
    expect(stable.toSorted()).toEqual(ids);
  });

  test('in force come by the latest period, without those that are left out or lack a fact', async () => {
    const { vault } = await testVault();
    const { id } = newSystem(vault);
    const [first, , second] = [
      ['effective', '2024-12-31', 'periodic'],
      ['withdrawn', '2026-12-31', 'periodic'],
      ['effective', '2025-12-31', 'final'],
    ].map(([state, periodEnd, kind]) => newRecord(vault, id, { state, periodEnd, facts: { kind } }).id);
    const wanted = { systemId: id, type: 'periodic-evaluation' };
    const ids = (filter: Parameters<typeof recordsInForce>[1], limit = 10): readonly string[] =>
      vault.read((db) => recordsInForce(db, filter, limit)).map((one) => one.id);
    expect(ids(wanted)).toEqual([second, first]);
    expect(ids(wanted, 1)).toEqual([second]);
    expect(ids({ ...wanted, exceptId: second ?? '' })).toEqual([first]);
    expect(ids({ ...wanted, fact: { name: 'kind', value: 'final' } })).toEqual([second]);
    expect(ids({ ...wanted, systemId: 'SYS-0099' })).toEqual([]);
  });

  const revisedOnce = async () => {
    const { vault } = await testVault();
    const { id: systemId } = newSystem(vault);
    const facts = { scope: 'signed' };
    const { id } = newRecord(vault, systemId, { state: 'effective', periodEnd: '2026-06-30', facts });
    write(vault, (db, audit) => {
      const { revision: number } = addRevision(db, audit, { recordId: id, state: 'draft', content: {}, reason: 'r' });
      updateRecord(db, audit, id, { state: 'draft', currentRevision: number, title: 'Anew' });
      updateRecord(db, audit, id, { periodEnd: '2026-09-30', facts: { scope: 'draft' } });
    });
    return { vault, id, systemId };
  };
  const type = 'periodic-evaluation';

  test('count as their revision in force says until the next one is in force', async () => {
    const { vault, id, systemId } = await revisedOnce();
    const what = { id, revision: 1, periodEnd: '2026-06-30', facts: { scope: 'signed' } };
    vault.read((db) => {
      expect(recordsInForce(db, { type, systemId }, 9)).toEqual([what]);
      expect(recordsInForce(db, { type, systemId, fact: { name: 'scope', value: 'draft' } }, 9)).toEqual([]);
      expect(lastDone(db, [type])).toEqual([{ systemId, type, scope: 'signed', day: '2026-06-30' }]);
    });
    write(vault, (db, audit) => {
      setRevisionState(db, audit, id, 1, 'superseded');
      setRevisionState(db, audit, id, 2, 'effective');
      updateRecord(db, audit, id, { state: 'effective' });
    });
    vault.read((db) => {
      expect(entryInForce(db, id)).toBeUndefined();
      expect(lastDone(db, [type])).toMatchObject([{ scope: 'draft', day: '2026-09-30' }]);
    });
  });

  test('go back to it only when the newest revision is withdrawn', async () => {
    const { vault, id } = await revisedOnce();
    const back = () => write(vault, (db, audit) => backToInForce(db, audit, id));
    expect(back).toThrow('immutable');
    write(vault, (db, audit) => setRevisionState(db, audit, id, 2, 'withdrawn'));
    expect(back()).toBe(1);
    expect(back()).toBeNull();
    const now = { title: 'Evaluation', state: 'effective', currentRevision: 1, periodEnd: '2026-06-30' };
    expect(vault.read((db) => record(db, id))).toMatchObject(now);
  });

  test('of an older schema, where the draft had taken their place, are mended from what was signed', async () => {
    const { vault, id } = await revisedOnce();
    const stamp = { at: '2026-07-02T08:00:00.000Z', account: programAccount };
    const content = withValues(emptyContent(periodicEvaluation.form), {
      identity: { periodStart: '2026-01-01', periodEnd: '2026-06-30' },
    });
    write(vault, (db) => {
      db.run('UPDATE revision SET content = ? WHERE record_id = ? AND revision = 1', JSON.stringify(content), id);
      db.run("UPDATE entry_in_force SET title = 'Anew', period_end = '2026-09-30', facts = '{}'");
      mendInForce(db, stamp);
    });
    const kept = vault.read((db) => entryInForce(db, id));
    expect(kept).toMatchObject({ periodEnd: '2026-06-30', facts: { periodEnd: '2026-06-30' } });
    expect(kept?.title).not.toBe('Anew');
    write(vault, (db, audit) => {
      setRevisionState(db, audit, id, 2, 'withdrawn');
      updateRecord(db, audit, id, { state: 'withdrawn' });
      mendInForce(db, stamp);
    });
    expect(vault.read((db) => record(db, id))).toMatchObject({ state: 'effective', currentRevision: 1 });
  });
});

describe('keys and certificates', () => {
  const withCertificate = async () => {
    const one = await testVault();
    const { vault } = one;
    const made = write(vault, (db, audit) => {
      const issuing = addAuthority(db, audit, {
        role: 'issuing',
        certificate: Buffer.from('ca'),
        sealedKey: Buffer.from('key'),
      });
      const issued = addCertificate(db, audit, {
        serial: '0a',
        issuerId: issuing.id,
        accountId: vault.accountId,
        der: Buffer.from('certificate'),
        chain: null,
        notAfter: '2028-07-01T00:00:00.000Z',
      });
      return { issuing, issued };
    });
    return { ...one, ...made };
  };

  test('of the authority are kept as bytes, the current one per role', async () => {
    const { vault, issuing } = await withCertificate();
    const found = vault.read((db) => currentAuthority(db, 'issuing'));
    expect(found?.id).toBe(issuing.id);
    expect(Buffer.from(found?.sealedKey ?? []).toString()).toBe('key');
    expect(vault.read((db) => currentAuthority(db, 'root'))).toBeUndefined();
  });

  test('are revoked once and for all', async () => {
    const { vault, issuing, issued } = await withCertificate();
    expect(vault.read((db) => revokedCertificates(db, issuing.id))).toEqual([]);
    const lost = { reason: 'keyCompromise', invalidSince: '2026-06-30T00:00:00.000Z' };
    write(vault, (db, audit) => revokeCertificate(db, audit, issued.id, lost));
    expect(vault.read((db) => revokedCertificates(db, issuing.id))).toMatchObject([
      {
        id: hash('sha256', 'certificate', 'hex'),
        serial: '0a',
        revokedAt: '2026-07-01T08:00:00.000Z',
        revocationReason: 'keyCompromise',
      },
    ]);
    expect(() => write(vault, (db, audit) => revokeCertificate(db, audit, issued.id, lost))).toThrow('immutable');
    expect(() => write(vault, (db, audit) => revokeCertificate(db, audit, 'none', lost))).toThrow('no certificate');
    expect(vault.read((db) => certificatesOf(db, vault.accountId))).toHaveLength(1);
    expect(vault.read((db) => certificate(db, issued.id))?.invalidSince).toBe('2026-06-30T00:00:00.000Z');
  });

  test('have revocation lists with rising numbers', async () => {
    const { vault, issuing } = await withCertificate();
    for (const text of ['first', 'second'])
      write(vault, (db, audit) => {
        const number = nextCrlNumber(db, issuing.id);
        addCrl(db, {
          issuerId: issuing.id,
          number,
          der: Buffer.from(text),
          thisUpdate: audit.at,
          nextUpdate: '2026-08-01T00:00:00.000Z',
        });
      });
    const latest = vault.read((db) => latestCrl(db, issuing.id));
    expect(latest?.number).toBe(2);
    expect(Buffer.from(latest?.der ?? []).toString()).toBe('second');
  });

  test('of a person: one is in use, from its request to its retirement', async () => {
    const { vault, issued } = await withCertificate();
    const { accountId } = vault;
    const input = {
      accountId,
      algorithm: 'ecdsa-sha256',
      encryptedPkcs8: Buffer.from('p8'),
      token: null,
      request: Buffer.from('csr'),
      offered: null,
    };
    const key = write(vault, (db, audit) => requestSigningKey(db, audit, input));
    expect(vault.read((db) => currentSigningKey(db, accountId))).toEqual(key);
    expect(vault.read(requestedSigningKeys)).toEqual([key]);
    expect(() => write(vault, (db, audit) => requestSigningKey(db, audit, input))).toThrow('UNIQUE');
    write(vault, (db) => activateSigningKey(db, key.id, issued.id));
    expect(vault.read(requestedSigningKeys)).toEqual([]);
    expect(vault.read((db) => currentSigningKey(db, accountId))).toMatchObject({
      status: 'active',
      certificateId: issued.id,
    });
    expect(() => write(vault, (db) => activateSigningKey(db, key.id, issued.id))).toThrow('no requested signing key');
    write(vault, (db, audit) => retireSigningKey(db, audit, key.id));
    const next = write(vault, (db, audit) => requestSigningKey(db, audit, input));
    expect(vault.read((db) => signingKeysOf(db, accountId)).map((one) => [one.id, one.status])).toEqual(
      expect.arrayContaining([
        [key.id, 'retired'],
        [next.id, 'requested'],
      ]),
    );
  });

  test('are locked by wrong signing pass phrases and unlocked; a new pass phrase wraps them anew [11.300(d)]', async () => {
    const { vault } = await withCertificate();
    const { accountId } = vault;
    const input = {
      accountId,
      algorithm: 'ecdsa-sha256',
      encryptedPkcs8: Buffer.from('p8'),
      token: null,
      request: Buffer.from('csr'),
      offered: null,
    };
    const { id } = write(vault, (db, audit) => requestSigningKey(db, audit, input));
    const left = [1, 2, 3, 4].map(() => write(vault, (db, audit) => countFailedSigning(db, audit, id, 3)));
    expect(left).toEqual([2, 1, 0, 0]);
    const locked = { failedAttempts: 4, lockedAt: '2026-07-01T08:00:00.000Z' };
    expect(vault.read((db) => currentSigningKey(db, accountId))).toMatchObject(locked);
    write(vault, (db) => {
      clearFailedSigning(db, id);
      rewrapSigningKey(db, id, Buffer.from('other'));
    });
    const after = vault.read((db) => currentSigningKey(db, accountId));
    expect(after).toMatchObject({ failedAttempts: 0, lockedAt: null });
    expect(Buffer.from(after?.encryptedPkcs8 ?? []).toString()).toBe('other');
    expect(() => write(vault, (db, audit) => countFailedSigning(db, audit, 'none', 3))).toThrow('no signing key');
  });
});

describe('signature requirements and sealed PDFs', () => {
  const sealed = async () => {
    const one = await testVault();
    const { vault } = one;
    const kim = await addPerson(vault, 'kim', ['system-owner']);
    const { id } = newRecord(vault, newSystem(vault).id);
    const certificateId = write(vault, (db, audit) => {
      addRequirements(db, id, 1, [
        {
          id: 'author',
          ordinal: 1,
          title: 'Evaluator',
          role: 'validation-lead',
          meaning: 'Authorship',
          accountId: vault.accountId,
        },
        {
          id: 'owner',
          ordinal: 2,
          title: 'System owner',
          role: 'system-owner',
          meaning: 'Responsibility',
          accountId: kim,
        },
      ]);
      appendSealed(db, audit, {
        recordId: id,
        revision: 1,
        pdf: Buffer.from('%PDF-1.7 unsigned'),
        requirementId: null,
      });
      const der = Buffer.from('certificate');
      return addCertificate(db, audit, {
        serial: '0a',
        issuerId: null,
        accountId: vault.accountId,
        der,
        chain: null,
        notAfter: '2028-01-01T00:00:00.000Z',
      }).id;
    });
    const decision = {
      recordId: id,
      revision: 1,
      signedAt: '2026-07-01T08:00:00.000Z',
      zone: 'Europe/Berlin',
      certificateId,
      comment: null,
    };
    return { ...one, kim, id, decision };
  };

  test('wait for one person after the other', async () => {
    const { vault, kim, decision } = await sealed();
    expect(vault.read((db) => pendingRequirements(db, kim))).toMatchObject([{ id: 'owner', isNext: false }]);
    expect(vault.read((db) => pendingRequirements(db, vault.accountId))).toMatchObject([
      { id: 'author', isNext: true },
    ]);
    write(vault, (db) => decideRequirement(db, { ...decision, id: 'author', status: 'signed' }));
    expect(vault.read((db) => pendingRequirements(db, kim))).toMatchObject([{ id: 'owner', isNext: true }]);
    expect(vault.read((db) => pendingRequirements(db, vault.accountId))).toEqual([]);
  });

  test('are decided once; a rejection cancels the rest', async () => {
    const { vault, id, decision } = await sealed();
    write(vault, (db) =>
      decideRequirement(db, { ...decision, id: 'author', status: 'rejected', comment: 'wrong figures' }),
    );
    expect(() => write(vault, (db) => decideRequirement(db, { ...decision, id: 'author', status: 'signed' }))).toThrow(
      'immutable',
    );
    expect(() => write(vault, (db) => decideRequirement(db, { ...decision, id: 'ghost', status: 'signed' }))).toThrow(
      'no requirement',
    );
    expect(write(vault, (db) => cancelPending(db, id, 1))).toBe(1);
    expect(vault.read((db) => requirements(db, id, 1)).map((one) => one.status)).toEqual(['rejected', 'cancelled']);
  });

  test('the PDF is its parts end to end, and grows only at its end', async () => {
    const { vault, id } = await sealed();
    const seal = (text: string) =>
      write(vault, (db, audit) =>
        appendSealed(db, audit, { recordId: id, revision: 1, pdf: Buffer.from(text), requirementId: 'author' }),
      );
    expect(seal('%PDF-1.7 unsigned, signed')).toBe(hash('sha256', '%PDF-1.7 unsigned, signed', 'hex'));
    const pdf = vault.read((db) => sealedPdf(db, id, 1));
    expect(Buffer.from(pdf?.bytes ?? []).toString()).toBe('%PDF-1.7 unsigned, signed');
    expect(pdf?.parts).toBe(2);
    for (const text of ['%PDF-1.7 unsigned, signed', '%PDF-1.7 Unsigned, signed and more', '%PDF', ''])
      expect(() => seal(text)).toThrow('no continuation');
    expect(vault.read((db) => sealedParts(db, id, 1))).toMatchObject([
      { ordinal: 1, requirementId: null, totalLength: 17 },
      { ordinal: 2, requirementId: 'author', totalLength: 25 },
    ]);
    expect(vault.read((db) => sealedPdf(db, id, 2))).toBeUndefined();
  });

  test('bytes that were altered in the database are named by record, not handed out [11.10(a), draft 17.1]', async () => {
    const { vault, id, folder, open } = await sealed();
    write(vault, (db, audit) => {
      freezeRevision(db, audit, { recordId: id, revision: 1, state: 'effective', canonical: Buffer.from('{}') });
      appendSealed(db, audit, {
        recordId: id,
        revision: 1,
        pdf: Buffer.from('%PDF-1.7 unsigned, signed'),
        requirementId: null,
      });
    });
    expect(vault.read((db) => checkVault(db))).toMatchObject({ intact: true, damaged: [] });
    vault.close();
    await tamper(folder, (db) => {
      db.exec("UPDATE sealed_part SET bytes = CAST('%PDF-1.7 Unsigned' AS BLOB) WHERE ordinal = 1");
      db.exec("UPDATE revision SET frozen_json = x'5b5d'");
    });
    const opened = await open();
    if (!opened.ok) throw new Error(opened.error.code);
    expect(() => opened.value.read((db) => sealedPdf(db, id, 1))).toThrow(`sealed PDF of ${id} revision 1`);
    expect(opened.value.read((db) => checkVault(db))).toMatchObject({
      intact: false,
      audit: { intact: true },
      damaged: [
        { kind: 'frozen-json', recordId: id, revision: 1 },
        { kind: 'sealed-pdf', recordId: id, revision: 1 },
      ],
    });
  });
});
