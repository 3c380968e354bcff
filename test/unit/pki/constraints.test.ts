import { beforeAll, describe, expect, it } from 'vitest';
import { boolean, context, contextPrimitive, integer, oid, sequence, time } from '../../../src-main/pki/asn1/write.ts';
import { type CertificationAuthority, signStructure } from '../../../src-main/pki/authority.ts';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import { basicConstraintsExtension, extension, keyUsageExtension } from '../../../src-main/pki/extensions.ts';
import { emailGeneralName, writeName } from '../../../src-main/pki/names.ts';
import { Oid } from '../../../src-main/pki/oids.ts';
import { validatePath } from '../../../src-main/pki/path.ts';
import { defaultValidationPolicy } from '../../../src-main/pki/validation-policy.ts';
import { issueOddly, type TestPki, testDay, testKey, testNow, testPki } from '../../support/pki.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

const ca = [basicConstraintsExtension(true, null), keyUsageExtension(['keyCertSign', 'cRLSign'])];

const authority = async (
  commonName: string,
  extensions: readonly Uint8Array[],
  by: CertificationAuthority = pki.root,
) => {
  const key = testKey.p256();
  return { ...key, certificate: await issueOddly(by, { key, commonName, extensions: [...ca, ...extensions] }) };
};

const judge = (leaf: Uint8Array, intermediates: readonly Uint8Array[], crls: readonly Uint8Array[] = []) => {
  const revocation = crls.length === 0 ? 'ignored' : 'required';
  const { conclusion } = validatePath(leaf, {
    anchors: [pki.root.certificate],
    intermediates,
    crls,
    at: testNow,
    policy: { ...defaultValidationPolicy, revocation: { leaf: revocation, issuers: 'ignored' } },
  });
  return conclusion;
};

const issueBelow = async (by: CertificationAuthority, commonName: string, extensions: readonly Uint8Array[] = []) =>
  issueOddly(by, { key: testKey.p256(), commonName, extensions });

describe('name constraints (RFC 5280 4.2.1.10)', () => {
  const constraints = (permitted: readonly Uint8Array[], excluded: readonly Uint8Array[] = []) =>
    extension(
      Oid.nameConstraints,
      true,
      sequence(
        ...(permitted.length === 0 ? [] : [context(0, ...permitted.map((base) => sequence(base)))]),
        ...(excluded.length === 0 ? [] : [context(1, ...excluded.map((base) => sequence(base)))]),
      ),
    );
  const dns = (host: string) => contextPrimitive(2, Buffer.from(host));
  const directory = (commonName: string) => context(4, writeName({ commonName }));
  const names = (...all: readonly Uint8Array[]) => extension(Oid.subjectAltName, false, sequence(...all));

  it.each([
    [
      'mail at the host',
      () => constraints([emailGeneralName('example.org')]),
      () => emailGeneralName('Ann@Example.org'),
      true,
    ],
    [
      'mail at a host below',
      () => constraints([emailGeneralName('example.org')]),
      () => emailGeneralName('ann@sub.example.org'),
      false,
    ],
    [
      'mail below a domain',
      () => constraints([emailGeneralName('.example.org')]),
      () => emailGeneralName('ann@sub.example.org'),
      true,
    ],
    [
      'one mail address',
      () => constraints([emailGeneralName('ann@example.org')]),
      () => emailGeneralName('bob@example.org'),
      false,
    ],
    [
      'an excluded host',
      () => constraints([], [emailGeneralName('example.org')]),
      () => emailGeneralName('ann@example.org'),
      false,
    ],
    ['a DNS name below', () => constraints([dns('example.org')]), () => dns('www.example.org'), true],
    ['a DNS name that only ends alike', () => constraints([dns('example.org')]), () => dns('notexample.org'), false],
    [
      'a kind that is not constrained',
      () => constraints([dns('example.org')]),
      () => emailGeneralName('ann@other.org'),
      true,
    ],
  ] as const)('C20 %s', async (_, constraint, san, allowed) => {
    const issuer = await authority('Constrained', [constraint()]);
    const leaf = await issueBelow(issuer, 'Leaf', [names(san())]);
    expect(judge(leaf, [issuer.certificate]).subIndication).toBe(allowed ? null : 'CHAIN_CONSTRAINTS_FAILURE');
  });

  it('C20: hold for the subject’s name too', async () => {
    const issuer = await authority('Constrained', [constraints([directory('Only Me')])]);
    expect(judge(await issueBelow(issuer, 'only  ME'), [issuer.certificate]).subIndication).toBeNull();
    expect(judge(await issueBelow(issuer, 'Only Me Too'), [issuer.certificate]).subIndication).toBe(
      'CHAIN_CONSTRAINTS_FAILURE',
    );
  });

  it('C20: refuse a name of a kind that we cannot judge, where it is constrained', async () => {
    const ip = contextPrimitive(7, Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0));
    const issuer = await authority('Constrained', [constraints([ip])]);
    const leaf = await issueBelow(issuer, 'Leaf', [names(contextPrimitive(7, Uint8Array.of(10, 0, 0, 1)))]);
    expect(judge(leaf, [issuer.certificate]).subIndication).toBe('CHAIN_CONSTRAINTS_FAILURE');
  });
});

