import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAccess, callNeeds } from '../../../src-main/contract/call-access.ts';
import { contract, type CallName, type Input, type Reply } from '../../../src-main/contract/index.ts';
import { duties, may, roleLabel, roles, type Role } from '../../../src-main/domain/roles.ts';
import { leaves } from '../../support/call-trail.ts';
import { sampleOf } from '../../support/sample.ts';
import {
  administrator,
  evaluator,
  operative,
  owner,
  person,
  quality,
  staffed,
  testServices,
  type Staffed,
} from '../../support/services.ts';

const technical = person('technical', 'Ada Lund', 'technical-owner');
const process = person('process', 'Bo Sand', 'process-owner');
const auditor = person('reader', 'Cleo Marsh', 'auditor');
const beginner = person('beginner', 'Dora Reed', 'operative');

const holders: Readonly<Record<Role, { readonly userName: string; readonly passPhrase: string }>> = {
  administrator,
  'validation-lead': evaluator,
  operative,
  'technical-owner': technical,
  'process-owner': process,
  'system-owner': owner,
  'quality-assurance': quality,
  auditor,
};

const calls = Object.keys(contract) as CallName[];

/** These end the session that the others are asked in. */
const ending: readonly CallName[] = ['session.lock', 'session.logout'];

/** A call's own input where the plainest one would not tell: what is one's own is asked for as one's own. */
const asked = (name: CallName, ownId: string | undefined): Input<CallName> => {
  const plain = sampleOf(contract[name].input) as Input<CallName>;
  if (name === 'enrolment.undertakingPdf') return { accountId: ownId ?? 'nobody' };
  if (name === 'keys.reportLost') return { ...plain, accountId: null } as Input<CallName>;
  if (name === 'exports.start') return { what: { kind: 'trail', format: 'csv' } } as unknown as Input<CallName>;
  return plain;
};

type Handler = (input: unknown) => Promise<Reply<CallName>>;

let team: Staffed;
const firstPassPhrase = 'first of who comes anew 57';
const replies = new Map<string, Reply<CallName>>();

/** Asks every call in the session there is as this row of the table. */
const askAll = async (row: string, ownId?: string): Promise<void> => {
  const { handlers } = team.services;
  for (const name of calls.filter((one) => !ending.includes(one)))
    replies.set(
      `${row} ${name}`,
      await (handlers[name] as Handler)(contract[name].input.parse(confirmed(row, asked(name, ownId)))),
    );
};

/** With the pass phrase of whoever asks, where the call wants it typed anew. */
const confirmed = (row: string, input: unknown): unknown =>
  typeof input === 'object' && input !== null && 'ownPassPhrase' in input && row in holders
    ? { ...input, ownPassPhrase: holders[row as Role].passPhrase }
    : input;

const createAccount = async (who: typeof auditor): Promise<string> => {
  const { userName, fullName, role } = who;
  const given = { userName, fullName, email: null, roles: [role], passPhrase: firstPassPhrase };
  return (await team.services.ask('accounts.create', given)).accountId;
};

beforeAll(async () => {
  team = await staffed(await testServices(), [operative, technical, process]);
  await team.login(administrator);
  await createAccount(auditor);
  const beginnerId = await createAccount(beginner);
  await team.login({ userName: auditor.userName, passPhrase: firstPassPhrase });
  await team.services.ask('session.changePassPhrase', { current: firstPassPhrase, next: auditor.passPhrase });
  for (const role of roles) {
    await team.login(holders[role]);
    await askAll(role, team.accounts[holders[role].userName]);
  }
  await team.login({ userName: beginner.userName, passPhrase: firstPassPhrase });
  await askAll('must-change', beginnerId);
  await team.services.ask('session.lock', {});
  await askAll('locked');
  await team.services.ask('session.logout', {});
  await askAll('nobody');
});

afterAll(() => {
  team.services.dispose();
});

/** Why the call was refused, where it was for who asks; null where it came further. */
const refusalOf = (row: string, name: CallName): string | null => {
  const reply = replies.get(`${row} ${name}`);
  if (reply === undefined) throw new Error(`${name} was not asked as ${row}`);
  if (reply.ok) return null;
  const { code, details } = reply.error;
  if (code === 'access/denied') return `${code} ${JSON.stringify(details?.['duty'])}`;
  return code.startsWith('session/') ? code : null;
};

