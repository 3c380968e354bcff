import { beforeEach, describe, expect, test } from 'vitest';
import type { Output } from '../../../src-main/contract/index.ts';
import { readCrl, readCrlFile, readPemOrDer } from '../../../src-main/pki/index.ts';
import { validatePdf } from '../../../src-main/pades/index.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, person, quality, testServices } from '../../support/services.ts';

const team = teamOfEachTest();
let accountId: string;
const reason = 'The laptop was stolen from the car';

beforeEach(() => {
  accountId = team.accounts['owner'] ?? '';
});

/** A record that the owner signed now. */
const signed = async (): Promise<string> => {
  const recordId = await team.sent();
  await team.sign(recordId, evaluator);
  const reply = await team.sign(recordId, owner);
  if (!reply.ok) throw new Error(reply.error.code);
  return recordId;
};

const now = (): string => team.services.clock.now().toISOString();

/** Two records that the owner signed, before and after the moment at which the key went. */
const aroundLoss = async () => {
  const before = await signed();
  team.services.clock.advance(86_400_000);
  const lostAt = now();
  team.services.clock.advance(86_400_000);
  const after = await signed();
  return { before, lostAt, after };
};

const verdictIn = async (recordId: string): Promise<Output<'verify.record'>> => {
  await team.login(quality);
  return team.services.ask('verify.record', { recordId, revision: 1 });
};
const ofOwner = (report: Output<'verify.record'>) => report.signatures.find(({ field }) => field === 'system-owner');

/** The lists that the vault gives out, as read. */
const lists = async () => {
  const { bytes } = await team.services.ask('authority.exportLists', {});
  return readCrlFile(bytes).map((der) => {
    const crl = readCrl(der);
    if (!crl.ok) throw new Error(crl.error.code);
    return crl.value;
  });
};

/** Whether a certificate stands on one of them, since when its key is lost. */
const listed = async (serial: string, since?: string): Promise<boolean> =>
  (await lists()).some((list) => {
    const found = list.find({ serial, issuer: list.issuer });
    if (!('entry' in found) || found.entry === null) return false;
    return since === undefined || found.entry.invalidityDate?.toISOString() === since;
  });

