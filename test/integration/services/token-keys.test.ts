import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { validatePdf } from '../../../src-main/pades/index.ts';
import { parseCertificate, readCertificateFile, readCrlFile } from '../../../src-main/pki/index.ts';
import { hasOpenSsl } from '../../support/pki-openssl.ts';
import { changeSetting } from '../../support/settings.ts';
import { sitePki, type SiteIdentity, type SitePki } from '../../support/site-pki.ts';
import {
  administrator,
  evaluator,
  owner,
  quality,
  staffed,
  testServices,
  type Staffed,
} from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';
import { noTokens, startTokens, tokenPin, type Tokens } from '../../support/softhsm.ts';

const missing = noTokens ?? (hasOpenSsl() ? null : 'openssl is not installed');
if (missing !== null) console.warn(`signing with a token is not tried: ${missing}`);

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe.skipIf(missing !== null)('a key on a token', () => {
  let team: Staffed;
  let site: SitePki;
  let tokens: Tokens;
  let identity: SiteIdentity;
  const card = 'Company card';

  const put = (label: string, one: SiteIdentity, options: { readonly pinForEach?: boolean } = {}): void =>
    tokens.create({
      label,
      keys: [{ label: 'signing', id: '01', pkcs8: base64(one.pkcs8), ...options }],
      certificates: [
        { label: 'signing', id: '01', der: base64(one.certificate) },
        { label: 'issuer', id: 'ff', der: base64(site.issuingDer) },
      ],
    });

  beforeAll(async () => {
    const services = await testServices();
    services.clock.set(new Date().toISOString());
    team = await staffed(services);
    site = sitePki();
    tokens = startTokens();
    identity = site.person(quality.fullName);
    put('card of quality', identity);
    services.clock.set(new Date(Date.now() + 60_000).toISOString());
    await team.login(administrator);
    const { authorities } = await services.ask('trust.read', { file: site.root });
    const anchors = authorities.map(({ certificate, subject, fingerprint, notAfter }) => ({
      certificate,
      subject,
      fingerprint,
      notAfter,
    }));
    await changeSetting(team, { key: 'signing.trust', value: { anchors, issuers: [] }, reason: 'Our PKI' });
    await team.login(administrator);
    await services.ask('keys.revoke', {
      accountId: team.accounts[quality.userName] ?? '',
      reason: 'Signs with the company card from now on',
      cause: 'superseded',
      invalidSince: null,
    });
  });
  afterEach(() => {
    tokens.setFault(null);
    tokens.calls();
  });
  afterAll(() => {
    team.services.dispose();
    site.dispose();
    tokens.dispose();
  });

  const serialOf = async (label: string): Promise<string> => {
    const { tokens: found } = await team.services.ask('keys.tokens', { module: card });
    return found.find((one) => one.label === label)?.serialNumber ?? '';
  };
  const offer = async (pin: string) =>
    team.services.reply('keys.useToken', {
      module: card,
      serialNumber: await serialOf('card of quality'),
      keyId: '01',
      pin,
    });
  const consent = (typed: { readonly passPhrase?: string; readonly pin?: string | null } = {}) => ({
    userName: quality.userName,
    signingPassPhrase: typed.passPhrase ?? quality.passPhrase,
    pin: typed.pin === undefined ? tokenPin : typed.pin,
  });
  const checkpoint = (typed: Parameters<typeof consent>[0] = {}) =>
    team.services.reply('audit.checkpoint', consent(typed));
  const code = (reply: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
    reply.ok ? 'done' : (reply.error?.code ?? '');
  const log = async () => {
    await team.login(owner);
    await team.login(administrator);
    const { events } = await team.services.ask('logins.log', { before: null, refused: true });
    await team.login(quality);
    return events;
  };

  test('no module is loaded that two persons did not name [11.300(c)]', async () => {
    await team.login(quality);
    expect(await team.services.refusal('keys.tokens', { module: tokens.module })).toBe('token/no-such-module');
    const paths = [
      // With a compiler at hand, one that answers as the other does, until a fault is set.
      { name: card, path: tokens.faulty ?? tokens.module },
      { name: 'Gone', path: '/usr/lib/gone.so' },
    ];
    await team.login(administrator);
    const relative = { modules: [{ name: 'Card', path: '../card.so' }] };
    await expect(
      team.services.ask('settings.propose', { key: 'signing.tokens', value: relative, reason: 'A try' }),
    ).rejects.toThrow();
    await changeSetting(team, { key: 'signing.tokens', value: { modules: paths }, reason: 'Company cards' });
    await team.login(quality);
    expect(await team.services.refusal('keys.tokens', { module: 'Gone' })).toBe('token/no-module');
    const { tokens: found } = await team.services.ask('keys.tokens', { module: card });
    expect(found).toMatchObject([
      {
        label: 'card of quality',
        pin: 'ok',
        certificates: [{ keyId: '01', fingerprint: parseCertificate(identity.certificate).fingerprint }],
      },
    ]);
  });

  test('is offered by a signature that its PIN allows, and accepted by an administrator [11.100(b), 11.300(e)]', async () => {
    await team.login(quality);
    tokens.calls();
    const guess = { module: card, serialNumber: await serialOf('card of quality'), keyId: '01', pin: tokenPin };
    expect(await team.services.refusal('keys.useToken', { ...guess, ownPassPhrase: 'a guess' })).toBe(
      'vault/wrong-credentials',
    );
    expect(tokens.calls()).not.toContain('login');
    expect(code(await offer('9999'))).toBe('token/wrong-pin');
    expect((await team.services.ask('keys.mine', {})).state).toBe('none');
    expect((await log())[0]).toMatchObject({ factor: 'pin', token: 'card of quality', userName: quality.userName });
    expect(await offer(tokenPin)).toMatchObject({
      ok: true,
      value: { state: 'requested', token: 'card of quality', algorithm: 'ECDSA P-256' },
    });
    const accountId = team.accounts[quality.userName] ?? '';
    await team.login(owner);
    await team.services.ask('keys.approveReplacement', {
      accountId,
      reason: 'They sign with the company card from now on',
      userName: owner.userName,
      passPhrase: owner.passPhrase,
    });
    await team.login(administrator);
    const { accounts } = await team.services.ask('accounts.list', {});
    const offered = accounts.find((one) => one.accountId === accountId)?.offered;
    expect(offered?.token).toBe('card of quality');
    const approved = await team.services.ask('keys.approve', {
      accountId,
      identityProof: 'Card and badge compared',
      fingerprint: offered?.fingerprint ?? null,
    });
    expect(approved.key).toBe('active');
  });

  test('signs with the login pass phrase and the PIN, and with neither alone [11.200(a)(1)(i), draft 11.3]', async () => {
    const recordId = await team.sent();
    await team.sign(recordId, evaluator);
    await team.sign(recordId, owner);
    await team.login(quality);
    const { actions } = await team.services.ask('records.get', { recordId, revision: null });
    const place = { recordId, requirementId: actions.sign.requirementId ?? '' };
    const { sha256, token, trail } = await team.services.ask('signing.prepare', place);
    expect(token).toBe('card of quality');
    const sign = (typed: Parameters<typeof consent>[0]) =>
      team.services.reply('signing.sign', {
        ...place,
        ...consent(typed),
        shown: sha256,
        comment: null,
        trailReviewed: trail?.upTo ?? null,
      });
    expect(code(await sign({ pin: null }))).toBe('signing/pin-needed');
    expect(code(await sign({ passPhrase: quality.signingPassPhrase }))).toBe('vault/wrong-credentials');
    expect(code(await sign({ pin: '4321' }))).toBe('token/wrong-pin');
    const again = await team.services.ask('signing.prepare', place);
    const signed = await team.services.ask('signing.sign', {
      ...place,
      ...consent(),
      shown: again.sha256,
      comment: null,
      trailReviewed: again.trail?.upTo ?? null,
    });
    expect(signed.complete).toBe(true);
    await team.login(administrator);
    await team.services.ask('trust.addLists', { file: site.lists() });
    const verdict = await team.services.ask('verify.record', { recordId, revision: 1 });
    expect(verdict.indication).toBe('TOTAL-PASSED');
    expect(verdict.signatures.at(-1)?.signer).toContain(quality.fullName);
  });

  test('signs the dossier at the command line too, and without the PIN none is made [PI 041 9.3]', async () => {
    await team.services.ask('session.logout', {});
    const out = (name: string): string => join(tokens.folder, name);
    const dossier = (name: string, pin: Readonly<Record<string, string>>) =>
      spawnSync(process.execPath, [cli, 'dossier', vaultFolderOf(team.services.folder), '--out', out(name), '--json'], {
        encoding: 'utf8',
        env: {
          ...process.env,
          COUNTERSIGN_USER: quality.userName,
          COUNTERSIGN_PASSPHRASE: quality.passPhrase,
          COUNTERSIGN_SIGNING_PASSPHRASE: quality.passPhrase,
          ...pin,
        },
      });
    const refused = dossier('none.pdf', {});
    expect([refused.status, refused.stderr]).toEqual([65, expect.stringContaining('signing/pin-needed')]);
    const wrong = dossier('none.pdf', { COUNTERSIGN_PIN: '9999' });
    expect([wrong.status, wrong.stderr]).toEqual([65, expect.stringContaining('token/wrong-pin')]);
    expect(existsSync(out('none.pdf'))).toBe(false);
    const made = dossier('dossier.pdf', { COUNTERSIGN_PIN: tokenPin });
    expect([made.status, made.stderr]).toEqual([0, expect.any(String)]);
    expect(JSON.parse(made.stdout)).toMatchObject({ signer: quality.userName });
    const report = validatePdf(readFileSync(out('dossier.pdf')), {
      anchors: readCertificateFile(site.root),
      intermediates: [],
      crls: readCrlFile(site.lists()),
      at: new Date(),
    });
    if (!report.ok) throw new Error(report.error.code);
    expect(report.value).toMatchObject({
      indication: 'TOTAL-PASSED',
      signatures: [{ coversWholeFile: true, docMDP: 1 }],
    });
    expect(report.value.signatures[0]?.signer).toContain(quality.fullName);
    await team.login(quality);
  });

  test('a wrong login pass phrase never reaches the token, and counts as at the door [11.300(d)]', async ({ skip }) => {
    if (tokens.faulty === null) return skip('no C compiler');
    await team.login(quality);
    tokens.calls();
    expect(code(await checkpoint({ passPhrase: 'of somebody else' }))).toBe('vault/wrong-credentials');
    expect(tokens.calls()).not.toContain('login');
    const [last] = await log();
    expect(last).toMatchObject({ action: 'session.refuse', factor: 'pass-phrase', userName: quality.userName });
    expect(code(await checkpoint())).toBe('done');
    expect(tokens.calls()).toContain('login');
  });

  test.each([
    ['removed-on-sign', 'token/removed', 'token'],
    ['crash-on-sign', 'token/crashed', 'token'],
    ['fails-on-sign', 'token/refused', 'token'],
    ['hang-on-sign', 'token/timeout', 'token'],
    ['locks-on-login', 'token/pin-locked', 'pin'],
  ])(
    'a token with the fault %s signs nothing: it is named, in the log, and the session goes on [11.300(d)]',
    async (fault, named, factor) => {
      expect(tokens.faulty).not.toBeNull();
      await team.login(quality);
      tokens.setFault(fault);
      expect(code(await checkpoint())).toBe(named);
      tokens.setFault(null);
      const [event] = await log();
      expect(event).toMatchObject({
        action: 'signing.refuse',
        factor,
        token: 'card of quality',
        locked: factor === 'pin',
      });
      const { alerts } = await team.services.ask('logins.alerts', {});
      expect(alerts[0]?.seq).toBe(event?.seq);
      expect(code(await checkpoint())).toBe('done');
    },
  );

  test('a token that is not plugged in, and another one in its place, are told apart', async () => {
    await team.login(quality);
    tokens.remove();
    expect(code(await checkpoint())).toBe('token/no-token');
    // It bears the same label and holds the same key.
    put('card of quality', identity);
    expect(code(await checkpoint())).toBe('token/no-such-token');
  });
});
