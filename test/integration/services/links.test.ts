import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  administrator,
  evaluator,
  owner,
  quality,
  staffed,
  testServices,
  type Staffed,
  type TestServices,
} from '../../support/services.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;

describe('links and references', () => {
  let staff: Staffed;
  const ask: TestServices['ask'] = (name, input) => staff.services.ask(name, input);
  const refusal: TestServices['refusal'] = (name, input) => staff.services.refusal(name, input);
  let [first, second] = ['', ''];

  beforeAll(async () => {
    staff = await staffed(await testServices());
    first = await staff.draft();
    second = await staff.draft();
  });
  afterAll(() => staff.services.dispose());

  const record = (id: string) => ({ kind: 'record', id }) as const;
  const change = {
    kind: 'change',
    value: 'CHG-2026-041',
    title: 'New label printer driver',
    date: '2026-10-02',
    changeKind: 'normal',
    gxpImpact: true,
    major: false,
  } as const;

  test('a link is seen from both ends in its own words, and ends with a reason that stays readable', async () => {
    const { linkId } = await ask('links.add', { relation: 'follows', from: record(second), to: record(first) });
    const seen = async (id: string) => (await ask('links.of', record(id))).links;
    expect(await seen(second)).toMatchObject([{ words: 'follows', direction: 'out', other: { id: first }, end: null }]);
    expect(await seen(first)).toMatchObject([{ words: 'is followed by', direction: 'in', other: { id: second } }]);

    await ask('links.end', { linkId, reason: 'Meant the one before' });
    expect(await seen(first)).toMatchObject([
      { ended: { reason: 'Meant the one before', by: evaluator.fullName }, end: 'links/ended-already' },
    ]);
    expect(await refusal('links.end', { linkId, reason: 'once more' })).toBe('links/ended-already');
    for (const recordId of [first, second]) {
      const { entries } = await ask('records.history', { recordId });
      expect(entries.map((one) => one.action)).toEqual(expect.arrayContaining(['link.add', 'link.end']));
    }
  });

  test('what does not belong together is not linked', async () => {
    const from = record(first);
    expect(await refusal('links.add', { relation: 'follows', from, to: from })).toBe('links/itself');
    expect(await refusal('links.add', { relation: 'analysed-in', from, to: record(second) })).toBe(
      'links/not-joined-so',
    );
    expect(await refusal('links.add', { relation: 'mentions', from, to: record('PE-1999-0001') })).toBe(
      'links/no-such-thing',
    );
    expect(await refusal('links.add', { relation: 'raises', from, to: { kind: 'action', id: 'AI-2026-0001' } })).toBe(
      'links/no-such-thing',
    );
    const twice = { relation: 'mentions', from, to: { kind: 'system', id: staff.systemId } } as const;
    await ask('links.add', twice);
    expect(await refusal('links.add', twice)).toBe('links/there-already');
  });

  test('an administrator reads no records and links nothing [PI 041 9.5]', async () => {
    await staff.login(administrator);
    expect(await refusal('links.add', { relation: 'mentions', from: record(first), to: record(second) })).toBe(
      'access/denied',
    );
    await staff.login(evaluator);
  });

  test('a new revision breaks no link', async () => {
    const sent = await staff.sent();
    for (const who of [evaluator, owner]) await staff.sign(sent, who);
    await staff.login(evaluator);
    await ask('links.add', { relation: 'mentions', from: record(sent), to: record(first) });
    const before = await ask('links.of', record(sent));
    await staff.sign(sent, quality);
    await staff.login(evaluator);
    await ask('records.revise', { recordId: sent, reason: 'A figure was wrong' });
    const after = await ask('links.of', record(sent));
    expect(after.links.map((one) => one.id)).toEqual(expect.arrayContaining(before.links.map((one) => one.id)));
  });

  test('a change is kept once, found by its number, and withdrawn with a reason', async () => {
    const { systemId } = staff;
    const added = await ask('references.add', { systemId, reference: change });
    expect(added).toMatchObject({ id: 'REF-0001', occurredOn: '2026-10-02', change: { gxpImpact: true } });
    expect((await ask('references.add', { systemId, reference: change })).id).toBe(added.id);
    const found = await ask('links.candidates', {
      of: record(first),
      relation: 'mentions',
      direction: 'out',
      search: 'chg-2026',
    });
    expect(found.candidates).toMatchObject([{ kind: 'reference', id: added.id, type: 'change' }]);

    await ask('references.withdraw', { referenceId: added.id, reason: 'Wrong number' });
    expect(await refusal('references.withdraw', { referenceId: added.id, reason: 'again' })).toBe(
      'references/withdrawn',
    );
    const again = await ask('references.add', { systemId, reference: { ...change, date: '2026-10-03' } });
    expect(again).toMatchObject({ id: 'REF-0002', occurredOn: '2026-10-03' });
    const listed = await ask('references.list', { systemId, kind: 'change' });
    expect(listed.references.map((one) => one.id)).toEqual(['REF-0002']);
  });

  test('an address is kept and never fetched; one that is none is refused', async () => {
    const { systemId } = staff;
    const url = (value: string) => ({ systemId, reference: { kind: 'url', value, title: '' } }) as const;
    expect((await ask('references.add', url('https://git.example.org/lims/commit/1'))).value).toBe(
      'https://git.example.org/lims/commit/1',
    );
    expect(await refusal('references.add', url('file:///etc/passwd'))).toBe('references/not-an-address');
  });

  // Without git on the machine no repository can be made to look into: counted as skipped.
  test.skipIf(!hasGit)('a commit is checked in the repository that was chosen for the system', async () => {
    const { systemId } = staff;
    const { folder } = staff.services;
    const work = join(folder, 'lims');
    mkdirSync(work);
    const git = (...args: readonly string[]): string =>
      spawnSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org', ...args], {
        cwd: work,
        encoding: 'utf8',
      }).stdout.trim();
    git('init', '-q');
    writeFileSync(join(work, 'a.txt'), 'one');
    git('add', '.');
    git('commit', '-q', '-m', 'fix: round half up');
    const hash = git('rev-parse', 'HEAD');

    staff.services.choose(null);
    expect((await ask('repositories.choose', { systemId })).repository).toBeNull();
    staff.services.choose(folder);
    expect(await refusal('repositories.choose', { systemId })).toBe('references/not-a-repository');
    staff.services.choose(work);
    const { repository } = await ask('repositories.choose', { systemId });
    const repositoryId = repository?.id ?? 0;
    expect((await ask('repositories.choose', { systemId })).repository?.id).toBe(repositoryId);

    const commit = (value: string) => ({ systemId, reference: { kind: 'commit', value, repositoryId } }) as const;
    const added = await ask('references.add', commit(hash.slice(0, 8)));
    expect(added).toMatchObject({
      value: hash,
      title: 'fix: round half up',
      commit: { author: 'Ana', subject: 'fix: round half up', repository: 'lims' },
    });
    expect(await refusal('references.add', commit('0'.repeat(40)))).toBe('references/commit-missing');
    rmSync(work, { recursive: true });
    expect(await refusal('references.add', commit('1'.repeat(40)))).toBe('references/repository-missing');
    expect((await ask('references.get', { referenceId: added.id })).commit?.author).toBe('Ana');
    await ask('repositories.remove', { repositoryId, reason: 'Moved to another host' });
    expect(await refusal('references.add', commit(hash))).toBe('references/repository-unknown');
  });

  test('a walk along the links shows what hangs together, and stops at the system [ALCOA traceable]', async () => {
    const { nodes, cut } = await ask('trace.from', { ...record(first), depth: 4 });
    expect(cut).toBe(false);
    expect(nodes[0]).toMatchObject({ entity: { id: first }, depth: 0, parent: null });
    expect(nodes.map((one) => one.entity.id)).toContain(staff.systemId);
    for (const { parent, depth } of nodes.slice(1)) expect(nodes[parent ?? -1]?.depth).toBe(depth - 1);
    expect(await refusal('trace.from', { ...record('PE-1999-0001'), depth: 4 })).toBe('links/no-such-thing');
  });

  test('the matrix says of each system and type what there is and what is missing [A11 4.3]', async () => {
    const { types, systems } = await ask('coverage.get', {});
    expect(systems).toMatchObject([{ systemId: staff.systemId, status: 'live' }]);
    expect(systems[0]?.cells.map((cell) => cell.type)).toEqual(types.map((type) => type.id));
    const evaluation = systems[0]?.cells.find((cell) => cell.type === 'periodic-evaluation');
    expect(evaluation).toMatchObject({ effective: 1, drafts: 3, recordId: expect.stringContaining('PE-') as string });
  });

  test('the schedule, the systems list and the work queue say the same', async () => {
    const { items, rules } = await ask('schedule.list', { systemId: staff.systemId, until: '2030-12-31' });
    const evaluation = items.find((item) => item.kind === 'evaluation');
    const { systems } = await ask('systems.list', {});
    expect(systems[0]?.evaluationDueOn).toBe(evaluation?.dueOn);
    expect(systems[0]?.overdue).toBe(
      items.filter((item) => item.daysOverdue > 0 && item.subject.kind !== 'action').length,
    );
    const { items: work } = await ask('work.list', {});
    const days = (of: readonly { readonly dueOn: string | null }[]) => of.map((item) => item.dueOn ?? '');
    const overdue = items.filter((item) => item.daysOverdue > 0 && item.subject.kind === 'system');
    expect(new Set(days(work.filter((item) => item.kind === 'overdue')))).toEqual(new Set(days(overdue)));
    expect(rules.length).toBeGreaterThan(5);
  });

  test('the audit trail of all this holds', async () => {
    await staff.login(owner);
    expect((await ask('audit.verify', {})).outcome).toBe('passed');
  });
});
