import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Connection } from '../../../src-main/vault/driver.ts';
import { migrate, schemaVersion, versionOf } from '../../../src-main/vault/migrate.ts';
import { migrations } from '../../../src-main/vault/migrations/index.ts';
import { temporaryFolder } from '../../support/vault.ts';

const empty = (): Connection => Connection.open(join(temporaryFolder(), 'vault.db'), Buffer.alloc(32, 7), 'create');

const t = '2026-07-01T08:00:00.000Z';
const h = 'a'.repeat(64);

/** Rows of every table, as schema version 1 has them. */
const rowsOfVersion1 = `
INSERT INTO vault_setting VALUES ('k', '{"a":1}', '${t}');
INSERT INTO counter VALUES ('record/PE/2026', 7);
INSERT INTO account VALUES ('ann', 'Ann', 'ann', 'Ann A', NULL, 'active', 0, '${t}', '${t}', NULL);
INSERT INTO account_role VALUES ('ann', 'qa', '${t}', 'program', NULL, NULL), ('ann', 'operative', '${t}', 'program', '${t}', 'ann');
INSERT INTO authority VALUES ('ca', 'root', x'01', x'02', '${t}', NULL);
INSERT INTO certificate VALUES ('c1', '0a', 'ca', 'ann', x'03', '${t}', '${t}', NULL, NULL, NULL),
  ('c2', '0b', 'ca', 'ann', x'04', '${t}', '${t}', '${t}', 'keyCompromise', NULL);
INSERT INTO crl VALUES ('ca', 1, x'05', '${t}', '${t}');
INSERT INTO signing_key VALUES ('k1', 'ann', 'ecdsa-sha256', x'06', x'07', 'c1', 'active', 0, NULL, '${t}', NULL),
  ('k0', 'ann', 'ecdsa-sha256', x'06', x'07', 'c2', 'retired', 0, NULL, '${t}', '${t}');
INSERT INTO system VALUES ('SYS-0001', 'LIMS', 1, '${t}', '${t}');
INSERT INTO system_version VALUES ('SYS-0001', 1, '{}', '${t}', 'ann', NULL);
INSERT INTO record VALUES ('PE-2026-0007', 'periodic-evaluation', 'SYS-0001', 'T', 'draft', NULL, NULL, NULL, 'ann', 2, '${t}', '${t}');
INSERT INTO revision VALUES ('PE-2026-0007', 1, 'effective', '{}', 3, NULL, x'7b7d', '${h}', '${t}', '${t}', 'ann', '${t}', 'ann'),
  ('PE-2026-0007', 2, 'draft', '{}', 1, 'new', NULL, NULL, NULL, '${t}', 'ann', '${t}', 'ann');
INSERT INTO requirement VALUES ('PE-2026-0007', 1, 'author', 1, 'Author', 'qa', 'Authorship', 'ann', 'signed', '${t}', 'UTC', 'c1', NULL),
  ('PE-2026-0007', 1, 'approval', 2, 'Approver', 'qa', 'Approval', 'ann', 'pending', NULL, NULL, NULL, NULL);
INSERT INTO sealed_part VALUES ('PE-2026-0007', 1, 1, NULL, x'2550', 2, '${h}', '${t}'), ('PE-2026-0007', 1, 2, 'author', x'44', 3, '${h}', '${t}');
INSERT INTO audit_entry (seq, hash, canonical) VALUES (1, '${h}',
  '{"account":{"id":"ann"},"action":"a.b","at":"${t}","subject":{"id":"x","type":"note"}}');
UPDATE audit_head SET seq = 1, hash = '${h}', at = '${t}';
`;

/** Rows of what schema version 2 brought. */
const rowsOfVersion2 = `
INSERT INTO stage_entry VALUES ('PE-2026-0007', 2, 1, 'triage', 'new', 'triaged', NULL, '${t}', 'ann');
INSERT INTO contributor VALUES ('PE-2026-0007', 2, 'ann', '${t}');
`;