describe('an act on accounts or keys of others', () => {
  test('asks whoever does it to type their pass phrase anew, and is refused without [11.300(d)]', async () => {
    const wanting = calls.filter(
      (name) => 'ownPassPhrase' in ((contract[name].input as { shape?: object }).shape ?? {}),
    );
    expect(wanting.toSorted()).toEqual(calls.filter((name) => callAccess(name).confirmed === true).toSorted());
    expect(wanting.length).toBeGreaterThan(8);
    const alone = await staffed(await testServices());
    const accountId = alone.accounts[quality.userName] ?? '';
    await alone.login(administrator);
    const { entries: before } = await alone.services.ask('audit.list', { before: null, subject: accountId });
    const refused = async (name: CallName, input: object) =>
      alone.services.refusal(name, {
        ...input,
        accountId,
        reason: 'A script in the page',
        ownPassPhrase: 'a guess',
      });
    expect(await refused('accounts.deactivate', {})).toBe('vault/wrong-credentials');
    expect(await refused('keys.revoke', {})).toBe('vault/wrong-credentials');
    expect(await refused('accounts.setRoles', { roles: ['administrator'] })).toBe('vault/wrong-credentials');
    const { entries: after } = await alone.services.ask('audit.list', { before: null, subject: accountId });
    expect(after).toEqual(before);
    alone.services.dispose();
  });
});

describe('an open window, or a script in it, that knows no secret', () => {
  /** Whether something is typed that nobody at an open window knows. */
  const wantsSecret = (schema: z.ZodType): boolean =>
    schema.meta()?.['secret'] === true ||
    (schema instanceof z.ZodObject && Object.values(schema.shape).some((part) => wantsSecret(part as z.ZodType)));
  const secretless = calls.filter((name) => leaves[name] !== 'nothing' && !wantsSecret(contract[name].input));

  test('does in the areas of accounts, keys, trust, settings and backup no more than is said here [11.200(a)(2)-(3), 11.300(d)]', () => {
    const areas = /^(accounts|keys|trust|authority|enrolment|settings|backup|recovery|secondFactor|logins|register)\./;
    expect(secretless.filter((name) => areas.test(name)).toSorted()).toEqual([
      // Asks somebody else, who types their pass phrase.
      'accounts.askReset',
      // In the host's own dialog, by whoever sits at the computer.
      'backup.choosePlace',
      'backup.clearLeftovers',
      'backup.state',
      'backup.take',
      'enrolment.undertakingPdf',
      // A certificate for the key that is there, which an administrator accepts by its fingerprint.
      'keys.offerCertificate',
      // One's own alerts: others who watch are shown them all the same.
      'logins.acknowledge',
      'logins.exportLog',
      'register.export',
      // Nothing is kept before a code and the pass phrase confirm it.
      'secondFactor.begin',
      // Nothing holds before somebody else approves it with their pass phrase.
      'settings.propose',
      'settings.withdraw',
      // Each list carries its issuer's signature.
      'trust.addLists',
    ]);
  });

  test('chooses no signing pass phrase in somebody’s name, reports no key lost, and takes no enrolment back [11.200(a)(2)-(3)]', async () => {
    const alone = await staffed(await testServices());
    const { services } = alone;
    const ownPassPhrase = 'a guess';
    const lostAt = '2026-01-01T00:00:00.000Z';
    const report = { lostAt, reason: 'A script in the page', ownPassPhrase };
    const accountId = alone.accounts[owner.userName] ?? '';
    await alone.login(owner);
    expect(await services.refusal('keys.reportLost', { accountId: null, ...report })).toBe('vault/wrong-credentials');
    await alone.login(administrator);
    expect(await services.refusal('keys.reportLost', { accountId, ...report })).toBe('vault/wrong-credentials');
    const enrolment = {
      accountId,
      method: 'in-person',
      documentKind: 'passport',
      verifiedOn: '2026-11-20',
      trainingReference: 'TR-0000',
      trainedOn: '2026-11-19',
      reason: 'A script in the page',
      ownPassPhrase,
    } as const;
    expect(await services.refusal('enrolment.record', enrolment)).toBe('vault/wrong-credentials');
    await alone.login(owner);
    expect((await services.ask('enrolment.mine', {}))?.missing).toEqual([]);
    expect((await services.ask('keys.mine', {})).state).toBe('active');
    await services.ask('keys.reportLost', { ...report, accountId: null, ownPassPhrase: owner.passPhrase });
    const key = { signingPassPhrase: 'chosen by a script 8842', algorithm: 'ecdsa-p256', ownPassPhrase } as const;
    expect(await services.refusal('keys.request', key)).toBe('vault/wrong-credentials');
    expect((await services.ask('keys.mine', {})).state).toBe('none');
    services.dispose();
  });
});

