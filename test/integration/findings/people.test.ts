import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Output } from '../../../src-main/contract/index.ts';
import { asBytes, newReview } from '../../support/access-review.ts';
import {
  administrator,
  evaluator,
  owner,
  quality,
  staffed,
  testServices,
  type Staffed,
} from '../../support/services.ts';

let team: Staffed;
beforeEach(async () => {
  team = await staffed(await testServices());
});
afterEach(() => team.services.dispose());

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