/** Rows of links, references, repositories, actions and suppliers: standing and ended, open, done and judged. */
const rowsOfGraph = `
INSERT INTO account VALUES ('bob', 'Bob', 'bob', 'Bob B', NULL, 'active', 0, '${t}', '${t}', NULL);
INSERT INTO link VALUES (1, 'mentions', 'record', 'PE-2026-0007', 'system', 'SYS-0001', '${t}', 'ann', NULL, NULL, NULL),
  (2, 'mentions', 'record', 'PE-2026-0007', 'reference', 'REF-0001', '${t}', 'ann', '${t}', 'ann', 'wrong');
INSERT INTO repository VALUES (1, 'SYS-0001', '/r', '${t}', 'ann', NULL, NULL), (2, 'SYS-0001', '/s', '${t}', 'ann', '${t}', 'ann');
INSERT INTO reference VALUES ('REF-0001', 'SYS-0001', 'change', 'CHG-1', 'T', '2026-06-01', '{}', '${t}', 'ann', NULL, NULL, NULL),
  ('REF-0002', 'SYS-0001', 'ticket', 'T-1', '', NULL, '{}', '${t}', 'ann', '${t}', 'ann', 'wrong');
INSERT INTO action VALUES ('AI-2026-0001', 'SYS-0001', 'PE-2026-0007', 'Do', 'Done', 'prevent', 'ann', 'Ann', '2026-08-01', 'open',
    NULL, NULL, NULL, NULL, '2026-09-01', NULL, NULL, NULL, NULL, '${t}', 'ann', '${t}'),
  ('AI-2026-0002', 'SYS-0001', NULL, 'Do', 'Done', 'prevent', NULL, 'Zoe', '2026-08-01', 'done',
    'TR-7', '2026-07-01', '${t}', 'ann', '2026-09-01', NULL, NULL, NULL, NULL, '${t}', 'ann', '${t}'),
  ('AI-2026-0003', 'SYS-0001', NULL, 'Do', 'Done', 'prevent', NULL, 'Zoe', '2026-08-01', 'done',
    'TR-7', '2026-07-01', '${t}', 'ann', '2026-09-01', 1, 'No repeat', '${t}', 'bob', '${t}', 'ann', '${t}');
INSERT INTO supplier VALUES ('SUP-0001', 'Host Ltd', 1, '${t}', '${t}');
INSERT INTO supplier_version VALUES ('SUP-0001', 1, '{}', '${t}', 'ann', NULL);
`;

/** Search: its rows are made by triggers and by the migration itself. */
const rowsOfSearch = '';

/** Rows of an access review. */
const rowsOfAccessReview = `
INSERT INTO access_file VALUES ('AL-000001', 'PE-2026-0007', 'accounts', 1, 'a.csv', '${h}', 'utf-8', ';', 1, 'LIMS', 'Ann', 'Q', '${t}', NULL, '{}', NULL, '${t}', 'ann', x'61'),
  ('AL-000002', 'PE-2026-0007', 'roster', 1, 'r.csv', '${h}', 'utf-8', ';', 1, 'HR', 'Ann', 'Q', '${t}', NULL, '{}', NULL, '${t}', 'ann', x'61');
INSERT INTO access_mapping VALUES ('SYS-0001', 'accounts', 1, '{}', '${t}', 'ann');
INSERT INTO access_rules VALUES ('SYS-0001', 1, '{}', 'why', '${t}', 'ann');
INSERT INTO access_review VALUES ('PE-2026-0007', 'AL-000001', 'AL-000002', 1, '${t}');
INSERT INTO access_line VALUES ('AL-000001', 1, '{}', 'a');
INSERT INTO access_person VALUES ('AL-000002', 1, '{}', 'a');
INSERT INTO access_act VALUES (1, 'PE-2026-0007', 'AL-000001', 'revoke', 'left', '[]', 'single', 1, NULL, '${t}', 'ann');
INSERT INTO access_state VALUES ('AL-000001', 1, 1, 'name', 'probable', '', '[]', 'human', 0, 1, 0, '[]', 'revoke', 1);
INSERT INTO access_match VALUES ('AL-000001', 1, 1, 1, 'seen', '${t}', 'ann');
INSERT INTO access_decision VALUES ('AL-000001', 1, 1, NULL);
INSERT INTO access_remedy VALUES ('AL-000001', 1, 1, 1, 'CHG-1', 'Ben', '2026-07-02', '${t}', 'ann');
INSERT INTO access_proof VALUES ('AL-000001', 1, 'AL-000001', 1, 'absent');
INSERT INTO access_exception VALUES ('AL-000001', 1, 1, 1, 'why', '2026-12-31', '${t}', 'ann');
`;

