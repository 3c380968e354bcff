import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Connection } from '../../../src-main/vault/driver.ts';
import {
  auditTrail,
  backToInForce,
  checkVault,
  countFound,
  createRecord,
  createSystem,
  foundMarks,
  rebuildSearch,
  saveDraft,
  saveSystem,
  addRevision,
  search,
  setRevisionState,
  updateRecord,
  type AuditWriter,
  type NewRecord,
  type OpenVault,
  type SearchFilter,
  type WritableVault,
} from '../../../src-main/vault/index.ts';
import { migrate } from '../../../src-main/vault/migrate.ts';
import { inForceFound } from '../../../src-main/vault/migrations/0020-in-force-found.ts';
import { migrations } from '../../../src-main/vault/migrations/index.ts';
import { readable } from '../../../src-main/vault/handle.ts';
import { searchFaults } from '../../../src-main/vault/search.ts';
import { searchTerms } from '../../../src-main/vault/search-terms.ts';
import { showSearchWords, wordsBeginning } from '../../../src-main/vault/search-words.ts';
import { dataKeyOf, tamper, temporaryFolder, testVault } from '../../support/vault.ts';

const write = <T>(vault: OpenVault, work: (db: WritableVault, audit: AuditWriter) => T): T =>
  vault.write(vault, (db, audit) => {
    audit.record({ action: 'record.save-draft', subject: { type: 'note', id: 'x' } });
    return work(db, audit);
  });

const filled = async () => {
  const test = await testVault();
  const { vault } = test;
  const systemId = write(
    vault,
    (db, audit) =>
      createSystem(db, audit, {
        name: 'Chromatography Data System',
        content: { identity: { values: { use: 'Ergebnisse der Prüfung' } } },
        reason: null,
      }).id,
  );
  const add = (id: string, title: string, scope: string, more: Partial<NewRecord> = {}) =>
    write(vault, (db, audit) =>
      createRecord(db, audit, {
        id,
        type: 'periodic-evaluation',
        systemId,
        title,
        state: 'draft',
        ownerId: vault.accountId,
        content: { identity: { values: { scope } } },
        ...more,
      }),
    );
  /** Records of these titles and numbers, in one write. */
  const addAll = (titles: readonly (readonly [title: string, id: string])[]) =>
    write(vault, (db, audit) =>
      titles.forEach(([title, id]) =>
        createRecord(db, audit, {
          id,
          type: 'periodic-evaluation',
          systemId,
          title,
          state: 'draft',
          ownerId: vault.accountId,
          content: {},
        }),
      ),
    );
  const find = (text: string, filter: SearchFilter = {}) =>
    vault.read((db) => search(db, { text, limit: 50, ...filter }).items.map(({ id }) => id));
  return { ...test, systemId, add, addAll, find };
};

const hostile = [
  '"',
  '""',
  'pump"',
  '"pump" OR "x',
  "pump' OR 1=1 --",
  'pump*',
  '*',
  'pump AND',
  'NOT pump',
  'NEAR(pump, 2)',
  'title:pump',
  '{title}:pump',
  '^pump',
  '- pump',
  'pump + + ',
  '(((pump',
  '\u0000pump',
  'pump\u0001\u0002',
  '\uD800',
  '\uDFFFpump',
  '%_\\',
  'rowid:1',
  'search_text',
  '😀',
  'ﷺ',
  '‮pump',
  'a'.repeat(100_000),
  'pump '.repeat(10_000),
  '\u0301\u0302',
  '   \t\n',
  '',
];

