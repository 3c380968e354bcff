import { beforeAll, describe, expect, test } from 'vitest';
import {
  embedSignature,
  prepareSignature,
  type SignatureReport,
  type ValidationOptions,
} from '../../../src-main/pades/index.ts';
import { prepareDocumentTimestamp } from '../../../src-main/pades/sign/prepare.ts';
import type { PreparedSignature } from '../../../src-main/pades/sign/plan.ts';
import { concat } from '../../../src-main/pki/asn1/read.ts';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import { extendedKeyUsageExtension } from '../../../src-main/pki/extensions.ts';
import { issueCrl } from '../../../src-main/pki/issue-crl.ts';
import { Oid } from '../../../src-main/pki/oids.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import { issueOddly, testKey, testSigner, usageExtension } from '../../support/pki.ts';
import { attribute, oddCms } from '../../support/pki-cms.ts';
import { timestampToken } from '../../support/pades-raw.ts';
import {
  createTestPki,
  expectOk,
  makePdf,
  planFor,
  signingTime,
  type TestPki,
  validateWith,
} from '../../support/pades-files.ts';

let pki: TestPki;
let ada: Signer;
let tsa: Signer;
let plain: Uint8Array;

const minutes = (count: number): Date => new Date(signingTime.getTime() + count * 60_000);

beforeAll(async () => {
  pki = await createTestPki();
  ada = await pki.signerFor('Ada Author');
  const key = testKey.p256();
  const certificate = await issueOddly(pki.authority.issuing, {
    key,
    commonName: 'Time-stamping unit',
    extensions: [usageExtension(true, 'digitalSignature'), extendedKeyUsageExtension(true, [Oid.kpTimeStamping])],
    notBefore: new Date('2026-01-05T08:00:00Z'),
    notAfter: new Date('2028-01-05T08:00:00Z'),
  });
  tsa = await testSigner({ ...key, certificate, chain: [pki.authority.issuing.certificate] });
  plain = await makePdf({ pages: 1 });
});

const signedBytes = ({ pdf, update, byteRange: [, length, second] }: PreparedSignature): Uint8Array =>
  concat(pdf, update.subarray(0, length - pdf.length), update.subarray(second - pdf.length));

