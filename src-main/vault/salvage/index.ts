import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Failure, type JsonValue, type Result } from '../../domain/result.ts';
import { account } from '../accounts.ts';
import { auditWriter } from '../audit/writer.ts';
import { Connection, holdFile } from '../driver.ts';
import { faulting, refusals, VaultFault, type VaultFailure } from '../failures.ts';
import { replaceFile, syncFolder, vaultFiles, type VaultFiles } from '../folder.ts';
import { readable, writable } from '../handle.ts';
import { assertPages, checkVault } from '../health.ts';
import { rotated, unrotated, wipe, writeSlotFile, type OpenedSlot, type SlotFile } from '../key-slots.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { VaultEnvironment } from '../open-vault.ts';
import { rebuildSearch } from '../search.ts';
import { saveSetting, salvagedKey } from '../settings.ts';
import { attempt, type Credentials } from '../slot-attempts.ts';
import { auditGaps, missingRows, replaceLost } from './mend.ts';
import { logGoesOn } from '../stored-trail.ts';
import { compareMark, readMark } from './mark.ts';
import { Pages } from './pages.ts';
import type { SalvageReport } from './report.ts';
import { rescue } from './rescue.ts';
import { readSlotsPastDamage } from './slots.ts';

export type { LostRow, MarkFindings, MissingRow, SalvagedTable, SalvageReport } from './report.ts';

export interface SalvageInput extends VaultEnvironment, Credentials {
  /** The damaged vault's folder. It is read and never written. */
  readonly damaged: string;
  /** Where the copy is to stand; it must not exist yet. */
  readonly folder: string;
  /** A `keyslots.json` of the same vault, from a backup, in place of the vault's own. */
  readonly slots?: string;
}

/**
 * Gets everything readable out of a damaged vault into a new one, encrypted under the same key and opened by the same
 * pass phrases: page by page, each proven by its HMAC, past pages that are damaged or missing, without SQLite and so
 * without a step that writes to the damaged files. The copy knows that it is one: it takes no new work, and its trail
 * goes on with the salvage.
 *
 * Failures: those of opening a vault; `vault/exists`; `vault/slots-damaged` where no slot is left that this account can
 * open; `vault/database-damaged` where no page is what was written under the slot's key.
 */
export const salvageVault = async (input: SalvageInput): Promise<Result<SalvageReport, Failure<VaultFailure>>> => {
  const files = vaultFiles(input.damaged);
  if (!existsSync(files.database)) return fail('vault/not-found');
  if (existsSync(input.folder)) return fail('vault/exists');
  const lock = refusals(() => ok(heldForReading(files)));
  if (!lock.ok) return lock;
  try {
    const from = input.slots ?? files.slots;
    if (!existsSync(from)) return fail('vault/slots-damaged', { cause: 'missing' });
    const slots = readSlotsPastDamage(faulting(() => readFileSync(from, 'utf8')));
    if (slots === null) return fail('vault/slots-damaged', { cause: 'nothing of it is left' });
    const { outcome } = await attempt(slots.file, input, input.clock);
    // Behind damage, a slot that is gone looks like a wrong pass phrase.
    if (!outcome.ok && (slots.sound || outcome.error.code !== 'vault/wrong-credentials')) return outcome;
    if (!outcome.ok) return fail('vault/slots-damaged', { cause: 'no slot of this name opens' });
    try {
      return refusals(() => ok(withPages(input, files, slots, outcome.value)));
    } finally {
      wipe(outcome.value);
      outcome.value.nextDataKey?.fill(0);
    }
  } finally {
    lock.value.release();
  }
};

/** What lay beside the database: the key slots, the mark of the last acknowledged entry, and a log that is not its own. */
interface Beside {
  readonly file: SlotFile;
  readonly sound: boolean;
  readonly acknowledged: ReturnType<typeof readMark>;
  readonly logLeftOut: boolean;
}

type Slots = Pick<Beside, 'file' | 'sound'>;

/** Opens the pages under whichever key of the slot they were written with: a rotation may have been under way. */
const withPages = (input: SalvageInput, files: VaultFiles, slots: Slots, opened: OpenedSlot): SalvageReport => {
  for (const key of [opened.dataKey, opened.nextDataKey]) {
    if (key === null) continue;
    const logLeftOut = !logGoesOn(files.database, key, 'past-damage');
    const pages = Pages.open(files.database, key, logLeftOut ? 'left-out' : 'past-damage');
    try {
      if (!pages.keyFits) continue;
      const kept = { ...slots, file: key === opened.dataKey ? unrotated(slots.file) : rotated(slots.file) };
      const acknowledged = readMark(files.head, key);
      return build(input, pages, key, { ...kept, acknowledged, logLeftOut }, opened.accountId);
    } finally {
      pages.close();
    }
  }
  throw new VaultFault('vault/database-damaged', 'no page of it is what was written under this key');
};

