import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { CrlReason, readCrl, readCrlFile, readCsr, readPem } from '../../../src-main/pki/index.ts';
import { hasOpenSsl, openSsl } from '../../support/pki-openssl.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, quality } from '../../support/services.ts';

const team = teamOfEachTest();
let accountId: string;

beforeEach(() => {
  accountId = team.accounts['owner'] ?? '';
});

const myCertificate = async () => {
  await team.login(owner);
  const mine = await team.services.ask('keys.mine', {});
  if (mine.certificate === null) throw new Error('no certificate');
  return mine.certificate;
};

/** The lists that the vault gives out, as read. */
const exportedLists = async () => {
  const file = await team.services.ask('authority.exportLists', {});
  expect(file.fileName).toBe('revocation-lists.pem');
  return readCrlFile(file.bytes).map((der) => {
    const crl = readCrl(der);
    if (!crl.ok) throw new Error(crl.error.code);
    return crl.value;
  });
};

describe('revocation', () => {
  const revoke = { reason: 'The laptop was stolen', cause: 'keyCompromise', invalidSince: '2026-11-20' } as const;

  test('cause and day stand in the list, also in those that follow [11.300(c)]', async () => {
    const { serial, issuer } = await myCertificate();
    await team.login(administrator);
    await team.services.ask('keys.revoke', { accountId, ...revoke });
    await team.services.ask('keys.revoke', { accountId: team.accounts['evaluator'] ?? '', reason: 'Moved on' });
    await team.login(evaluator);
    const lists = await exportedLists();
    expect(lists).toHaveLength(2);
    const list = lists.find((one) => one.issuer.text === issuer);
    const found = list?.find({ serial, issuer: list.issuer });
    expect(found).toMatchObject({
      entry: { reason: CrlReason.KeyCompromise, invalidityDate: new Date('2026-11-20T00:00:00Z') },
    });
  });

  test.skipIf(!hasOpenSsl())('openssl reads the same in the file', async () => {
    await team.login(administrator);
    await team.services.ask('keys.revoke', { accountId, ...revoke });
    const { bytes } = await team.services.ask('authority.exportLists', {});
    const tool = openSsl();
    const issuing =
      Buffer.from(bytes)
        .toString('latin1')
        .split(/(?=-----BEGIN)/)
        .at(-1) ?? '';
    const words = tool.must('crl', '-text', '-noout', '-in', tool.file('crl.pem', issuing));
    tool.dispose();
    expect(words).toContain('Key Compromise');
    expect(words).toMatch(/Invalidity Date:\s+Nov 20 00:00:00 2026 GMT/);
  });

  test('a day that lies ahead is refused, and nothing changes', async () => {
    await team.login(administrator);
    const later = { accountId, ...revoke, invalidSince: '2030-01-01' };
    expect(await team.services.refusal('keys.revoke', later)).toBe('keys/invalid-since-later');
    expect((await myCertificate()).serial).not.toBe('');
  });
});

describe('renewal', () => {
  test('a new certificate for the same key; both fall when the key is revoked', async () => {
    const before = await myCertificate();
    await team.login(administrator);
    const renewed = await team.services.ask('keys.renew', { accountId, identityProof: 'Badge compared' });
    expect(renewed.key).toBe('active');
    const after = await myCertificate();
    expect(after.serial).not.toBe(before.serial);
    expect(after.subject).toBe(before.subject);
    await team.login(administrator);
    await team.services.ask('keys.revoke', { accountId, reason: 'Lost' });
    const list = (await exportedLists()).find((one) => one.issuer.text === after.issuer);
    for (const serial of [before.serial, after.serial])
      expect(list?.find({ serial, issuer: list.issuer })).toMatchObject({ entry: { reason: null } });
    expect(await team.services.refusal('keys.renew', { accountId, identityProof: 'Badge compared' })).toBe('keys/none');
  });

  test('an expired certificate is renewed, or its owner asks for a new key [11.300(b)]', async () => {
    team.services.clock.advance(4 * 365 * 86_400_000);
    await team.login(owner);
    expect((await team.services.ask('keys.mine', {})).state).toBe('expired');
    await team.login(administrator);
    await team.services.ask('keys.renew', { accountId, identityProof: 'Badge compared' });
    await team.login(owner);
    expect((await team.services.ask('keys.mine', {})).state).toBe('active');
    await team.login(evaluator);
    const request = { signingPassPhrase: 'a fresh one that only I know', algorithm: 'ecdsa-p256' } as const;
    expect((await team.services.ask('keys.request', request)).state).toBe('requested');
  });

  test('only an administrator renews', async () => {
    await team.login(owner);
    expect(await team.services.refusal('keys.renew', { accountId, identityProof: 'It is me' })).toBe('access/denied');
  });
});

describe('a key that outlasts the role it was made for', () => {
  test('signs nothing more once its owner holds no role that signs, not a checkpoint either, and is not renewed [11.10(g), draft 11.10]', async () => {
    const accountId = team.accounts[evaluator.userName] ?? '';
    await team.login(administrator);
    await team.services.ask('accounts.setRoles', { accountId, roles: ['auditor'], reason: 'Moved to the auditors' });
    const renewal = { accountId, identityProof: 'Badge compared' };
    expect(await team.services.refusal('keys.renew', renewal)).toBe('access/denied');
    await team.login(evaluator);
    const { userName, signingPassPhrase } = evaluator;
    expect(await team.services.refusal('audit.checkpoint', { userName, signingPassPhrase })).toBe('access/denied');
  });
});