/** A signature; `stamp` makes the time-stamp token of its value. */
const sign = async (
  pdf: Uint8Array,
  field: string,
  stamp?: (value: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> => {
  const prepared = expectOk(prepareSignature(pdf, planFor(field, { field: { kind: 'new', name: field } })));
  let value = new Uint8Array();
  const content = signedBytes(prepared);
  // The value of an ECDSA signature is another each time: the token is about the one that is kept.
  const once: Signer = {
    ...ada,
    sign: async (data) => (value.length > 0 ? value : (value = new Uint8Array(await ada.sign(data)))),
  };
  await oddCms({ signer: once, content });
  const unsigned = stamp ? [attribute(Oid.signatureTimestamp, await stamp(value))] : [];
  const certificates = [ada.certificate, pki.authority.issuing.certificate];
  const cms = await oddCms({ signer: once, content, certificates, ...(stamp ? { unsigned } : {}) });
  return expectOk(embedSignature(prepared, cms));
};
const stampedAt = (time: Date) => (value: Uint8Array) => timestampToken(tsa, value, time);

const stampDocument = async (pdf: Uint8Array, time: Date, token?: Uint8Array): Promise<Uint8Array> => {
  const prepared = expectOk(prepareDocumentTimestamp(pdf, 6000));
  return expectOk(embedSignature(prepared, token ?? (await timestampToken(tsa, signedBytes(prepared), time))));
};

const judge = (pdf: Uint8Array, more: Partial<ValidationOptions> = {}): readonly SignatureReport[] =>
  validateWith(pdf, pki, { intermediates: [pki.authority.issuing.certificate], ...more }).signatures;

const crlThat = (at: Date): Promise<Uint8Array> =>
  issueCrl(pki.authority.issuing, {
    entries: [{ serial: parseCertificate(ada.certificate).serial, revokedAt: at }],
    thisUpdate: new Date('2026-03-15T00:00:00Z'),
    nextUpdate: new Date('2027-03-15T00:00:00Z'),
    number: 2,
  });

describe('time-stamps (RFC 3161)', () => {
  test('C26: one about this signature proves its time', async () => {
    expect(judge(await sign(plain, 'A', stampedAt(minutes(1))))).toMatchObject([
      { indication: 'TOTAL-PASSED', timeSource: 'timestamp', signedAt: minutes(1).toISOString() },
    ]);
  });

  test('C26: one that was copied from another signature is broken', async () => {
    let taken = new Uint8Array();
    const first = await sign(plain, 'A', async (value) => (taken = new Uint8Array(await stampedAt(minutes(1))(value))));
    const [, second] = judge(await sign(first, 'B', () => Promise.resolve(taken)));
    expect(second).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'SIG_CONSTRAINTS_FAILURE',
      timeSource: 'claimed',
    });
  });

  test('C26: a document time-stamp that was copied from another fails', async () => {
    let taken = new Uint8Array();
    const signed = await sign(plain, 'A');
    const prepared = expectOk(prepareDocumentTimestamp(signed, 6000));
    taken = new Uint8Array(await timestampToken(tsa, signedBytes(prepared), minutes(2)));
    const once = await stampDocument(signed, minutes(2), taken);
    const [signature, sound, copied] = judge(await stampDocument(once, minutes(2), taken));
    expect(signature).toMatchObject({ indication: 'TOTAL-PASSED', signedAt: minutes(2).toISOString() });
    expect(sound).toMatchObject({ kind: 'documentTimestamp', indication: 'TOTAL-PASSED' });
    expect(copied).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
  });

  test('C26: a certificate that is not for time-stamping alone proves nothing', async () => {
    const [signature] = judge(await sign(plain, 'A', (value) => timestampToken(ada, value, minutes(1))));
    expect(signature).toMatchObject({ indication: 'TOTAL-PASSED', timeSource: 'claimed' });
    expect(signature?.warnings.join()).toContain('not a certificate for time-stamping alone');
  });

  test('C26: stamps come in their order, as far as their clocks tell it', async () => {
    const order = async (first: Date, second: Date, accuracy = 0) => {
      const signed = await sign(plain, 'A', (value) => timestampToken(tsa, value, first, accuracy));
      return judge(await stampDocument(signed, second))[0]?.subIndication;
    };
    expect(await order(minutes(1), minutes(2))).toBeNull();
    expect(await order(minutes(2), minutes(1))).toBe('TIMESTAMP_ORDER_FAILURE');
    expect(await order(minutes(2), minutes(1), 60)).toBeNull();
  });
});

