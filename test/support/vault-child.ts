/**
 * A second process for tests of the vault, run by the same Node with type stripping. Its first argument says what it
 * does; it reports on standard output, one JSON value a line, and obeys one byte on standard input.
 */
import { randomBytes } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';
import {
  addRequirements,
  appendSealed,
  createRecord,
  createSystem,
  freezeRevision,
  nextRecordId,
  openVault,
  sealedPdf,
  type OpenVault,
} from '../../src-main/vault/index.ts';

const [mode = '', folder = '', userName = '', passPhrase = '', extra = ''] = process.argv.slice(2);
const environment = {
  clock: { now: () => new Date(), zone: () => 'Europe/Berlin', steady: () => performance.now() },
  appVersion: '0.0.0-test',
  kdf: { memoryKiB: 256, iterations: 1, parallelism: 1 },
};

/** Written at once and in full: what stands on standard output happened before. */
const say = (value: unknown): void => {
  writeSync(1, `${JSON.stringify(value)}\n`);
};

/** Stands still, in the middle of a transaction if need be, until the parent sends a byte. */
const awaitByte = (): void => {
  for (;;) {
    try {
      readSync(0, Buffer.alloc(1));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
};

const opened = async (): Promise<OpenVault> => {
  const vault = await openVault({ folder, userName, passPhrase, ...environment });
  if (!vault.ok) {
    say(vault.error);
    process.exit(1);
  }
  return vault.value;
};

const modes: Record<string, () => Promise<void>> = {
  /** Takes one backup after another, until it is killed. */
  backups: async () => {
    const vault = await opened();
    say('open');
    for (let n = 1; ; n++) vault.backup(vault, `${extra}-${n}.vault`);
  },

  /** Opens, says so, and holds the vault until told to let go. */
  hold: async () => {
    const vault = await opened();
    say('open');
    awaitByte();
    vault.close();
  },

  /** Opens as somebody who may read the files and not write them. */
  'read-only': async () => {
    if (process.getuid?.() === 0) process.setuid?.(65534);
    await opened();
    say('open');
  },

  /** Writes tens of megabytes with a marker in one transaction, and stands still in the middle of it. */
  'long-write': async () => {
    const vault = await opened();
    vault.write(vault, (db, audit) => {
      const system = createSystem(db, audit, { name: extra, content: { extra }, reason: extra });
      for (let n = 0; n < 400; n += 1) {
        const id = nextRecordId(db, 'PE', 2026);
        const content = { text: extra.repeat(Math.ceil(100_000 / extra.length)) };
        const common = { id, type: extra, systemId: system.id, state: 'draft', ownerId: vault.accountId };
        createRecord(db, audit, { ...common, title: `${extra} ${n}`, content });
        audit.record({ action: 'record.create', subject: { type: 'record', id }, reason: extra });
      }
      // Sorting more than fits is what makes a database spill to temporary files.
      db.all('SELECT record_id FROM revision ORDER BY content || record_id DESC LIMIT 1');
      say('standing');
      awaitByte();
    });
    say('committed');
    awaitByte();
    vault.close();
  },

  /** Rotates the data key, and says so when it is done. */
  rekey: async () => {
    const vault = await opened();
    say({ opened: true });
    say(vault.rekey(vault));
  },

  /**
   * Writes without end: creates a record, freezes it, seals and "signs" its PDF, changes a key slot; says what is done
   * after each commit and never before.
   */
  'write-forever': async () => {
    const vault = await opened();
    say({ opened: true });
    const kim = extra;
    for (let round = 0; ; round += 1) {
      const id = vault.write(vault, (db, audit) => {
        const made = nextRecordId(db, 'PE', 2026);
        const common = { id: made, type: 'periodic-evaluation', systemId: 'SYS-0001', ownerId: vault.accountId };
        createRecord(db, audit, { ...common, title: made, state: 'draft', content: { made } });
        audit.record({ action: 'record.create', subject: { type: 'record', id: made } });
        return made;
      });
      say({ created: id });
      let pdf = Buffer.concat([Buffer.from(`%PDF-1.7 ${id}\n`), randomBytes(20_000)]);
      vault.write(vault, (db, audit) => {
        freezeRevision(db, audit, {
          recordId: id,
          revision: 1,
          state: 'awaiting-signatures',
          canonical: Buffer.from(id),
        });
        addRequirements(db, id, 1, [
          {
            id: 'author',
            ordinal: 1,
            title: 'A',
            role: 'operative',
            meaning: 'Authorship',
            accountId: vault.accountId,
          },
        ]);
        appendSealed(db, audit, { recordId: id, revision: 1, pdf, requirementId: null });
        audit.record({ action: 'record.send-for-signature', subject: { type: 'record', id } });
      });
      say({ sealed: id, parts: 1 });
      for (let parts = 2; parts <= 4; parts += 1) {
        pdf = Buffer.concat([vault.read((db) => sealedPdf(db, id, 1))?.bytes ?? pdf, randomBytes(8_000)]);
        const sha256 = vault.write(vault, (db, audit) => {
          audit.record({ action: 'record.sign', subject: { type: 'record', id }, details: { parts } });
          return appendSealed(db, audit, { recordId: id, revision: 1, pdf, requirementId: 'author' });
        });
        say({ sealed: id, parts, sha256 });
      }
      if (round % 3 === 0) {
        const phrase = `kim-${id}`;
        say({ rephrasing: phrase });
        await vault.resetSlot(vault, { accountId: kim, passPhrase: phrase, administrator: false });
        say({ rephrased: phrase });
      }
    }
  },
};

await modes[mode]?.();
