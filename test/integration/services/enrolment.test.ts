import { beforeEach, describe, expect, test } from 'vitest';
import type { Asked } from '../../support/own-pass-phrase.ts';
import type { Input, SettingValue } from '../../../src-main/contract/index.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import type { Role } from '../../../src-main/domain/roles.ts';
import {
  addPerson,
  administrator,
  evaluator,
  owner,
  person,
  quality,
  type TestPerson,
} from '../../support/services.ts';

const newcomer = person('new.lead', 'Nadia Lehmann', 'validation-lead');

const team = teamOfEachTest();
let accountId: string;

beforeEach(async () => {
  accountId = await withKey(newcomer);
});

/** Somebody with an approved key, of whom nothing else is on record. */
const withKey = async (one: TestPerson): Promise<string> => {
  const { services, vaultId } = team;
  const first = `initial ${one.passPhrase}`;
  await team.login(administrator);
  const added = await services.ask('accounts.create', {
    userName: one.userName,
    fullName: one.fullName,
    email: null,
    roles: [one.role],
    passPhrase: first,
  });
  await services.ask('session.login', { vaultId, userName: one.userName, passPhrase: first });
  await services.ask('session.changePassPhrase', { current: first, next: one.passPhrase });
  await services.ask('keys.request', { signingPassPhrase: one.signingPassPhrase, algorithm: 'ecdsa-p256' });
  await team.login(administrator);
  await services.ask('keys.approve', { accountId: added.accountId, identityProof: 'Identity card seen' });
  return added.accountId;
};

const record = (change: Partial<Input<'enrolment.record'>> = {}): Asked<'enrolment.record'> => ({
  accountId,
  method: 'in-person',
  documentKind: 'passport',
  verifiedOn: '2026-11-20',
  trainingReference: 'TR-2231',
  trainedOn: '2026-11-19',
  ...change,
});

const recorded = async (): Promise<void> => {
  await team.login(administrator);
  await team.services.ask('enrolment.record', record());
};

const undertaken = async (): Promise<void> => {
  await team.login(newcomer);
  const { sha256 } = await team.services.ask('enrolment.prepareUndertaking', {});
  const { userName, signingPassPhrase } = newcomer;
  await team.services.ask('enrolment.signUndertaking', { userName, signingPassPhrase, shown: sha256 });
};

const approval = ({ userName, passPhrase }: Pick<TestPerson, 'userName' | 'passPhrase'>) => ({
  accountId,
  userName,
  passPhrase,
});

const checkpoint = () => ({ userName: newcomer.userName, signingPassPhrase: newcomer.signingPassPhrase });

