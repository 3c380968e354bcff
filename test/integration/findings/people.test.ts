import { describe, expect, test } from 'vitest';
import type { Output } from '../../../src-main/contract/index.ts';
import { peopleSection } from '../../../src-main/services/dossier/people.ts';
import { openVault } from '../../../src-main/vault/index.ts';
import { asBytes, newReview } from '../../support/access-review.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, quality, quickKdf } from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const team = teamOfEachTest();

/** A review of a system with these accounts, held against the people of HR. */
const reviewOf = async (accounts: readonly string[], people: readonly string[]) => {
  await team.login(evaluator);
  const review = await newReview(team);
  const csv = (head: string, rows: readonly string[]) => asBytes([head, ...rows].join('\n'));
  const head = 'Login,Name,Personnel number,Department,Roles,Status,Last login,Created';
  await review.load({ kind: 'accounts', fileName: 'accounts.csv', bytes: csv(head, accounts) });
  const staff = 'Employee ID,Name,Department,Job title,Status,Left on';
  await review.load({ kind: 'roster', fileName: 'roster.csv', bytes: csv(staff, people) });
  return {
    review,
    findings: async (line: number): Promise<Output<'access.line'>['findings']> =>
      (await team.services.ask('access.line', { recordId: review.recordId, line })).findings,
  };
};

describe('finding 1: a common pass phrase, all staff under one login', () => {
  test('a key signs under one name and one phrase; a shared account of a reviewed system is pointed out [finding 1]', async () => {
    const recordId = await team.sent();
    await team.login(evaluator);
    const view = await team.services.ask('records.get', { recordId, revision: null });
    const requirementId = view.actions.sign.requirementId ?? '';
    const { sha256 } = await team.services.ask('signing.prepare', { recordId, requirementId });
    const sign = (userName: string, signingPassPhrase: string) =>
      team.services.reply('signing.sign', {
        recordId,
        requirementId,
        userName,
        signingPassPhrase,
        shown: sha256,
        comment: null,
      });
    expect(await sign(quality.userName, quality.signingPassPhrase)).toMatchObject({ ok: false });
    expect(await sign(evaluator.userName, quality.signingPassPhrase)).toMatchObject({ ok: false });
    expect(await sign(evaluator.userName, evaluator.passPhrase)).toMatchObject({ ok: false });

    const { findings } = await reviewOf(
      ['lab3,Bench 3,,QC,Analyst,active,2026-11-19,2020-02-01'],
      ['0101,Hans Müller,QC,Analyst,active,'],
    );
    expect((await findings(1)).map(({ kind }) => kind)).toContain('shared');
  });
});

describe('finding 2: everybody has every right', () => {
  test('who keeps the accounts can neither write, approve nor sign, and who signs keeps no accounts [finding 2]', async () => {
    const { services, systemId } = team;
    const recordId = await team.sent();
    await team.login(administrator);
    expect(await services.refusal('records.create', { type: 'incident', systemId })).toBe('access/denied');
    expect(
      await services.refusal('keys.request', { signingPassPhrase: 'a phrase of my own', algorithm: 'ecdsa-p256' }),
    ).toBe('access/denied');
    const view = await services.ask('records.get', { recordId, revision: null });
    expect(view.actions.sign.requirementId).toBeNull();
    for (const roles of [
      ['administrator', 'quality-assurance'],
      ['administrator', 'validation-lead'],
    ] as const)
      expect(
        await services.refusal('accounts.setRoles', {
          accountId: team.accounts[quality.userName] ?? '',
          roles: [...roles],
          reason: 'A small site',
        }),
      ).toBe('accounts/role-conflict');
    for (const who of [evaluator, owner, quality]) {
      await team.login(who);
      expect(
        await services.refusal('accounts.setRoles', {
          accountId: team.accounts[who.userName] ?? '',
          roles: ['administrator'],
          reason: 'Mine',
        }),
      ).toBe('access/denied');
    }
  });
});