/** The new vault, made beside its place and renamed when it is whole. */
const build = (input: SalvageInput, pages: Pages, key: Buffer, slots: Beside, openerId: string): SalvageReport => {
  const building = vaultFiles(`${input.folder}.${randomUUID()}`);
  try {
    faulting(() => mkdirSync(building.folder, { recursive: true, mode: 0o700 }));
    const connection = Connection.open(building.database, key, 'create');
    let report: SalvageReport;
    try {
      report = fill(input, connection, pages, slots, openerId);
      assertPages(connection);
    } finally {
      connection.close();
    }
    faulting(() => {
      replaceFile(building.slots, writeSlotFile(slots.file));
      writeFileSync(building.lock, '', { mode: 0o600 });
      renameSync(building.folder, input.folder);
      syncFolder(dirname(input.folder));
    });
    return report;
  } finally {
    rmSync(building.folder, { recursive: true, force: true });
  }
};

const fill = (
  input: SalvageInput,
  connection: Connection,
  pages: Pages,
  slots: Beside,
  openerId: string,
): SalvageReport => {
  const schema = schemaOf(pages);
  // Outside the transaction: inside, the pragma does nothing.
  connection.exec('PRAGMA foreign_keys = OFF');
  return connection.transaction(() => {
    migrate(connection, migrations.slice(0, schema));
    const db = writable(connection);
    const triggers = connection.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", []) as readonly {
      readonly name: string;
      readonly sql: string;
    }[];
    triggers.forEach(({ name }) => connection.exec(`DROP TRIGGER "${name}"`));
    // The schema begins with a head of its own.
    connection.exec('DELETE FROM audit_head');
    const rescued = rescue(pages, connection);
    const { userName, clock, appVersion } = input;
    const moment = { now: clock.now(), zone: clock.zone(), appVersion, drift: null };
    const vaultId = slots.file.vaultId;
    const stamp = { at: moment.now.toISOString(), account: { id: openerId, userName, roles: [] } };
    const replaced = replaceLost(db, stamp, vaultId, { id: openerId, userName });
    const missing = missingRows(db);
    const gaps = auditGaps(db);
    const mark = compareMark(db, slots.acknowledged);
    triggers.forEach(({ sql }) => connection.exec(sql));
    if (schema >= searchSince) rebuildSearch(db);
    const { audit, damaged } = checkVault(readable(connection));
    const opener = account(db, openerId);
    if (opener?.status !== 'active') throw new VaultFault('vault/wrong-credentials', { attemptsLeft: 0 });
    const damagedPages = badPages(pages);
    const found = {
      folder: input.folder,
      vaultId,
      schema,
      slots: {
        from: input.slots === undefined ? 'vault' : 'given',
        sound: slots.sound,
        kept: slots.file.slots.length,
      } as const,
      pages: { total: pages.count, damaged: damagedPages },
      wal: pages.wal,
      logLeftOut: slots.logLeftOut,
      ...rescued,
      missing,
      replaced,
      auditGaps: gaps,
      mark,
      audit,
      damaged,
    };
    const complete = isComplete(found);
    const head = auditWriter(db, opener, moment).record({
      action: 'vault.salvage',
      subject: { type: 'vault', id: vaultId },
      details: {
        from: input.damaged,
        complete,
        damagedPages: damagedPages.length,
        rows: rescued.tables.reduce((sum, { rows }) => sum + rows, 0),
        lostRows: rescued.lostRowCount,
        missing: missing.length,
        auditGaps: gaps.map((gap) => [...gap]),
        missingAtEnd: mark.missingAtEnd === null ? null : [...mark.missingAtEnd],
        otherHistory: mark.otherHistory,
        replaced: [...replaced],
      },
    });
    const report: SalvageReport = { ...found, complete, head };
    saveSetting(db, stamp, salvagedKey, {
      at: stamp.at,
      by: opener.userName,
      report: JSON.parse(JSON.stringify(report)) as JsonValue,
    });
    return report;
  });
};

type Found = Omit<SalvageReport, 'complete' | 'head'>;

const isComplete = ({
  pages,
  wal,
  lostRowCount,
  unplacedPages,
  missing,
  replaced,
  mark,
  audit,
  damaged,
  logLeftOut,
}: Found): boolean =>
  pages.damaged.length + lostRowCount + unplacedPages.length + missing.length + replaced.length + damaged.length ===
    0 &&
  (wal?.damaged.length ?? 0) === 0 &&
  !logLeftOut &&
  mark.missingAtEnd === null &&
  !mark.otherHistory &&
  audit.intact;

const badPages = (pages: Pages): readonly number[] => {
  const bad: number[] = [];
  for (let number = 1; number <= pages.count; number += 1) if (pages.read(number) === null) bad.push(number);
  return bad;
};

/** The migration that brought search. */
const searchSince = 4;

/** The schema that the pages are of: as their head says, else the one of today, in which rows of earlier ones find their place. */
const schemaOf = (pages: Pages): number => {
  const stated = pages.read(1)?.readUInt32BE(60) ?? migrations.length;
  if (stated > migrations.length)
    throw new VaultFault('vault/newer-version', { found: stated, supported: migrations.length });
  if (stated === 0) throw new VaultFault('vault/database-damaged', 'empty');
  return stated;
};

/** Keeps others out while the files are read. On a medium that cannot be written nobody else writes either. */
const heldForReading = (files: VaultFiles): { release(): void } => {
  if (!existsSync(files.lock)) return { release: () => undefined };
  try {
    const lock = holdFile(files.lock);
    if (lock === null) throw new VaultFault('vault/in-use', 'another process');
    return lock;
  } catch (error) {
    if (error instanceof VaultFault && error.code !== 'vault/in-use') return { release: () => undefined };
    throw error;
  }
};
