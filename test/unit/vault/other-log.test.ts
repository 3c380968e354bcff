import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditHead, checkVault, openVault, salvageVault, type OpenVault } from '../../../src-main/vault/index.ts';
import { copyOf, filledVault, fillWith } from '../../support/filled-vault.ts';
import { administrator, quickKdf, type TestVault } from '../../support/vault.ts';

const logOf = (folder: string): string => join(folder, 'vault.db-wal');

const opened = async (one: Pick<TestVault, 'open'>): Promise<OpenVault> => {
  const vault = await one.open();
  if (!vault.ok) throw new Error(vault.error.code);
  return vault.value;
};

/** A vault that was closed in order, and a log that is not its own. */
const logs: Readonly<Record<string, () => Promise<{ readonly one: TestVault; readonly log: Buffer }>>> = {
  'an older one of its own': async () => {
    const one = await filledVault(2);
    const vault = await opened(one);
    fillWith(vault, 2, 3);
    const log = readFileSync(logOf(one.folder));
    fillWith(vault, 6, 5);
    vault.close();
    return { one, log };
  },
  'one of a copy that went its own way, further than the vault did': async () => {
    const one = await filledVault(2);
    const copy = { ...one, folder: copyOf(one.folder, 'copy') };
    const here = await opened(one);
    fillWith(here, 2, 3);
    here.close();
    const there = await openVault({ ...login(one), folder: copy.folder });
    if (!there.ok) throw new Error(there.error.code);
    fillWith(there.value, 8, 3);
    const log = readFileSync(logOf(copy.folder));
    there.value.close();
    return { one, log };
  },
  'one of another vault': async () => {
    const one = await filledVault(2);
    const other = await filledVault(2);
    const vault = await opened(other);
    fillWith(vault, 6, 3);
    const log = readFileSync(logOf(other.folder));
    vault.close();
    return { one, log };
  },
};

const login = ({ folder, clock }: TestVault) => {
  const { userName, passPhrase } = administrator;
  return { folder, userName, passPhrase, clock, appVersion: '0', kdf: quickKdf };
};

const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));

test.each(Object.keys(logs))(
  'a log that was put beside a vault, %s: refused by name, with and without the mark, for whatever reason; no byte changes and nothing is lost [11.10(a), 11.10(c)]',
  async (which) => {
    const { one, log } = (await logs[which]?.()) ?? {};
    if (one === undefined || log === undefined) throw new Error('no such log');
    const before = await opened(one);
    before.close();
    const marked = bytesOf(one.folder);
    for (const mark of [true, false])
      for (const acceptMissing of [null, 'go on']) {
        if (!mark) rmSync(join(one.folder, 'vault.head'), { force: true });
        writeFileSync(logOf(one.folder), log);
        const found = bytesOf(one.folder);
        const refused = await openVault({ ...login(one), acceptMissing });
        expect(refused).toMatchObject({ ok: false, error: { code: 'vault/log-of-other-state' } });
        expect(bytesOf(one.folder)).toEqual(found);
      }
    expect(bytesOf(one.folder)['vault.db']).toBe(marked['vault.db']);
    rmSync(logOf(one.folder));
    const again = await opened(one);
    expect(again.read((db) => checkVault(db)).intact).toBe(true);
    again.close();
  },
);

test.each(Object.keys(logs))(
  'a salvage past a log that is not the vault’s own, %s: everything of the vault is in the copy, and the log is told',
  async (which) => {
    const { one, log } = (await logs[which]?.()) ?? {};
    if (one === undefined || log === undefined) throw new Error('no such log');
    const vault = await opened(one);
    vault.close();
    const records = (of: OpenVault) => of.read((db) => db.all('SELECT id, title FROM record ORDER BY id'));
    const closed = await opened(one);
    const [held, head] = [records(closed), closed.read(auditHead)];
    closed.close();
    writeFileSync(logOf(one.folder), log);
    const out = `${one.folder}-salvaged.vault`;
    const done = await salvageVault({ ...login(one), damaged: one.folder, folder: out });
    if (!done.ok) throw new Error(done.error.code);
    expect(done.value).toMatchObject({
      complete: false,
      logLeftOut: true,
      wal: null,
      lostRowCount: 0,
      auditGaps: [],
      mark: { missingAtEnd: null, otherHistory: false },
    });
    expect(done.value.audit.head.seq).toBeGreaterThan(head.seq);
    const copy = await openVault({ ...login(one), folder: out });
    if (!copy.ok) throw new Error(copy.error.code);
    expect(records(copy.value)).toEqual(held);
    copy.value.close();
  },
);