describe('a key that is reported lost', () => {
  test('what was signed before the loss stays valid in its vault, what was signed after it does not [11.300(c), A11 17]', async () => {
    const { before, lostAt, after } = await aroundLoss();
    await team.login(administrator);
    await team.services.ask('keys.reportLost', { accountId, lostAt, reason });
    expect(ofOwner(await verdictIn(before))).toMatchObject({
      indication: 'TOTAL-PASSED',
      signedAfterLoss: false,
      revocation: { invalidSince: lostAt },
    });
    const later = await verdictIn(after);
    expect(ofOwner(later)).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'REVOKED',
      signedAfterLoss: true,
      timeSource: 'claimed',
    });
    expect(later.warnings.join()).toContain('signed after the reported loss of the key');
  });

  test('elsewhere, without a proven time, neither passes; the later one is told apart', async () => {
    const { before, lostAt, after } = await aroundLoss();
    await team.login(administrator);
    await team.services.ask('keys.reportLost', { accountId, lostAt, reason });
    await team.login(quality);
    const trust = team.services.trust();
    if (!trust.ok) throw new Error(trust.error.code);
    const judged = async (recordId: string) => {
      const { bytes } = await team.services.ask('records.pdf', { recordId, revision: 1 });
      const report = validatePdf(bytes, { ...trust.value, intermediates: trust.value.issuers, at: new Date(now()) });
      if (!report.ok) throw new Error(report.error.code);
      return { report: report.value, one: report.value.signatures.find(({ field }) => field === 'system-owner') };
    };
    const early = await judged(before);
    const late = await judged(after);
    expect(early.one).toMatchObject({ subIndication: 'REVOKED_NO_POE', signedAfterLoss: false });
    expect(late.one).toMatchObject({ subIndication: 'REVOKED_NO_POE', signedAfterLoss: true });
    expect(early.report.warnings).toEqual([]);
    expect(late.report.warnings.join()).toContain('signed after the reported loss');
  });

  test('a copy of the older PDF is valid when it is dropped on its vault, and an altered copy is not', async () => {
    const { before, lostAt } = await aroundLoss();
    await team.login(administrator);
    await team.services.ask('keys.reportLost', { accountId, lostAt, reason });
    await team.login(quality);
    const { bytes } = await team.services.ask('records.pdf', { recordId: before, revision: 1 });
    const copy = await team.services.ask('verify.pdf', { name: 'copy.pdf', bytes });
    expect(ofOwner(copy)?.indication).toBe('TOTAL-PASSED');
    const longer = await team.services.ask('verify.pdf', {
      name: 'copy.pdf',
      bytes: Buffer.concat([bytes, Buffer.from('\n% x')]),
    });
    expect(ofOwner(longer)?.indication).not.toBe('TOTAL-PASSED');
  });

  test('by its owner is out of use at once; the list is issued when an administrator logs in [11.300(c)]', async () => {
    await team.login(owner);
    const { certificate } = await team.services.ask('keys.mine', {});
    const lostAt = now();
    expect(await team.services.ask('keys.reportLost', { accountId: null, lostAt, reason })).toEqual({
      listIssued: false,
    });
    expect((await team.services.ask('keys.mine', {})).state).toBe('none');
    const serial = certificate?.serial ?? '';
    expect(await listed(serial, lostAt)).toBe(false);
    await team.login(administrator);
    expect(await listed(serial, lostAt)).toBe(true);
  });

  test('is on the next list whatever the clock said when it was reported [11.300(c), draft 12.1-12.3]', async () => {
    await team.login(administrator);
    team.services.clock.jump(-3 * 86_400_000);
    await team.login(owner);
    const serial = (await team.services.ask('keys.mine', {})).certificate?.serial ?? '';
    await team.services.ask('keys.reportLost', { accountId: null, lostAt: now(), reason });
    await team.login(administrator);
    expect(await listed(serial)).toBe(true);
  });

  test('lists that were issued under a clock that was ahead are issued anew', async () => {
    await team.login(administrator);
    team.services.clock.jump(400 * 86_400_000);
    await team.login(administrator);
    team.services.clock.jump(-400 * 86_400_000);
    await team.login(administrator);
    for (const list of await lists()) expect(list.thisUpdate.getTime()).toBeLessThan(Date.parse(now()));
  });

  test('is no more than its owner’s or an administrator’s to report, and not for a time to come', async () => {
    await team.login(quality);
    const report = { accountId, lostAt: now(), reason };
    expect(await team.services.refusal('keys.reportLost', report)).toBe('access/denied');
    await team.login(administrator);
    const ahead = { ...report, lostAt: '2030-01-01T00:00:00.000Z' };
    expect(await team.services.refusal('keys.reportLost', ahead)).toBe('keys/invalid-since-later');
  });
});

