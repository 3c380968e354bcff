import { beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import { CrlReason } from '../../../src-main/pki/crl-reason.ts';
import { extension, keyUsageExtension } from '../../../src-main/pki/extensions.ts';
import { issueCrl } from '../../../src-main/pki/issue-crl.ts';
import { Oid } from '../../../src-main/pki/oids.ts';
import { type ValidatePathInput, validatePath } from '../../../src-main/pki/path.ts';
import type { ReportedLoss } from '../../../src-main/pki/reported-loss.ts';
import { defaultValidationPolicy } from '../../../src-main/pki/validation-policy.ts';
import { issueOddly, type TestIdentity, type TestPki, testDay, testKey, testNow, testPki } from '../../support/pki.ts';
import { processorTime } from '../../support/processor-time.ts';

let pki: TestPki;
let store: ValidatePathInput;
beforeAll(async () => {
  pki = await testPki();
  store = {
    anchors: [pki.root.certificate],
    intermediates: [pki.issuing.certificate],
    crls: [pki.rootCrl, pki.issuingCrl],
    at: testNow,
  };
});

const judge = (identity: TestIdentity, input: Partial<ValidatePathInput> = {}) =>
  validatePath(identity.certificate, {
    ...store,
    intermediates: [...store.intermediates, ...identity.chain],
    ...input,
  });
const verdict = (identity: TestIdentity, input: Partial<ValidatePathInput> = {}) => {
  const { conclusion } = judge(identity, input);
  return [conclusion.indication, conclusion.subIndication];
};

describe('certificate paths', () => {
  it.each(['ada', 'bert', 'carla', 'dora', 'emil', 'insideConstraint'] as const)(
    'C20: pass for %s, from the leaf to the anchor',
    (name) => {
      const report = judge(
        pki.people[name],
        name === 'insideConstraint' ? { crls: [...store.crls, crlOfConstrained] } : {},
      );
      expect(report.conclusion).toEqual({ indication: 'TOTAL-PASSED', subIndication: null, reasons: [] });
      expect(report.chain).toHaveLength(3);
      expect(report.anchor?.fingerprint).toBe(parseCertificate(pki.root.certificate).fingerprint);
      expect(report.revocation).toMatchObject({ status: 'good', source: 'crl', knownUpTo: testDay(-1) });
    },
  );

  let crlOfConstrained: Uint8Array;
  beforeAll(async () => {
    crlOfConstrained = await issueCrl(pki.constrained, {
      entries: [],
      thisUpdate: testDay(-1),
      nextUpdate: testDay(30),
      number: 1,
    });
  });

  it('C20: trust only the anchors given, never what comes with the file', () => {
    const report = judge(pki.people.strangers, {
      intermediates: [pki.stranger.issuing.certificate, pki.stranger.root.certificate],
    });
    expect(report.conclusion).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
      reasons: [expect.stringContaining('Stranger Countersign Root CA,O=Stranger is not a trust anchor here')],
    });
    expect(report.chain.map(({ subject }) => subject.commonName)).toEqual([
      'Sam Stranger',
      'Stranger Countersign Issuing CA',
      'Stranger Countersign Root CA',
    ]);
    expect(verdict(pki.people.ada, { anchors: [] })).toEqual(['INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND']);
  });

  it('C20: name the issuer that is missing', () => {
    const report = validatePath(pki.people.ada.certificate, { ...store, intermediates: [] });
    expect(report.conclusion.reasons[0]).toContain(
      'no certificate of the issuer serialNumber=test-vault,CN=Test Laboratory',
    );
  });

  it('C20: refuse an issuer of the right name with another key', async () => {
    const impostor = testKey.p256();
    const read = parseCertificate(pki.issuing.certificate);
    const forged = await issueOddly(
      { certificate: pki.issuing.certificate, pkcs8: impostor.pkcs8 },
      { key: testKey.p256(), commonName: 'Mallory', extensions: [] },
    ).catch(() => null);
    expect(forged).not.toBeNull();
    const report = validatePath(forged ?? new Uint8Array(), store);
    expect(report.conclusion.subIndication).toBe('NO_CERTIFICATE_CHAIN_FOUND');
    expect(report.conclusion.reasons[0]).toContain(`the signature on CN=Mallory is not that of ${read.subject.text}`);
  });

  it.each([
    ['issuedByPerson', 'CERTIFICATE_CHAIN_GENERAL_FAILURE', 'is not a certification authority'],
    ['belowNoBasicConstraints', 'CERTIFICATE_CHAIN_GENERAL_FAILURE', 'is not a certification authority'],
    ['belowNoCertSign', 'CERTIFICATE_CHAIN_GENERAL_FAILURE', 'may not sign certificates'],
    ['unknownCritical', 'CERTIFICATE_CHAIN_GENERAL_FAILURE', '1.3.6.1.4.1.99999.1'],
    ['belowPathLength', 'CHAIN_CONSTRAINTS_FAILURE', 'allows 0 authorities below it'],
    ['outsideConstraint', 'CHAIN_CONSTRAINTS_FAILURE', 'may not issue to olaf@example.com'],
    ['wrongUsage', 'CHAIN_CONSTRAINTS_FAILURE', 'keyUsage'],
  ] as const)('C20, C21: refuse %s as %s', (name, subIndication, words) => {
    const { conclusion } = judge(pki.people[name], {
      policy: { ...defaultValidationPolicy, revocation: { leaf: 'if-known', issuers: 'if-known' } },
    });
    expect(conclusion).toMatchObject({ indication: 'INDETERMINATE', subIndication });
    expect(conclusion.reasons.join()).toContain(words);
  });

  it('do not take a signer’s certificate for an authority because it is an anchor', () => {
    expect(verdict(pki.people.issuedByPerson, { anchors: [pki.people.ada.certificate] })).toEqual([
      'INDETERMINATE',
      'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    ]);
  });

  it('take a signer’s certificate that is an anchor as it is, unless the policy says otherwise', () => {
    const anchors = [pki.people.ada.certificate];
    expect(verdict(pki.people.ada, { anchors })).toEqual(['TOTAL-PASSED', null]);
    expect(
      verdict(pki.people.ada, { anchors, policy: { ...defaultValidationPolicy, trustLeafAnchors: false } }),
    ).toEqual(['INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND']);
  });

  it('C28: leave expiry open, proven time or not, and settle existence before notBefore', () => {
    expect(verdict(pki.people.expired)).toEqual(['INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE']);
    expect(verdict(pki.people.expired, { timeIsProven: true })).toEqual(['INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE']);
    expect(verdict(pki.people.notYetValid)).toEqual(['INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE']);
    expect(verdict(pki.people.notYetValid, { timeIsProven: true })).toEqual(['TOTAL-FAILED', 'NOT_YET_VALID']);
  });

  it('end quickly in a hierarchy of crossed certificates', async () => {
    const authorities = Array.from({ length: 10 }, (_, index) => ({ key: testKey.p256(), name: `Cross ${index}` }));
    const crossed: Uint8Array[] = [];
    const ca = [
      extension(Oid.basicConstraints, true, Buffer.from('30030101ff', 'hex')),
      keyUsageExtension(['keyCertSign']),
    ];
    for (const issuer of authorities) {
      const self = await issueOddly(
        { certificate: pki.root.certificate, pkcs8: pki.root.pkcs8 },
        { key: issuer.key, commonName: issuer.name, extensions: ca },
      );
      for (const subject of authorities)
        if (subject !== issuer)
          crossed.push(
            await issueOddly(
              { certificate: self, pkcs8: issuer.key.pkcs8 },
              { key: subject.key, commonName: subject.name, extensions: ca },
            ),
          );
    }
    const [leaf = new Uint8Array()] = crossed;
    const used = processorTime();
    const report = validatePath(leaf, { ...store, anchors: [pki.stranger.root.certificate], intermediates: crossed });
    expect(used()).toBeLessThan(2000);
    expect(report.conclusion.subIndication).toBe('NO_CERTIFICATE_CHAIN_FOUND');
  });

  it('answer rubbish with a verdict', () => {
    const report = validatePath(new Uint8Array([1, 2, 3]), {
      ...store,
      crls: [new Uint8Array(5)],
      ocsps: [new Uint8Array(9)],
    });
    expect(report.conclusion).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
    expect(verdict(pki.people.ada, { crls: [new Uint8Array(5), ...store.crls], ocsps: [new Uint8Array(9)] })).toEqual([
      'TOTAL-PASSED',
      null,
    ]);
  });
});

describe('revocation by CRL', () => {
  const validity = { thisUpdate: testDay(-1), nextUpdate: testDay(30) };
  const serialOf = (identity: TestIdentity) => parseCertificate(identity.certificate).serial;

  it('C24: revoked before the time of judgement: open without, settled with proof of time', () => {
    expect(verdict(pki.people.revoked)).toEqual(['INDETERMINATE', 'REVOKED_NO_POE']);
    const report = judge(pki.people.revoked, { timeIsProven: true });
    expect(report.conclusion).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'REVOKED' });
    expect(report.revocation).toMatchObject({
      status: 'revoked',
      revokedAt: testDay(-10),
      reason: CrlReason.KeyCompromise,
    });
  });

  it('C24: revoked after the time of judgement: good then, and the later revocation is told', () => {
    const report = judge(pki.people.revoked, { at: testDay(-20) });
    expect(report.conclusion.indication).toBe('TOTAL-PASSED');
    expect(report.revocation).toMatchObject({ status: 'good', revokedAt: testDay(-10) });
    expect(report.reasons.join()).toContain('was revoked later');
  });

  it('C24: an invalidity date before the revocation counts', async () => {
    const entry = { serial: serialOf(pki.people.ada), revokedAt: testDay(-2), invalidityDate: testDay(-40) };
    const crl = await issueCrl(pki.issuing, { entries: [entry], ...validity, number: 9 });
    expect(verdict(pki.people.ada, { at: testDay(-30), crls: [pki.rootCrl, crl] })).toEqual([
      'INDETERMINATE',
      'REVOKED_NO_POE',
    ]);
  });

  it('C24: a suspended certificate is a matter of waiting', () => {
    expect(verdict(pki.people.held, { timeIsProven: true })).toEqual(['INDETERMINATE', 'TRY_LATER']);
  });

  it('a lifted suspension is seen in the later list; a revocation stays', async () => {
    const later = await issueCrl(pki.issuing, { entries: [], thisUpdate: testNow, nextUpdate: testDay(30), number: 8 });
    const crls = [pki.rootCrl, pki.issuingCrl, later];
    expect(verdict(pki.people.held, { crls })).toEqual(['TOTAL-PASSED', null]);
    expect(verdict(pki.people.revoked, { crls })).toEqual(['INDETERMINATE', 'REVOKED_NO_POE']);
  });

  it('nothing known is TRY_LATER, naming what is missing', () => {
    const { conclusion } = judge(pki.people.ada, { crls: [pki.rootCrl] });
    expect(conclusion).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
    expect(conclusion.reasons[0]).toMatch(/^revocation of .*Ada Byron.* not known: no CRL of .*Issuing CA.* at hand$/);
    const policy = { ...defaultValidationPolicy, revocation: { leaf: 'ignored', issuers: 'ignored' } } as const;
    expect(verdict(pki.people.ada, { crls: [], policy })).toEqual(['TOTAL-PASSED', null]);
  });

  it('the issuing authority’s own revocation is asked of the root', async () => {
    expect(verdict(pki.people.ada, { crls: [pki.issuingCrl] })).toEqual(['INDETERMINATE', 'TRY_LATER']);
    const entry = { serial: parseCertificate(pki.issuing.certificate).serial, revokedAt: testDay(-3) };
    const rootCrl = await issueCrl(pki.root, { entries: [entry], ...validity, number: 2 });
    expect(verdict(pki.people.ada, { crls: [rootCrl, pki.issuingCrl] })).toEqual([
      'INDETERMINATE',
      'REVOKED_CA_NO_POE',
    ]);
  });

  it('C25: a list in force or issued later tells; one that ended does not', () => {
    expect(verdict(pki.people.ada, { at: testDay(29) })).toEqual(['TOTAL-PASSED', null]);
    expect(verdict(pki.people.ada, { at: testDay(-100) })).toEqual(['TOTAL-PASSED', null]);
    const { conclusion } = judge(pki.people.ada, { at: testDay(31) });
    expect(conclusion.subIndication).toBe('TRY_LATER');
    expect(conclusion.reasons[0]).toContain('the CRL at hand ended on 2026-07-01 12:00');
    const policy = { ...defaultValidationPolicy, maxRevocationAge: 86_400_000 };
    expect(verdict(pki.people.ada, { at: testDay(29), policy })).toEqual(['INDETERMINATE', 'TRY_LATER']);
  });

  it('a list that ended still revokes', () => {
    expect(verdict(pki.people.revoked, { at: testDay(60) })).toEqual(['INDETERMINATE', 'REVOKED_NO_POE']);
  });

  it('a list from after the certificate expired does not clear it: entries are dropped then', async () => {
    const late = await issueCrl(pki.issuing, {
      entries: [],
      thisUpdate: testDay(-1),
      nextUpdate: testDay(30),
      number: 11,
    });
    const { conclusion } = judge(pki.people.expired, { at: testDay(-31), crls: [pki.rootCrl, late] });
    expect(conclusion.subIndication).toBe('TRY_LATER');
    expect(conclusion.reasons[0]).toContain('was issued after the certificate expired');
  });

  it('a list that somebody else signed is not used', async () => {
    const forged = await issueCrl(
      { certificate: pki.issuing.certificate, pkcs8: testKey.p256().pkcs8 },
      { entries: [], ...validity, number: 99 },
    );
    const { conclusion } = judge(pki.people.ada, { crls: [pki.rootCrl, forged] });
    expect(conclusion.subIndication).toBe('TRY_LATER');
    expect(conclusion.reasons[0]).toContain('its signature is not the issuer’s');
  });
});

