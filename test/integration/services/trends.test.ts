import { describe, expect, test } from 'vitest';
import { auditTrail, createRecord, openVault, type NewRecord } from '../../../src-main/vault/index.ts';
import type { RevisionDocument } from '../../../src-main/domain/revision-document.ts';
import { frozenJson } from '../../../src-main/vault/index.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, quickKdf, signersOf } from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const team = teamOfEachTest();

/** Opens the vault past the services, as another program would while they are closed. */
const direct = async <T>(work: (vault: Awaited<ReturnType<typeof opened>>) => T): Promise<T> => {
  await team.services.ask('session.logout', {});
  const vault = await opened();
  try {
    return work(vault);
  } finally {
    vault.close();
  }
};

const opened = async () => {
  const reply = await openVault({
    folder: vaultFolderOf(team.services.folder),
    userName: administrator.userName,
    passPhrase: administrator.passPhrase,
    clock: team.services.clock,
    appVersion: '0.0.0-test',
    kdf: quickKdf,
  });
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value;
};

const incident = (id: string, eventOn: string, facts: NewRecord['facts'], state = 'draft'): NewRecord => ({
  id,
  type: 'incident',
  systemId: team.systemId,
  title: '=HYPERLINK("x")',
  state,
  ownerId: team.accounts['evaluator'] ?? '',
  eventOn,
  facts: facts ?? {},
  content: {},
});

const addIncidents = (): Promise<void> =>
  direct((vault) =>
    vault.write(vault, (db, audit) => {
      audit.record({ action: 'record.save-draft', subject: { type: 'note', id: 'x' } });
      createRecord(
        db,
        audit,
        incident('IN-2026-0001', '2026-02-03', {
          priority: 'P1',
          cause: '=cmd',
          detectedAt: '2026-02-03T08:00:00Z',
          resolvedAt: '2026-02-03T10:00:00Z',
        }),
      );
      createRecord(
        db,
        audit,
        incident('IN-2026-0002', '2026-02-04', { priority: 'P2', detectedAt: '2026-02-04T08:00:00Z' }),
      );
      createRecord(db, audit, incident('IN-2026-0003', '2026-02-04', { priority: 'P2' }, 'withdrawn'));
    }),
  );

const asked = { systemId: null, start: '2026-01-01', end: '2026-03-31' } as const;

describe('trends', () => {
  test('are computed from the facts of records, of one system or of all', async () => {
    await addIncidents();
    await team.login(evaluator);
    const { trends } = await team.services.ask('trends.get', { ...asked, group: 'incidents' });
    const count = trends.find(({ id }) => id === 'incident.count');
    expect(count?.total).toEqual({ value: 2, ids: ['IN-2026-0001', 'IN-2026-0002'], counted: null });
    expect(trends.find(({ id }) => id === 'incident.mttr')?.total.value).toBe(2);
    const other = await team.services.ask('trends.get', { ...asked, systemId: 'SYS-9999', group: 'incidents' });
    expect(other.trends[0]?.total.value).toBe(0);
  });

  test('a period that is none, or too long, is refused', async () => {
    await team.login(evaluator);
    const refusal = (start: string, end: string) =>
      team.services.refusal('trends.get', { systemId: null, start, end, group: 'defects' });
    expect(await refusal('2026-03-02', '2026-03-01')).toBe('trends/period');
    expect(await refusal('2000-01-01', '2026-03-01')).toBe('trends/period');
  });

  test('leave as CSV with their data, without formulas that run, and the trail says so', async () => {
    await addIncidents();
    await team.login(evaluator);
    const figures = await team.services.ask('trends.export', { ...asked, what: 'figures' });
    expect(figures.fileName).toBe('trends-figures-all-systems-2026-01-01-2026-03-31.csv');
    const text = new TextDecoder().decode(figures.bytes);
    expect(text).toContain('incident.mttr,1,Mean time to resolve (MTTR),h,');
    expect(text).toContain(',total,,2,IN-2026-0001,');
    const inputs = new TextDecoder().decode(
      (await team.services.ask('trends.export', { ...asked, what: 'inputs' })).bytes,
    );
    expect(inputs).toContain('IN-2026-0001,incident,SYS-0001,2026-02-03,draft,,,,priority,P1');
    expect(inputs).toContain(`,cause,"'=cmd"`);
    expect(inputs).not.toContain('IN-2026-0003');
    const trail = await direct((vault) =>
      vault.read((db) =>
        auditTrail(db, { actions: ['trends.export'], order: 'oldest-first', limit: 9 }).items.map(
          ({ details }) => details,
        ),
      ),
    );
    expect(trail).toEqual([
      { what: 'figures', start: '2026-01-01', end: '2026-03-31', records: 2 },
      { what: 'inputs', start: '2026-01-01', end: '2026-03-31', records: 2 },
    ]);
  });

  test('of its period stand frozen in an evaluation, and in its PDF [A11 11]', async () => {
    await team.login(evaluator);
    const recordId = await team.draft();
    const { content } = await team.services.ask('records.get', { recordId, revision: null });
    const day = content['identity']?.values['periodEnd'];
    if (typeof day !== 'string') throw new Error('no period');
    await direct((vault) =>
      vault.write(vault, (db, audit) => {
        audit.record({ action: 'record.save-draft', subject: { type: 'note', id: 'x' } });
        createRecord(
          db,
          audit,
          incident('IN-2026-0001', day, { priority: 'P1', gxp: false, detectedAt: `${day}T08:00:00Z` }),
        );
      }),
    );
    await team.login(evaluator);
    await team.services.ask('records.sendForSignature', { recordId, signers: signersOf(team.accounts) });
    const json = await direct((vault) => vault.read((db) => frozenJson(db, recordId, 1)));
    const document = JSON.parse(new TextDecoder().decode(json)) as RevisionDocument;
    expect(document.trends?.map(({ id }) => id)).toContain('incident.count');
    expect(document.trends?.[0]?.total).toEqual({ value: 1, ids: ['IN-2026-0001'], counted: null });
    expect(document.trends?.map(({ id }) => id)).not.toContain('defect.open');
  });
});
