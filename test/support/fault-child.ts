/**
 * A process that does one kind of write on a vault and says what is done, one JSON value a line, after it is done:
 * `fault-child.ts KIND FOLDER TARGET COUNT`. What the vault refuses is said as `{fault}`, and the next step is tried.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import {
  addForeignRecord,
  createRecord,
  nextRecordId,
  openVault,
  restoreVault,
  sealedPdf,
  VaultFault,
  freezeRevision,
  appendSealed,
  type OpenVault,
} from '../../src-main/vault/index.ts';

const [kind = '', folder = '', target = '', count = '1'] = process.argv.slice(2);
const ahead = Number(process.env['CLOCK_AHEAD'] ?? 0);
const environment = {
  clock: { now: () => new Date(Date.now() + ahead), zone: () => 'Europe/Berlin', steady: () => performance.now() },
  appVersion: '0.0.0-test',
  kdf: { memoryKiB: 256, iterations: 1, parallelism: 1 },
};
const credentials = { userName: 'Ada.Admin', passPhrase: 'correct horse battery' };

const say = (value: unknown): void => {
  writeSync(1, `${JSON.stringify(value)}\n`);
};

/** Does a step, or says what stood against it. */
const step = async (work: () => unknown): Promise<void> => {
  try {
    say(await work());
  } catch (error) {
    if (!(error instanceof VaultFault)) throw error;
    say({ fault: error.code });
  }
};

const record = (vault: OpenVault): string =>
  vault.write(vault, (db, audit) => {
    const id = nextRecordId(db, 'DF', 2026);
    const common = { id, type: 'defect', systemId: 'SYS-0001', ownerId: vault.accountId, state: 'draft' };
    createRecord(db, audit, { ...common, title: id, content: { text: randomBytes(20_000).toString('hex') } });
    audit.record({ action: 'record.create', subject: { type: 'record', id } });
    return id;
  });

const kinds: Record<string, (vault: OpenVault) => Promise<void>> = {
  record: async (vault) => {
    const hoard: string[] = [];
    for (let n = 0; n < Number(count); n += 1) {
      await step(() => ({ record: record(vault) }));
      // A leak, so that memory runs out while it writes.
      if (process.env['HOARD'] !== undefined) hoard.push(randomBytes(200_000).toString('hex'));
    }
  },
  sign: async (vault) => {
    let id = '';
    await step(() => {
      id = record(vault);
      vault.write(vault, (db, audit) => {
        const canonical = Buffer.from(id);
        freezeRevision(db, audit, { recordId: id, revision: 1, state: 'awaiting-signatures', canonical });
        const pdf = Buffer.concat([Buffer.from(`%PDF-1.7 ${id}\n`), randomBytes(60_000)]);
        appendSealed(db, audit, { recordId: id, revision: 1, pdf, requirementId: null });
        audit.record({ action: 'record.send-for-signature', subject: { type: 'record', id } });
      });
      return { record: id };
    });
    if (id === '' || vault.read((db) => sealedPdf(db, id, 1)) === undefined) return;
    for (let n = 0; n < Number(count); n += 1)
      await step(() => {
        const pdf = Buffer.concat([
          vault.read((db) => sealedPdf(db, id, 1))?.bytes ?? Buffer.alloc(0),
          randomBytes(15_000),
        ]);
        const sha256 = vault.write(vault, (db, audit) => {
          audit.record({ action: 'record.sign', subject: { type: 'record', id } });
          return appendSealed(db, audit, { recordId: id, revision: 1, pdf, requirementId: null });
        });
        return { signed: id, sha256 };
      });
  },
  import: async (vault) => {
    for (let n = 0; n < Number(count); n += 1)
      await step(() => ({
        imported: vault.write(vault, (db, audit) => {
          const input = {
            vaultId: 'other',
            organisation: 'Other',
            recordId: 'PE-2026-0001',
            revision: 1,
            type: 'periodic-evaluation',
          };
          const words = {
            typeTitle: 'Evaluation',
            title: 'T',
            systemName: 'S',
            frozenAt: audit.at,
            anchors: '',
            indication: 'TOTAL-PASSED',
          };
          const bytes = { pdf: randomBytes(80_000), json: randomBytes(5_000), pages: 'reproduced' as const };
          audit.record({ action: 'import.record', subject: { type: 'record', id: 'PE-2026-0001' } });
          return addForeignRecord(db, audit, { ...input, ...words, ...bytes });
        }),
      }));
  },
  slots: async (vault) => {
    const kim =
      vault.read((db) => db.get<{ readonly id: string }>("SELECT id FROM account WHERE user_name = 'kim'"))?.id ?? '';
    for (let n = 0; n < Number(count); n += 1) {
      const passPhrase = `kim-${randomBytes(8).toString('hex')}`;
      say({ rephrasing: passPhrase });
      await step(async () => {
        const done = await vault.resetSlot(vault, { accountId: kim, passPhrase, administrator: false });
        return done.ok ? { rephrased: passPhrase } : { fault: done.error.code };
      });
    }
  },
  backup: (vault) =>
    step(() => {
      const done = vault.backup(vault, target);
      return done.ok ? { copied: target } : { fault: done.error.code };
    }),
  rekey: (vault) =>
    step(() => {
      const done = vault.rekey(vault);
      return done.ok ? { rotated: true } : { fault: done.error.code };
    }),
  migration: () => Promise.resolve(),
};

if (kind === 'restore') {
  say({ opened: true });
  const done = await restoreVault({
    backup: folder,
    folder: target,
    purpose: 'restore',
    ...credentials,
    ...environment,
  });
  say(done.ok ? { copied: target } : { fault: done.error.code });
} else {
  const opened = await openVault({ folder, ...credentials, ...environment });
  say(opened.ok ? { opened: true } : { fault: opened.error.code });
  if (opened.ok) {
    await kinds[kind]?.(opened.value);
    opened.value.close('exit');
    say({ done: true });
  }
}