describe('proof of existence (EN 319 102-1, 5.6.2)', () => {
  test('C27: a document time-stamp proves what it covers, and nothing that came later', async () => {
    const after = judge(await stampDocument(await sign(plain, 'A'), minutes(5)));
    expect(after[0]).toMatchObject({ timeSource: 'timestamp', signedAt: minutes(5).toISOString() });
    const before = judge(await sign(await stampDocument(plain, minutes(5)), 'A'));
    expect(before.map(({ kind, timeSource }) => [kind, timeSource])).toEqual([
      ['documentTimestamp', 'timestamp'],
      ['signature', 'claimed'],
    ]);
  });

  test('C27: the time-stamp of one signature says nothing about another', async () => {
    const two = await sign(await sign(plain, 'A'), 'B', stampedAt(minutes(3)));
    expect(judge(two).map(({ timeSource }) => timeSource)).toEqual(['claimed', 'timestamp']);
  });

  test('C27: the control time slides back through the stamps to the oldest', async () => {
    let pdf = await sign(plain, 'A');
    for (const at of [10, 20, 30]) pdf = await stampDocument(pdf, minutes(at));
    const [signature, ...stamps] = judge(pdf);
    expect(signature).toMatchObject({ judgedAt: minutes(10).toISOString(), indication: 'TOTAL-PASSED' });
    expect(stamps.map(({ judgedAt }) => judgedAt)).toEqual([
      minutes(20).toISOString(),
      minutes(30).toISOString(),
      '2026-04-01T00:00:00.000Z',
    ]);
  });

  test('C28: revoked before a proven time fails, after it passes, and without proof it stays open', async () => {
    const [root] = pki.crls;
    const crls = async (revokedAt: Date) => [root as Uint8Array, await crlThat(revokedAt)];
    const stamped = await sign(plain, 'A', stampedAt(minutes(1)));
    expect(judge(stamped, { crls: await crls(minutes(-60)) })).toMatchObject([
      { indication: 'TOTAL-FAILED', subIndication: 'REVOKED', revocation: { status: 'revoked' } },
    ]);
    expect(judge(stamped, { crls: await crls(minutes(60)) })).toMatchObject([
      {
        indication: 'TOTAL-PASSED',
        moments: {
          signing: { proven: true, indication: 'TOTAL-PASSED' },
          now: { proven: false, indication: 'INDETERMINATE', subIndication: 'REVOKED_NO_POE' },
        },
      },
    ]);
    expect(judge(await sign(plain, 'A'), { crls: await crls(minutes(60)) })).toMatchObject([
      { indication: 'INDETERMINATE', subIndication: 'REVOKED_NO_POE' },
    ]);
  });

  test('C28: expired now, it passes at a proven time and is open without [A11 17]', async () => {
    const at = new Date('2028-06-01T00:00:00Z');
    const crl = (ca: (typeof pki.authority)['root']) =>
      issueCrl(ca, {
        entries: [],
        thisUpdate: new Date('2027-12-01T00:00:00Z'),
        nextUpdate: new Date('2029-01-01T00:00:00Z'),
        number: 9,
      });
    const crls = await Promise.all([crl(pki.authority.root), crl(pki.authority.issuing)]);
    const signed = await sign(plain, 'A');
    expect(judge(signed, { at, crls })).toMatchObject([
      {
        indication: 'INDETERMINATE',
        subIndication: 'OUT_OF_BOUNDS_NO_POE',
        moments: {
          signing: { at: signingTime.toISOString(), proven: false, indication: 'TOTAL-PASSED' },
          now: { at: at.toISOString(), indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' },
        },
      },
    ]);
    const [signature] = judge(await stampDocument(signed, minutes(5)), { at: new Date('2028-01-01T00:00:00Z'), crls });
    expect(signature).toMatchObject({ indication: 'TOTAL-PASSED', judgedAt: minutes(5).toISOString() });
  });

  test('C25: how old an answer may be is a matter of policy', async () => {
    const signed = await sign(plain, 'A');
    const [report] = judge(signed);
    expect(report?.revocation?.knownUpTo).toBe('2026-02-28T00:00:00.000Z');
    const { defaultValidationPolicy } = await import('../../../src-main/pki/validation-policy.ts');
    const pathPolicy = { ...defaultValidationPolicy, id: 'one day', maxRevocationAge: 86_400_000 };
    expect(judge(signed, { pathPolicy })).toMatchObject([{ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' }]);
  });
});

describe('the verdict (EN 319 102-1, 5.1.3)', () => {
  test('C37: the words are those of the standard', async () => {
    const { Indication, SubIndication } = await import('../../../src-main/domain/indication.ts');
    expect(Object.values(Indication).sort()).toEqual(['INDETERMINATE', 'TOTAL-FAILED', 'TOTAL-PASSED']);
    const words =
      'FORMAT_FAILURE HASH_FAILURE SIG_CRYPTO_FAILURE REVOKED NOT_YET_VALID SIG_CONSTRAINTS_FAILURE CHAIN_CONSTRAINTS_FAILURE ' +
      'CERTIFICATE_CHAIN_GENERAL_FAILURE CRYPTO_CONSTRAINTS_FAILURE CRYPTO_CONSTRAINTS_FAILURE_NO_POE TIMESTAMP_ORDER_FAILURE ' +
      'NO_SIGNING_CERTIFICATE_FOUND NO_CERTIFICATE_CHAIN_FOUND REVOKED_NO_POE REVOKED_CA_NO_POE OUT_OF_BOUNDS_NO_POE TRY_LATER';
    for (const word of words.split(' ')) expect(Object.values(SubIndication)).toContain(word);
  });

  test('C38: four answers, each on its own: one that is bad leaves the others as they are', async () => {
    const signed = await sign(plain, 'A');
    const answers = (pdf: Uint8Array, more = {}) => {
      const all = judge(pdf, more)[0]?.answers;
      return [all?.bytes, all?.signer, all?.coverage, all?.changes].map((one) => one?.indication);
    };
    const [passed, failed, open] = ['TOTAL-PASSED', 'TOTAL-FAILED', 'INDETERMINATE'];
    expect(answers(signed)).toEqual([passed, passed, passed, passed]);
    expect(answers(signed, { anchors: [] })).toEqual([passed, open, passed, passed]);
    expect(answers(concat(signed, Buffer.from('more')))).toEqual([passed, passed, passed, failed]);
    const changed = signed.slice();
    changed[200] = (changed[200] ?? 0) ^ 1;
    expect(answers(changed)).toEqual([failed, passed, passed, passed]);
  });
});
