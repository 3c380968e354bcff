import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallName, contract } from '../../src-main/contract/index.ts';
import type { Result } from '../../src-main/domain/result.ts';
import { createRouter, type Router } from '../../src-main/shell/router.ts';
import { anything, arbitraryOf } from '../support/arbitrary.ts';
import {
  administrator,
  evaluator,
  operative,
  quality,
  staffed,
  testServices,
  type Staffed,
  type TestServices,
} from '../support/services.ts';

/**
 * Every channel between page and services, asked with what a page under foreign control could send: values of any shape, and
 * values of the right shape that are hostile within it. Promised: a value comes back, of the contract's shape or with the
 * code of a known refusal; nothing throws, nothing is signed, and the trail is whole afterwards.
 *
 * COUNTERSIGN_FUZZ_RUNS: messages a call and person (12 unless told); COUNTERSIGN_FUZZ_SEED: another seed.
 */
const runs = Number(process.env['COUNTERSIGN_FUZZ_RUNS'] ?? 12);
const seed = Number(process.env['COUNTERSIGN_FUZZ_SEED'] ?? 20_261_125);
const names = Object.keys(contract) as CallName[];

let services: TestServices;
let team: Staffed;
let router: Router;
let known: readonly string[] = [];
let recordId = '';
const faults: string[] = [];

type Who = { readonly userName: string; readonly passPhrase: string } | null;

/** Logs in; wrong pass phrases among the messages may have locked the account, which an administrator lifts. */
const logIn = async (who: Exclude<Who, null>): Promise<void> => {
  const { vaultId, accounts } = team;
  if ((await services.reply('session.login', { vaultId, userName: who.userName, passPhrase: who.passPhrase })).ok)
    return;
  services.clock.advance(24 * 60 * 60 * 1000);
  await team.login(administrator);
  const accountId = accounts[who.userName];
  if (accountId === undefined) return;
  await services.ask('accounts.unlock', { accountId, reason: 'Locked by a hostile page' });
  await team.login(who);
};

/** Brings the session back to where the round began; a message may have locked or closed it. */
const takeSeat = async (who: Who): Promise<void> => {
  const state = await services.ask('session.state', {});
  if (who === null) {
    if (state.kind !== 'closed') await services.ask('session.logout', {});
    return;
  }
  if (state.kind === 'open' && state.account.userName === who.userName) return;
  await logIn(who);
};

const judge = (name: CallName, reply: Result<unknown>): void => {
  if (reply.ok) {
    const { success, error } = contract[name].output.safeParse(reply.value);
    if (!success) throw new Error(`${name} answers what its contract does not know: ${String(error)}`);
  } else if (reply.error.code === 'internal') {
    throw new Error(`${name}: ${faults.at(-1) ?? ''}`);
  }
};

const ask = async (who: Who, name: CallName, input: unknown): Promise<void> => {
  await takeSeat(who);
  judge(name, await router({ name, input }));
};

/** What takes the pass phrases, roles or accounts of the people who ask; asked last, when nothing more is to be seen. */
const ends: ReadonlySet<CallName> = new Set<CallName>([
  'accounts.deactivate',
  'accounts.resetPassPhrase',
  'accounts.setRoles',
  'session.changePassPhrase',
]);

describe('hostile messages', () => {
  beforeAll(async () => {
    services = await testServices();
    team = await staffed(services, [operative]);
    recordId = await team.sent();
    router = createRouter(
      services.handlers,
      ({ call, text }) => void faults.push(`${call}: ${text}`),
      () => 'TEST',
    );
    await team.login(evaluator);
    const { actions } = await services.ask('records.get', { recordId, revision: null });
    const requirementId = actions.sign.requirementId ?? '';
    const { sha256 } = await services.ask('signing.prepare', { recordId, requirementId });
    known = [
      ...[recordId, requirementId, sha256, team.systemId, team.vaultId, 'periodic-evaluation', 'incident'],
      ...[...Object.keys(team.accounts), ...Object.values(team.accounts)],
      // So that what an administrator has to confirm gets past the question.
      administrator.passPhrase,
    ];
  });
  afterAll(() => services.dispose());

  it('of any shape come back as a refusal', async () => {
    await takeSeat(evaluator);
    await fc.assert(
      fc.asyncProperty(anything, async (message) => {
        const reply = await router(message);
        expect(reply.ok).toBe(false);
      }),
      { seed, numRuns: 500 },
    );
  });

  describe.each([
    ['nobody', null],
    ['an operative', operative],
    ['a validation lead', evaluator],
    ['quality assurance', quality],
    ['an administrator', administrator],
  ] as const)('of the right shape, from %s', (_words, who) => {
    it.each(names.filter((name) => !ends.has(name)))('%s', async (name) => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof({ weight: 5, arbitrary: arbitraryOf(contract[name].input, known) }, anything),
          (input) => ask(who, name, input),
        ),
        { seed, numRuns: runs },
      );
    });
  });

  it('have signed nothing and broken no trail', async () => {
    await logIn(evaluator);
    const { requirements } = await services.ask('records.get', { recordId, revision: null });
    expect(requirements.map(({ signedAt }) => signedAt)).toEqual([null, null, null]);
    await logIn(quality);
    expect(await services.ask('audit.verify', {})).toMatchObject({ outcome: 'passed', firstBad: null });
  });

  it.each([...ends])('that take a seat away: %s', async (name) => {
    await logIn(administrator);
    await fc.assert(
      fc.asyncProperty(arbitraryOf(contract[name].input, known), async (input) =>
        judge(name, await router({ name, input })),
      ),
      { seed, numRuns: runs },
    );
  });
});