describe('a loss reported to whoever judges', () => {
  const fingerprintOf = ({ certificate }: { readonly certificate: Uint8Array }) =>
    parseCertificate(certificate).fingerprint;
  const reportOn = (
    identity: { readonly certificate: Uint8Array },
    more: Partial<ReportedLoss> = {},
  ): ReportedLoss => ({
    fingerprint: fingerprintOf(identity),
    revokedAt: testDay(-4),
    since: testDay(-6),
    reason: CrlReason.KeyCompromise,
    ...more,
  });
  const reported = (...losses: readonly ReportedLoss[]) => ({ reported: losses });

  it('revokes from the loss on, with nothing that a signature could carry [11.300(c)]', () => {
    const { ada, bert } = pki.people;
    const loss = reported(reportOn(ada));
    const report = judge(ada, { ...loss, timeIsProven: true });
    expect(report.conclusion).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'REVOKED' });
    expect(report.conclusion.reasons[0]).toMatch(
      /Ada Byron.* was reported out of use on \S+ \(key compromise\); its key is reported lost since /,
    );
    expect(report.revocation).toEqual({
      status: 'revoked',
      source: 'report',
      knownUpTo: null,
      validUntil: null,
      revokedAt: testDay(-4),
      invalidSince: testDay(-6),
      reason: CrlReason.KeyCompromise,
      onReport: true,
      evidence: [],
      reasons: [],
    });
    expect(verdict(ada, loss)).toEqual(['INDETERMINATE', 'REVOKED_NO_POE']);
    expect(verdict(ada, { ...loss, at: testDay(-5) })).toEqual(['INDETERMINATE', 'REVOKED_NO_POE']);
    const fingerprint = fingerprintOf(ada).toUpperCase();
    expect(verdict(ada, reported(reportOn(ada, { fingerprint })))).toEqual(['INDETERMINATE', 'REVOKED_NO_POE']);
    expect(verdict(bert, loss)).toEqual(['TOTAL-PASSED', null]);
  });

  it('leaves what was before it to the lists: it makes nothing good, and needs no list to revoke', () => {
    const { ada } = pki.people;
    const before = { ...reported(reportOn(ada)), at: testDay(-7), timeIsProven: true };
    const report = judge(ada, before);
    expect(report.conclusion.indication).toBe('TOTAL-PASSED');
    expect(report.revocation).toMatchObject({
      status: 'good',
      source: 'crl',
      invalidSince: testDay(-6),
      onReport: true,
    });
    expect(report.reasons.join()).toContain('was reported out of use later, on');
    const alone = judge(ada, { ...before, crls: [pki.rootCrl] });
    expect(alone.conclusion).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
    expect(alone.revocation).toMatchObject({ status: 'unknown', source: 'none', invalidSince: testDay(-6) });
    expect(verdict(ada, { ...before, at: testNow, crls: [pki.rootCrl] })).toEqual(['TOTAL-FAILED', 'REVOKED']);
  });

  it('and a list that bears it out: the earlier loss counts, and the list is the source', () => {
    const { revoked } = pki.people;
    const earlier = reported(reportOn(revoked, { revokedAt: testDay(-12), since: testDay(-15) }));
    expect(judge(revoked, earlier).revocation).toMatchObject({
      status: 'revoked',
      source: 'crl',
      revokedAt: testDay(-10),
      invalidSince: testDay(-15),
      onReport: false,
      evidence: [expect.any(String)],
    });
    expect(judge(revoked, { ...earlier, at: testDay(-11) }).revocation).toMatchObject({
      status: 'revoked',
      source: 'report',
      revokedAt: testDay(-12),
      invalidSince: testDay(-15),
      evidence: [],
    });
    expect(judge(revoked, { ...earlier, at: testDay(-16) }).revocation).toMatchObject({
      status: 'good',
      revokedAt: testDay(-10),
      invalidSince: testDay(-15),
    });
    const later = reported(reportOn(revoked, { since: null }));
    expect(judge(revoked, later).revocation).toMatchObject({ source: 'crl', invalidSince: testDay(-10) });
    expect(verdict(revoked, { ...later, at: testDay(-11), timeIsProven: true })).toEqual(['TOTAL-PASSED', null]);
  });

  it('outweighs a suspension, and one that is itself no more than that is a matter of waiting', () => {
    const { ada, held } = pki.people;
    const loss = reported(reportOn(held, { revokedAt: testDay(-3), since: null }));
    expect(verdict(held, { ...loss, timeIsProven: true })).toEqual(['TOTAL-FAILED', 'REVOKED']);
    expect(judge(held, loss).revocation).toMatchObject({ source: 'report', invalidSince: testDay(-3) });
    expect(verdict(held, { ...loss, at: testDay(-4), timeIsProven: true })).toEqual(['INDETERMINATE', 'TRY_LATER']);
    const mislaid = reported(reportOn(ada, { reason: CrlReason.CertificateHold }));
    expect(verdict(ada, { ...mislaid, timeIsProven: true })).toEqual(['INDETERMINATE', 'TRY_LATER']);
  });

  it('counts of authorities and of anchors too, unless the policy leaves revocation alone', () => {
    const { ada } = pki.people;
    for (const authority of [pki.issuing, pki.root]) {
      const loss = reported(reportOn(authority));
      expect(verdict(ada, loss)).toEqual(['INDETERMINATE', 'REVOKED_CA_NO_POE']);
      expect(verdict(ada, { ...loss, at: testDay(-7) })).toEqual(['TOTAL-PASSED', null]);
    }
    const own = { anchors: [ada.certificate], ...reported(reportOn(ada)) };
    expect(verdict(ada, own)).toEqual(['INDETERMINATE', 'REVOKED_NO_POE']);
    expect(judge(ada, own).revocation.source).toBe('report');
    expect(verdict(ada, { ...own, at: testDay(-7) })).toEqual(['TOTAL-PASSED', null]);
    const policy = { ...defaultValidationPolicy, revocation: { leaf: 'ignored', issuers: 'ignored' } } as const;
    expect(verdict(ada, { ...own, policy })).toEqual(['TOTAL-PASSED', null]);
  });
});
