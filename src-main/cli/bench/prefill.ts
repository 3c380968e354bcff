import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Content } from '../../domain/form.ts';
import { periodicEvaluation } from '../../domain/records/periodic-evaluation.ts';
import { pullEvaluation } from '../../services/records/pull-evaluation.ts';
import { toStored } from '../../services/stored.ts';
import { createRecord, createSystem, createVault, nextRecordId, system, type OpenVault } from '../../vault/index.ts';
import { systemContent } from '../demo/case-system.ts';
import { systemClock, version } from '../runtime.ts';
import { compare, measure, type Comparison } from './measure.ts';

const linked = 10_000;
const period = { periodStart: '2026-01-01', periodEnd: '2026-12-31' };

/** An evaluation that takes over 10,000 incidents and defects of its period. */
export const prefillBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const created = await createVault({
    clock: systemClock,
    appVersion: version,
    folder: join(folder, 'bench.vault'),
    name: 'Bench',
    organisation: 'Bench',
    administrator: { userName: 'bench', fullName: 'Bench', passPhrase: 'bench: quiet harbour lanterns' },
  });
  if (!created.ok) throw new Error(created.error.code);
  try {
    const systemId = filled(created.value);
    const pull = () =>
      created.value.read((db) => {
        const entry = system(db, systemId);
        if (!entry) throw new Error('no system');
        const content: Content = { identity: { values: { kind: 'periodic', ...period } } };
        return pullEvaluation(db, entry, content).content;
      });
    const rows = periodicEvaluation.metrics.find(({ id }) => id === 'incidents')?.compute(pull());
    if (rows !== linked / 2) throw new Error(`pulled ${String(rows)} incidents`);
    const ours = await measure('take over', 15, pull);
    return [
      compare(`prefill an evaluation from ${String(linked)} records`, ours, null, 'one question per kind of record'),
    ];
  } finally {
    created.value.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const filled = (vault: OpenVault): string =>
  vault.write(vault, (db, audit) => {
    const content = toStored(systemContent('2026-12-31'));
    const { id: systemId } = createSystem(db, audit, { name: 'LIMS', content, reason: null });
    for (let n = 0; n < linked; n += 1) {
      const [type, prefix] = n % 2 === 0 ? ['incident', 'IN'] : ['defect', 'DF'];
      createRecord(db, audit, {
        id: nextRecordId(db, prefix, 2026),
        type,
        systemId,
        title: `Record ${String(n)}`,
        state: 'draft',
        eventOn: `2026-${String(1 + (n % 12)).padStart(2, '0')}-15`,
        facts: { title: `Record ${String(n)}`, priority: 'P3', gxp: false, cause: 'software-fault', severity: 'minor' },
        ownerId: audit.account.id,
        content: {},
      });
    }
    audit.record({ action: 'record.create', subject: { type: 'system', id: systemId } });
    return systemId;
  });
