import { describe, expect, test } from 'vitest';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, quality, signersOf } from '../../support/services.ts';

const team = teamOfEachTest();

const consent = async (recordId: string, requirementId: string) => {
  const pdf = await team.services.ask('records.pdf', { recordId, revision: 1 });
  const { createHash } = await import('node:crypto');
  return {
    recordId,
    requirementId,
    userName: owner.userName,
    signingPassPhrase: owner.signingPassPhrase,
    shown: createHash('sha256').update(pdf.bytes).digest('hex'),
    comment: null,
  };
};

describe('signing a record', () => {
  test('three people in order make it effective, and the sealed PDF verifies in full [A11 14, 11.70]', async () => {
    const recordId = await team.sent();
    for (const who of [evaluator, owner, quality]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
    const view = await team.services.ask('records.get', { recordId, revision: null });
    expect(view.summary.state).toBe('effective');
    expect(view.requirements.map((one) => [one.meaning, one.status, one.signer?.userName])).toEqual([
      ['Authorship', 'signed', 'evaluator'],
      ['Responsibility', 'signed', 'owner'],
      ['Approval', 'signed', 'quality'],
    ]);
    const verdict = await team.services.ask('verify.record', { recordId, revision: 1 });
    expect(verdict.indication).toBe('TOTAL-PASSED');
    expect(verdict.record).toMatchObject({ id: recordId, revision: 1 });
    expect(verdict.signatures.map((one) => [one.signer, one.level, one.changesAfter, one.coversWholeFile])).toEqual([
      ['Ирина Петрова', 'B-B', 'permitted', false],
      ['Tobias Okafor', 'B-B', 'permitted', false],
      ['Ελένη Παπαδάκη', 'B-B', 'none', true],
    ]);
    expect(verdict.signatures[0]?.docMDP).toBe(2);
    expect(verdict.signatures.map((one) => one.revocation?.source)).toEqual(['crl', 'crl', 'crl']);
  });

  test('approval before the others is out of order, whoever asks [11.10(f), 11.10(g)]', async () => {
    const recordId = await team.sent();
    await team.login(quality);
    expect(await team.services.refusal('signing.prepare', { recordId, requirementId: 'quality-assurance' })).toBe(
      'signing/out-of-order',
    );
  });

  test("nobody signs at another person's requirement [11.10(g)]", async () => {
    const recordId = await team.sent();
    await team.login(owner);
    expect(await team.services.refusal('signing.prepare', { recordId, requirementId: 'evaluator' })).toBe(
      'signing/not-yours',
    );
  });

  test('the author cannot be named as approver [11.10(g)]', async () => {
    const recordId = await team.draft();
    const self = team.accounts['evaluator'] ?? '';
    expect(
      await team.services.refusal('records.sendForSignature', {
        recordId,
        signers: { ...signersOf(team.accounts), 'quality-assurance': self },
      }),
    ).toBe('records/signer-not-eligible');
  });

  test('one person cannot hold two requirements [11.200(a)(2)-(3)]', async () => {
    const both = await team.services.ask('session.login', {
      vaultId: team.vaultId,
      userName: administrator.userName,
      passPhrase: administrator.passPhrase,
    });
    expect(both.kind).toBe('open');
    const accountId = team.accounts['owner'] ?? '';
    await team.services.ask('accounts.setRoles', {
      accountId,
      roles: ['system-owner', 'quality-assurance'],
      reason: 'small site',
    });
    const recordId = await team.draft();
    expect(
      await team.services.refusal('records.sendForSignature', {
        recordId,
        signers: { 'system-owner': accountId, 'quality-assurance': accountId },
      }),
    ).toBe('records/same-person-twice');
  });

  test('a session alone signs nothing: user name and signing pass phrase are asked each time [11.200(a)(1)(i), 11.200(a)(1)(ii), 11.200(b), draft 13.3]', async () => {
    const recordId = await team.sent();
    await team.sign(recordId, evaluator);
    await team.login(owner);
    const given = await consent(recordId, 'system-owner');
    expect(await team.services.refusal('signing.sign', { ...given, userName: quality.userName })).toBe(
      'signing/wrong-user',
    );
    expect(await team.services.reply('signing.sign', { ...given, signingPassPhrase: owner.passPhrase })).toEqual({
      ok: false,
      error: { code: 'signing/wrong-pass-phrase', details: { attemptsLeft: 4 } },
    });
  });

  test('wrong pass phrases count, lock the key, stand in the trail, and an administrator unlocks [11.300(d)]', async () => {
    const recordId = await team.sent();
    await team.sign(recordId, evaluator);
    await team.login(owner);
    const given = await consent(recordId, 'system-owner');
    const wrong = { ...given, signingPassPhrase: 'not the pass phrase' };
    const answers: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) answers.push(await team.services.refusal('signing.sign', wrong));
    expect(answers).toEqual([...Array<string>(4).fill('signing/wrong-pass-phrase'), 'signing/key-locked']);
    expect(await team.services.refusal('signing.sign', given)).toBe('signing/key-locked');
    const history = await team.services.ask('records.history', { recordId });
    expect(history.entries.filter((entry) => entry.action === 'signing.refuse')).toHaveLength(5);

    await team.login(administrator);
    await team.services.ask('keys.unlock', { accountId: team.accounts['owner'] ?? '', reason: 'Owner called back' });
    expect(await team.sign(recordId, owner)).toMatchObject({ ok: true });
  });

  test('bytes other than the ones shown are not signed [11.70]', async () => {
    const recordId = await team.sent();
    await team.login(evaluator);
    const given = await consent(recordId, 'evaluator');
    expect(
      await team.services.refusal('signing.sign', {
        ...given,
        userName: evaluator.userName,
        signingPassPhrase: evaluator.signingPassPhrase,
        shown: '0'.repeat(64),
      }),
    ).toBe('signing/changed-meanwhile');
  });

  test('a revoked key signs nothing [11.300(c)]', async () => {
    const recordId = await team.sent();
    await team.sign(recordId, evaluator);
    await team.login(administrator);
    await team.services.ask('keys.revoke', { accountId: team.accounts['owner'] ?? '', reason: 'Laptop was stolen' });
    await team.login(owner);
    expect(await team.services.refusal('signing.prepare', { recordId, requirementId: 'system-owner' })).toBe(
      'keys/none',
    );
  });

  test('a certificate past its end signs nothing [11.300(b)]', async () => {
    const recordId = await team.sent();
    team.services.clock.set('2029-12-01T00:00:00.000Z');
    await team.login(evaluator);
    expect(await team.services.refusal('signing.prepare', { recordId, requirementId: 'evaluator' })).toBe(
      'signing/certificate-expired',
    );
  });

  test('a role that was taken away since the record was sent signs nothing [11.10(g), A11 12.1-12.4]', async () => {
    const recordId = await team.sent();
    await team.login(administrator);
    await team.services.ask('accounts.setRoles', {
      accountId: team.accounts['evaluator'] ?? '',
      roles: ['operative'],
      reason: 'Moved to another team',
    });
    await team.login(evaluator);
    expect(await team.services.refusal('signing.prepare', { recordId, requirementId: 'evaluator' })).toBe(
      'signing/role-lost',
    );
  });
});