describe('signing roles are inactive until the enrolment is complete', () => {
  test('each missing thing is named, one after the other, and the last one opens the way [11.100(b), 11.10(i)]', async () => {
    const { services } = team;
    const refused = async () => {
      await team.login(newcomer);
      return services.refusal('audit.checkpoint', checkpoint());
    };
    expect(await refused()).toBe('signing/not-enrolled-identity');
    expect((await services.ask('enrolment.mine', {}))?.missing).toEqual(['identity', 'undertaking', 'approval']);
    await recorded();
    expect(await refused()).toBe('signing/not-enrolled-undertaking');
    await undertaken();
    expect(await refused()).toBe('signing/not-enrolled-approval');
    await team.login(quality);
    const approved = await services.ask('enrolment.approve', approval(quality));
    expect(approved).toMatchObject({
      missing: [],
      current: { recordedBy: 'Monika Keller', approvedBy: quality.fullName },
    });
    await team.login(newcomer);
    await services.ask('audit.checkpoint', checkpoint());
  });

  test('who is not enrolled is not offered as a signer', async () => {
    const recordId = await team.draft();
    const lead = async () =>
      (await team.services.ask('records.get', { recordId, revision: null })).requirements.flatMap(({ candidates }) =>
        candidates.map(({ userName }) => userName),
      );
    expect(await lead()).toContain(owner.userName);
    await team.login(administrator);
    await team.services.ask(
      'enrolment.record',
      record({ accountId: team.accounts[owner.userName] ?? '', reason: 'Name changed' }),
    );
    await team.login(evaluator);
    expect(await lead()).not.toContain(owner.userName);
  });

  test('a signing role that was given later waits for training of its own; what was active stays so [11.10(i), 11.10(g)]', async () => {
    const { services } = team;
    const ownerId = team.accounts[owner.userName] ?? '';
    const sent = await team.sent();
    const draft = await team.draft();
    const roles = (given: readonly Role[]) =>
      services.ask('accounts.setRoles', { accountId: ownerId, roles: [...given], reason: 'Also does the work of QA' });
    const candidates = async () => {
      await team.login(evaluator);
      const { requirements } = await services.ask('records.get', { recordId: draft, revision: null });
      return requirements.filter((one) => one.candidates.some(({ userName }) => userName === owner.userName));
    };
    await team.login(administrator);
    await roles(['system-owner', 'quality-assurance']);
    await team.login(owner);
    expect(await services.ask('enrolment.mine', {})).toMatchObject({
      missing: ['identity'],
      waiting: ['quality-assurance'],
    });
    // For the role of before they are offered and sign, for the new one they are not.
    expect((await candidates()).map(({ id }) => id)).toEqual(['system-owner']);
    await team.sign(sent, evaluator);
    await team.sign(sent, owner);
    // With the new role alone, nothing is signed: not for a record, nor a checkpoint.
    await team.login(administrator);
    await roles(['quality-assurance']);
    await team.login(owner);
    const { userName, signingPassPhrase } = owner;
    expect(await services.refusal('audit.checkpoint', { userName, signingPassPhrase })).toBe(
      'signing/not-enrolled-identity',
    );
    expect(await candidates()).toEqual([]);
    await team.login(administrator);
    await services.ask('enrolment.record', record({ accountId: ownerId, reason: 'Trained for QA' }));
    await team.login(quality);
    await services.ask('enrolment.approve', { ...approval(quality), accountId: ownerId });
    expect((await candidates()).map(({ id }) => id)).toEqual(['quality-assurance']);
    await team.login(owner);
    expect(await services.ask('enrolment.mine', {})).toMatchObject({ missing: [], waiting: [] });
    await services.ask('audit.checkpoint', { userName, signingPassPhrase });
  });

  test('a record sent to somebody in a role that waits is not signed before its training', async () => {
    const { services } = team;
    const ownerId = team.accounts[owner.userName] ?? '';
    await team.login(administrator);
    await services.ask('accounts.setRoles', {
      accountId: ownerId,
      roles: ['system-owner', 'quality-assurance'],
      reason: 'Also does the work of QA',
    });
    const recordId = await team.draft();
    await team.login(evaluator);
    const second = await addPerson(team, person('other.owner', 'Otto Brandt', 'system-owner'));
    await team.login(evaluator);
    await services.ask('records.sendForSignature', {
      recordId,
      signers: { 'system-owner': second, 'quality-assurance': ownerId },
    });
    await team.sign(recordId, evaluator);
    await team.sign(recordId, person('other.owner', 'Otto Brandt', 'system-owner'));
    await team.login(owner);
    expect(await services.reply('signing.prepare', { recordId, requirementId: 'quality-assurance' })).toMatchObject({
      ok: false,
      error: { code: 'signing/not-enrolled-identity', details: { role: 'quality-assurance' } },
    });
  });

  test('a record that is made anew waits for its approval again', async () => {
    await recorded();
    await undertaken();
    await team.login(quality);
    await team.services.ask('enrolment.approve', approval(quality));
    expect(await team.services.refusal('enrolment.approve', approval(quality))).toBe('enrolment/approved');
    await team.login(administrator);
    const anew = await team.services.ask(
      'enrolment.record',
      record({ trainingReference: 'TR-3000', reason: 'Trained anew' }),
    );
    expect(anew).toMatchObject({ versions: 2, missing: ['approval'] });
    await team.login(newcomer);
    expect(await team.services.refusal('audit.checkpoint', checkpoint())).toBe('signing/not-enrolled-approval');
  });
});