describe('search', () => {
  test('finds numbers, titles, text of the current revision and systems, whatever the accents and case', async () => {
    const { vault, systemId, add, find } = await filled();
    add('PE-2026-0001', 'Évaluation périodique', 'Détecteur à barrettes, naïve Bayes');
    expect(find('pe-2026-0001')).toEqual(['PE-2026-0001']);
    expect(find('2026-0001')).toEqual(['PE-2026-0001']);
    expect(find('evaluation')).toEqual(['PE-2026-0001']);
    expect(find('EVALUATION periodique')).toEqual(['PE-2026-0001']);
    expect(find('barrett')).toEqual(['PE-2026-0001']);
    expect(find('NAIVE')).toEqual(['PE-2026-0001']);
    expect(find('pruf')).toEqual([systemId]);
    expect(find('arrettes')).toEqual([]);
    expect(find('evaluation chromatography')).toEqual([]);
    write(vault, (db, audit) =>
      saveDraft(db, audit, { recordId: 'PE-2026-0001', revision: 1, content: { a: { values: { b: 'Pumpe' } } } }),
    );
    expect(find('barrettes')).toEqual([]);
    expect(find('pumpe')).toEqual(['PE-2026-0001']);
    write(vault, (db, audit) => {
      const { revision } = addRevision(db, audit, {
        recordId: 'PE-2026-0001',
        state: 'draft',
        content: { a: { values: { b: 'Ventil' } } },
        reason: 'new',
      });
      updateRecord(db, audit, 'PE-2026-0001', { currentRevision: revision, title: 'Zweite Ausgabe' });
      saveSystem(db, audit, systemId, { name: 'Mass Spectrometer', content: {}, reason: 'renamed' });
    });
    expect(find('pumpe')).toEqual([]);
    expect(find('ventil zweite')).toEqual(['PE-2026-0001']);
    expect(find('chromatography')).toEqual([]);
    expect(find('spectro')).toEqual([systemId]);
  });

  test('finds actions, references and suppliers, and follows them', async () => {
    const { vault, systemId, find } = await filled();
    write(vault, (db, audit) => {
      db.run(
        `INSERT INTO reference (id, system_id, kind, value, title, facts, created_at, created_by)
         VALUES ('REF-0001', ?, 'commit', 'abc123', 'Fix the drift', '{"author":"Grace"}', ?, ?)`,
        systemId,
        audit.at,
        audit.account.id,
      );
      db.run(
        `INSERT INTO action (id, system_id, action, outcome, type, owner_name, due_on, status, created_at, created_by, updated_at)
         VALUES ('AI-2026-0001', ?, 'Replace the lamp', 'Drift below limit', 'prevent', 'Zoe', '2026-08-01', 'open', ?, ?, ?)`,
        systemId,
        audit.at,
        audit.account.id,
        audit.at,
      );
      db.run("INSERT INTO supplier VALUES ('SUP-0001', 'Host Ltd', 1, ?, ?)", audit.at, audit.at);
      db.run(
        `INSERT INTO supplier_version VALUES ('SUP-0001', 1, '{"a":"Hosting of servers"}', ?, ?, NULL)`,
        audit.at,
        audit.account.id,
      );
    });
    expect(find('drift')).toEqual(['REF-0001', 'AI-2026-0001']);
    expect(find('abc123 grace')).toEqual(['REF-0001']);
    expect(find('drift', { kind: 'action', systemId, dueUntil: '2026-08-01' })).toEqual(['AI-2026-0001']);
    expect(find('hosting', { kind: 'supplier' })).toEqual(['SUP-0001']);
    write(vault, (db, audit) =>
      db.run(
        `UPDATE action SET status = 'done', closing_note = 'Photograph', closed_on = '2026-07-01', closed_at = ?, closed_by = ?`,
        audit.at,
        audit.account.id,
      ),
    );
    expect(find('photograph')).toEqual(['AI-2026-0001']);
    expect(find('photograph', { dueUntil: '2027-01-01' })).toEqual([]);
    expect(vault.read((db) => checkVault(db)).search).toEqual([]);
  });

  test('ranks numbers and titles, then the text; both newest first', async () => {
    const { vault, add, find } = await filled();
    add('PE-2026-0001', 'About pumps', 'pump');
    add('PE-2026-0002', 'Other', 'The pump was changed');
    add('PE-2026-0003', 'Pump two', '');
    add('PE-2026-0004', 'Pump one', '');
    add('PUMP-1', 'Other', '');
    expect(find('pump')).toEqual(['PUMP-1', 'PE-2026-0004', 'PE-2026-0003', 'PE-2026-0001', 'PE-2026-0002']);
    const [hit] = vault.read((db) => search(db, { text: 'changed', limit: 1 }).items);
    expect(hit?.snippet).toBe(`The pump was ${foundMarks.begin}changed${foundMarks.end}`);
    const [titled] = vault.read((db) => search(db, { text: 'about', limit: 1 }).items);
    expect(titled?.title).toBe(`${foundMarks.begin}About${foundMarks.end} pumps`);
  });

  test('the number that was typed comes first, then newer titles that name it', async () => {
    const { add, find } = await filled();
    add('IN-2026-0007', 'Pump', '');
    add('IN-2026-00071', 'Other', '');
    add('PM-2026-0001', 'What followed IN-2026-0007', '');
    add('PM-2026-0002', 'Other', 'See IN-2026-0007');
    const order = ['IN-2026-0007', 'PM-2026-0001', 'IN-2026-00071', 'PM-2026-0002'];
    expect(find('in-2026-0007')).toEqual(order);
    expect(find(' IN-2026-0007 ')).toEqual(order);
    expect(find('IN-2026-0007', { type: 'incident' })).toEqual([]);
    expect(find('2026-0007')).toEqual(['PM-2026-0001', 'IN-2026-00071', 'IN-2026-0007', 'PM-2026-0002']);
  });

  test('a beginning finds the same, whether few words begin so or many', async () => {
    const { vault, addAll, find } = await filled();
    const words = Array.from({ length: 60 }, (_, n) => `calib${n}`);
    addAll(words.map((word, n) => [`The text of ${word}`, `PE-2026-${String(n).padStart(4, '0')}`]));
    expect(vault.read((db) => wordsBeginning(db, 'calib5'))).toEqual([
      'calib5',
      ...Array.from({ length: 10 }, (_, n) => `calib5${n}`),
    ]);
    expect(vault.read((db) => wordsBeginning(db, 'calib'))).toBeNull();
    expect(vault.read((db) => wordsBeginning(db, 'calibr'))).toEqual([]);
    expect(find('calib')).toHaveLength(50);
    expect(vault.read((db) => countFound(db, {}, 'calib', 100))).toBe(60);
    expect(find('calib5')).toHaveLength(11);
    expect(find('of-calib5')).toHaveLength(11);
    expect(find('text-of-calib5')).toHaveLength(11);
    expect(find('calibr')).toEqual([]);
  });

  test('a beginning with an accent finds what is written so, and what is written plainly', async () => {
    const { addAll, find } = await filled();
    // Every letter of Latin-1 and Latin Extended-A, in the middle of a word of its own.
    const letters = Array.from({ length: 0x17f - 0xc0 }, (_, n) => String.fromCodePoint(0xc0 + n)).filter((one) =>
      /\p{L}/u.test(one),
    );
    addAll(letters.map((letter, n) => [`Begun q${letter}${n}xende`, `PE-2026-${String(n).padStart(4, '0')}`]));
    letters.forEach((letter, n) => {
      expect(find(`q${letter}${n}x`), letter).toContain(`PE-2026-${String(n).padStart(4, '0')}`);
      expect(find(`Q${letter.normalize('NFD')}${n}X`), letter).toContain(`PE-2026-${String(n).padStart(4, '0')}`);
    });
    expect(find('qe40xend')).toHaveLength(1);
  });

  test('pages by keyset through all ranks, each hit once', async () => {
    const { vault, add } = await filled();
    for (let n = 0; n < 9; n += 1) add(`PE-2026-000${n}`, n % 2 === 0 ? 'Pump' : 'Other', 'pump');
    const seen: string[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page = vault.read((db) => search(db, { text: 'pump', limit: 2, after }));
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toEqual([8, 6, 4, 2, 0, 7, 5, 3, 1].map((n) => `PE-2026-000${n}`));
    expect(vault.read((db) => countFound(db, {}, 'pump', 5))).toBe(5);
    expect(vault.read((db) => countFound(db, {}, 'pump', 100))).toBe(9);
  });

  test('filters by kind, type, system, state, due day and the day a record speaks of', async () => {
    const { vault, systemId, add, find } = await filled();
    add('PE-2026-0001', 'Pump', '', { periodEnd: '2026-03-31', dueOn: '2027-03-31' });
    add('IN-2026-0001', 'Pump', '', { type: 'incident', eventOn: '2026-04-02', state: 'awaiting-signatures' });
    write(vault, (db, audit) => createSystem(db, audit, { name: 'Pump', content: {}, reason: null }));
    expect(find('pump')).toHaveLength(3);
    expect(find('pump', { kind: 'system' })).toEqual(['SYS-0002']);
    expect(find('pump', { kind: 'record' })).toEqual(['IN-2026-0001', 'PE-2026-0001']);
    expect(find('pump', { type: 'incident' })).toEqual(['IN-2026-0001']);
    expect(find('pump', { type: 'inc' })).toEqual([]);
    expect(find('pump', { systemId, type: 'periodic-evaluation' })).toEqual(['PE-2026-0001']);
    expect(find('pump', { state: 'awaiting-signatures' })).toEqual(['IN-2026-0001']);
    expect(find('pump', { dueUntil: '2027-03-31' })).toEqual(['PE-2026-0001']);
    expect(find('pump', { dueUntil: '2027-03-30' })).toEqual([]);
    expect(find('pump', { from: '2026-04-01', until: '2026-04-30' })).toEqual(['IN-2026-0001']);
    write(vault, (db, audit) => updateRecord(db, audit, 'PE-2026-0001', { state: 'withdrawn', dueOn: null }));
    expect(find('pump', { state: 'withdrawn' })).toEqual(['PE-2026-0001']);
    expect(find('pump', { state: 'draft' })).toEqual([]);
    // The words of filters are no words of the text.
    expect(find('typeincident')).toEqual([]);
    expect(find('kindrecord')).toEqual([]);
    expect(find('\uE000kindrecord')).toEqual([]);
  });

  test('takes whatever is typed as text', async () => {
    const { vault, add } = await filled();
    add('PE-2026-0001', 'Pump', 'pump');
    for (const text of hostile) {
      const found = vault.read((db) => search(db, { text, limit: 10 }).items);
      expect(
        vault.read((db) => countFound(db, {}, text, 10)),
        text.slice(0, 20),
      ).toBe(found.length);
    }
  });

  test('a filter is text too', async () => {
    const { add, find } = await filled();
    add('PE-2026-0001', 'Pump', 'pump');
    expect(find('pump', { type: '") OR (title : "pump' })).toEqual([]);
    expect(find('pump', { systemId: '"' })).toEqual([]);
  });

  test('keeps at most a dozen words, and drops what no word is', () => {
    expect(searchTerms('a "b" --- c!')).toEqual(['a', '"b"', 'c!']);
    expect(searchTerms('x '.repeat(50))).toHaveLength(12);
  });
});

describe('a record under revision', () => {
  const id = 'PE-2026-0001';

  /** A record in force, of which the next revision is being written. */
  const revised = async () => {
    const one = await filled();
    const { vault, add } = one;
    add('PE-2026-0009', 'Neighbour', 'Ventil');
    add(id, 'First edition', 'Pumpe und Dichtung', { state: 'effective', dueOn: '2026-12-31', eventOn: '2026-05-01' });
    write(vault, (db, audit) => {
      const content = { identity: { values: { scope: 'Ventil und Dichtung' } } };
      const { revision } = addRevision(db, audit, { recordId: id, state: 'draft', content, reason: 'new' });
      updateRecord(db, audit, id, {
        currentRevision: revision,
        state: 'draft',
        title: 'Second edition',
        eventOn: null,
      });
    });
    const hits = (text: string, filter: SearchFilter = {}) =>
      vault.read((db) =>
        search(db, { text, limit: 50, ...filter }).items.map((hit) => [hit.kind, hit.id, hit.inForce]),
      );
    const count = (text: string, filter: SearchFilter = {}, bound = 100) =>
      vault.read((db) => countFound(db, filter, text, bound));
    return { ...one, hits, count };
  };

  test('is found by what is in force and by the draft, once; a hit of what is in force alone says so', async () => {
    const { hits, count } = await revised();
    expect(hits('ventil')).toEqual([
      ['record', id, null],
      ['record', 'PE-2026-0009', null],
    ]);
    expect(hits('pumpe')).toEqual([['record', id, 1]]);
    expect(hits('dichtung')).toEqual([['record', id, null]]);
    expect(hits('first edition')).toEqual([['record', id, 1]]);
    expect(hits('edition')).toEqual([['record', id, null]]);
    expect(hits('second')).toEqual([['record', id, null]]);
    expect(hits(id)).toEqual([['record', id, null]]);
    // Words of two revisions are not those of one.
    expect(hits('pumpe ventil')).toEqual([]);
    for (const text of ['ventil', 'pumpe', 'dichtung', 'edition', 'first', id, 'pumpe ventil', 'PE-2026'])
      expect(count(text), text).toBe(hits(text).length);
    expect(count('edition', {}, 1)).toBe(1);
  });

  test('answers filters by what is in force, and by the draft', async () => {
    const { hits, count, systemId } = await revised();
    const both = (text: string, filter: SearchFilter) => {
      expect(count(text, filter)).toBe(hits(text, filter).length);
      return hits(text, filter);
    };
    expect(both('dichtung', { state: 'effective' })).toEqual([['record', id, 1]]);
    expect(both('dichtung', { state: 'draft' })).toEqual([['record', id, null]]);
    expect(both('pumpe', { state: 'draft' })).toEqual([]);
    expect(both('pumpe', { kind: 'record', type: 'periodic-evaluation', systemId })).toEqual([['record', id, 1]]);
    expect(both('pumpe', { records: true })).toEqual([['record', id, 1]]);
    expect(both('pumpe', { kind: 'system' })).toEqual([]);
    expect(both('dichtung', { from: '2026-05-01', until: '2026-05-01' })).toEqual([['record', id, 1]]);
    expect(both('dichtung', { dueUntil: '2026-12-31' })).toEqual([['record', id, null]]);
  });

  test('pages through both, each record once', async () => {
    const { vault } = await revised();
    const seen: string[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page = vault.read((db) => search(db, { text: 'PE', limit: 1, after }));
      seen.push(...page.items.map((hit) => hit.id));
      after = page.next;
    }
    expect(seen.toSorted()).toEqual([id, 'PE-2026-0009']);
  });

  test('has one entry again once the next revision is in force, or is withdrawn', async () => {
    const { vault, hits } = await revised();
    expect(vault.read((db) => checkVault(db)).search).toEqual([]);
    write(vault, (db) => rebuildSearch(db));
    expect(hits('pumpe')).toEqual([['record', id, 1]]);
    expect(vault.read((db) => checkVault(db)).search).toEqual([]);
    write(vault, (db, audit) => updateRecord(db, audit, id, { state: 'effective' }));
    expect(hits('pumpe')).toEqual([]);
    expect(hits('ventil und')).toEqual([['record', id, null]]);
    expect(vault.read((db) => checkVault(db)).search).toEqual([]);

    const other = await revised();
    write(other.vault, (db, audit) => {
      setRevisionState(db, audit, id, 2, 'withdrawn');
      backToInForce(db, audit, id);
    });
    expect(other.hits('pumpe')).toEqual([['record', id, null]]);
    expect(other.hits('second')).toEqual([]);
    expect(other.vault.read((db) => checkVault(db)).search).toEqual([]);
  });

  test('of before the index knew it is found after the vault is brought up to date', () => {
    const t = '2026-07-01T08:00:00.000Z';
    const db = Connection.open(join(temporaryFolder(), 'vault.db'), Buffer.alloc(32, 7), 'create');
    db.transaction(() => migrate(db, migrations.slice(0, migrations.indexOf(inForceFound))));
    db.exec(`
      INSERT INTO account VALUES ('ann', 'Ann', 'ann', 'Ann A', NULL, 'active', 0, '${t}', '${t}', NULL);
      INSERT INTO system VALUES ('SYS-0001', 'LIMS', 1, '${t}', '${t}');
      INSERT INTO system_version VALUES ('SYS-0001', 1, '{}', '${t}', 'ann', NULL);
      INSERT INTO record (id, type, system_id, title, state, owner_id, current_revision, created_at, updated_at)
        VALUES ('${id}', 'periodic-evaluation', 'SYS-0001', 'First', 'effective', 'ann', 1, '${t}', '${t}');
      INSERT INTO revision (record_id, revision, state, content, edit, created_at, created_by, updated_at, updated_by)
        VALUES ('${id}', 1, 'effective', '{"a":"pumpe"}', 1, '${t}', 'ann', '${t}', 'ann'),
          ('${id}', 2, 'draft', '{"a":"ventil"}', 1, '${t}', 'ann', '${t}', 'ann');
      UPDATE record SET current_revision = 2, state = 'draft', title = 'Second';`);
    db.transaction(() => migrate(db));
    showSearchWords(db);
    const found = search(readable(db), { text: 'pumpe', limit: 9 }).items;
    expect(found).toMatchObject([{ kind: 'record', id, inForce: 1 }]);
    expect(searchFaults(readable(db))).toEqual([]);
    db.close();
  });
});

describe('the index of search', () => {
  const t = '2026-07-01T08:00:00.000Z';

  test('holds what was there before search was', () => {
    const db = Connection.open(join(temporaryFolder(), 'vault.db'), Buffer.alloc(32, 7), 'create');
    db.transaction(() => migrate(db, migrations.slice(0, 3)));
    db.exec(`
      INSERT INTO account VALUES ('ann', 'Ann', 'ann', 'Ann A', NULL, 'active', 0, '${t}', '${t}', NULL);
      INSERT INTO system VALUES ('SYS-0001', 'LIMS', 2, '${t}', '${t}');
      INSERT INTO system_version VALUES ('SYS-0001', 1, '{"a":"old words"}', '${t}', 'ann', NULL), ('SYS-0001', 2, '{"a":"new words"}', '${t}', 'ann', NULL);
      INSERT INTO record (id, type, system_id, title, state, owner_id, current_revision, created_at, updated_at)
        VALUES ('PE-2026-0007', 'periodic-evaluation', 'SYS-0001', 'Evaluation', 'draft', 'ann', 1, '${t}', '${t}');
      INSERT INTO revision (record_id, revision, state, content, edit, created_at, created_by, updated_at, updated_by)
        VALUES ('PE-2026-0007', 1, 'draft', '{"a":{"values":{"b":"calibration","c":[{"d":"certificate"}]}}}', 1, '${t}', 'ann', '${t}', 'ann');`);
    db.transaction(() => migrate(db));
    showSearchWords(db);
    const find = (text: string) => search(readable(db), { text, limit: 9 }).items.map(({ id }) => id);
    expect(find('calibration certificate')).toEqual(['PE-2026-0007']);
    expect(find('lims new')).toEqual(['SYS-0001']);
    expect(find('old')).toEqual([]);
    db.close();
  });

  test('is in step after any write, and a check says so', async () => {
    const { vault, add } = await filled();
    add('PE-2026-0001', 'Pump', 'pump');
    expect(vault.read((db) => checkVault(db)).search).toEqual([]);
  });

  test.each([
    ['an entry that is missing', "DELETE FROM search_entry WHERE id = 'PE-2026-0001'", '1 missing or out of date'],
    ['an old state', 'UPDATE revision SET content = \'{"a":"seal"}\'', '1 missing or out of date'],
    ['an entry of nothing', "UPDATE search_entry SET id = 'PE-1' WHERE kind = 'record'", '1 of nothing that is there'],
    [
      'an index without words',
      "INSERT INTO search_text (search_text) VALUES ('delete-all')",
      '2 entries and words apart',
    ],
    [
      'words without an entry',
      "INSERT INTO search_entry VALUES (99, 'record', 'X', NULL, '', NULL, NULL, '', '')",
      '1 entries and words apart',
    ],
  ])('%s is found by a check of the vault, and mended', async (_, sql, fault) => {
    const { vault, add, folder, open } = await filled();
    add('PE-2026-0001', 'Pump', 'valve');
    vault.close();
    await tamper(folder, (db) => db.exec(sql));
    const opened = await open();
    if (!opened.ok) throw new Error(opened.error.code);
    const again = opened.value;
    const check = again.read((db) => checkVault(db));
    expect(check.search).toContain(fault);
    expect(check.intact).toBe(true);
    write(again, (db) => rebuildSearch(db));
    expect(again.read((db) => checkVault(db)).search).toEqual([]);
    expect(
      again.read((db) => search(db, { text: sql.includes('seal') ? 'seal' : 'valve', limit: 5 }).items),
    ).toHaveLength(1);
  });

  test('damaged beyond reading it closes no vault, and is mended at the door', async () => {
    const { vault, add, folder, open } = await filled();
    add('PE-2026-0001', 'Pump', 'valve');
    vault.close();
    // SQLite guards the tables behind an index even from its owner; this is what a bad disk would do.
    const raw = new Database(join(folder, 'vault.db'));
    raw.pragma("cipher='sqlcipher'");
    raw.pragma('legacy=4');
    const key = Buffer.from(`x'${(await dataKeyOf(folder)).toString('hex')}'`);
    (raw as unknown as { key(key: Buffer): void }).key(key);
    raw.unsafeMode(true);
    raw.exec('DELETE FROM search_text_data WHERE id > 10');
    raw.close();
    const opened = await open();
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const again = opened.value;
    expect(again.read((db) => checkVault(db))).toMatchObject({ search: [], intact: true });
    expect(again.read((db) => search(db, { text: 'valve', limit: 5 }).items)).toHaveLength(1);
    const actions = again.read((db) =>
      auditTrail(db, { limit: 9, order: 'newest-first' }).items.map((one) => one.action),
    );
    expect(actions).toContain('search.rebuild');
  });
});
