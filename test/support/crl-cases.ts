import {
  boolean,
  context,
  contextPrimitive,
  enumerated,
  integer,
  integerOfContent,
  namedBits,
  nullValue,
  sequence,
  time,
} from '../../src-main/pki/asn1/write.ts';
import { type CertificationAuthority, signStructure } from '../../src-main/pki/authority.ts';
import { parseCertificate } from '../../src-main/pki/certificate.ts';
import { CrlReason } from '../../src-main/pki/crl-reason.ts';
import { authorityKeyIdExtension, extension } from '../../src-main/pki/extensions.ts';
import { Oid } from '../../src-main/pki/oids.ts';
import { issueOddly, type TestPki, testDay, testKey, usageExtension } from './pki.ts';

interface EntryPlan {
  readonly serial: string;
  readonly reason?: CrlReason;
  /** certificateIssuer: a Name, DER. */
  readonly issuer?: Uint8Array;
  readonly extensions?: readonly Uint8Array[];
}

interface CrlPlan {
  readonly entries?: readonly EntryPlan[];
  readonly number?: number;
  /** Makes it a delta CRL. */
  readonly base?: number;
  /** issuingDistributionPoint: its fields. */
  readonly scope?: readonly Uint8Array[];
  /** Days after `testNow`. */
  readonly issued?: number;
  /** The same of nextUpdate. */
  readonly ends?: number;
  /** Extensions of the list itself. */
  readonly extensions?: readonly Uint8Array[];
  /** Where a complete list says that deltas to it are; without freshestCRL, openssl looks for none. */
  readonly deltaUrl?: string;
}

/** freshestCRL with one URL, of a list or of a certificate (RFC 5280 5.2.6, 4.2.1.15). */
export const freshestCrlExtension = (url: string): Uint8Array =>
  extension(Oid.freshestCrl, false, sequence(sequence(context(0, context(0, contextPrimitive(6, Buffer.from(url)))))));

/** A CRL that the product itself would not issue (RFC 5280 5). */
export const buildCrl = (ca: CertificationAuthority, plan: CrlPlan): Promise<Uint8Array> => {
  const { entries = [], number = 5, base, scope, issued = -2, ends = 30, deltaUrl = 'http://x/delta' } = plan;
  const issuer = parseCertificate(ca.certificate);
  return signStructure({ pkcs8: ca.pkcs8, spki: issuer.publicKey.spki }, (algorithm) =>
    sequence(
      integer(1),
      algorithm,
      issuer.subject.der,
      time(testDay(issued)),
      time(testDay(ends)),
      ...(entries.length === 0 ? [] : [sequence(...entries.map(buildEntry))]),
      context(
        0,
        sequence(
          authorityKeyIdExtension(issuer),
          extension(Oid.crlNumber, false, integer(number)),
          ...(base === undefined ? [] : [extension(Oid.deltaCrlIndicator, true, integer(base))]),
          ...(scope === undefined ? [] : [extension(Oid.issuingDistributionPoint, true, sequence(...scope))]),
          ...(base === undefined ? [freshestCrlExtension(deltaUrl)] : []),
          ...(plan.extensions ?? []),
        ),
      ),
    ),
  );
};

const buildEntry = ({ serial, reason, issuer, extensions = [] }: EntryPlan): Uint8Array => {
  const all = [
    ...(reason === undefined ? [] : [extension(Oid.reasonCode, false, enumerated(reason))]),
    ...(issuer === undefined ? [] : [extension(Oid.certificateIssuer, true, sequence(context(4, issuer)))]),
    ...extensions,
  ];
  return sequence(
    integerOfContent(Buffer.from(serial, 'hex')),
    time(testDay(-10)),
    ...(all.length === 0 ? [] : [sequence(...all)]),
  );
};

/** What a set of CRLs says of a certificate. `elsewhere`: openssl's own answer where it is another, and why. */
export interface CrlCase {
  readonly name: string;
  readonly leaf: Uint8Array;
  readonly crls: readonly Uint8Array[];
  readonly expected: 'good' | 'revoked' | 'unknown';
  /** A part of the reason where nothing is known. */
  readonly because?: string;
  readonly elsewhere?: 'good' | 'unknown';
}

/** ReasonFlags as a field of issuingDistributionPoint ([3]) or of a distribution point ([1]). */
const reasonFlags = (tag: number, ...bits: readonly number[]): Uint8Array =>
  contextPrimitive(tag, namedBits(bits).subarray(2));