describe('the second person', () => {
  test('is neither who recorded it nor whose it is, and needs the duty [11.100(b)]', async () => {
    await recorded();
    await undertaken();
    expect(await team.services.refusal('enrolment.approve', approval(newcomer))).toBe('access/denied');
    await team.login(administrator);
    expect(await team.services.refusal('enrolment.approve', approval(administrator))).toBe('enrolment/own-record');
    await team.login(quality);
    const own = { ...approval(quality), accountId: team.accounts[quality.userName] ?? '' };
    expect(await team.services.refusal('enrolment.approve', own)).toBe('enrolment/approved');
  });

  test('nobody approves their own enrolment, whatever their role', async () => {
    const qualityId = team.accounts[quality.userName] ?? '';
    await team.login(administrator);
    await team.services.ask('enrolment.record', record({ accountId: qualityId, reason: 'Name changed' }));
    await team.login(quality);
    expect(await team.services.refusal('enrolment.approve', { ...approval(quality), accountId: qualityId })).toBe(
      'enrolment/own-enrolment',
    );
  });

  test('sees the whole file first: without an undertaking there is nothing to approve', async () => {
    await recorded();
    await team.login(quality);
    expect(await team.services.refusal('enrolment.approve', approval(quality))).toBe(
      'signing/not-enrolled-undertaking',
    );
  });

  test('proves who they are with their own pass phrase', async () => {
    await recorded();
    await undertaken();
    await team.login(quality);
    expect(await team.services.refusal('enrolment.approve', { ...approval(quality), passPhrase: 'a guess' })).toBe(
      'vault/wrong-credentials',
    );
    expect(
      (await team.services.ask('enrolment.list', {})).people.find((one) => one.accountId === accountId),
    ).toMatchObject({ missing: ['approval'], may: { record: false, approve: true } });
  });
});

describe('what is recorded', () => {
  test('is an administrator’s to record, of people who sign, and of no later day', async () => {
    await team.login(quality);
    expect(await team.services.refusal('enrolment.record', record())).toBe('access/denied');
    await team.login(administrator);
    expect(await team.services.refusal('enrolment.record', record({ verifiedOn: '2030-01-01' }))).toBe(
      'enrolment/day-later',
    );
    const { accounts } = await team.services.ask('accounts.list', {});
    const own = accounts.find(({ userName }) => userName === administrator.userName)?.accountId ?? '';
    expect(await team.services.refusal('enrolment.record', record({ accountId: own }))).toBe('enrolment/signs-nothing');
  });

  test('stands in the audit trail with old and new values [11.100(b)]', async () => {
    await recorded();
    await team.services.ask('enrolment.record', record({ trainingReference: 'TR-3000', reason: 'Trained anew' }));
    expect(await team.services.refusal('enrolment.record', record({ trainedOn: '2026-01-01' }))).toBe(
      'enrolment/reason-missing',
    );
    const { entries } = await team.services.ask('audit.list', { before: null, subject: accountId });
    const [second, first] = entries.filter(({ action }) => action === 'enrolment.record');
    expect(first?.changes).toHaveLength(5);
    expect(second?.reason).toBe('Trained anew');
    expect(second?.changes).toEqual([{ path: '/trainingReference', old: 'TR-2231', new: 'TR-3000' }]);
  });
});