describe('the certification request as a file', () => {
  test('is PKCS#10 in PEM, for the key that the vault certifies', async () => {
    await team.login(owner);
    const file = await team.services.ask('keys.exportRequest', {});
    expect(file.fileName).toBe('owner.csr');
    const [block] = readPem(Buffer.from(file.bytes).toString('latin1'));
    expect(block?.label).toBe('CERTIFICATE REQUEST');
    const request = readCsr(block?.der ?? new Uint8Array());
    if (!request.ok) throw new Error(request.error.code);
    expect(request.value.subject.text).toContain('UID=owner');
    if (!hasOpenSsl()) return;
    const tool = openSsl();
    expect(tool.must('req', '-verify', '-noout', '-in', tool.file('owner.csr', file.bytes))).toMatch(/verify OK/i);
    tool.dispose();
  });

  test('is there for people with a key only', async () => {
    await team.login(administrator);
    expect(await team.services.refusal('keys.exportRequest', {})).toBe('keys/none');
  });
});

describe.skipIf(!hasOpenSsl())('a request from elsewhere', () => {
  const identityProof = 'Handed over in person, badge compared';

  /** A key that the vault never sees, and its request, made by openssl. */
  const madeElsewhere = (
    subject = '/CN=Somebody Else',
  ): { readonly tool: ReturnType<typeof openSsl>; readonly csr: Uint8Array } => {
    const tool = openSsl();
    tool.must('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem');
    tool.must('req', '-new', '-key', 'key.pem', '-subj', subject, '-out', 'request.pem');
    onTestFinished(() => tool.dispose());
    return { tool, csr: readFileSync(join(tool.folder, 'request.pem')) };
  };

  test('is certified in the name of the account, and openssl follows the certificate to the anchor [draft 13.2]', async () => {
    const { tool, csr } = madeElsewhere();
    await team.login(administrator);
    const wish = { accountId, request: csr, identityProof };
    // They have a key: no administrator alone makes somebody another one.
    expect(await team.services.refusal('keys.certifyRequest', wish)).toBe('keys/needs-second-person');
    await team.services.ask('keys.revoke', {
      accountId,
      reason: 'Signs with a program of their own from now on',
      cause: 'superseded',
      invalidSince: null,
    });
    await team.login(quality);
    await team.services.ask('keys.approveReplacement', {
      accountId,
      reason: 'They asked me themself',
      userName: quality.userName,
      passPhrase: quality.passPhrase,
    });
    await team.login(administrator);
    const made = await team.services.ask('keys.certifyRequest', wish);
    expect(made.requested).toContain('Somebody Else');
    expect(made.certificate.fileName).toBe(`${owner.userName}.pem`);
    tool.file('certificate.pem', made.certificate.bytes);
    const shown = tool.must('x509', '-in', 'certificate.pem', '-noout', '-subject', '-pubkey');
    expect(shown).toContain('Tobias Okafor');
    expect(shown).toContain(tool.must('pkey', '-in', 'key.pem', '-pubout').trim());
    const { entries } = await team.services.ask('audit.list', { before: null, subject: accountId });
    expect(entries[0]).toMatchObject({ action: 'key.certify-request', reason: identityProof });
  });

  test('of two at once for somebody without a key, the second needs a second person [11.200(a)(2)-(3), 11.300(c)]', async () => {
    await team.login(administrator);
    const newcomer = await team.services.ask('accounts.create', {
      userName: 'new.lead',
      fullName: 'Nadia Lehmann',
      email: null,
      roles: ['validation-lead'],
      passPhrase: 'handed over at the desk',
    });
    const requests = [madeElsewhere().csr, madeElsewhere().csr];
    const answers = await Promise.all(
      requests.map(async (request) =>
        team.services.handlers['keys.certifyRequest']({
          accountId: newcomer.accountId,
          request,
          identityProof,
          ownPassPhrase: administrator.passPhrase,
        }),
      ),
    );
    expect(answers.map((answer) => (answer.ok ? 'issued' : answer.error.code)).toSorted()).toEqual([
      'issued',
      'keys/needs-second-person',
    ]);
  });

  test('that was altered, or is none, is refused by name, and nothing is issued', async () => {
    const { csr } = madeElsewhere();
    await team.login(administrator);
    const [block] = readPem(Buffer.from(csr).toString('latin1'));
    const altered = Uint8Array.from(block?.der ?? []);
    const at = altered.length - 4;
    altered[at] = (altered[at] ?? 0) ^ 1;
    const refusal = (request: Uint8Array) =>
      team.services.refusal('keys.certifyRequest', { accountId, request, identityProof });
    expect(await refusal(altered)).toBe('csr/signature-invalid');
    expect(await refusal(Buffer.from('no request'))).toBe('csr/damaged');
    expect(await refusal(Buffer.from([0x30, 0x03, 0x02, 0x01, 0x00]))).toBe('csr/damaged');
  });

  test('is an administrator’s to certify, and for people who sign', async () => {
    const { csr } = madeElsewhere();
    await team.login(owner);
    const input = { accountId, request: csr, identityProof };
    expect(await team.services.refusal('keys.certifyRequest', input)).toBe('access/denied');
  });
});