/** A record of another vault. */
const rowsOfForeign = `
INSERT INTO foreign_record VALUES ('${h}', 'v', 'Org', 'PE-2026-0001', 1, 'periodic-evaluation', 'P', 'T', 'LIMS', '${t}', x'25', x'7b', '${h}', '', 'TOTAL-PASSED', 'reproduced', '${t}', 'ann');
`;

const rowsOfPassPhrases = `
INSERT INTO pass_phrase VALUES ('ann', 1, '${t}', 'bob', NULL, NULL);
INSERT INTO pass_phrase VALUES ('ann', 2, '${t}', 'ann', '{}', x'10');
`;

/** A second act on the line that was decided, kept as a run. */
const rowsOfAccessRuns = `
INSERT INTO access_act VALUES (2, 'PE-2026-0007', 'AL-000001', 'keep', 'needed', '[]', 'bulk', 1, NULL, '${t}', 'ann');
INSERT INTO access_decision VALUES ('AL-000001', 2, 1, 1, 1);
UPDATE access_state SET decision = 'keep', act = 2;
`;

/** A setting that was changed, and a change that waits. */
const rowsOfSettings = `
INSERT INTO setting_change VALUES (1, 'a', '{}', 'why', '${t}', 'ann', 'proposed', NULL, NULL, NULL);
UPDATE setting_change SET status = 'withdrawn', decided_at = '${t}', decided_by = 'ann' WHERE id = 1;
INSERT INTO setting_change VALUES (2, 'a', '{}', 'why', '${t}', 'ann', 'proposed', NULL, NULL, NULL);
`;

const rowsOfAccessRaised = `
INSERT INTO access_raised VALUES ('PE-2026-0007', 'action', 'AI-2026-0001', 'AL-000001', 1, '[]', '${t}', 'ann');
`;
const rowsOfReplacement = `INSERT INTO key_replacement VALUES ('c2', 'bob', '${t}');`;

/** Somebody whose enrolment is approved, with an undertaking, and recorded anew since. */
const rowsOfEnrolment = `
INSERT INTO account VALUES ('eve', 'Eve', 'eve', 'Eve E', NULL, 'active', 0, '${t}', '${t}', NULL);
INSERT INTO enrolment VALUES ('ann', 1, 'in-person', 'passport', '2026-07-01', 'TR-1', '2026-07-01', '${t}', 'bob', NULL, NULL);
UPDATE enrolment SET approved_at = '${t}', approved_by = 'eve' WHERE account_id = 'ann';
INSERT INTO enrolment VALUES ('ann', 2, 'video', 'passport', '2026-07-02', 'TR-2', '2026-07-02', '${t}', 'bob', NULL, NULL);
INSERT INTO undertaking VALUES ('ann', 1, 1, '${t}', 'UTC', 'c1', '${h}', x'25');
`;

/** A reset that was done, and one that waits. */
const rowsOfResets = `
INSERT INTO login_reset VALUES (1, 'ann', 'lost', '${t}', 'bob', NULL, NULL, NULL, NULL, NULL);
UPDATE login_reset SET decision = 'approved', decided_at = '${t}', decided_by = 'eve' WHERE id = 1;
UPDATE login_reset SET used_at = '${t}', used_by = 'bob' WHERE id = 1;
INSERT INTO login_reset VALUES (2, 'ann', 'lost again', '${t}', 'bob', NULL, NULL, NULL, NULL, NULL);
`;

/** A key on a token whose certificate waits, an imported certificate with its issuers, and a list of the site. */
const rowsOfOwnKeys = `
INSERT INTO signing_key VALUES ('k2', 'eve', 'ECDSA P-256', NULL, '{}', NULL, 'PEM', NULL, 'requested', 0, NULL, '${t}', NULL);
INSERT INTO certificate (id, serial, account_id, der, issued_at, not_after, chain) VALUES ('c9', '09', 'eve', x'09', '${t}', '${t}', 'PEM');
INSERT INTO site_crl VALUES ('l1', 'scope', x'0a', '${t}', NULL, '${t}', 'bob');
`;