describe('the undertaking', () => {
  test('is a PDF that its person signed with their own key, and that allows no change [11.10(j)]', async () => {
    await recorded();
    await undertaken();
    const { bytes, fileName } = await team.services.ask('enrolment.undertakingPdf', { accountId });
    expect(fileName).toBe('undertaking-new.lead.pdf');
    const verified = await team.services.ask('verify.pdf', { name: fileName, bytes });
    expect(verified).toMatchObject({
      indication: 'TOTAL-PASSED',
      signatures: [{ field: 'Undertaking', docMDP: 1, coversWholeFile: true, changesAfter: 'none' }],
    });
    expect(verified.signatures[0]?.signer).toContain(newcomer.fullName);
  });

  test('is refused with the wrong pass phrase, as somebody else, and for other bytes than were shown', async () => {
    await recorded();
    await team.login(newcomer);
    const { sha256 } = await team.services.ask('enrolment.prepareUndertaking', {});
    const { userName, signingPassPhrase } = newcomer;
    const consent = { userName, signingPassPhrase, shown: sha256 };
    const refusal = (change: Partial<typeof consent>) =>
      team.services.refusal('enrolment.signUndertaking', { ...consent, ...change });
    expect(await refusal({ signingPassPhrase: 'not it' })).toBe('signing/wrong-pass-phrase');
    expect(await refusal({ userName: quality.userName })).toBe('signing/wrong-user');
    expect(await refusal({ shown: '0'.repeat(64) })).toBe('signing/changed-meanwhile');
    expect((await team.services.ask('enrolment.mine', {}))?.undertaking).toBeNull();
    await team.services.ask('enrolment.signUndertaking', consent);
  });

  test('of somebody else is shown to those who read the access register, and to nobody else', async () => {
    const ownerId = team.accounts[owner.userName] ?? '';
    await team.login(newcomer);
    expect(await team.services.refusal('enrolment.undertakingPdf', { accountId: ownerId })).toBe('access/denied');
    expect(await team.services.refusal('enrolment.list', {})).toBe('access/denied');
    await team.login(quality);
    await team.services.ask('enrolment.undertakingPdf', { accountId: ownerId });
    expect(await team.services.refusal('enrolment.undertakingPdf', { accountId })).toBe('enrolment/no-undertaking');
  });
});

describe('signing in a vault is open once policy, letter and validation are on record', () => {
  type Gate = SettingValue<'signing.gate'>;

  const gate = async (): Promise<Gate> => {
    const { settings } = await team.services.ask('settings.list', {});
    return settings.find(({ key }) => key === 'signing.gate')?.value as unknown as Gate;
  };

  const put = async (change: Partial<Gate>): Promise<void> => {
    await team.login(administrator);
    const value = await gate();
    const { pending } = await team.services.ask('settings.propose', {
      key: 'signing.gate',
      value: { ...value, ...change },
      reason: 'Test of the gate',
    });
    await team.login(quality);
    await team.services.ask('settings.decide', {
      changeId: pending?.changeId ?? 0,
      decision: 'approved',
      reason: null,
      userName: quality.userName,
      passPhrase: quality.passPhrase,
    });
  };

  test('and refused by the name of what is missing [finding 11, 11.10(j), 11.100(c)]', async () => {
    const recordId = await team.sent();
    for (const [item, code] of [
      ['policy', 'signing/no-policy'],
      ['letter', 'signing/no-letter'],
      ['validation', 'signing/no-validation'],
    ] as const) {
      const before = await gate();
      await put({ [item]: null });
      await team.login(evaluator);
      expect(await team.services.refusal('signing.prepare', { recordId, requirementId: 'evaluator' })).toBe(code);
      await put(before);
    }
    expect(await team.sign(recordId, evaluator)).toMatchObject({ ok: true });
  });

  test.each([
    ['a policy that is not in effect yet', { policy: { reference: 'SOP-031', effectiveOn: '2026-11-24' } }],
    ['a letter that is still to be sent', { letter: { kind: 'sent', reference: 'RA-1', sentOn: '2026-11-24' } }],
    ['a validation to come', { validation: { version: '1', reference: 'VR-1', completedOn: '2026-11-24' } }],
  ] as const)('%s does not open it [finding 11, finding 14, 11.100(c)]', async (_, change) => {
    await team.login(administrator);
    const ahead = { ...(await gate()), ...change };
    const proposal = { key: 'signing.gate', value: ahead, reason: 'We will sign from tomorrow on' } as const;
    expect(await team.services.refusal('settings.propose', proposal)).toBe('settings/day-later');
    team.services.clock.advance(86_400_000);
    await team.services.ask('settings.propose', proposal);
  });

  test('a vault without records that the FDA regulates needs no letter, and says why', async () => {
    const recordId = await team.sent();
    await put({ letter: { kind: 'not-applicable', reason: 'Records of an EU-only site' } });
    expect(await team.sign(recordId, evaluator)).toMatchObject({ ok: true });
  });
});