describe('certificate policies (RFC 5280 6.1)', () => {
  const policies = (...all: readonly string[]) =>
    extension(Oid.certificatePolicies, false, sequence(...all.map((policy) => sequence(oid(policy)))));
  const explicit = extension(Oid.policyConstraints, true, sequence(contextPrimitive(0, Uint8Array.of(0))));
  const inhibitAny = extension(Oid.inhibitAnyPolicy, true, integer(0));

  it('C20: do not matter until an issuer demands an explicit one', async () => {
    const free = await authority('Free', []);
    expect(judge(await issueBelow(free, 'Leaf'), [free.certificate]).subIndication).toBeNull();
  });

  it.each([
    ['the same policy', ['1.2.3'], ['1.2.3'], [], null],
    ['none', ['1.2.3'], [], [], 'CHAIN_CONSTRAINTS_FAILURE'],
    ['another', ['1.2.3'], ['1.2.4'], [], 'CHAIN_CONSTRAINTS_FAILURE'],
    ['any policy', ['1.2.3'], [Oid.anyPolicy], [], null],
    ['any policy where it is inhibited', ['1.2.3'], [Oid.anyPolicy], [inhibitAny], 'CHAIN_CONSTRAINTS_FAILURE'],
  ] as const)('C20 an explicit one demanded, and the leaf has %s', async (_, issuers, leafs, more, expected) => {
    const issuer = await authority('Strict', [policies(...issuers), explicit, ...more]);
    const leaf = await issueBelow(issuer, 'Leaf', leafs.length === 0 ? [] : [policies(...leafs)]);
    expect(judge(leaf, [issuer.certificate]).subIndication).toBe(expected);
  });

  it('C20: follow mappings', async () => {
    const mapping = extension(Oid.policyMappings, true, sequence(sequence(oid('1.2.3'), oid('1.9.9'))));
    const issuer = await authority('Mapping', [policies('1.2.3'), explicit, mapping]);
    const issuers = [issuer.certificate];
    expect(judge(await issueBelow(issuer, 'Leaf', [policies('1.9.9')]), issuers).subIndication).toBeNull();
    expect(judge(await issueBelow(issuer, 'Leaf', [policies('1.2.3')]), issuers).subIndication).toBe(
      'CHAIN_CONSTRAINTS_FAILURE',
    );
  });
});

describe('the scope of a CRL (RFC 5280 5.2.5, C24)', () => {
  const crlWith = async (extensions: readonly Uint8Array[]): Promise<Uint8Array> => {
    const { publicKey, subject } = parseCertificate(pki.issuing.certificate);
    return signStructure({ pkcs8: pki.issuing.pkcs8, spki: publicKey.spki }, (algorithm) =>
      sequence(
        integer(1),
        algorithm,
        subject.der,
        time(testDay(-1)),
        time(testDay(30)),
        context(0, sequence(...extensions)),
      ),
    );
  };
  const idp = (...fields: readonly Uint8Array[]) => extension(Oid.issuingDistributionPoint, true, sequence(...fields));
  const flag = (tag: number) => contextPrimitive(tag, boolean(true).subarray(2));
  const point = (url: string) => context(0, context(0, contextPrimitive(6, Buffer.from(url))));

  it.each([
    ['user certificates only', () => [idp(flag(1))], null],
    ['CA certificates only', () => [idp(flag(2))], 'other kinds of certificate'],
    ['attribute certificates only', () => [idp(flag(5))], 'other kinds of certificate'],
    ['some reasons only', () => [idp(contextPrimitive(3, Uint8Array.of(6, 64)))], 'some reasons only'],
    ['indirect, of its own issuer', () => [idp(flag(4))], null],
    ['another distribution point', () => [idp(point('http://x/1'))], 'another distribution point'],
    ['a delta', () => [extension(Oid.deltaCrlIndicator, true, integer(3))], 'a delta without its base'],
    ['an unknown critical extension', () => [extension('1.2.3.4', true, integer(3))], 'critical extension 1.2.3.4'],
    ['an unknown extension that is not critical', () => [extension('1.2.3.4', false, integer(3))], null],
  ] as const)('%s', async (_, extensions, fault) => {
    const conclusion = judge(pki.people.ada.certificate, [pki.issuing.certificate], [await crlWith(extensions())]);
    expect(conclusion.subIndication).toBe(fault === null ? null : 'TRY_LATER');
    if (fault !== null) expect(conclusion.reasons[0]).toContain(fault);
  });

  it('a distribution point that the certificate names is its own', async () => {
    const url = 'http://crl.example.org/1.crl';
    const crlPoint = extension(Oid.crlDistributionPoints, false, sequence(sequence(point(url))));
    const leaf = await issueBelow(pki.issuing, 'Pointed', [crlPoint]);
    expect(judge(leaf, [pki.issuing.certificate], [await crlWith([idp(point(url))])]).subIndication).toBeNull();
  });
});