/** For each version the rows that it made room for, written in its own schema. A new migration adds its line. */
const rowsOf: readonly string[] = [
  rowsOfVersion1,
  rowsOfVersion2,
  rowsOfGraph,
  rowsOfSearch,
  rowsOfAccessReview,
  '',
  rowsOfForeign,
  rowsOfPassPhrases,
  '',
  rowsOfAccessRuns,
  rowsOfSettings,
  rowsOfAccessRaised,
  rowsOfReplacement,
  rowsOfEnrolment,
  '',
  '',
  rowsOfResets,
  '',
  rowsOfOwnKeys,
  '',
];

/** A vault that lived through every version up to this one, with rows of each in place. */
const livedTo = (version: number): Connection => {
  const db = empty();
  for (let number = 1; number <= version; number += 1) {
    db.transaction(() => migrate(db, migrations.slice(0, number)));
    db.exec(rowsOf[number - 1] ?? '');
  }
  return db;
};

const tables = (db: Connection): string[] =>
  (db.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", []) as { name: string }[]).map(
    (row) => row.name,
  );

describe('migrations', () => {
  test('are exercised below, each from the version before it with rows in place', () => {
    expect(rowsOf.length).toBe(migrations.length);
  });

  test.each(migrations.map((_, index) => index + 1))('migration %i keeps the rows there are [11.10(c)]', (number) => {
    const db = livedTo(number - 1);
    const before = tables(db).map((table) => [table, db.get(`SELECT count(*) AS n FROM ${table}`, [])]);
    db.transaction(() => migrate(db, migrations.slice(0, number)));
    expect(versionOf(db)).toBe(number);
    const after = tables(db);
    // The index of search is made from the other tables, and may come to hold more of them.
    for (const [table, count] of before)
      if (after.includes(table as string) && !String(table).startsWith('search_'))
        expect(db.get(`SELECT count(*) AS n FROM ${String(table)}`, [])).toEqual(count);
    expect(db.all('PRAGMA foreign_key_check', [])).toEqual([]);
    db.close();
  });

  test('a migration that fails leaves schema, rows and version as they were', () => {
    const db = livedTo(schemaVersion);
    const next = [...migrations, 'CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1);'];
    expect(() => db.transaction(() => migrate(db, next))).toThrow('nowhere');
    expect(versionOf(db)).toBe(schemaVersion);
    expect(tables(db)).not.toContain('half');
    db.close();
  });

  test('runs what is missing and no more, and only inside a transaction', () => {
    const db = empty();
    expect(db.transaction(() => migrate(db))).toBe(0);
    expect(db.transaction(() => migrate(db))).toBe(schemaVersion);
    const next = [...migrations, 'ALTER TABLE system ADD COLUMN note TEXT'];
    expect(db.transaction(() => migrate(db, next))).toBe(schemaVersion);
    expect(versionOf(db)).toBe(schemaVersion + 1);
    expect(() => migrate(db, next)).toThrow('inside a transaction');
    expect(() => db.transaction(() => migrate(db))).toThrow('newer');
    db.close();
  });

  test('a reset of a login is decided by neither who asked nor whose it is, and used by nobody who decided [11.200(a)(2)-(3)]', () => {
    const db = livedTo(schemaVersion);
    const change = (set: string) => () => db.exec(`UPDATE login_reset SET ${set} WHERE id = 2`);
    const decided = (by: string) => `decision = 'approved', decided_at = '${t}', decided_by = '${by}'`;
    expect(change(decided('bob'))).toThrow('CHECK');
    expect(change(decided('ann'))).toThrow('CHECK');
    expect(change(`used_at = '${t}', used_by = 'bob'`)).toThrow('CHECK');
    change(decided('eve'))();
    expect(change(`used_at = '${t}', used_by = 'eve'`)).toThrow('CHECK');
    change(`used_at = '${t}', used_by = 'bob'`)();
    db.close();
  });

  test('every table is STRICT', () => {
    const db = empty();
    db.transaction(() => migrate(db));
    const lax = (db.all('PRAGMA table_list', []) as { name: string; type: string; strict: number }[]).filter(
      (table) => table.type === 'table' && !table.name.startsWith('sqlite_') && table.strict === 0,
    );
    expect(lax).toEqual([]);
    db.close();
  });
});

