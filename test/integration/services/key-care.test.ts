import { readdirSync } from 'node:fs';
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
} from '../../support/services.ts';
import { tamper } from '../../support/vault.ts';

let team: Staffed;

beforeAll(async () => {
  team = await staffed(await testServices());
});
afterAll(() => team.services.dispose());

const validationItem = async () => {
  const { items } = await team.services.ask('checklist.get', {});
  return items.find(({ id }) => id === 'validation');
};

describe('the version that was validated', () => {
  test('is held against the one that runs: checklist and signing say where they differ [11.10(a)]', async () => {
    const { services } = team;
    const recordId = await team.sent();
    await team.login(administrator);
    expect(await validationItem()).toMatchObject({ done: true, about: null });
    const { settings } = await services.ask('settings.list', {});
    const gate = settings.find(({ key }) => key === 'signing.gate')?.value as Record<string, object>;
    const change = async (version: string): Promise<void> => {
      await team.login(administrator);
      const value = { ...gate, validation: { ...gate['validation'], version } } as never;
      await services.ask('settings.propose', { key: 'signing.gate', value, reason: 'Another version was validated' });
      await team.login(quality);
      const view = (await services.ask('settings.list', {})).settings.find(({ key }) => key === 'signing.gate');
      const { userName, passPhrase } = quality;
      const decision = { decision: 'approved', reason: null, userName, passPhrase } as const;
      await services.ask('settings.decide', { changeId: view?.pending?.changeId ?? 0, ...decision });
    };
    const prepared = async () => {
      await team.login(evaluator);
      const { actions } = await services.ask('records.get', { recordId, revision: null });
      return services.ask('signing.prepare', { recordId, requirementId: actions.sign.requirementId ?? '' });
    };
    expect((await prepared()).unvalidated).toBeNull();
    await change('9.9.0');
    expect(await validationItem()).toMatchObject({ done: false, about: '9.9.0' });
    expect((await prepared()).unvalidated).toEqual({ running: '0.0.0-test', validated: '9.9.0' });
    await change('v0.0.0-test');
    expect((await prepared()).unvalidated).toBeNull();
  });
});

describe('the self-test of a key', () => {
  test('names a key that is not of its certificate, before anything is signed, and it is in the log [11.300(d), 11.300(e)]', async () => {
    const { services, accounts } = team;
    const recordId = await team.sent();
    await services.ask('session.logout', {});
    const name = readdirSync(services.folder, { recursive: true, encoding: 'utf8' }).find((one) =>
      one.endsWith('.vault'),
    );
    const folder = join(services.folder, name ?? '');
    const swapped = (whose: string): Promise<void> =>
      tamper(
        folder,
        (db) =>
          db.run(
            'UPDATE signing_key SET certificate_id = (SELECT id FROM certificate WHERE account_id = ?) WHERE account_id = ?',
            [accounts[whose] ?? '', accounts[evaluator.userName] ?? ''],
          ),
        administrator,
      );
    await swapped(owner.userName);
    const refused = await team.sign(recordId, evaluator);
    expect(refused).toMatchObject({ ok: false, error: { code: 'signing/not-of-certificate' } });
    expect((await services.ask('keys.mine', {})).attemptsLeft).toBe(5);
    expect((await services.ask('records.get', { recordId, revision: null })).actions.sign.requirementId).not.toBeNull();
    await team.login(quality);
    const { events } = await services.ask('logins.log', { before: null, refused: true });
    expect(events[0]).toMatchObject({
      action: 'signing.refuse',
      factor: 'key',
      userName: evaluator.userName,
      record: recordId,
    });
    expect((await services.ask('logins.alerts', {})).alerts[0]).toMatchObject({ factor: 'key' });
    await services.ask('session.logout', {});
    await swapped(evaluator.userName);
    expect((await team.sign(recordId, evaluator)).ok).toBe(true);
  });
});

describe('tries at a key', () => {
  test('are made one after the other: many at once are locked out as many in a row [11.300(d)]', async () => {
    const { services, accounts } = team;
    await team.login(quality);
    const { userName, signingPassPhrase } = quality;
    const guesses = Array.from({ length: 12 }, (_, number) => `a guess, the ${number}th of many`);
    const answers = await Promise.all(
      [...guesses, signingPassPhrase].map(async (typed) =>
        services.handlers['audit.checkpoint']({ userName, signingPassPhrase: typed, pin: null, code: null }),
      ),
    );
    const codes = answers.map((answer) => (answer.ok ? 'signed' : answer.error.code));
    expect(codes.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'signing/wrong-pass-phrase'));
    expect(new Set(codes.slice(4))).toEqual(new Set(['signing/key-locked']));
    expect((await services.ask('keys.mine', {})).state).toBe('locked');
    await team.login(administrator);
    const accountId = accounts[quality.userName] ?? '';
    await services.ask('keys.unlock', { accountId, reason: 'It was a test' });
    await team.login(quality);
    await services.ask('audit.checkpoint', { userName, signingPassPhrase });
  });
});

describe('the end of a certificate', () => {
  const ends = async () => {
    await team.login(owner);
    const { certificate } = await team.services.ask('keys.mine', {});
    const own = (await team.services.ask('work.list', {})).items.filter(({ accountId }) => accountId !== null);
    await team.login(administrator);
    const { accounts } = await team.services.ask('accounts.list', {});
    const seen = accounts.find(({ userName }) => userName === owner.userName)?.keyEnds;
    const renew = (await team.services.ask('work.list', {})).items.filter(({ kind }) => kind === 'renew-key');
    return { mine: certificate?.endsWithin, seen: seen?.within, own: own.length, renew: renew.length };
  };

  test('is foretold to its owner and to administrators, and the schedule has it, until it is renewed [11.300(b), 11.300(e)]', async () => {
    const { services } = team;
    await team.login(owner);
    const { certificate } = await services.ask('keys.mine', {});
    const end = Date.parse(certificate?.notAfter ?? '');
    const daysBefore = (days: number): void => services.clock.set(new Date(end - days * 86_400_000).toISOString());
    daysBefore(200);
    expect(await ends()).toEqual({ mine: null, seen: null, own: 0, renew: 0 });
    daysBefore(170);
    expect(await ends()).toEqual({ mine: 180, seen: 180, own: 0, renew: 0 });
    daysBefore(80);
    expect(await ends()).toEqual({ mine: 90, seen: 90, own: 1, renew: 0 });
    daysBefore(20);
    expect(await ends()).toEqual({ mine: 30, seen: 30, own: 1, renew: 3 });
    const { items } = await services.ask('schedule.list', { systemId: null, until: '2030-12-31' });
    expect(items.filter(({ kind }) => kind === 'certificate')).toHaveLength(3);
    const accountId = team.accounts[owner.userName] ?? '';
    await services.ask('keys.renew', { accountId, identityProof: 'Badge compared' });
    expect(await ends()).toEqual({ mine: null, seen: null, own: 0, renew: 2 });
  });
});