describe('who may make which call', () => {
  test('is said of every call, and every duty is asked for by some call', () => {
    expect(Object.keys(callNeeds).toSorted()).toEqual(calls.toSorted());
    const used = calls.flatMap((name) => [callAccess(name).needs, callAccess(name).more?.duty]);
    expect(duties.filter((duty) => !used.includes(duty))).toEqual([]);
  });

  const asking = calls.filter((name) => !ending.includes(name));
  const { anyone, session } = {
    anyone: asking.filter((name) => callAccess(name).needs === 'anyone'),
    session: asking.filter((name) => callAccess(name).needs === 'own-session'),
  };

  test.each(roles)('holds for the role %s in every cell [11.10(d), 11.10(g), A11 12.1-12.4]', (role) => {
    for (const name of asking) {
      const { needs } = callAccess(name);
      const duty = duties.find((one) => one === needs);
      const refused = duty === undefined || may([role], duty) ? null : `access/denied "${duty}"`;
      expect(refusalOf(role, name), `${name} as ${roleLabel[role]}`).toBe(refused);
    }
  });

  test('without a login, everything but what is open to anyone is refused [11.10(d)]', () => {
    for (const name of asking) {
      const open = anyone.includes(name);
      expect(refusalOf('nobody', name), name).toBe(open ? null : 'session/none');
      expect(refusalOf('locked', name), name).toBe(open ? null : 'session/locked');
    }
    expect(anyone.toSorted()).toEqual([
      'app.info',
      // Both parts of the recovery kit are what they ask for.
      'recovery.look',
      'recovery.recover',
      'session.login',
      'session.state',
      'session.touch',
      'vaults.browse',
      'vaults.create',
      'vaults.list',
      'verify.pdf',
      'verify.revision',
    ]);
  });

  test('a pass phrase that somebody else gave opens nothing but the way to one’s own [11.300(b)]', () => {
    for (const name of asking) {
      const open = anyone.includes(name) || session.includes(name);
      expect(refusalOf('must-change', name), name).toBe(open ? null : 'session/must-change-pass-phrase');
    }
  });

  test('what is not one’s own, and an export of everything, ask for more [11.10(g)]', async () => {
    const cases = [
      [
        'keys.reportLost',
        { accountId: team.accounts[owner.userName], lostAt: '2026-11-23T09:00:00.000Z', reason: 'Lost' },
      ],
      ['enrolment.undertakingPdf', { accountId: team.accounts[owner.userName] }],
      ['exports.start', { what: { kind: 'everything' } }],
    ] as const;
    expect(cases.map(([name]) => name).toSorted()).toEqual(calls.filter((name) => callAccess(name).more).toSorted());
    for (const role of roles.filter((one) => one !== 'administrator')) {
      await team.login(holders[role]);
      for (const [name, input] of cases) {
        const { needs, more } = callAccess(name);
        const wanted = duties.find((one) => one === needs);
        const missing = [wanted, more?.duty].find((duty) => duty !== undefined && !may([role], duty));
        const isOwn = role === 'system-owner' && needs === 'own';
        if (isOwn) continue;
        const reply = await team.services.reply(name, input as never);
        const refused = !reply.ok && reply.error.code === 'access/denied' ? reply.error.details?.['duty'] : undefined;
        expect(refused, `${name} as ${role}`).toBe(missing);
      }
    }
  });

  test('an administrator writes no record and signs nothing; an auditor changes nothing [11.10(g), draft 11.10]', () => {
    const writes = (role: Role, of: (name: CallName) => boolean): readonly string[] =>
      calls.filter((name) => leaves[name] === 'entry' && of(name) && refusalOf(role, name) === null).toSorted();
    const ofRecords =
      /^(records|signing|actions|links|references|repositories|access|defects|systems|suppliers|imports)\./;
    const takenOut = ['access.export', 'access.file', 'imports.savePdf', 'records.savePdf'];
    expect(writes('administrator', (name) => ofRecords.test(name))).toEqual(takenOut);
    const asking = (name: CallName): boolean => !['anyone', 'own', 'own-session'].includes(callAccess(name).needs);
    expect(writes('auditor', asking)).toEqual(
      [
        // What an auditor takes out, and what a check leaves: nothing of it changes a record, an account or a setting.
        ...takenOut,
        'audit.checkpoint',
        'audit.verify',
        'logins.exportLog',
        'register.export',
        'trends.export',
      ].toSorted(),
    );
  });

  test('is saved as one table, a line per duty and a column per role [A11 12.1-12.4]', async () => {
    await team.login(auditor);
    const { fileName, bytes } = await team.services.ask('register.matrix', {});
    expect(fileName).toBe('roles-and-duties-0.0.0-test.csv');
    const [head, ...lines] = Buffer.from(bytes).toString('utf8').trimEnd().split('\r\n');
    expect(head).toBe(`\uFEFFDuty,${roles.map((role) => roleLabel[role]).join(',')},Calls`);
    expect(lines).toHaveLength(duties.length + 3);
    expect(lines).toContainEqual(
      'Approve a change of a setting that somebody else proposed,no,no,no,no,no,no,yes,no,settings.decide',
    );
    for (const name of calls)
      expect(
        lines.filter((line) => line.includes(name)),
        name,
      ).not.toEqual([]);
  });
});
