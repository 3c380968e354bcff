import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditHead, checkVault, placeOfHead, type AuditHead } from '../../src-main/vault/index.ts';
import { counted, report, tried } from '../support/fault-table.ts';
import { copyOf, filledVault, fillWith, seeded } from '../support/filled-vault.ts';
import { openAt, type TestVault } from '../support/vault.ts';

const files = ['vault.db', 'vault.db-wal', 'keyslots.json', 'vault.head'] as const;
const names = ['vault/database-damaged', 'vault/entries-missing', 'vault/slots-damaged', 'vault/newer-version'];
const ways = ['one bit is flipped', 'the end is cut off'] as const;

/** A vault as a crash leaves it, and the head of its trail: what is newest stands in the write-ahead log alone. */
const crashed = async (): Promise<{ readonly one: TestVault; readonly folder: string; readonly head: AuditHead }> => {
  const one = await filledVault(6);
  const opened = await one.open();
  if (!opened.ok) throw new Error(opened.error.code);
  fillWith(opened.value, 5, 7);
  const head = opened.value.read(auditHead);
  const folder = copyOf(one.folder, 'crashed');
  opened.value.close();
  return { one, folder, head };
};

test.each(files.flatMap((file) => ways.map((way) => [file, way] as const)))(
  '%s, of which %s: it is refused by name and left as it is, or opens with all it held [11.10(a), ALCOA enduring]',
  async (file, way) => {
    const { one, folder, head } = await crashed();
    const size = statSync(join(folder, file)).size;
    const times = tried(12);
    const refused: string[] = [];
    let whole = 0;
    for (let round = 0; round < times; round += 1) {
      const random = seeded(round * 31 + file.length);
      const copy = copyOf(folder, `${file}-${way.length}-${round}`);
      const path = join(copy, file);
      if (way === 'the end is cut off') truncateSync(path, random(size));
      else {
        const bytes = readFileSync(path);
        const at = random(size);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at);
        writeFileSync(path, bytes);
      }
      const before = files.map((name) => readFileSync(join(copy, name)));
      const opened = await openAt(copy, one.clock);
      if (!opened.ok) {
        expect(names).toContain(opened.error.code);
        refused.push(opened.error.code);
        // Damage is evidence: it is not written over. SQLite may take a sound log into the database.
        if (file !== 'vault.db')
          expect(readFileSync(path).equals(before[files.indexOf(file)] ?? Buffer.alloc(0))).toBe(true);
        continue;
      }
      expect(opened.value.read((db) => checkVault(db)).intact).toBe(true);
      const place = opened.value.read((db) => placeOfHead(db, head));
      opened.value.close();
      // The session's own entries follow the head where all is there, and would take its number where not.
      expect(place).toBe('on-chain');
      whole += 1;
    }
    report({
      fault: `${file}: ${way}`,
      promise: `refused by name${file === 'vault.db' ? '' : ', and left as it is'}; or opened with all it held`,
      tried: times,
      kept: refused.length + whole,
      seen: [refused.length === 0 ? '' : counted(refused), whole === 0 ? '' : `${whole} opened whole`]
        .filter((part) => part !== '')
        .join(', '),
      test: 'test/faults/damage.test.ts',
    });
  },
);