describe('finding 7: a second person works under the login of the first', () => {
  test('at an open session nobody signs without the phrase of its owner, and a lock ends it [finding 7]', async () => {
    const { services } = team;
    const recordId = await team.sent();
    await team.login(evaluator);
    const { actions } = await services.ask('records.get', { recordId, revision: null });
    const requirementId = actions.sign.requirementId ?? '';
    const { sha256 } = await services.ask('signing.prepare', { recordId, requirementId });
    const at = { recordId, requirementId, shown: sha256, comment: null };
    expect(
      await services.refusal('signing.sign', {
        ...at,
        userName: quality.userName,
        signingPassPhrase: quality.signingPassPhrase,
      }),
    ).toBe('signing/wrong-user');
    expect(
      await services.refusal('signing.sign', { ...at, userName: evaluator.userName, signingPassPhrase: 'a guess' }),
    ).toBe('signing/wrong-pass-phrase');
    await services.ask('session.lock', {});
    expect(await services.refusal('records.get', { recordId, revision: null })).toBe('session/locked');
    expect(
      await services.refusal('session.login', {
        vaultId: team.vaultId,
        userName: evaluator.userName,
        passPhrase: 'a guess',
      }),
    ).toBe('vault/wrong-credentials');
  });
});

describe('finding 8: people who left or moved still have access', () => {
  test('leavers are found with the days that their account stayed open, movers with both departments [finding 8]', async () => {
    const { findings } = await reviewOf(
      [
        'gone,Petr Novak,0103,QC,Analyst,active,2026-10-01,2020-02-01',
        'moved,Karin Vogel,0107,QC,Analyst,active,2026-11-19,2020-02-01',
        'stays,Hans Müller,0101,QC,Analyst,active,2026-11-19,2020-02-01',
      ],
      [
        '0103,Petr Novak,QC,Analyst,left,2026-09-30',
        '0107,Karin Vogel,Warehouse,Clerk,active,',
        '0101,Hans Müller,QC,Analyst,active,',
      ],
    );
    expect(await findings(1)).toEqual([
      { kind: 'leaver', detail: 'Petr Novak left on 2026-09-30, 51 days before the list.' },
    ]);
    expect(await findings(2)).toMatchObject([
      { kind: 'mover', detail: expect.stringMatching(/Warehouse.*QC|QC.*Warehouse/) },
    ]);
    expect(await findings(3)).toEqual([]);
  });
});

describe('finding 9: nobody can say who has which access, and people hold more than they should', () => {
  test('the register says who held which role on a day, and who gave and took it; roles beyond the baseline are found [finding 9]', async () => {
    const { services, systemId } = team;
    const accountId = team.accounts[owner.userName] ?? '';
    await team.login(administrator);
    services.clock.set('2026-11-25T09:00:00.000Z');
    await team.login(administrator);
    await services.ask('accounts.setRoles', { accountId, roles: ['process-owner'], reason: 'Moved to production' });
    await services.ask('session.logout', {});
    const opened = await openVault({
      folder: vaultFolderOf(services.folder),
      ...administrator,
      clock: services.clock,
      appVersion: '0.0.0-test',
      kdf: quickKdf,
    });
    if (!opened.ok) throw new Error(opened.error.code);
    const on = (day: string | null) => opened.value.read((db) => peopleSection(db, services.clock.now(), day)).tables;
    const held = (day: string) =>
      on(day)
        .find(({ title }) => title.includes(day) && title.includes('end of'))
        ?.rows.find(([, userName]) => userName === owner.userName)?.[2];
    expect([held('2026-11-22'), held('2026-11-24'), held('2026-11-25')]).toEqual([
      undefined,
      'System Owner',
      'Process Owner',
    ]);
    const grants = on(null).find(({ title }) => title === 'Roles as they were given and taken')?.rows ?? [];
    expect(grants.filter(([userName]) => userName === owner.userName)).toMatchObject([
      [
        owner.userName,
        'System Owner',
        expect.stringMatching(/^2026-11-23 /),
        administrator.userName,
        expect.stringMatching(/^2026-11-25 /),
        administrator.userName,
      ],
      [owner.userName, 'Process Owner', expect.stringMatching(/^2026-11-25 /), administrator.userName, '', ''],
    ]);
    opened.value.close();

    await team.login(evaluator);
    const { rules } = await services.ask('access.rules', { systemId });
    const baseline = [{ department: 'QC', title: 'Analyst', roles: ['Analyst'] }];
    await services.ask('access.saveRules', {
      systemId,
      base: 0,
      reason: 'Role descriptions',
      rules: { ...rules, baseline },
    });
    const { findings } = await reviewOf(
      ['okafor,Ada Okafor,0102,QC,"Analyst, Result Approver",active,2026-11-19,2020-02-01'],
      ['0102,Ada Okafor,QC,Analyst,active,'],
    );
    expect(await findings(1)).toEqual([{ kind: 'mover', detail: 'Result Approver is beyond what Analyst, QC needs.' }]);
  });
});
