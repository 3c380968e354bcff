import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { contract, type Finding, type Input, type Output } from '../../../src-main/contract/index.ts';
import type { Content } from '../../../src-main/domain/form.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { Connection } from '../../../src-main/vault/driver.ts';
import { critical, incidentValues, type Values } from '../../support/operations.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, quality } from '../../support/services.ts';
import { dataKeyOf } from '../../support/vault.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const team = teamOfEachTest();

/** An incident that the evaluator filled in. */
const incident = async (...changes: readonly Values[]): Promise<string> => {
  await team.login(evaluator);
  const { summary } = await team.services.ask('records.create', { type: 'incident', systemId: team.systemId });
  await fill(summary.id, incidentValues, ...changes);
  return summary.id;
};

const fill = async (recordId: string, ...changes: readonly Values[]): Promise<Output<'records.saveDraft'>> => {
  const view = await team.services.ask('records.get', { recordId, revision: null });
  const content = changes.reduce<Content>(withValues, view.content as Content);
  return team.services.ask('records.saveDraft', {
    recordId,
    base: view.savedAt,
    content: content as Input<'records.saveDraft'>['content'],
  });
};

const blocking = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ severity }) => severity === 'blocking').map(({ message }) => message);

describe('finding 10: no backup, a backup on the same drive, backups that cannot be read', () => {
  test('the same volume is refused without a reason, a backup is read when taken, and a drill shows the damaged one [finding 10]', async () => {
    const place = mkdtempSync(join(tmpdir(), 'countersign-backup-'));
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    const { services } = team;
    await team.login(administrator);
    services.choose(place);
    expect(await services.refusal('backup.choosePlace', { sameVolumeReason: null })).toBe('backup/same-volume');
    const chosen = await services.ask('backup.choosePlace', {
      sameVolumeReason: 'One disk; the folder is copied away',
    });
    expect(chosen).toMatchObject({ due: true, lastTaken: null });
    const { generations } = await services.ask('backup.take', {});
    const generation = generations[0]?.id ?? '';
    const database = join(place, generation, 'vault.db');
    const drill = async () =>
      (await services.ask('backup.drill', { generation, passPhrase: administrator.passPhrase })).drills[0];
    expect(await drill()).toMatchObject({ passed: true, generation });
    const damaged = readFileSync(database);
    damaged[damaged.length - 2000] = (damaged[damaged.length - 2000] ?? 0) ^ 1;
    writeFileSync(database, damaged);
    expect(await drill()).toMatchObject({ passed: false });
    expect((await services.ask('backup.state', {})).drills).toHaveLength(2);
  });
});

