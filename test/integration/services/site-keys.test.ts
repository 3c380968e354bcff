import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseCertificate, readCertificateFile } from '../../../src-main/pki/index.ts';
import { systemContent } from '../../../src-main/cli/demo/case-system.ts';
import type { Input } from '../../../src-main/contract/index.ts';
import type { Asked } from '../../support/own-pass-phrase.ts';
import { keyChoices } from '../../../src-renderer/lib/key-choices.ts';
import { pfx } from '../../support/pkcs12.ts';
import { hasOpenSsl, openSsl } from '../../support/pki-openssl.ts';
import { changeSetting } from '../../support/settings.ts';
import { filePassPhrase, sitePki, type SiteIdentity, type SitePki } from '../../support/site-pki.ts';
import {
  addPerson,
  administrator,
  evaluator,
  owner,
  person,
  quality,
  signersOf,
  staffed,
  testServices,
  type Staffed,
  type TestPerson,
} from '../../support/services.ts';

const can = hasOpenSsl();
if (!can) console.warn('keys of a PKI elsewhere are not tried: openssl is not installed');

describe.skipIf(!can)('keys of a site’s own PKI', () => {
  let team: Staffed;
  let site: SitePki;
  let other: SitePki;

  beforeAll(async () => {
    const services = await testServices();
    // openssl issues for the time it is.
    services.clock.set(new Date().toISOString());
    team = await staffed(services);
    site = sitePki();
    other = sitePki('Somebody Else');
    services.clock.set(new Date(Date.now() + 60_000).toISOString());
  });
  afterAll(() => {
    team.services.dispose();
    site.dispose();
    other.dispose();
  });

  const trustOf = async (...files: readonly Uint8Array[]) => {
    await team.login(administrator);
    const found = await Promise.all(files.map((file) => team.services.ask('trust.read', { file })));
    const all = found.flatMap(({ authorities }) => authorities);
    const of = (kind: string) =>
      all
        .filter((one) => one.kind === kind)
        .map(({ certificate, subject, fingerprint, notAfter }) => ({ certificate, subject, fingerprint, notAfter }));
    return { anchors: of('anchor'), issuers: of('issuer') };
  };
  const trust = async (...files: readonly Uint8Array[]): Promise<void> => {
    const value = await trustOf(...files);
    await changeSetting(team, { key: 'signing.trust', value, reason: 'Our PKI issues the certificates' });
  };
  const revoke = async (who: TestPerson): Promise<void> => {
    await team.login(administrator);
    await team.services.ask('keys.revoke', {
      accountId: team.accounts[who.userName] ?? '',
      reason: 'A key of our own PKI takes its place',
      cause: 'superseded',
      invalidSince: null,
    });
  };
  const bring = (identity: SiteIdentity, who: TestPerson, typed: Partial<Asked<'keys.importFile'>> = {}) =>
    team.services.reply('keys.importFile', {
      file: identity.p12,
      filePassPhrase,
      signingPassPhrase: `imported for nobody else: ${who.fullName.length}`,
      ...typed,
    });
  /** Another key in place of the one before: a second person's word first. */
  const approve = async (who: TestPerson): Promise<void> => {
    await team.login(owner);
    const { waiting } = await team.services.ask('keys.replacements', {});
    const accountId = team.accounts[who.userName] ?? '';
    const { userName, passPhrase } = owner;
    const reason = 'Spoke to them in person';
    if (waiting.some((one) => one.accountId === accountId && one.mayApprove))
      await team.services.ask('keys.approveReplacement', { accountId, reason, userName, passPhrase });
  };
  const accept = async (who: TestPerson, fingerprint?: string) => {
    await approve(who);
    await team.login(administrator);
    const accountId = team.accounts[who.userName] ?? '';
    const { accounts } = await team.services.ask('accounts.list', {});
    const waiting = accounts.find((one) => one.accountId === accountId)?.offered?.fingerprint;
    return team.services.reply('keys.approve', {
      accountId,
      identityProof: 'Badge and fingerprint compared',
      fingerprint: fingerprint ?? waiting ?? null,
    });
  };
  const imported = (who: TestPerson): TestPerson => ({
    ...who,
    signingPassPhrase: `imported for nobody else: ${who.fullName.length}`,
  });
  const newSystem = async (): Promise<string> => {
    await team.login(evaluator);
    const content = systemContent('2026-11-23') as Input<'systems.save'>['content'];
    const named = JSON.parse(
      JSON.stringify(content).replace(/"name":"([^"]*)"/, `"name":"$1 ${(number += 1)}"`),
    ) as typeof content;
    const { summary } = await team.services.ask('systems.save', {
      systemId: null,
      baseVersion: null,
      content: named,
      reason: 'New in the inventory',
    });
    return summary.id;
  };
  let number = 0;
  const newcomer = async (): Promise<TestPerson> => {
    number += 1;
    const who = person(`newcomer.${number}`, `Newcomer Number ${number}`, 'quality-assurance');
    await addPerson(team, who);
    await revoke(who);
    return who;
  };

  test('nobody’s certificate from elsewhere is taken before two persons trust its authority [11.100(b)]', async () => {
    const who = await newcomer();
    const identity = site.person(who.fullName);
    await team.login(who);
    const untrusted = await bring(identity, who);
    expect(untrusted).toMatchObject({ ok: false, error: { code: 'signing/certificate-not-trusted' } });
    expect((await team.services.ask('keys.mine', {})).siteTrust).toBe(false);

    const value = await trustOf(site.root, site.issuing);
    expect([value.anchors.length, value.issuers.length]).toEqual([1, 1]);
    await team.services.ask('settings.propose', { key: 'signing.trust', value, reason: 'Our PKI' });
    await team.login(who);
    expect(await bring(identity, who)).toMatchObject({ ok: false, error: { code: 'signing/certificate-not-trusted' } });
    await team.login(administrator);
    const { settings } = await team.services.ask('settings.list', {});
    const pending = settings.find(({ key }) => key === 'signing.trust')?.pending;
    const decision = {
      changeId: pending?.changeId ?? 0,
      decision: 'approved',
      reason: null,
      userName: administrator.userName,
      passPhrase: administrator.passPhrase,
    } as const;
    expect(await team.services.refusal('settings.decide', decision)).toBe('access/denied');
    await team.login(quality);
    const { userName, passPhrase } = quality;
    await team.services.ask('settings.decide', { ...decision, userName, passPhrase });
    await team.login(who);
    expect(await bring(identity, who)).toMatchObject({ ok: true, value: { state: 'requested', siteTrust: true } });
  });

  test('of a proposed authority only the certificate counts: name and fingerprint are read from it', async () => {
    const { anchors, issuers } = await trustOf(site.root, other.root);
    const [own, foreign] = anchors;
    if (!own || !foreign) throw new Error('no anchors');
    await team.login(administrator);
    const forged = [own, { ...foreign, subject: own.subject, fingerprint: own.fingerprint.replace(/^./, 'f') }];
    const view = await team.services.ask('settings.propose', {
      key: 'signing.trust',
      value: { anchors: forged, issuers },
      reason: 'A second root',
    });
    expect(view.pending?.lines.map(({ label }) => label)).toEqual([
      'Trust anchors',
      'Trust anchor: CN=Site Root,O=Meridian Biologics',
      'Trust anchor: CN=Site Root,O=Somebody Else',
    ]);
    await team.services.ask('settings.withdraw', { changeId: view.pending?.changeId ?? 0, reason: 'Only a try' });
    const leaf = { ...own, certificate: Buffer.from(site.person('Nobody').certificate).toString('base64') };
    const propose = (value: Input<'settings.propose'>['value']) =>
      team.services.refusal('settings.propose', { key: 'signing.trust', value, reason: 'A try' } as never);
    expect(await propose({ anchors: [leaf], issuers: [] })).toBe('trust/not-an-authority');
    const under = { ...own, certificate: Buffer.from(site.issuingDer).toString('base64') };
    expect(await propose({ anchors: [under], issuers: [] })).toBe('trust/not-an-anchor');
    expect(await propose({ anchors: [{ ...own, certificate: 'AAAA' }], issuers: [] })).toBe('trust/no-certificate');
  });

  describe('a PKCS#12 file', () => {
    beforeEach(async () => {
      await team.login(quality);
      const { settings } = await team.services.ask('settings.list', {});
      if (settings.find(({ key }) => key === 'signing.trust')?.since === null) await trust(site.root, site.issuing);
    });

    test('with keys for two certificates gives the one that its owner chose, and none before [11.100(b)]', async () => {
      const who = await newcomer();
      const [one, two] = [site.person(who.fullName), site.person(`${who.fullName} at work`)];
      const file = pfx([one.pkcs8, two.pkcs8], [one.certificate, two.certificate, site.issuingDer]);
      await team.login(who);
      const undecided = await bring(one, who, { file });
      const prints = [one, two].map(({ certificate }) => parseCertificate(certificate).fingerprint);
      expect(undecided).toMatchObject({ ok: false, error: { code: 'key/several' } });
      expect(
        keyChoices(undecided.ok ? { code: '' } : undecided.error).map(({ value, label }) => [
          value,
          label.includes('at work'),
        ]),
      ).toEqual([
        [prints[0], false],
        [prints[1], true],
      ]);
      expect((await team.services.ask('keys.mine', {})).state).toBe('none');
      const fingerprint = prints[1] ?? null;
      expect(await bring(one, who, { file, fingerprint })).toMatchObject({
        ok: true,
        value: { offered: { fingerprint } },
      });
    });

    test('becomes a person’s key once an administrator accepted its certificate, and its signatures verify elsewhere [11.100(b), 11.200(a)(2)-(3), draft 13.2]', async () => {
      const identity = site.person(quality.fullName);
      await revoke(quality);
      await team.login(quality);
      const mine = await bring(identity, quality);
      const { fingerprint } = parseCertificate(identity.certificate);
      expect(mine).toMatchObject({
        ok: true,
        value: { state: 'requested', offered: { fingerprint, issuer: 'CN=Site Issuing,O=Meridian Biologics' } },
      });
      const typed = { userName: quality.userName, signingPassPhrase: imported(quality).signingPassPhrase };
      expect(await team.services.refusal('audit.checkpoint', typed)).toBe('keys/none');

      expect(await accept(quality, '0'.repeat(64))).toMatchObject({ ok: false, error: { code: 'keys/offer-changed' } });
      expect(await accept(quality)).toMatchObject({ ok: true, value: { key: 'active', offered: null } });
      const recordId = await team.sent();
      await team.sign(recordId, evaluator);
      await team.sign(recordId, owner);
      const signed = await team.sign(recordId, imported(quality));
      expect(signed).toMatchObject({ ok: true, value: { complete: true } });

      await team.login(quality);
      const verdict = await team.services.ask('verify.record', { recordId, revision: 1 });
      expect(verdict.signatures.map((one) => one.indication)).toEqual([
        'TOTAL-PASSED',
        'TOTAL-PASSED',
        // No list of the site is at hand yet: whether the certificate is revoked cannot be said.
        'INDETERMINATE',
      ]);
      await team.login(administrator);
      expect((await team.services.ask('trust.lists', {})).without).toHaveLength(2);
      const after = await team.services.ask('trust.addLists', { file: site.lists() });
      expect(after).toMatchObject({ without: [], lists: [{ current: true }, { current: true }] });
      await team.login(quality);
      const now = await team.services.ask('verify.record', { recordId, revision: 1 });
      expect(now.indication).toBe('TOTAL-PASSED');
      expect(now.signatures.at(-1)?.chain.map(({ subject }) => subject)).toEqual([
        `CN=${quality.fullName},O=Meridian Biologics`,
        'CN=Site Issuing,O=Meridian Biologics',
        'CN=Site Root,O=Meridian Biologics',
      ]);

      const { bytes } = await team.services.ask('records.pdf', { recordId, revision: 1 });
      const tool = openSsl();
      try {
        const path = tool.file('record.pdf', bytes);
        const pdf = readFileSync(path, 'latin1');
        const range = [...pdf.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)]
          .at(-1)
          ?.slice(1)
          .map(Number);
        const [, before = 0, behind = 0, length = 0] = range ?? [];
        const signed = Buffer.concat([bytes.subarray(0, before), bytes.subarray(behind, behind + length)]);
        const hex = pdf.slice(before + 1, behind - 1).replace(/(00)+$/, '');
        tool.file('signed.bin', signed);
        tool.file('signature.der', Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex'));
        tool.file('root.pem', site.root);
        tool.file('issuing.pem', site.issuing);
        tool.must(
          'cms',
          '-verify',
          '-binary',
          '-inform',
          'DER',
          '-in',
          'signature.der',
          '-content',
          'signed.bin',
          '-CAfile',
          'root.pem',
          '-certfile',
          'issuing.pem',
          '-purpose',
          'any',
          '-out',
          'out.bin',
        );
      } finally {
        tool.dispose();
      }
    });

    test('is refused by name: wrong pass phrase, damaged, weak signing pass phrase, a key of another or one that was lost', async () => {
      const who = await newcomer();
      const identity = site.person(who.fullName);
      await team.login(who);
      const code = async (reply: ReturnType<typeof bring>): Promise<string> => {
        const answer = await reply;
        return answer.ok ? 'kept' : answer.error.code;
      };
      expect(await code(bring(identity, who, { filePassPhrase: 'a guess' }))).toBe('key/wrong-pass-phrase');
      expect(await code(bring(identity, who, { file: identity.p12.slice(0, 200) }))).toBe('key/damaged');
      expect(await code(bring(identity, who, { file: new Uint8Array(2_000_000) }))).toBe('key/damaged');
      expect(await code(bring(identity, who, { signingPassPhrase: 'short' }))).toBe('accounts/weak-pass-phrase');
      const usage = (extensions: string) => site.person(who.fullName, { extensions });
      const encrypts = usage('keyUsage=critical,keyEncipherment\nbasicConstraints=critical,CA:false');
      expect(await code(bring(encrypts, who))).toBe('signing/certificate-not-trusted');
      const authority = usage('keyUsage=critical,digitalSignature,keyCertSign\nbasicConstraints=critical,CA:true');
      expect(await code(bring(authority, who))).toBe('signing/certificate-not-trusted');
      expect(await code(bring(site.person(who.fullName, { key: 'RSA 1024' }), who))).toBe(
        'signing/certificate-not-trusted',
      );
      expect(await code(bring(site.person(who.fullName, { digest: 'sha1' }), who))).toBe(
        'signing/certificate-not-trusted',
      );
      expect(await code(bring(other.person(who.fullName), who))).toBe('signing/certificate-not-trusted');
      expect((await team.services.ask('keys.mine', {})).state).toBe('none');

      expect(await code(bring(identity, who))).toBe('kept');
      const second = await newcomer();
      await team.login(second);
      expect(await code(bring(identity, second))).toBe('keys/of-another');
      await accept(who);
      await team.login(who);
      expect(await code(bring(site.person(who.fullName), who))).toBe('keys/exists');
      const lostAt = team.services.clock.now().toISOString();
      await team.services.ask('keys.reportLost', { accountId: null, lostAt, reason: 'The stick with it is gone' });
      expect(await code(bring(identity, who))).toBe('keys/lost-before');
      const next = site.person(who.fullName);
      expect(await code(bring(next, who))).toBe('kept');
      // A second person has to stand for the next one (11.300(c)).
      await team.login(administrator);
      const { fingerprint } = parseCertificate(next.certificate);
      const accountId = team.accounts[who.userName] ?? '';
      const approval = { accountId, identityProof: 'Badge compared', fingerprint };
      expect(await team.services.refusal('keys.approve', approval)).toBe('keys/needs-second-person');
      expect(await accept(who)).toMatchObject({ ok: true, value: { key: 'active' } });
    });

    test('its file is not kept, nor its pass phrase, and the trail says what came [11.10(e)]', async () => {
      const who = await newcomer();
      const identity = site.person(who.fullName, { passPhrase: 'planted-file-secret' });
      await team.login(who);
      await bring(identity, who, { filePassPhrase: 'planted-file-secret' });
      const { fingerprint, serial } = parseCertificate(identity.certificate);
      await team.login(administrator);
      const { entries } = await team.services.ask('audit.list', { before: null, subject: null, who: who.userName });
      const entry = entries.find(({ action }) => action === 'key.import');
      expect(JSON.stringify(entry)).toContain(fingerprint);
      expect(JSON.stringify(entry)).toContain(serial);
      expect(JSON.stringify(entries)).not.toContain('planted-file-secret');
      const { bytes } = await team.services.ask('logins.exportLog', {});
      expect(Buffer.from(bytes).toString()).not.toContain('planted-file-secret');
    });
  });

  describe('a certificate that the site’s authority issued for a key of the vault', () => {
    test('replaces one of the vault’s own; only for that very key, and the one in use stays until it is accepted', async () => {
      const who = await newcomer();
      await team.login(who);
      await team.services.ask('keys.request', { signingPassPhrase: who.signingPassPhrase, algorithm: 'ecdsa-p256' });
      const { bytes: request } = await team.services.ask('keys.exportRequest', {});
      const certificate = site.certify(request);
      const offer = (file: Uint8Array) => team.services.reply('keys.offerCertificate', { certificate: file });
      expect(await offer(site.person('Somebody').certificate)).toMatchObject({
        ok: false,
        error: { code: 'keys/certificate-of-other-key' },
      });
      expect(await offer(new TextEncoder().encode('no certificate'))).toMatchObject({
        ok: false,
        error: { code: 'certificate/damaged' },
      });
      expect(await offer(certificate)).toMatchObject({ ok: true, value: { state: 'requested' } });
      expect(await accept(who)).toMatchObject({ ok: true, value: { key: 'active' } });
      await team.login(who);
      const mine = await team.services.ask('keys.mine', {});
      expect(mine.certificate).toMatchObject({ issuedHere: false, issuer: 'CN=Site Issuing,O=Meridian Biologics' });
      expect(await offer(certificate)).toMatchObject({ ok: false, error: { code: 'keys/certificate-known' } });

      const next = site.certify(request);
      expect(await offer(next)).toMatchObject({ ok: true, value: { state: 'active', certificate: mine.certificate } });
      expect(
        await team.services.refusal('keys.renew', {
          accountId: team.accounts[who.userName] ?? '',
          identityProof: 'Badge compared',
        }),
      ).toBe('access/denied');
      await team.login(administrator);
      expect(
        await team.services.refusal('keys.renew', {
          accountId: team.accounts[who.userName] ?? '',
          identityProof: 'Badge compared',
        }),
      ).toBe('keys/renewed-elsewhere');
      expect(await accept(who)).toMatchObject({ ok: true, value: { key: 'active', offered: null } });
      await team.login(who);
      const [renewed] = readCertificateFile(next).map(parseCertificate);
      expect((await team.services.ask('keys.mine', {})).certificate?.serial).toBe(renewed?.serial);
    });
  });

  describe('revocation', () => {
    test('by the site is known from its list: signing is refused, and the list is proven before it is taken', async () => {
      const who = await newcomer();
      const identity = site.person(who.fullName);
      await team.login(who);
      await bring(identity, who);
      await accept(who);
      await team.login(who);
      const dossier = {
        asOf: null,
        signing: { userName: who.userName, signingPassPhrase: imported(who).signingPassPhrase },
      };
      expect((await team.services.ask('audit.checkpoint', dossier.signing)).seq).toBeGreaterThan(0);

      site.revoke(identity.certificate);
      const list = site.lists();
      await team.login(administrator);
      const text = Buffer.from(list).toString('latin1');
      const bent = text.replace(
        /(BEGIN X509 CRL-----\n.{80})(.)/s,
        (_, before: string, one: string) => `${before}${one === 'A' ? 'B' : 'A'}`,
      );
      expect((await team.services.reply('trust.addLists', { file: Buffer.from(bent, 'latin1') })).ok).toBe(false);
      expect(await team.services.refusal('trust.addLists', { file: other.lists() })).toBe('crl/unknown-issuer');
      expect(await team.services.refusal('trust.addLists', { file: new TextEncoder().encode('no list') })).toBe(
        'crl/damaged',
      );
      // openssl numbers its lists by the second.
      await new Promise((resolve) => void setTimeout(resolve, 1100));
      await team.services.ask('trust.addLists', { file: site.lists() });
      expect(await team.services.refusal('trust.addLists', { file: list })).toBe('crl/older');
      await team.login(who);
      expect(await team.services.refusal('audit.checkpoint', dossier.signing)).toBe('signing/certificate-revoked');
    });

    test('reported here counts before the site lists it: what was signed since is flagged, what came before stands [11.300(c)]', async () => {
      const signedAndLost = async (lost: 'before' | 'after') => {
        const who = await newcomer();
        await team.login(who);
        await bring(site.person(who.fullName), who);
        await accept(who);
        const recordId = await team.draft(await newSystem());
        const before = team.services.clock.now().toISOString();
        await team.services.ask('records.sendForSignature', {
          recordId,
          signers: { ...signersOf(team.accounts), 'quality-assurance': team.accounts[who.userName] ?? '' },
        });
        for (const one of [evaluator, owner, imported(who)]) await team.sign(recordId, one);
        const lostAt = lost === 'before' ? before : team.services.clock.now().toISOString();
        await team.services.ask('keys.reportLost', { accountId: null, lostAt, reason: 'The stick with it is gone' });
        return (await team.services.ask('verify.record', { recordId, revision: 1 })).signatures.at(-1);
      };
      await team.login(administrator);
      await team.services.ask('trust.addLists', { file: site.lists() });
      expect(await signedAndLost('before')).toMatchObject({ signedAfterLoss: true, indication: 'TOTAL-FAILED' });
      expect(await signedAndLost('after')).toMatchObject({ signedAfterLoss: false, indication: 'TOTAL-PASSED' });
    });
  });
});