const flag = (tag: number): Uint8Array => contextPrimitive(tag, boolean(true).subarray(2));
const indirect = flag(4);
const [compromise, theRest] = [
  [1, 2],
  [3, 4, 5, 6, 7, 8],
];

/** Cases of RFC 5280 5.2.4, 5.2.5, 5.3.3 and 6.3.3, below the issuing authority of the test PKI, and who signs CRLs there. */
export const crlCases = async (
  pki: TestPki,
): Promise<{
  readonly cases: readonly CrlCase[];
  readonly certificates: readonly Uint8Array[];
  readonly rootCrl: Uint8Array;
}> => {
  const { issuing, root } = pki;
  const issuingName = parseCertificate(issuing.certificate).subject.der;
  const otherName = parseCertificate(pki.constrained.certificate).subject.der;
  const signing = usageExtension(true, 'digitalSignature', 'nonRepudiation');
  const crlSigner = async (
    commonName: string,
    above: CertificationAuthority,
    usage: 'cRLSign' | 'digitalSignature',
  ) => {
    const key = testKey.p256();
    const extensions = [usageExtension(true, usage)];
    return { pkcs8: key.pkcs8, certificate: await issueOddly(above, { key, commonName, extensions }) };
  };
  const lister = await crlSigner('List office', root, 'cRLSign');
  const unfit = await crlSigner('Office without cRLSign', root, 'digitalSignature');
  const fallen = await crlSigner('Fallen office', root, 'cRLSign');
  const stranger = await crlSigner('List office', pki.stranger.root, 'cRLSign');
  const nameOf = ({ certificate }: CertificationAuthority): Uint8Array => parseCertificate(certificate).subject.der;

  const leafWith = (commonName: string, ...points: readonly (readonly Uint8Array[])[]): Promise<Uint8Array> =>
    issueOddly(issuing, {
      key: testKey.p256(),
      commonName,
      extensions: [
        signing,
        ...(points.length === 0
          ? []
          : [extension(Oid.crlDistributionPoints, false, sequence(...points.map((fields) => sequence(...fields))))]),
      ],
    });
  const plain = await leafWith('Plain');
  const by = (office: CertificationAuthority): readonly Uint8Array[] => [context(2, context(4, nameOf(office)))];
  const listedElsewhere = await leafWith('Listed elsewhere', by(lister));
  const serialOf = (der: Uint8Array): string => parseCertificate(der).serial;

  const entry = (der: Uint8Array, more: Partial<EntryPlan> = {}): EntryPlan => ({ serial: serialOf(der), ...more });
  const own = (plan: CrlPlan) => buildCrl(issuing, plan);
  const office = (plan: CrlPlan, by: CertificationAuthority = lister) => buildCrl(by, { scope: [indirect], ...plan });
  const held = { reason: CrlReason.CertificateHold };
  const someoneElses = { serial: '77', issuer: otherName };

  const cases: readonly CrlCase[] = [
    { name: 'a complete list', leaf: plain, crls: [await own({})], expected: 'good' },
    {
      name: 'a delta that lists it, with its base',
      leaf: plain,
      crls: [await own({}), await own({ base: 5, number: 6, issued: -1, entries: [entry(plain)] })],
      expected: 'revoked',
    },
    {
      name: 'a delta that takes it off again',
      leaf: plain,
      crls: [
        await own({ entries: [entry(plain, held)] }),
        await own({ base: 5, number: 6, issued: -1, entries: [entry(plain, { reason: CrlReason.RemoveFromCrl })] }),
      ],
      expected: 'good',
    },
    {
      name: 'on hold in the base, and a delta that says nothing of it',
      leaf: plain,
      crls: [await own({ entries: [entry(plain, held)] }), await own({ base: 4, number: 6, issued: -1 })],
      expected: 'revoked',
    },
    {
      name: 'on hold, and a delta from a later base that takes it off',
      leaf: plain,
      crls: [
        await own({ entries: [entry(plain, held)] }),
        await own({ base: 7, number: 8, issued: -1, entries: [entry(plain, { reason: CrlReason.RemoveFromCrl })] }),
      ],
      expected: 'revoked',
    },
    {
      name: 'a delta without its base',
      leaf: plain,
      crls: [await own({ base: 5, number: 6 })],
      expected: 'unknown',
      because: 'it is a delta without its base',
    },
    {
      name: 'a delta without its base that lists it: nobody is cleared by what is missing',
      leaf: plain,
      crls: [await own({ base: 5, number: 6, entries: [entry(plain)] })],
      expected: 'revoked',
      elsewhere: 'unknown',
    },
    {
      name: 'a delta of another scope than the base',
      leaf: plain,
      crls: [
        await own({ entries: [entry(plain, held)] }),
        await own({
          base: 5,
          number: 6,
          issued: -1,
          scope: [flag(1)],
          entries: [entry(plain, { reason: CrlReason.RemoveFromCrl })],
        }),
      ],
      expected: 'revoked',
    },
    {
      name: 'two lists of some reasons that make up all',
      leaf: plain,
      crls: [await own({ scope: [reasonFlags(3, ...compromise)] }), await own({ scope: [reasonFlags(3, ...theRest)] })],
      expected: 'good',
    },
    {
      name: 'one list of some reasons',
      leaf: plain,
      crls: [await own({ scope: [reasonFlags(3, ...compromise)] })],
      expected: 'unknown',
      because: 'some reasons only',
    },
    {
      name: 'one list of some reasons that has it',
      leaf: plain,
      crls: [await own({ scope: [reasonFlags(3, ...compromise)], entries: [entry(plain)] })],
      expected: 'revoked',
    },
    {
      name: 'a list of CA certificates',
      leaf: plain,
      crls: [await own({ scope: [flag(2)] })],
      expected: 'unknown',
      because: 'other kinds of certificate',
    },
    {
      name: 'a list of user certificates',
      leaf: plain,
      crls: [await own({ scope: [flag(1)], entries: [entry(plain)] })],
      expected: 'revoked',
    },
    {
      name: 'an entry with a critical extension that nobody knows',
      leaf: plain,
      crls: [await own({ entries: [{ serial: '77', extensions: [extension('1.2.3.4', true, nullValue())] }] })],
      expected: 'unknown',
      because: 'an entry has the critical extension 1.2.3.4',
    },
    { name: 'an indirect list, clear', leaf: listedElsewhere, crls: [await office({})], expected: 'good' },
    {
      name: 'an indirect list that has it under its issuer',
      leaf: listedElsewhere,
      crls: [await office({ entries: [someoneElses, entry(listedElsewhere, { issuer: issuingName })] })],
      expected: 'revoked',
    },
    {
      name: 'an indirect list that has its serial number under another issuer',
      leaf: listedElsewhere,
      crls: [await office({ entries: [entry(listedElsewhere, { issuer: otherName })] })],
      expected: 'good',
    },
    {
      name: 'an indirect list that has its serial number under the issuer of the entry before',
      leaf: listedElsewhere,
      crls: [await office({ entries: [{ serial: '77', issuer: issuingName }, entry(listedElsewhere)] })],
      expected: 'revoked',
    },
    {
      name: 'an indirect list that has its serial number under the list’s own issuer',
      leaf: listedElsewhere,
      crls: [await office({ entries: [entry(listedElsewhere)] })],
      expected: 'good',
    },
    {
      name: 'a list of the office that is not marked as indirect',
      leaf: listedElsewhere,
      crls: [await buildCrl(lister, {})],
      expected: 'unknown',
      because: 'no indirect CRL',
    },
    {
      name: 'an indirect list of an office that the certificate does not name',
      leaf: plain,
      crls: [await office({})],
      expected: 'unknown',
      because: 'no CRL of',
    },
    {
      name: 'an indirect list of an office of that name under another root',
      leaf: listedElsewhere,
      crls: [await office({}, stranger)],
      expected: 'unknown',
      because: 'its signature is not its issuer’s',
    },
    {
      name: 'an indirect list of an office that may not sign lists',
      leaf: await leafWith('Unfit', by(unfit)),
      crls: [await office({}, unfit)],
      expected: 'unknown',
      because: 'may not sign CRLs',
    },
    {
      name: 'an indirect list of an office that was revoked',
      leaf: await leafWith('Fallen', by(fallen)),
      crls: [await office({}, fallen)],
      expected: 'unknown',
      because: 'its issuer was revoked',
      // Its -crl_check asks about the leaf alone.
      elsewhere: 'good',
    },
  ];
  const rootCrl = await buildCrl(root, { entries: [{ serial: serialOf(fallen.certificate) }] });
  return { cases, certificates: [lister, unfit, fallen].map(({ certificate }) => certificate), rootCrl };
};
