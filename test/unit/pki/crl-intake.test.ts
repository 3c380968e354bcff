import { beforeAll, describe, expect, it } from 'vitest';
import { contextPrimitive, namedBits, nullValue } from '../../../src-main/pki/asn1/write.ts';
import { type CertificationAuthority, signCertificate } from '../../../src-main/pki/authority.ts';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import { basicConstraintsExtension, extension } from '../../../src-main/pki/extensions.ts';
import { type CrlIntake, takeCrl } from '../../../src-main/pki/index.ts';
import { buildCrl } from '../../support/crl-cases.ts';
import {
  issueOddly,
  type TestKey,
  type TestPki,
  testDay,
  testKey,
  testNow,
  testPki,
  usageExtension,
} from '../../support/pki.ts';

let pki: TestPki;
let store: CrlIntake;
beforeAll(async () => {
  pki = await testPki();
  store = { anchors: [pki.root.certificate], intermediates: [pki.issuing.certificate], at: testNow };
});

const code = (der: Uint8Array, input: Partial<CrlIntake> = {}): string => {
  const taken = takeCrl(der, { ...store, ...input });
  return taken.ok ? 'taken' : taken.error.code;
};
const taken = (der: Uint8Array, input: Partial<CrlIntake> = {}) => {
  const result = takeCrl(der, { ...store, ...input });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const indirect = contextPrimitive(4, Uint8Array.of(0xff));
const someReasons = (...bits: readonly number[]) => contextPrimitive(3, namedBits(bits).subarray(2));
const userCertificates = contextPrimitive(1, Uint8Array.of(0xff));

const issuingKey = (): TestKey => ({
  pkcs8: pki.issuing.pkcs8,
  spki: parseCertificate(pki.issuing.certificate).publicKey.spki,
});
/** A certificate in the name of the issuing authority that the root gave it. */
const renewed = (
  key: TestKey,
  more: { readonly notBefore?: Date; readonly notAfter?: Date } = {},
): Promise<Uint8Array> => {
  const root = parseCertificate(pki.root.certificate);
  return signCertificate({
    issuerName: root.subject.der,
    issuerKey: { pkcs8: pki.root.pkcs8, spki: root.publicKey.spki },
    subject: parseCertificate(pki.issuing.certificate).subject.der,
    spki: key.spki,
    notBefore: testDay(-300),
    notAfter: testDay(300),
    ...more,
    extensions: [basicConstraintsExtension(true, 0), usageExtension(true, 'keyCertSign', 'cRLSign')],
  });
};

describe('a revocation list that is taken in', () => {
  it('is a complete one of an authority below an anchor, or of the anchor itself', () => {
    const { crl, signer, scope } = taken(pki.issuingCrl);
    expect(crl.nextUpdate).toEqual(testDay(30));
    expect(signer.der).toEqual(pki.issuing.certificate);
    expect(scope).toMatch(/^[0-9a-f]{64}$/);
    expect(taken(pki.rootCrl, { intermediates: [] }).signer.der).toEqual(pki.root.certificate);
    expect(taken(pki.issuingCrl, { anchors: [pki.issuing.certificate], intermediates: [] }).scope).toBe(scope);
  });

  it('may have ended; one from the future is refused, but for a day that clocks may be apart', async () => {
    const ended = taken(await buildCrl(pki.issuing, { issued: -60, ends: -30 }));
    expect(ended.crl.nextUpdate).toEqual(testDay(-30));
    expect(code(await buildCrl(pki.issuing, { issued: 1 }))).toBe('taken');
    expect(takeCrl(await buildCrl(pki.issuing, { issued: 1.1 }), store)).toEqual({
      ok: false,
      error: { code: 'crl/not-yet', details: { thisUpdate: testDay(1.1).toISOString() } },
    });
  });

  it('is refused where it cannot tell whether a signer’s certificate is revoked', async () => {
    expect(code(await buildCrl(pki.issuing, { base: 5, number: 6 }))).toBe('crl/delta');
    const critical = extension('1.2.3.4', true, nullValue());
    expect(code(await buildCrl(pki.issuing, { extensions: [critical] }))).toBe('crl/not-usable');
    const entries = [{ serial: '77', extensions: [critical] }];
    expect(code(await buildCrl(pki.issuing, { entries }))).toBe('crl/not-usable');
    const attributes = contextPrimitive(5, Uint8Array.of(0xff));
    expect(code(await buildCrl(pki.issuing, { scope: [attributes] }))).toBe('crl/not-usable');
  });

  it('is refused when it is damaged or is no list', async () => {
    expect(code(new Uint8Array(0))).toBe('crl/damaged');
    expect(code(pki.issuingCrl.slice(0, -1))).toBe('crl/damaged');
    expect(code(pki.issuing.certificate)).toBe('crl/damaged');
    const list = await buildCrl(pki.issuing, { entries: [{ serial: '77' }] });
    const at = Buffer.from(list).indexOf(Buffer.from('020177', 'hex'));
    // The entry's serial number becomes a NULL of one octet: the list as a whole still reads.
    const broken = new Uint8Array(list);
    broken[at] = 5;
    expect(code(broken)).toBe('crl/damaged');
  });

  it('is refused when nobody below the anchors signed it', async () => {
    const stranger = await buildCrl(pki.stranger.issuing, {});
    expect(takeCrl(stranger, store)).toMatchObject({
      error: { code: 'crl/unknown-issuer', details: { issuer: expect.stringContaining('Stranger') as string } },
    });
    const intermediates = [pki.stranger.issuing.certificate];
    expect(takeCrl(stranger, { ...store, intermediates })).toMatchObject({
      error: {
        code: 'crl/unknown-issuer',
        details: { reasons: [expect.stringMatching(/^no path to a trust anchor: /) as string] },
      },
    });
    const forged = await buildCrl({ ...pki.issuing, pkcs8: testKey.p256().pkcs8 }, {});
    expect(code(forged)).toBe('crl/wrong-signature');
    const altered = new Uint8Array(pki.issuingCrl);
    altered.set([(altered.at(-1) ?? 0) ^ 1], altered.length - 1);
    expect(code(altered)).toBe('crl/wrong-signature');
  });

  it('is refused of a person, and of an authority without cRLSign; an indirect one needs an office that has it', async () => {
    const { ada } = pki.people;
    const of = (signer: CertificationAuthority, scope?: readonly Uint8Array[]) =>
      buildCrl(signer, scope === undefined ? {} : { scope });
    const besides = (...intermediates: readonly Uint8Array[]) => ({
      intermediates: [pki.issuing.certificate, ...intermediates],
    });
    expect(code(await of(ada), besides(ada.certificate))).toBe('crl/issuer-may-not-sign');
    expect(code(await of(ada, [indirect]), besides(ada.certificate))).toBe('crl/issuer-may-not-sign');
    // A person’s certificate that is an anchor here says itself what it is.
    expect(code(await of(ada), { anchors: [ada.certificate] })).toBe('crl/issuer-may-not-sign');
    const key = testKey.p256();
    const odd = async (commonName: string, ...extensions: readonly Uint8Array[]): Promise<CertificationAuthority> => ({
      pkcs8: key.pkcs8,
      certificate: await issueOddly(pki.issuing, { key, commonName, extensions }),
    });
    const noCrlSign = await odd(
      'Without cRLSign',
      basicConstraintsExtension(true, 0),
      usageExtension(true, 'keyCertSign'),
    );
    expect(code(await of(noCrlSign), besides(noCrlSign.certificate))).toBe('crl/issuer-may-not-sign');
    const noUsage = await odd('Without keyUsage');
    expect(code(await of(noUsage, [indirect]), besides(noUsage.certificate))).toBe('crl/issuer-may-not-sign');
    // Whoever was certified to sign lists may issue an indirect one, and no other.
    const office = await odd('List office', usageExtension(true, 'cRLSign'));
    expect(code(await of(office), besides(office.certificate))).toBe('crl/issuer-may-not-sign');
    expect(code(await of(office, [indirect]), besides(office.certificate))).toBe('taken');
  });

  it('is judged at the time of the list or now: authorities expire, and get new certificates', async () => {
    const key = issuingKey();
    const list = await buildCrl(pki.issuing, { issued: -20 });
    const by = async (more: { readonly notBefore?: Date; readonly notAfter?: Date }) =>
      code(list, { intermediates: [await renewed(key, more)] });
    expect(await by({ notAfter: testDay(-10) })).toBe('taken');
    expect(await by({ notBefore: testDay(-10) })).toBe('taken');
    expect(await by({ notAfter: testDay(-30) })).toBe('crl/unknown-issuer');
  });
});

describe('the scope of a list', () => {
  it('stays the same from one list to the next, and tells partitions apart', async () => {
    const plans = [
      {},
      { scope: [userCertificates] },
      { scope: [someReasons(1, 2)] },
      { scope: [someReasons(3, 4, 5, 6, 7, 8)] },
      { scope: [indirect] },
    ];
    const scopes = async (number: number, issued: number) =>
      Promise.all(plans.map(async (plan) => taken(await buildCrl(pki.issuing, { ...plan, number, issued })).scope));
    const first = await scopes(5, -2);
    expect(new Set(first).size).toBe(plans.length);
    expect(await scopes(6, -1)).toEqual(first);
    expect(first).not.toContain(taken(await buildCrl(pki.root, {})).scope);
  });

  it('stays the same under a new certificate, and is another under a new key', async () => {
    const own = issuingKey();
    const fresh = testKey.p256();
    const intermediates = [await renewed(own), await renewed(fresh)];
    const list = await buildCrl(pki.issuing, {});
    const under = await buildCrl({ pkcs8: fresh.pkcs8, certificate: intermediates[1] as Uint8Array }, {});
    expect(taken(list, { intermediates }).scope).toBe(taken(list).scope);
    expect(taken(under, { intermediates }).signer.der).toEqual(intermediates[1]);
    expect(taken(under, { intermediates }).scope).not.toBe(taken(list).scope);
    expect(code(under)).toBe('crl/wrong-signature');
  });
});