describe('a lock that comes while something is under way', () => {
  test('ends a signature and a change of the pass phrase: nothing of them is kept, and the answer says why [11.10(d)]', async () => {
    const recordId = await team.sent();
    const place = { recordId, requirementId: 'evaluator' };
    const { sha256: shown } = await team.services.ask('signing.prepare', place);
    const { handlers } = team.services;
    const { userName, signingPassPhrase, passPhrase } = evaluator;
    const signing = handlers['signing.sign']({
      ...{ ...place, shown, userName, signingPassPhrase },
      ...{ pin: null, code: null, comment: null, trailReviewed: null },
    });
    const changing = handlers['session.changePassPhrase']({ current: passPhrase, next: 'nine harbours of lanterns' });
    team.services.lock('system');
    expect(await signing).toMatchObject({ ok: false, error: { code: 'session/locked' } });
    expect(await changing).toMatchObject({ ok: false, error: { code: 'session/locked' } });
    await team.login(evaluator);
    const { requirements } = await team.services.ask('records.get', { recordId, revision: null });
    expect(requirements.map(({ signedAt }) => signedAt)).toEqual([null, null, null]);
  });
});

describe('rejecting a record', () => {
  test('a rejection is signed, returns the record with its reason, and ends the revision [ALCOA complete]', async () => {
    const recordId = await team.sent();
    await team.sign(recordId, evaluator);
    await team.login(owner);
    const { comment: _, ...given } = await consent(recordId, 'system-owner');
    await team.services.ask('signing.reject', { ...given, reason: 'The incident of April is missing.' });

    await team.login(evaluator);
    const view = await team.services.ask('records.get', { recordId, revision: null });
    expect(view.summary.state).toBe('returned');
    expect(view.returnedBecause).toBe('The incident of April is missing.');
    expect(view.requirements.map((one) => one.status)).toEqual(['signed', 'rejected', 'cancelled']);
    const work = await team.services.ask('work.list', {});
    expect(work.items.map((item) => [item.kind, item.recordId])).toContainEqual(['returned', recordId]);

    const verdict = await team.services.ask('verify.record', { recordId, revision: 1 });
    expect(verdict.indication).toBe('TOTAL-PASSED');
    expect(verdict.signatures.map((one) => one.reason)).toEqual([
      'Authorship as Validation Lead',
      'Rejection as System Owner: The incident of April is missing.',
    ]);

    await team.login(quality);
    expect(await team.services.refusal('signing.prepare', { recordId, requirementId: 'quality-assurance' })).toBe(
      'signing/not-awaiting-signatures',
    );
  });

  test('the author begins a new revision, which is plainly unsigned, and the old one keeps its bytes [draft 13.8]', async () => {
    const recordId = await team.sent();
    await team.login(evaluator);
    const before = await team.services.ask('records.pdf', { recordId, revision: 1 });
    const { comment: _, ...given } = await consent(recordId, 'evaluator');
    await team.services.ask('signing.reject', {
      ...given,
      userName: evaluator.userName,
      signingPassPhrase: evaluator.signingPassPhrase,
      reason: 'Found an error myself',
    });
    const revised = await team.services.ask('records.revise', { recordId, reason: 'Error mended' });
    expect(revised.revision).toBe(2);
    expect(revised.sealed).toBeNull();
    expect(revised.requirements.every((one) => one.status === 'open')).toBe(true);
    const after = await team.services.ask('records.pdf', { recordId, revision: 1 });
    expect(Buffer.from(after.bytes.subarray(0, before.bytes.length)).equals(Buffer.from(before.bytes))).toBe(true);

    await team.services.ask('records.sendForSignature', { recordId, signers: signersOf(team.accounts) });
    for (const who of [evaluator, owner, quality]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
    const view = await team.services.ask('records.get', { recordId, revision: null });
    expect(view.revisions.map((one) => [one.revision, one.state])).toEqual([
      [2, 'effective'],
      [1, 'returned'],
    ]);
  });
});