describe('the replacement of a lost key', () => {
  const identityProof = 'Identity card seen';
  const consent = (who: { readonly userName: string; readonly passPhrase: string }) => ({
    accountId,
    reason: 'Spoke to them in person',
    userName: who.userName,
    passPhrase: who.passPhrase,
  });

  const lostAndRequested = async (): Promise<void> => {
    await team.login(owner);
    await team.services.ask('keys.reportLost', { accountId: null, lostAt: now(), reason });
    await team.services.ask('keys.request', {
      signingPassPhrase: 'a fresh one that only I know',
      algorithm: 'ecdsa-p256',
    });
  };

  test('is certified once a second person approved it, by another one [11.300(c), 11.200(a)(2)-(3)]', async () => {
    await lostAndRequested();
    await team.login(administrator);
    expect(await team.services.refusal('keys.approve', { accountId, identityProof })).toBe('keys/needs-second-person');
    await team.login(quality);
    expect((await team.services.ask('keys.replacements', {})).waiting).toMatchObject([
      { accountId, requested: true, approvedBy: null, mayApprove: true },
    ]);
    await team.services.ask('keys.approveReplacement', consent(quality));
    await team.login(administrator);
    expect((await team.services.ask('keys.approve', { accountId, identityProof })).key).toBe('active');
    expect((await team.services.ask('keys.replacements', {})).waiting).toEqual([]);
  });

  test('is no administrator’s to approve where somebody enrolled can: accounts are theirs to make [11.300(b)]', async () => {
    await lostAndRequested();
    const puppet = person('quality.puppet', 'Somebody Made Up', 'quality-assurance');
    await team.login(administrator);
    expect(await team.services.refusal('keys.approveReplacement', consent(administrator))).toBe(
      'access/second-not-enrolled',
    );
    await team.services.ask('accounts.create', {
      userName: puppet.userName,
      fullName: puppet.fullName,
      email: null,
      roles: [puppet.role],
      passPhrase: `initial ${puppet.passPhrase}`,
    });
    await team.login({ userName: puppet.userName, passPhrase: `initial ${puppet.passPhrase}` });
    await team.services.ask('session.changePassPhrase', {
      current: `initial ${puppet.passPhrase}`,
      next: puppet.passPhrase,
    });
    expect(await team.services.refusal('keys.approveReplacement', consent(puppet))).toBe('access/second-not-enrolled');
  });

  test('is not approved by whoever had their login set anew, until they signed with their own key [11.300(b)]', async () => {
    await lostAndRequested();
    await team.login(administrator);
    await team.services.ask('accounts.resetPassPhrase', {
      accountId: team.accounts[quality.userName] ?? '',
      passPhrase: 'set by the administrator alone',
      reason: 'She forgot it, they say',
    });
    const next = { userName: quality.userName, passPhrase: 'and changed by the same administrator' };
    await team.login({ ...next, passPhrase: 'set by the administrator alone' });
    await team.services.ask('session.changePassPhrase', {
      current: 'set by the administrator alone',
      next: next.passPhrase,
    });
    expect(await team.services.refusal('keys.approveReplacement', consent(next))).toBe('access/second-reset-since');
    const { userName, signingPassPhrase } = quality;
    await team.services.ask('audit.checkpoint', { userName, signingPassPhrase });
    await team.services.ask('keys.approveReplacement', consent(next));
    await team.services.ask('session.changePassPhrase', { current: next.passPhrase, next: quality.passPhrase });
  });

  test('in a vault where nobody is enrolled yet an administrator approves, and does not issue as well', async () => {
    const services = await testServices();
    const { vault } = await services.ask('vaults.create', { name: 'New', organisation: 'Meridian', administrator });
    const logIn = (who: { readonly userName: string; readonly passPhrase: string }) =>
      services.ask('session.login', { vaultId: vault.id, userName: who.userName, passPhrase: who.passPhrase });
    const first = { userName: owner.userName, passPhrase: 'handed over at the desk' };
    const added = await services.ask('accounts.create', {
      ...first,
      fullName: owner.fullName,
      email: null,
      roles: [owner.role],
    });
    await logIn(first);
    await services.ask('session.changePassPhrase', { current: first.passPhrase, next: owner.passPhrase });
    const request = { signingPassPhrase: owner.signingPassPhrase, algorithm: 'ecdsa-p256' } as const;
    await services.ask('keys.request', request);
    await logIn(administrator);
    const approval = { accountId: added.accountId, identityProof };
    await services.ask('keys.approve', approval);
    await logIn(owner);
    const lostAt = services.clock.now().toISOString();
    await services.ask('keys.reportLost', { accountId: null, lostAt, reason });
    await services.ask('keys.request', request);
    await logIn(administrator);
    await services.ask('keys.approveReplacement', { ...consent(administrator), accountId: added.accountId });
    expect(await services.refusal('keys.approve', approval)).toBe('keys/same-person');
    services.dispose();
  });

  test('holds for a request from a file as well', async () => {
    await lostAndRequested();
    const { bytes } = await team.services.ask('keys.exportRequest', {});
    expect(readPemOrDer(bytes, 'CERTIFICATE REQUEST')).toHaveLength(1);
    await team.login(administrator);
    expect(await team.services.refusal('keys.certifyRequest', { accountId, request: bytes, identityProof })).toBe(
      'keys/needs-second-person',
    );
  });

  test('is not its owner’s to approve, nor anybody’s with a wrong pass phrase [11.200(a)(2)-(3)]', async () => {
    await team.login(quality);
    await team.services.ask('keys.reportLost', { accountId: null, lostAt: now(), reason });
    const own = { ...consent(quality), accountId: team.accounts['quality'] ?? '' };
    expect(await team.services.refusal('keys.approveReplacement', own)).toBe('keys/own-replacement');
    await team.login(owner);
    const wrong = { ...consent(owner), accountId: own.accountId, passPhrase: 'that of nobody at all' };
    expect(await team.services.refusal('keys.approveReplacement', wrong)).toBe('vault/wrong-credentials');
  });
});