describe('finding 12: records can be altered or deleted, complete copies cannot be had', () => {
  test('nothing that asks to delete exists, and the schema refuses it to whoever has the key [finding 12]', async () => {
    expect(Object.keys(contract).filter((name) => /\.(delete|purge|erase|destroy)/i.test(name))).toEqual([]);
    await team.sent();
    await team.services.ask('session.logout', {});
    const folder = vaultFolderOf(team.services.folder);
    const db = Connection.open(join(folder, 'vault.db'), await dataKeyOf(folder, administrator), 'existing');
    try {
      for (const sql of [
        'DELETE FROM record',
        'DELETE FROM revision',
        "UPDATE revision SET content = '{}'",
        'DELETE FROM sealed_part',
      ])
        expect(() => db.exec(sql), sql).toThrow(/immutable|never deleted|frozen/);
    } finally {
      db.close();
    }
  });

  test('a copy of everything holds each record, each revision and each sealed PDF [finding 12]', async () => {
    const { services } = team;
    const recordId = await team.sent();
    for (const who of [evaluator, owner, quality]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
    await team.draft();
    await team.login(quality);
    const { job } = await services.ask('exports.start', { what: { kind: 'everything' } });
    let look = job;
    while (look?.state.kind === 'running') {
      await wait(20);
      look = await services.ask('exports.look', { id: look.id });
    }
    expect(look?.state.kind).toBe('done');
    const out = join(services.folder, look?.name ?? '');
    const rows = (table: string) =>
      readFileSync(join(out, 'tables', `${table}.jsonl`), 'utf8')
        .trimEnd()
        .split('\n');
    expect(rows('record')).toHaveLength(2);
    expect(rows('revision')).toHaveLength(2);
    expect(
      readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.pdf')),
    ).toHaveLength(1);
    expect(existsSync(join(out, 'README.md')) || existsSync(join(out, 'README.txt'))).toBe(true);
  });
});

describe('finding 13: figures that nobody validated, trends that nobody draws', () => {
  test('a figure says its formula and version, leads to its records, and its inputs can be taken along [finding 13]', async () => {
    const first = await incident();
    const second = await incident({ classification: { impact: 'low', urgency: 'low' } });
    const period = { systemId: team.systemId, start: '2026-01-01', end: '2026-12-31' } as const;
    const { trends } = await team.services.ask('trends.get', { ...period, group: 'incidents' });
    for (const { formula, version } of trends) {
      expect(formula.length).toBeGreaterThan(20);
      expect(version).toBeGreaterThanOrEqual(1);
    }
    const count = trends.find(({ id }) => id === 'incident.count');
    expect(count?.total).toMatchObject({ value: 2, ids: [first, second] });
    expect(count?.series.map(({ label }) => label).length).toBeGreaterThan(1);
    const { bytes } = await team.services.ask('trends.export', { ...period, what: 'inputs' });
    const inputs = new TextDecoder().decode(bytes);
    for (const id of [first, second]) expect(inputs).toContain(`${id},incident,${team.systemId},2026-11-20`);
  });
});

describe('finding 14: entries that are blank, late or undated, or end before they began', () => {
  test('none of them is sent for signature; a late entry needs its reason [finding 14]', async () => {
    const id = await incident();
    const refused = async (...changes: readonly Values[]) =>
      blocking((await fill(id, incidentValues, ...changes)).findings);
    const before = await refused();
    const added = async (...changes: readonly Values[]) =>
      (await refused(...changes)).filter((message) => !before.includes(message));
    const time = (value: string) => `${value}+01:00[Europe/Berlin]`;
    expect(await added({ identity: { title: null } })).toEqual(['Title is missing.']);
    expect(await added({ identity: { detectedAt: null } })).toContain('Detected is missing.');
    expect((await added({ identity: { detectedAt: time('2027-01-20T06:10') } })).join(' ')).toMatch(/future/);
    expect((await added({ handling: { resolvedAt: time('2026-11-19T09:10') } })).join(' ')).toMatch(/before/);
    const late = { at: time('2026-11-20T06:10'), event: 'Reception reports', entered: null, lateReason: null };
    expect((await added({ timeline: { entries: [late] } })).join(' ')).toMatch(/late|hours/i);
    const signers = { owner: team.accounts[owner.userName] ?? '', 'system-owner': team.accounts[owner.userName] ?? '' };
    await fill(id, incidentValues, { identity: { title: null } });
    expect(await team.services.refusal('records.sendForSignature', { recordId: id, signers })).toMatch(/^records\//);
  });
});

describe('finding 15: deviations closed late, root causes uneven, the class set right afterwards', () => {
  test('the age of what is open is a figure, no critical one closes without its cause, and a change of class stays in the trail [finding 15]', async () => {
    const id = await incident(critical, { cause: { rootCause: null }, handling: { resolvedAt: null } });
    team.services.clock.set('2026-12-20T09:00:00.000Z');
    await team.login(evaluator);
    const { trends } = await team.services.ask('trends.get', {
      systemId: null,
      start: '2026-11-01',
      end: '2026-12-20',
      group: 'incidents',
    });
    const age = trends.find((one) => one.id === 'incident.open-age');
    expect(age?.series.flatMap(({ cells }) => cells).flatMap(({ ids }) => ids)).toEqual([id]);
    await fill(id, { handling: incidentValues['handling'] ?? {} });
    for (const step of ['triage', 'start', 'mitigate', 'resolve'])
      expect(await team.services.reply('records.takeStage', { recordId: id, step, reason: null }), step).toMatchObject({
        ok: true,
      });
    const saved = await fill(id, { cause: { rootCause: null } });
    expect(blocking(saved.findings)).toContain('A critical incident cannot close without its root cause.');

    await fill(id, { classification: { impact: 'medium' } });
    const { entries } = await team.services.ask('records.history', { recordId: id });
    expect(entries.flatMap(({ changes, who }) => changes.map((change) => ({ ...change, who })))).toContainEqual({
      path: 'classification.impact',
      old: 'high',
      new: 'medium',
      who: evaluator.userName,
    });
  });
});
