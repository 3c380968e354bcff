import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unusualActions } from '../../domain/audit-events.ts';
import {
  auditHead,
  auditTrail,
  createVault,
  verifyAuditChain,
  type AuditQuery,
  type OpenVault,
  type ReadableVault,
} from '../../vault/index.ts';
import { systemClock, version } from '../runtime.ts';
import { compare, measure, type Comparison, type Timing } from './measure.ts';

const count = 1_000_000;
const perTransaction = 10_000;
const people = 20;

/** A trail of 1,000,000 entries: recomputed, and looked through by the pages and filters of the screen. */
export const trailBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const created = await createVault({
      clock: systemClock,
      appVersion: version,
      kdf: { memoryKiB: 256, iterations: 1, parallelism: 1 },
      folder: join(folder, 'bench.vault'),
      name: 'Bench',
      organisation: 'Bench',
      administrator: { userName: 'bench', fullName: 'Bench', passPhrase: 'bench: quiet harbour lanterns' },
    });
    if (!created.ok) throw new Error(created.error.code);
    const vault = created.value;
    try {
      fill(vault);
      return [await verifying(vault, folder), ...(await pages(vault))];
    } finally {
      vault.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const kinds = ['record.save-draft', 'record.save-draft', 'session.open', 'record.sign', 'action.change'] as const;

/** One entry in fifty is unusual. */
const fill = (vault: OpenVault): void => {
  for (let done = 0; done < count; done += perTransaction)
    vault.write(vault, (_, audit) => {
      for (let n = done; n < done + perTransaction; n += 1)
        audit.record({
          action: n % 50 === 0 ? 'account.set-roles' : (kinds[n % kinds.length] ?? 'record.sign'),
          subject: { type: 'record', id: `IN-2026-${String(n % 5000).padStart(4, '0')}` },
          changes: [{ path: 'identity.scope', old: `version ${n}`, new: `version ${n + 1}` }],
          details: { revision: 1, by: n % people },
        });
    });
};

/** The peers hash the same texts: one run of SHA-256 over all of them, and Node's own SQLite loop of read and hash. */
const verifying = async (vault: OpenVault, folder: string): Promise<Comparison> => {
  const before = process.memoryUsage.rss();
  const ours = await measure(`recompute ${count} entries`, 3, () => {
    const report = vault.read((db) => verifyAuditChain(db));
    if (!report.intact) throw new Error('not intact');
  });
  const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
  const peer = await measure('read each row, createHash of its text, compare', 3, () => vault.read(plainly));
  const text = join(folder, 'texts');
  const file = openSync(text, 'w');
  vault.read((db) => {
    for (const [canonical] of db.walk('SELECT canonical FROM audit_entry ORDER BY seq'))
      writeSync(file, canonical as string);
  });
  closeSync(file);
  const also = await measure('sha256sum of the same bytes in one file', 3, () => spawnSync('sha256sum', [text]));
  const rate = Math.round(count / (ours.median / 1000));
  return {
    ...compare(
      'audit trail: verify',
      ours,
      peer,
      `${rate} entries a second, bar: at least 200000; memory grew by ${grown.toFixed(0)} MiB`,
    ),
    also,
  };
};

const plainly = (db: ReadableVault): void => {
  const { seq } = auditHead(db);
  let seen = 0;
  for (const [hash, canonical] of db.walk('SELECT hash, canonical FROM audit_entry ORDER BY seq')) {
    if (
      createHash('sha256')
        .update(canonical as string)
        .digest('hex') !== hash
    )
      throw new Error('not intact');
    seen += 1;
  }
  if (seen !== seq) throw new Error('not all');
};

const page = 100;

const questions: Readonly<Record<string, Omit<AuditQuery, 'limit'>>> = {
  'newest first': {},
  'deep in the middle': { after: JSON.stringify([count / 2]) },
  'of a record': { subjectId: 'IN-2026-0042' },
  'unusual only': { actions: unusualActions },
  'unusual only, of a record': { actions: unusualActions, subjectId: 'IN-2026-0050' },
  'of all days': { from: '2000-01-01T00:00:00.000Z', to: '2999-12-31T23:59:59.999Z' },
  'of a day long gone': { from: '2000-01-01T00:00:00.000Z', to: '2000-01-02T00:00:00.000Z' },
};

/** Each page beside the first page without a filter: what a screen waits for. */
const pages = async (vault: OpenVault): Promise<readonly Comparison[]> => {
  const timed: Timing[] = [];
  for (const [name, query] of Object.entries(questions))
    timed.push(await measure(name, 30, () => vault.read((db) => auditTrail(db, { ...query, limit: page }))));
  const [first] = timed;
  if (first === undefined) throw new Error('nothing measured');
  return timed.slice(1).map((one) => compare(`audit trail: page of ${page}, ${one.name}`, one, first, 'keyset'));
};
