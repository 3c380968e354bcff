import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signCheckpoint } from '../../../src-main/services/audit/checkpoint.ts';
import { signPdf } from '../../../src-main/pades/index.ts';
import { Connection } from '../../../src-main/vault/driver.ts';
import { entryHash } from '../../../src-main/vault/audit/entry.ts';
import { readPages, squeezed } from '../../support/documents-text.ts';
import { attachRecord } from '../../support/pades-edit.ts';
import { createTestPki, expectOk, makePdf, planFor } from '../../support/pades-files.ts';
import {
  administrator,
  evaluator,
  owner,
  quality,
  staffed,
  testServices,
  type Staffed,
  type TestServices,
} from '../../support/services.ts';
import { dataKeyOf, tamper } from '../../support/vault.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

interface File {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

let team: Staffed;
/** The vault as it was left, and what people took away from it. */
let folder: string;
let sealed: File;
let checkpoint: File & { readonly seq: number };
let copies = 0;

beforeAll(async () => {
  team = await staffed(await testServices());
  const ask: TestServices['ask'] = (name, input) => team.services.ask(name, input);
  const recordId = await team.sent();
  for (const who of [evaluator, owner, quality]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
  const pdf = await ask('records.pdf', { recordId, revision: 1 });
  sealed = { name: pdf.fileName, bytes: new Uint8Array(pdf.bytes) };
  await team.login(quality);
  const made = await ask('audit.checkpoint', {
    userName: quality.userName,
    signingPassPhrase: quality.signingPassPhrase,
  });
  checkpoint = { name: made.fileName, bytes: new Uint8Array(made.bytes), seq: made.seq };
  await ask('session.logout', {});
  folder = vaultFolderOf(team.services.folder);
});
afterAll(() => team.services.dispose());

/** A copy of the vault after an attack by somebody who has its data key; answers its handle. */
const attacked = async (work: (db: Connection) => void, guards: 'put back' | 'left out' = 'put back') => {
  const copy = join(team.services.folder, `attacked-${(copies += 1)}.vault`);
  cpSync(folder, copy, { recursive: true });
  if (guards === 'put back') await tamper(copy, work, administrator);
  else {
    const connection = Connection.open(join(copy, 'vault.db'), await dataKeyOf(copy, administrator), 'existing');
    work(connection);
    connection.close();
  }
  return team.services.offerVault(copy);
};

/** What the audit screen says of a vault, held against files. */
const verdict = async (vaultId: string, files: readonly File[] = []) => {
  const ask: TestServices['ask'] = (name, input) => team.services.ask(name, input);
  await ask('session.login', { vaultId, userName: quality.userName, passPhrase: quality.passPhrase });
  const found = await ask('audit.verify', { files: files.map(({ name, bytes }) => ({ name, bytes })) });
  await ask('session.logout', {});
  return found;
};
const judgedOf = async (vaultId: string, file: File) => (await verdict(vaultId, [file])).evidence[0];

const textOf = (db: Connection, seq: number): string =>
  (db.get('SELECT canonical FROM audit_entry WHERE seq = ?', [seq]) as { canonical: string }).canonical;

/** Changes an entry and makes the rest of the chain fit, to its end and the stored head. */
const rewriteFrom = (db: Connection, first: number): void => {
  const rows = db.all('SELECT seq, canonical FROM audit_entry WHERE seq >= ? ORDER BY seq', [first]) as {
    seq: number;
    canonical: string;
  }[];
  let previous = (db.get('SELECT hash FROM audit_entry WHERE seq = ?', [first - 1]) as { hash: string }).hash;
  for (const { seq, canonical } of rows) {
    const forged = canonical
      .replace(/"station":"/, '"station":"not-')
      .replace(/"previous":"[0-9a-f]{64}"/, `"previous":"${previous}"`);
    previous = entryHash(forged);
    db.run('UPDATE audit_entry SET canonical = ?, hash = ? WHERE seq = ?', [forged, previous, seq]);
  }
  db.run('UPDATE audit_head SET hash = ?', [previous]);
};

describe('the trail of a vault that nobody touched', () => {
  test('is whole and agrees with a sealed PDF and a checkpoint; that it was verified is an entry', async () => {
    const found = await verdict(team.vaultId, [sealed, checkpoint]);
    expect(found).toMatchObject({ outcome: 'passed', firstBad: null, guardsMissing: [] });
    expect(found.evidence.map(({ judged }) => judged)).toMatchObject([
      { kind: 'sealed-pdf', signer: evaluator.fullName, standing: 'known', proof: 'agrees' },
      { kind: 'checkpoint', signer: quality.fullName, seq: checkpoint.seq, proof: 'agrees' },
    ]);
    await team.login(quality);
    const { entries } = await team.services.ask('audit.list', { before: null, subject: null });
    expect(entries.find(({ action }) => action === 'audit.verify')).toMatchObject({ who: quality.userName });
    await team.services.ask('session.logout', {});
  });
});

describe('somebody with the data key', () => {
  test.each([
    ['UPDATE', 'UPDATE audit_entry SET hash = hash'],
    ['DELETE', 'DELETE FROM audit_entry WHERE seq = 3'],
    ['REPLACE', "REPLACE INTO audit_entry (seq, hash, canonical) VALUES (3, 'x', '{}')"],
    ['INSERT in between', "INSERT INTO audit_entry (seq, hash, canonical) VALUES (100000, 'x', '{}')"],
    ['setting the head back', 'UPDATE audit_head SET seq = 1'],
    ['deleting the head', 'DELETE FROM audit_head'],
  ])('cannot change the trail by %s while its guards stand [11.10(e), draft 17.1]', async (_, sql) => {
    const connection = Connection.open(join(folder, 'vault.db'), await dataKeyOf(folder, administrator), 'existing');
    try {
      expect(() => connection.exec(sql)).toThrow('immutable');
    } finally {
      connection.close();
    }
  });

  test('who switches recursive triggers off to REPLACE an entry is found at that entry', async () => {
    const vault = await attacked((db) => {
      db.pragma('recursive_triggers=OFF');
      const forged = textOf(db, 5).replace('"station":"', '"station":"not-');
      db.exec('DROP TRIGGER audit_entry_grows');
      db.run('REPLACE INTO audit_entry (seq, hash, canonical) VALUES (5, ?, ?)', [entryHash(forged), forged]);
    }, 'left out');
    expect(await verdict(vault)).toMatchObject({
      outcome: 'failed',
      firstBad: { seq: 6, why: 'wrong-previous' },
      guardsMissing: ['audit_entry_grows'],
    });
  });

  test('who drops a guard and changes nothing else is told by its name [draft 17.1]', async () => {
    const vault = await attacked((db) => db.exec('DROP TRIGGER audit_entry_stays'), 'left out');
    expect(await verdict(vault)).toMatchObject({
      outcome: 'failed',
      firstBad: null,
      guardsMissing: ['audit_entry_stays'],
    });
  });

  test('who rewrites a guard to forbid nothing is told by its name', async () => {
    const vault = await attacked((db) => {
      const { sql } = db.get("SELECT sql FROM sqlite_schema WHERE name = 'audit_entry_stands'", []) as { sql: string };
      db.exec('DROP TRIGGER audit_entry_stands');
      db.exec(sql.replace('BEFORE UPDATE ON audit_entry', 'BEFORE UPDATE ON audit_entry WHEN 0'));
    }, 'left out');
    expect(await verdict(vault)).toMatchObject({ outcome: 'failed', guardsMissing: ['audit_entry_stands'] });
  });

  test('who edits the schema itself (writable_schema) is told by the guard that is gone', async () => {
    const copy = join(team.services.folder, 'schema.vault');
    cpSync(folder, copy, { recursive: true });
    const raw = new Database(join(copy, 'vault.db'));
    raw.pragma("cipher='sqlcipher'");
    raw.pragma('legacy=4');
    raw.pragma(`key="x'${(await dataKeyOf(copy, administrator)).toString('hex')}'"`);
    raw.unsafeMode();
    raw.pragma('writable_schema=ON');
    raw.exec("DELETE FROM sqlite_schema WHERE name = 'audit_head_advances'");
    raw.close();
    const vault = team.services.offerVault(copy);
    expect(await verdict(vault)).toMatchObject({ outcome: 'failed', guardsMissing: ['audit_head_advances'] });
  });

  test('who puts an entry before the first one is found by its number [11.10(e)]', async () => {
    const vault = await attacked((db) => {
      const forged = textOf(db, 5).replace('"seq":5', '"seq":0');
      db.run('INSERT INTO audit_entry (seq, hash, canonical) VALUES (0, ?, ?)', [entryHash(forged), forged]);
    });
    expect(await verdict(vault)).toMatchObject({ outcome: 'failed', firstBad: { seq: 0, why: 'gap' } });
  });

  test('who lets the table say another kind of event than its entries is told by the table, which hides them from lists', async () => {
    const vault = await attacked((db) => {
      const sqlOf = (name: string) =>
        (db.get('SELECT sql FROM sqlite_schema WHERE name = ?', [name]) as { readonly sql: string }).sql;
      const names = db.all("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'audit_entry'", []) as {
        readonly name: string;
      }[];
      const indexes = names.map(({ name }) => sqlOf(name));
      const quiet = "replace(canonical ->> '$.action', 'record.sign', 'session.open')";
      const table = sqlOf('audit_entry').replace("canonical ->> '$.action'", quiet);
      db.exec(table.replace('CREATE TABLE audit_entry', 'CREATE TABLE other'));
      db.exec('INSERT INTO other (seq, hash, canonical) SELECT seq, hash, canonical FROM audit_entry');
      db.exec('DROP TABLE audit_entry; PRAGMA legacy_alter_table=ON; ALTER TABLE other RENAME TO audit_entry');
      indexes.forEach((sql) => db.exec(sql));
    });
    expect(await verdict(vault)).toMatchObject({
      outcome: 'failed',
      firstBad: null,
      guardsMissing: ['table audit_entry'],
    });
  });

  test('who adds a trigger, alters a view or adds a table is told by their names', async () => {
    const vault = await attacked((db) => {
      db.exec("CREATE TRIGGER undo AFTER INSERT ON requirement BEGIN UPDATE system SET name = name || '?'; END");
      db.exec('DROP VIEW counted_record; CREATE VIEW counted_record AS SELECT * FROM record WHERE false');
      db.exec('CREATE TABLE beside (one TEXT)');
    }, 'left out');
    expect(await verdict(vault)).toMatchObject({
      outcome: 'failed',
      guardsMissing: ['table beside (added)', 'undo (added)', 'view counted_record'],
    });
  });

  test('who rewrites the chain to its end is found by a sealed PDF and by a checkpoint, and by the vault’s own records [11.10(a)]', async () => {
    const vault = await attacked((db) => rewriteFrom(db, 4));
    const found = await verdict(vault, [sealed, checkpoint]);
    expect(found.outcome).toBe('failed');
    expect(found.firstBad?.why).toBe('contradicts-known-head');
    expect(found.evidence.map(({ judged }) => [judged?.place, judged?.proof])).toEqual([
      ['forked', 'contradicts'],
      ['forked', 'contradicts'],
    ]);
    expect((await verdict(vault)).firstBad?.why).toBe('contradicts-known-head');
  });

  test('who rewrites the chain to its end gets nobody to vouch for it: no checkpoint, no dossier, no trail as pages [11.10(a), PI 041 9.3]', async () => {
    const vaultId = await attacked((db) => rewriteFrom(db, 4));
    const { services } = team;
    await services.ask('session.login', { vaultId, userName: quality.userName, passPhrase: quality.passPhrase });
    const { userName, signingPassPhrase } = quality;
    expect(await services.refusal('audit.checkpoint', { userName, signingPassPhrase })).toBe('audit/not-intact');
    const { saved } = await services.ask('exports.dossier', { asOf: null, signing: null });
    const { job } = await services.ask('exports.start', { what: { kind: 'trail', format: 'pdf' } });
    for (let state = 'running'; state === 'running'; await new Promise((go) => setImmediate(go)))
      state = (await services.ask('exports.look', { id: job?.id ?? '' })).state.kind;
    await services.ask('session.logout', {});
    for (const name of [saved?.name, job?.name]) {
      const pages = await readPages(readFileSync(join(services.folder, name ?? '')));
      const text = squeezed(pages.flatMap((items) => items.map((item) => item.text)).join(''));
      expect(text).toContain(squeezed('ALTERED: the first bad entry is No.'));
    }
  });

  test('who cuts off the end and sets the head back is found by a checkpoint [11.10(a)]', async () => {
    const vault = await attacked((db) => {
      const end = checkpoint.seq - 2;
      db.exec(`DELETE FROM audit_entry WHERE seq > ${end}`);
      db.exec(`UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_entry WHERE seq = ${end})`);
    });
    // Entries of the login that follows may stand where the missing ones stood.
    expect(await judgedOf(vault, checkpoint)).toMatchObject({ judged: { proof: 'contradicts' } });
    expect((await verdict(vault, [checkpoint])).outcome).toBe('failed');
  });

  test('who lets two copies go on is found by what either of them signed', async () => {
    const [left, right] = [await attacked(() => undefined), await attacked(() => undefined)];
    const ask: TestServices['ask'] = (name, input) => team.services.ask(name, input);
    const signedIn = async (vaultId: string, logins: number): Promise<File> => {
      for (let times = 0; times < logins; times += 1)
        await ask('session.login', { vaultId, userName: quality.userName, passPhrase: quality.passPhrase });
      const made = await ask('audit.checkpoint', {
        userName: quality.userName,
        signingPassPhrase: quality.signingPassPhrase,
      });
      await ask('session.logout', {});
      return { name: made.fileName, bytes: new Uint8Array(made.bytes) };
    };
    const ofLeft = await signedIn(left, 2);
    const ofRight = await signedIn(right, 4);
    expect(await judgedOf(left, ofLeft)).toMatchObject({ judged: { proof: 'agrees' } });
    expect(await judgedOf(right, ofLeft)).toMatchObject({ judged: { place: 'forked', proof: 'contradicts' } });
    expect(await judgedOf(left, ofRight)).toMatchObject({ judged: { proof: 'contradicts' } });
  });
});

describe('a checkpoint', () => {
  const headOf = (): { vaultId: string; seq: number; hash: string; at: string } =>
    JSON.parse(Buffer.from(checkpoint.bytes).toString().split('\n')[0] ?? '') as never;
  const signedByOther = async (change: Partial<ReturnType<typeof headOf>>): Promise<File> => {
    const signer = await (await createTestPki()).signerFor('Mallory');
    return {
      name: 'forged.checkpoint',
      bytes: new Uint8Array(await signCheckpoint({ ...headOf(), ...change }, signer)),
    };
  };

  test('of somebody whom the vault does not know proves nothing where it agrees', async () => {
    const forged = await signedByOther({});
    expect(await judgedOf(team.vaultId, forged)).toMatchObject({
      judged: { standing: 'unknown-signer', place: 'on-chain', proof: 'proves-nothing' },
    });
    expect((await verdict(team.vaultId, [forged])).outcome).toBe('open');
  });

  test('of somebody whom the vault does not know is doubtful where it contradicts, and breaks no chain', async () => {
    const forged = await signedByOther({ hash: 'ab'.repeat(32) });
    expect(await verdict(team.vaultId, [forged])).toMatchObject({
      outcome: 'open',
      firstBad: null,
      evidence: [{ judged: { standing: 'unknown-signer', place: 'forked', proof: 'doubtful' } }],
    });
  });

  test('with another counter under the same signature is refused as altered', async () => {
    const text = Buffer.from(checkpoint.bytes)
      .toString()
      .replace(`"seq":${checkpoint.seq}`, `"seq":${checkpoint.seq - 1}`);
    expect(await judgedOf(team.vaultId, { name: 'a', bytes: new Uint8Array(Buffer.from(text)) })).toEqual({
      name: 'a',
      refused: { code: 'evidence/altered', vaultId: null },
      judged: null,
    });
  });

  test('of another vault is refused with that vault’s name', async () => {
    const other = await signedByOther({ vaultId: '5b1f1c1e-8a37-4f0c-8d1e-0f6a2b9f7a11' });
    expect((await judgedOf(team.vaultId, other))?.refused).toEqual({
      code: 'evidence/other-vault',
      vaultId: '5b1f1c1e-8a37-4f0c-8d1e-0f6a2b9f7a11',
    });
  });

  test('a PDF whose record begins with a byte order mark is judged like any other', async () => {
    const pki = await createTestPki();
    const { vaultId, seq, hash } = headOf();
    const json = JSON.stringify({ record: { id: 'PE' }, vault: { id: vaultId }, auditHead: { seq, hash } });
    const pdf = attachRecord(await makePdf({ pages: 1 }), `\uFEFF${json}`);
    const bytes = expectOk(await signPdf(pdf, planFor('Mallory'), await pki.signerFor('Mallory')));
    expect(await judgedOf(team.vaultId, { name: 'a', bytes: new Uint8Array(bytes) })).toMatchObject({
      judged: { standing: 'unknown-signer', place: 'on-chain', proof: 'proves-nothing' },
    });
  });

  test('that is none, and a PDF that is none, are refused as unreadable', async () => {
    const codes: unknown[] = [];
    for (const text of ['not a checkpoint', '%PDF-1.7 and no more']) {
      const judged = await judgedOf(team.vaultId, { name: 'a', bytes: new Uint8Array(Buffer.from(text)) });
      codes.push(judged?.refused?.code);
    }
    expect(codes).toEqual(['evidence/unreadable', 'evidence/unreadable']);
  });

  test('whose signer was revoked since proves nothing any more, whatever time it claims', async () => {
    await team.login(administrator);
    await team.services.ask('keys.revoke', {
      accountId: team.accounts[quality.userName] ?? '',
      reason: 'Laptop lost',
      cause: 'keyCompromise',
    });
    await team.services.ask('session.logout', {});
    expect(await judgedOf(team.vaultId, checkpoint)).toMatchObject({
      judged: { standing: 'revoked-signer', place: 'on-chain', proof: 'proves-nothing' },
    });
  });
});