describe('what is immutable by law is immutable in the schema [draft 17.1, 11.50(b)]', () => {
  const filled = (): Connection => livedTo(schemaVersion);

  test.each([
    'counter',
    'account',
    'account_role',
    'authority',
    'certificate',
    'crl',
    'signing_key',
    'site_crl',
    'system',
    'system_version',
    'record',
    'revision',
    'requirement',
    'sealed_part',
    'audit_entry',
    'audit_head',
    'stage_entry',
    'contributor',
    'link',
    'repository',
    'reference',
    'action',
    'supplier',
    'supplier_version',
    'access_file',
    'access_mapping',
    'access_rules',
    'access_review',
    'access_line',
    'access_person',
    'access_state',
    'access_comparison',
    'access_match',
    'access_act',
    'access_decision',
    'access_remedy',
    'access_proof',
    'access_exception',
    'access_raised',
  ])('nothing is deleted from %s [draft 17.1, ALCOA enduring, 11.10(c)]', (table) => {
    const db = filled();
    expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('immutable');
    db.close();
  });

  test.each([
    'UPDATE counter SET value = value',
    "UPDATE access_file SET bytes = x'62'",
    "UPDATE access_line SET account = '[]'",
    "UPDATE access_person SET person = '[]'",
    "UPDATE access_act SET decision = 'keep'",
    'UPDATE access_decision SET previous = 1',
    "UPDATE access_proof SET proof = 'disabled'",
    'UPDATE access_match SET person = NULL',
    "UPDATE access_remedy SET ticket = ''",
    "UPDATE access_exception SET expires_on = '2099-01-01'",
    "UPDATE access_raised SET entity_id = 'AI-2026-0002'",
    "UPDATE access_rules SET rules = '[]'",
    "UPDATE access_mapping SET mapping = '[]'",
    "INSERT INTO access_rules VALUES ('SYS-0001', 3, '{}', 'why', '2026', 'ann')",
    "UPDATE account SET user_name = 'Bea', user_name_folded = 'bea'",
    "UPDATE account_role SET role = 'administrator' WHERE revoked_at IS NULL",
    'UPDATE account_role SET revoked_at = NULL, revoked_by = NULL WHERE revoked_at IS NOT NULL',
    "UPDATE authority SET certificate = x'09'",
    "UPDATE certificate SET der = x'09'",
    "UPDATE certificate SET revoked_at = NULL WHERE id = 'c2'",
    "UPDATE crl SET der = x'09'",
    "UPDATE certificate SET chain = NULL WHERE id = 'c9'",
    "UPDATE site_crl SET der = x'09'",
    "UPDATE signing_key SET account_id = 'x'",
    'UPDATE signing_key SET token = \'{"label":"x"}\' WHERE id = \'k2\'',
    "UPDATE signing_key SET status = 'active' WHERE id = 'k0'",
    'UPDATE system_version SET content = \'{"a":1}\'',
    'UPDATE system SET current_version = 0',
    "UPDATE record SET type = 'incident'",
    'UPDATE record SET current_revision = 1',
    'UPDATE revision SET content = \'{"a":1}\' WHERE revision = 1',
    'UPDATE revision SET edit = 4 WHERE revision = 1',
    "UPDATE revision SET frozen_json = x'7b' WHERE revision = 1",
    'UPDATE revision SET frozen_json = NULL, frozen_sha256 = NULL, frozen_at = NULL WHERE revision = 1',
    `UPDATE revision SET frozen_sha256 = '${'b'.repeat(64)}' WHERE revision = 1`,
    "UPDATE revision SET created_by = 'x' WHERE revision = 2",
    "UPDATE requirement SET status = 'pending', signed_at = NULL, zone = NULL, certificate_id = NULL WHERE ordinal = 1",
    "UPDATE requirement SET comment = 'x' WHERE ordinal = 1",
    "UPDATE requirement SET meaning = 'Review' WHERE ordinal = 2",
    "UPDATE sealed_part SET bytes = x'2551' WHERE ordinal = 1",
    `UPDATE audit_entry SET canonical = '{}'`,
    `UPDATE audit_entry SET hash = '${'b'.repeat(64)}'`,
    'UPDATE audit_head SET seq = 0',
    'UPDATE audit_head SET seq = 5',
    "UPDATE stage_entry SET to_stage = 'closed'",
    `INSERT INTO stage_entry VALUES ('PE-2026-0007', 2, 3, 'x', 'a', 'b', NULL, '${t}', 'ann')`,
    "UPDATE contributor SET account_id = 'x'",
    "UPDATE link SET to_id = 'SYS-0002' WHERE id = 1",
    'UPDATE link SET ended_at = NULL, ended_by = NULL, end_reason = NULL WHERE id = 2',
    `INSERT OR REPLACE INTO link VALUES (1, 'mentions', 'record', 'x', 'system', 'y', '${t}', 'ann', NULL, NULL, NULL)`,
    "UPDATE repository SET path = '/elsewhere' WHERE id = 1",
    "UPDATE reference SET value = 'CHG-2' WHERE id = 'REF-0001'",
    "UPDATE reference SET withdraw_reason = 'other' WHERE id = 'REF-0002'",
    "UPDATE action SET action = 'Do less' WHERE id = 'AI-2026-0001'",
    "UPDATE action SET status = 'open', closing_note = NULL, closed_on = NULL, closed_at = NULL, closed_by = NULL WHERE id = 'AI-2026-0002'",
    "UPDATE action SET closing_note = 'better' WHERE id = 'AI-2026-0002'",
    "UPDATE action SET effective = 0 WHERE id = 'AI-2026-0003'",
    "UPDATE supplier_version SET content = '[]'",
    `INSERT INTO supplier_version VALUES ('SUP-0001', 3, '{}', '${t}', 'ann', NULL)`,
    "UPDATE foreign_record SET title = 'x'",
    'DELETE FROM foreign_record',
    `INSERT OR REPLACE INTO foreign_record SELECT * FROM foreign_record`,
    "UPDATE key_replacement SET approved_by = 'ann'",
    'DELETE FROM key_replacement',
    "UPDATE login_reset SET decision = 'refused' WHERE id = 1",
    "UPDATE login_reset SET used_by = 'ann' WHERE id = 1",
    'DELETE FROM login_reset',
    "UPDATE pass_phrase SET set_by = 'ann' WHERE n = 1",
    "UPDATE setting_change SET value = '1' WHERE id = 2",
    "UPDATE setting_change SET status = 'approved' WHERE id = 1",
    `INSERT INTO setting_change VALUES (3, 'b', '{}', 'why', '${t}', 'ann', 'approved', '${t}', 'bob', NULL)`,
    `INSERT OR REPLACE INTO setting_change VALUES (1, 'b', '{}', 'why', '${t}', 'ann', 'proposed', NULL, NULL, NULL)`,
    'DELETE FROM setting_change',
    "UPDATE enrolment SET method = 'video' WHERE version = 1",
    "UPDATE enrolment SET training_reference = 'TR-9' WHERE version = 2",
    `INSERT INTO enrolment VALUES ('ann', 4, 'video', 'passport', '', 'TR-3', '', '${t}', 'bob', NULL, NULL)`,
    `INSERT INTO enrolment VALUES ('ann', 3, 'video', 'passport', '', 'TR-3', '', '${t}', 'bob', '${t}', 'eve')`,
    'DELETE FROM enrolment',
    "UPDATE undertaking SET pdf = x'26'",
    'DELETE FROM undertaking',
    // What REPLACE would do behind the back of a trigger on DELETE.
    "INSERT OR REPLACE INTO counter VALUES ('record/PE/2026', 1)",
    `INSERT OR REPLACE INTO sealed_part VALUES ('PE-2026-0007', 1, 2, NULL, x'45', 3, '${h}', '${t}')`,
    `INSERT OR REPLACE INTO audit_entry (seq, hash, canonical) SELECT 1, hash, canonical FROM audit_entry`,
    "UPDATE OR REPLACE account SET id = 'ann'  || '2'",
    // What would leave a hole.
    `INSERT INTO system_version VALUES ('SYS-0001', 3, '{}', '${t}', 'ann', NULL)`,
    `INSERT INTO revision VALUES ('PE-2026-0007', 4, 'draft', '{}', 1, NULL, NULL, NULL, NULL, '${t}', 'ann', '${t}', 'ann', NULL)`,
    `INSERT INTO sealed_part VALUES ('PE-2026-0007', 1, 4, NULL, x'44', 4, '${h}', '${t}')`,
    `INSERT INTO sealed_part VALUES ('PE-2026-0007', 1, 3, NULL, x'44', 9, '${h}', '${t}')`,
    `INSERT INTO audit_entry (seq, hash, canonical) SELECT 3, hash, canonical FROM audit_entry`,
  ])('%s', (sql) => {
    const db = filled();
    expect(() => db.exec(sql)).toThrow(/immutable/);
    db.close();
  });

  test.each([
    ["UPDATE requirement SET status = 'signed' WHERE ordinal = 2", 'CHECK'],
    ["INSERT INTO account VALUES ('b', 'ANN', 'ann', 'x', NULL, 'active', 0, '', '', NULL)", 'UNIQUE'],
    [
      "INSERT INTO signing_key VALUES ('k9', 'ann', 'x', x'06', NULL, x'07', NULL, 'c1', 'active', 0, NULL, '', NULL)",
      'UNIQUE',
    ],
    ["UPDATE signing_key SET encrypted_pkcs8 = x'06' WHERE id = 'k2'", 'CHECK'],
    ["UPDATE signing_key SET status = 'active' WHERE id = 'k2'", 'CHECK'],
    ["UPDATE signing_key SET offered = NULL WHERE id = 'k2'", 'CHECK'],
    ["UPDATE record SET owner_id = 'nobody'", 'FOREIGN KEY'],
    [`UPDATE setting_change SET status = 'approved', decided_at = '${t}', decided_by = 'ann' WHERE id = 2`, 'CHECK'],
    [`INSERT INTO setting_change VALUES (3, 'a', '{}', 'why', '${t}', 'ann', 'proposed', NULL, NULL, NULL)`, 'UNIQUE'],
    ["UPDATE revision SET content = 'not json' WHERE revision = 2", 'CHECK'],
    ["UPDATE revision SET frozen_json = x'7b7d' WHERE revision = 2", 'CHECK'],
    ["INSERT INTO audit_entry (seq, hash, canonical) VALUES (2, 'x', '{}')", 'NOT NULL'],
    ["UPDATE action SET status = 'done' WHERE id = 'AI-2026-0001'", 'CHECK'],
    [
      `UPDATE action SET effective = 1, effectiveness_note = 'n', effectiveness_at = '${t}', effectiveness_by = 'ann' WHERE id = 'AI-2026-0002'`,
      'CHECK',
    ],
    [`INSERT INTO link VALUES (9, 'mentions', 'record', 'a', 'record', 'a', '${t}', 'ann', NULL, NULL, NULL)`, 'CHECK'],
    [
      `INSERT INTO link VALUES (9, 'mentions', 'record', 'PE-2026-0007', 'system', 'SYS-0001', '${t}', 'ann', NULL, NULL, NULL)`,
      'UNIQUE',
    ],
  ])('%s fails its %s constraint', (sql, constraint) => {
    const db = filled();
    expect(() => db.exec(sql)).toThrow(constraint);
    db.close();
  });

  test('what may change still can', () => {
    const db = filled();
    db.exec(`UPDATE revision SET state = 'superseded' WHERE revision = 1;
      UPDATE revision SET content = '{"a":1}', edit = 2 WHERE revision = 2;
      UPDATE account SET full_name = 'Ann B', status = 'deactivated', deactivated_at = '${t}';
      UPDATE account_role SET revoked_at = '${t}', revoked_by = 'ann' WHERE revoked_at IS NULL;
      UPDATE certificate SET revoked_at = '${t}' WHERE id = 'c1';
      UPDATE requirement SET status = 'cancelled' WHERE ordinal = 2;
      UPDATE counter SET value = value + 1;`);
    db.close();
  });
});

test('a connection keeps what it answered, leaves nothing behind in the clear, and obeys no altered schema [11.10(a), 11.10(d)]', () => {
  const db = empty();
  const found = (name: string): unknown => db.pragma(name);
  expect({
    // FULL: a commit is on the disk before it is answered. 2 is memory: what is sorted goes through no file in the clear.
    synchronous: found('synchronous'),
    journal_mode: found('journal_mode'),
    locking_mode: found('locking_mode'),
    temp_store: found('temp_store'),
    secure_delete: found('secure_delete'),
    trusted_schema: found('trusted_schema'),
    foreign_keys: found('foreign_keys'),
    recursive_triggers: found('recursive_triggers'),
    cell_size_check: found('cell_size_check'),
  }).toEqual({
    synchronous: 2,
    journal_mode: 'wal',
    locking_mode: 'exclusive',
    temp_store: 2,
    secure_delete: 1,
    trusted_schema: 0,
    foreign_keys: 1,
    recursive_triggers: 1,
    cell_size_check: 1,
  });
  db.close();
});
