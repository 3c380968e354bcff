import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openVault, sealedPdf } from '../../../src-main/vault/index.ts';
import { administrator, evaluator, quality, staffed, testServices } from '../../support/services.ts';
import { administrator as ada, tamper, testVault } from '../../support/vault.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
let folder: string;
/** The vault; a copy of its files from before the record was sent; the record's PDF with one signature. */
let vault: string;
let older: string;
let pdf: string;
const inside = (name: string): string => join(folder, name);

type Who = { readonly userName: string; readonly passPhrase: string };
const countersign = (args: readonly string[], who: Who = quality) =>
  spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, COUNTERSIGN_USER: who.userName, COUNTERSIGN_PASSPHRASE: who.passPhrase },
  });
const json = <T>(args: readonly string[], who: Who = quality) => {
  const { status, stdout, stderr } = countersign([...args, '--json'], who);
  if (stdout === '') throw new Error(stderr);
  return { status, value: JSON.parse(stdout) as T };
};
interface Check {
  readonly intact: boolean;
  readonly audit: {
    readonly verified: number;
    readonly firstBad: { readonly seq: number; readonly defect: string } | null;
  };
  readonly evidence: readonly {
    readonly head: { readonly seq: number };
    readonly place: string;
    readonly trusted: boolean;
  }[];
}
const copyOf = (source: string, name: string): string => {
  cpSync(source, inside(name), { recursive: true });
  return inside(name);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-vault-cli-'));
  const services = await testServices({ folder: inside('data') });
  const staff = await staffed(services);
  vault = vaultFolderOf(inside('data'));
  older = copyOf(vault, 'older.vault');
  const recordId = await staff.sent();
  await staff.sign(recordId, evaluator);
  services.dispose();
  const opened = await openVault({
    folder: vault,
    userName: quality.userName,
    passPhrase: quality.passPhrase,
    clock: { now: () => new Date(), zone: () => 'Europe/Berlin', steady: () => performance.now() },
    appVersion: '0.0.0-test',
  });
  if (!opened.ok) throw new Error(opened.error.code);
  pdf = inside('sealed.pdf');
  writeFileSync(pdf, opened.value.read((db) => sealedPdf(db, recordId, 1))?.bytes ?? new Uint8Array());
  opened.value.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('opening a vault', () => {
  test('tells of failed logins since the last one, which it ends: the window would tell of none [11.300(d), draft 11.6-11.9]', () => {
    const copy = copyOf(older, 'guessed.vault');
    const wrong = countersign(['audit', 'verify', copy], { ...quality, passPhrase: 'a guess' });
    expect(wrong.stderr).toContain('vault/wrong-credentials');
    const told = countersign(['audit', 'verify', copy, '--json']);
    expect(told.stderr).toContain('since your last login: 1 failed logins, 0 failed signatures');
    expect(() => JSON.parse(told.stdout) as unknown).not.toThrow();
    expect(countersign(['audit', 'verify', copy]).stderr).toBe('');
  });
});

test('an older vault in place of the one that the window saw is told on the command line too, once, and recorded [11.10(a)]', () => {
  const copy = copyOf(older, 'put-back.vault');
  const memory = copyOf(inside('data'), 'data-of-the-window');
  const verify = () =>
    spawnSync(process.execPath, [cli, 'audit', 'verify', copy], {
      encoding: 'utf8',
      env: {
        ...process.env,
        COUNTERSIGN_DATA: memory,
        COUNTERSIGN_USER: quality.userName,
        COUNTERSIGN_PASSPHRASE: quality.passPhrase,
      },
    });
  expect(verify().stderr).toContain('an older state of the vault');
  expect(verify().stderr).toBe('');
  const { stdout } = countersign(['audit', 'export', copy, '--format', 'jsonl']);
  expect(stdout.match(/"action":"vault\.rolled-back"/g)).toHaveLength(1);
});

describe('vault check', () => {
  test('a sound vault passes, and agrees with a PDF in somebody else’s hands', () => {
    const { status, value } = json<Check>(['vault', 'check', vault, '--against', pdf]);
    expect(value).toMatchObject({ intact: true, evidence: [{ kind: 'sealed-pdf', place: 'on-chain', trusted: true }] });
    expect(status).toBe(0);
    const said = countersign(['vault', 'check', vault, '--against', pdf]);
    expect(said.stdout).toContain('The vault is sound.');
    expect(said.stdout).toContain(`agrees: entry ${value.evidence[0]?.head.seq ?? ''}`);
  });

  test('an older vault in its place is told by the PDF, and so is one that went another way', () => {
    const rolledBack = copyOf(older, 'rolled-back.vault');
    const first = json<Check>(['vault', 'check', rolledBack, '--against', pdf]);
    expect(first.status).toBe(1);
    expect(first.value.evidence).toMatchObject([{ place: 'rolled-back' }]);
    expect(first.value.audit.firstBad?.defect).toBe('truncated');
    // Each opening and closing adds to it, until it has an entry of the number that the PDF names.
    const seq = first.value.evidence[0]?.head.seq ?? 0;
    for (let tries = 0, reached = 0; reached < seq && tries < 20; tries += 1)
      reached = json<{ readonly verified: number }>(['audit', 'verify', rolledBack]).value.verified;
    const forked = json<Check>(['vault', 'check', rolledBack, '--against', pdf]);
    expect(forked.status).toBe(1);
    expect(forked.value).toMatchObject({
      audit: { firstBad: { seq, defect: 'contradicts-known-head' } },
      evidence: [{ place: 'forked' }],
    });
    expect(countersign(['vault', 'check', rolledBack, '--against', pdf]).stdout).toContain('CONTRADICTS');
  });

  test('an altered PDF, one of another vault and a file of something else prove nothing', async () => {
    const bytes = readFileSync(pdf);
    const inRecord = bytes.indexOf('stream', bytes.indexOf('/EmbeddedFile')) + 60;
    bytes[inRecord] = (bytes[inRecord] ?? 0) ^ 1;
    writeFileSync(inside('altered.pdf'), bytes);
    writeFileSync(inside('something.txt'), 'something');
    const other = await testVault(inside('Other.vault'));
    other.vault.close();
    for (const [file, where, who, code] of [
      ['altered.pdf', vault, quality, 'evidence/altered'],
      ['something.txt', vault, quality, 'evidence/unreadable'],
      ['not-there.pdf', vault, quality, 'evidence/unreadable'],
      [pdf, other.folder, ada, 'evidence/other-vault'],
    ] as const) {
      const said = countersign(['vault', 'check', where, '--against', file], who);
      expect(said.stderr).toContain(code);
      expect(said.status).toBe(65);
    }
  });

  test('names the first entry that was altered, and damage to the file [11.10(a)]', async () => {
    const { vault: opened, folder: place } = await testVault();
    opened.close();
    await tamper(place, (db) =>
      db.exec(`UPDATE audit_entry SET canonical = replace(canonical, 'Ada', 'Eve') WHERE seq = 2`),
    );
    const altered = json<Check>(['vault', 'check', place], ada);
    expect(altered).toMatchObject({
      status: 1,
      value: { audit: { verified: 1, firstBad: { seq: 2, defect: 'hash-mismatch' } } },
    });
    const database = join(copyOf(vault, 'damaged.vault'), 'vault.db');
    const bytes = readFileSync(database);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(database, bytes);
    const said = countersign(['vault', 'check', inside('damaged.vault')]);
    expect(said.stdout).toContain('DAMAGED');
    expect(said.status).toBe(1);
    expect(readFileSync(database).equals(bytes)).toBe(true);
  });

  test('names entries that are missing from the end, writes nothing, and goes on only by an administrator for a reason [11.10(a), 11.10(e)]', () => {
    const cut = copyOf(older, 'cut.vault');
    cpSync(join(vault, 'vault.head'), join(cut, 'vault.head'));
    const before = readFileSync(join(cut, 'vault.db'));
    const said = json<{ readonly intact: boolean; readonly error: object }>(['vault', 'check', cut], administrator);
    expect(said).toMatchObject({ status: 1, value: { intact: false, error: { code: 'vault/entries-missing' } } });
    expect(countersign(['vault', 'check', cut]).stdout).toMatch(/ends with \d+, and \d+ was written.*accept-loss/s);
    expect(readFileSync(join(cut, 'vault.db')).equals(before)).toBe(true);
    const accept = ['vault', 'accept-loss', cut, '--reason', 'no newer copy was found'];
    expect(countersign(accept.slice(0, 3), administrator).status).toBe(64);
    expect(countersign(accept)).toMatchObject({ status: 65 });
    expect(countersign(accept, administrator)).toMatchObject({ status: 0 });
    expect(json<Check>(['vault', 'check', cut])).toMatchObject({ status: 0, value: { intact: true } });
  });

  test('asks for a vault, a pass phrase and a verb', () => {
    expect(countersign(['vault', 'mend', vault]).status).toBe(64);
    expect(countersign(['vault', 'check']).status).toBe(64);
    expect(countersign(['vault', 'check', inside('none.vault')]).status).toBe(65);
    const wrong = countersign(['vault', 'check', copyOf(vault, 'guess.vault')], { ...quality, passPhrase: 'a guess' });
    expect(wrong.stderr).toContain('vault/wrong-credentials');
    expect(wrong.status).toBe(65);
  });
});

describe('vault backup and restore', () => {
  test('a backup on the same volume needs a reason, which stands in the trail; it restores to a sound vault [draft 16.3-16.6]', () => {
    const place = inside('backups');
    mkdirSync(place);
    const refused = countersign(['vault', 'backup', vault, '--to', place], administrator);
    expect(refused.stderr).toContain('backup/same-volume');
    expect(refused.status).toBe(65);
    expect(readdirSync(place)).toEqual([]);
    const reason = 'The site has no second volume';
    const args = ['vault', 'backup', vault, '--to', place, '--same-volume-reason', reason];
    expect(countersign(args, quality).stderr).toContain('access/denied');
    const taken = json<{ backup: string; head: { seq: number } }>(args, administrator);
    expect(taken.status).toBe(0);
    const trail = countersign(['audit', 'export', vault]).stdout.trimEnd().split('\n');
    expect(trail.some((line) => line.includes('"vault.backup"') && line.includes(reason))).toBe(true);

    const target = inside('restored.vault');
    const before = readFileSync(join(taken.value.backup, 'vault.db'));
    const restore = ['vault', 'restore', taken.value.backup, '--to', target];
    expect(countersign(restore).stderr).toContain('vault/not-administrator');
    expect(existsSync(target)).toBe(false);
    expect(json(restore, administrator)).toMatchObject({ status: 0, value: { head: taken.value.head } });
    expect(readFileSync(join(taken.value.backup, 'vault.db')).equals(before)).toBe(true);
    expect(json<Check>(['vault', 'check', target, '--against', pdf])).toMatchObject({
      status: 0,
      value: { intact: true },
    });
    expect(countersign(restore, administrator).stderr).toContain('vault/exists');
    writeFileSync(join(taken.value.backup, 'vault.db'), before.subarray(0, before.length - 4096));
    const cut = countersign(
      ['vault', 'restore', taken.value.backup, '--to', inside('restored-cut.vault')],
      administrator,
    );
    expect(cut.stderr).toContain('vault/database-damaged');
    expect(cut.status).toBe(65);
    expect(existsSync(inside('restored-cut.vault'))).toBe(false);
  });

  const elsewhere = '/dev/shm';
  const another = statSync(elsewhere, { throwIfNoEntry: false })?.dev;
  test.skipIf(another === undefined || another === statSync(tmpdir()).dev)(
    `a backup on another volume (${elsewhere}) needs none`,
    () => {
      const place = mkdtempSync(join(elsewhere, 'countersign-'));
      try {
        expect(countersign(['vault', 'backup', vault, '--to', place], administrator).status).toBe(0);
        expect(readdirSync(place)).toHaveLength(1);
        expect(countersign(['vault', 'backup', vault, '--to', join(place, 'none')], administrator).stderr).toContain(
          'backup/place-unreachable',
        );
      } finally {
        rmSync(place, { recursive: true });
      }
    },
  );
});

test('vault rekey is an administrator’s act, after which everybody opens the vault as before', () => {
  const place = copyOf(vault, 'rekeyed.vault');
  const first = (): Buffer => readFileSync(join(place, 'vault.db')).subarray(4096, 8192);
  const before = first();
  expect(countersign(['vault', 'rekey', place]).stderr).toContain('access/denied');
  expect(json(['vault', 'rekey', place], administrator)).toMatchObject({ status: 0, value: { rekeyed: true } });
  expect(first().equals(before)).toBe(false);
  expect(json<Check>(['vault', 'check', place, '--against', pdf])).toMatchObject({
    status: 0,
    value: { intact: true },
  });
});
