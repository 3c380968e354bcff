import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DigestAlgorithm, digest } from '../../../src-main/pki/digest.ts';
import { collectValidationData } from '../../../src-main/pki/fetch/collect.ts';
import type { HttpClient } from '../../../src-main/pki/fetch/http.ts';
import { nodeHttpClient } from '../../../src-main/pki/fetch/node-http.ts';
import { buildTimestampRequest } from '../../../src-main/pki/tsp/request.ts';
import { timestampAuthority } from '../../../src-main/pki/tsp/client.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import { judge, signAt, withServices } from '../../support/levels.ts';
import { makePdf } from '../../support/pades-files.ts';
import { hasOpenSsl, openSsl } from '../../support/pki-openssl.ts';
import { startTrustServices, tsaPolicy, type TrustServices, type TsaFault } from '../../support/trust-services.ts';

const now = (): Date => new Date();
const imprint = { algorithm: DigestAlgorithm.Sha256, hash: digest('sha256', Uint8Array.of(1, 2, 3)) };

describe.skipIf(!hasOpenSsl())('services that answer, and that do not', () => {
  let services: TrustServices;
  let plain: Uint8Array;
  beforeAll(async () => {
    services = await startTrustServices();
    plain = await makePdf();
  });
  beforeEach(() => services.down.clear());
  afterAll(() => services.close());

  const ask = (fault?: TsaFault, more: Partial<Parameters<typeof timestampAuthority>[0]> = {}) =>
    timestampAuthority({
      url: services.tsaUrl(fault),
      http: nodeHttpClient({ timeoutMs: fault === 'silent' ? 200 : 5_000 }),
      now,
      anchors: [services.root],
      ...more,
    });

  describe('the time-stamp client (RFC 3161, C26)', () => {
    test('openssl reads the request as it was meant', () => {
      const tool = openSsl();
      const request = buildTimestampRequest({ imprint, nonce: Uint8Array.of(0xab, 0xcd), policy: tsaPolicy.other });
      const words = tool.must('ts', '-query', '-in', tool.file('q', request), '-text');
      tool.dispose();
      expect(words).toContain('Hash Algorithm: sha256');
      expect(words).toContain(`Policy OID: ${tsaPolicy.other}`);
      expect(words).toContain('Nonce: 0xABCD');
      expect(words).toContain('Certificate required: yes');
    });

    test('brings a stamp with its time, its policy and its certificate', async () => {
      const before = Math.floor(Date.now() / 1000) * 1000;
      const stamp = await ask()(imprint);
      expect(stamp).toMatchObject({ ok: true, value: { policy: tsaPolicy.usual } });
      if (!stamp.ok) return;
      expect(stamp.value.time.getTime()).toBeGreaterThanOrEqual(before);
      expect(stamp.value.certificate.subject.commonName).toBe('Time-stamping unit');
      expect(stamp.value.certificates).toHaveLength(2);
    });

    test('gets the policy that it demands, or the refusal of one that is not offered', async () => {
      expect(await ask(undefined, { policy: tsaPolicy.other })(imprint)).toMatchObject({
        ok: true,
        value: { policy: tsaPolicy.other },
      });
      expect(await ask(undefined, { policy: '1.2.3.4' })(imprint)).toMatchObject({
        ok: false,
        error: { code: 'tsp/refused', details: { status: 'rejection', failures: ['unacceptedPolicy'] } },
      });
    });

    test('tells the refusal of a digest in the words of the standard', async () => {
      const weak = { algorithm: DigestAlgorithm.Sha3_256, hash: digest('sha3-256', Uint8Array.of(1)) };
      expect(await ask()(weak)).toMatchObject({ error: { code: 'tsp/refused', details: { failures: ['badAlg'] } } });
    });

    test.each([
      ['silent', 'tsp/timeout'],
      ['wrong-nonce', 'tsp/wrong-nonce'],
      ['wrong-imprint', 'tsp/wrong-imprint'],
      ['wrong-certificate', 'tsp/wrong-certificate'],
      ['tampered', 'tsp/bad-token'],
      ['oversized', 'tsp/too-large'],
      ['no-response', 'tsp/bad-response'],
      ['no-token', 'tsp/bad-response'],
      ['unavailable', 'tsp/http-status'],
      ['moved', 'tsp/http-status'],
    ] as const)('an authority that is %s gives %s', async (fault, code) => {
      expect(await ask(fault)(imprint)).toMatchObject({ ok: false, error: { code } });
    });

    test('an authority that is not there, or at no address, is said so', async () => {
      services.down.add('/tsa');
      expect(await ask()(imprint)).toMatchObject({ error: { code: 'tsp/unreachable' } });
      expect(await ask(undefined, { url: 'ftp://example.org/tsa' })(imprint)).toMatchObject({
        error: { code: 'tsp/bad-url' },
      });
    });

    test('a stamp by an authority that leads to no given anchor is not taken; without anchors it is', async () => {
      const stranger = [services.people.rsa.certificate];
      expect(await ask(undefined, { anchors: stranger })(imprint)).toMatchObject({ error: { code: 'tsp/untrusted' } });
      expect(await ask(undefined, { anchors: [] })(imprint)).toMatchObject({ ok: true });
    });

    test('no bit of an answer can be changed so that another time is believed', async () => {
      const nonce = () => new Uint8Array(8).fill(0x55);
      const answers: Uint8Array[] = [];
      const recording: HttpClient = async (request) => {
        const answer = await nodeHttpClient()(request);
        if (answer.ok) answers.push(answer.value);
        return answer;
      };
      const honest = await ask(undefined, { nonce, http: recording })(imprint);
      const [answer] = answers;
      if (!honest.ok || answer === undefined) throw new Error('no time-stamp');
      let refused = 0;
      for (let index = 0; index < answer.length; index += 7) {
        const changed = new Uint8Array(answer);
        changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
        const replay: HttpClient = () => Promise.resolve({ ok: true, value: changed });
        const result = await ask(undefined, { nonce, http: replay })(imprint);
        if (result.ok) expect(result.value.time).toEqual(honest.value.time);
        else refused += 1;
      }
      // What is left are octets that nobody signs, of the status and of certificates that are not needed.
      expect(refused).toBeGreaterThan(answer.length / 14);
    });

    test('a certificate that is not valid now is not taken', async () => {
      const later = () => new Date(Date.now() + 90 * 86_400_000);
      expect(await ask(undefined, { now: later })(imprint)).toMatchObject({ error: { code: 'tsp/wrong-certificate' } });
    });
  });

  describe('collecting validation data (C22 to C24)', () => {
    const collect = (signer: Signer, online = true) =>
      collectValidationData(signer.certificate, {
        atHand: { anchors: [services.root], certificates: signer.chain, crls: [], ocsps: [] },
        at: now(),
        purpose: 'signing',
        ...(online ? { http: nodeHttpClient({ timeoutMs: 5_000 }) } : {}),
      });

    test('finds the issuer, an OCSP response and the CRL above it; the responder comes along', async () => {
      const data = await collect(services.people.ada);
      expect(data).toMatchObject({ complete: true, missing: [], revoked: [] });
      expect(data.certificates).toHaveLength(4);
      expect(data.ocsps).toHaveLength(1);
      expect(data.crls).toHaveLength(1);
    });

    test('a responder that is down is replaced by the CRL', async () => {
      services.down.add('/ocsp');
      const data = await collect(services.people.rsa);
      expect(data).toMatchObject({ complete: true, ocsps: [] });
      expect(data.crls).toHaveLength(2);
    });

    test('what cannot be had is named with every address that was tried', async () => {
      services.down.add('/ocsp').add('/crl/issuing');
      const data = await collect(services.people.rsa);
      expect(data.complete).toBe(false);
      expect(data.missing).toHaveLength(1);
      expect(data.missing[0]).toContain('Rosa RSA');
      expect(data.missing[0]).toContain('/ocsp: not reached');
      expect(data.missing[0]).toContain('/crl/issuing: not reached');
      expect((await collect(services.people.lost)).missing[0]).toContain('/crl/nowhere: answered with HTTP status 404');
    });

    test('C23: a responder that vouches for itself gives no answer that counts', async () => {
      const data = await collect(services.people.selfAnswered);
      expect(data).toMatchObject({ complete: false, ocsps: [] });
      expect(data.missing[0]).toContain('gives no answer that counts');
    });

    test('C23: a responder that may be revoked comes with the CRL that says it is not', async () => {
      const data = await collect(services.people.checked);
      expect(data).toMatchObject({ complete: true, path: { revocation: { source: 'ocsp', status: 'good' } } });
      expect(data.ocsps).toHaveLength(1);
      expect(data.crls).toHaveLength(2);
    });

    test('an OCSP response to another request is not taken', async () => {
      const data = await collect(services.people.replayed);
      expect(data).toMatchObject({ complete: false, ocsps: [] });
      expect(data.missing[0]).toContain('answers another request (nonce)');
    });

    test('offline nothing is asked for', async () => {
      const from = services.requests.length;
      expect((await collect(services.people.rsa, false)).missing[0]).toContain('nothing was fetched');
      expect(services.requests).toHaveLength(from);
    });

    test('a revoked certificate is told', async () => {
      expect((await collect(services.people.revoked)).revoked[0]).toContain('Rita Revoked was revoked on');
    });
  });

  describe('signing when services fail', () => {
    test.each([
      ['silent', 'tsp/timeout', 'did not answer within 0.2 s'],
      ['wrong-nonce', 'tsp/wrong-nonce', 'another request'],
      ['wrong-imprint', 'tsp/wrong-imprint', 'something else'],
      ['wrong-certificate', 'tsp/wrong-certificate', 'not one for time-stamping'],
      ['oversized', 'tsp/too-large', 'larger'],
      ['unavailable', 'tsp/http-status', '503'],
    ] as const)('an authority that is %s leaves a sound signature at B-B', async (fault, code, words) => {
      const signed = await signAt(plain, services.people.ada, withServices(services, 'B-LTA', { fault }));
      expect(signed).toMatchObject({ level: 'B-B', reached: false, notes: [{ code }] });
      expect(signed.notes[0]?.words).toContain(words);
      expect(judge(signed.pdf, services).signatures[0]?.answers.bytes.indication).toBe('TOTAL-PASSED');
    });

    test('revocation that is not to be had leaves B-T, and says whose', async () => {
      const signed = await signAt(plain, services.people.lost, withServices(services, 'B-LTA'));
      expect(signed).toMatchObject({ level: 'B-T', reached: false, notes: [{ code: 'extend/data-missing' }] });
      expect(signed.notes[0]?.words).toContain('Lotte Lost');
    });

    test('a document time-stamp that is not to be had leaves B-LT', async () => {
      const options = withServices(services, 'B-LTA');
      let asked = 0;
      const once = withServices(services, 'B-LTA', {
        tsa: (wanted) => {
          asked += 1;
          if (asked > 1) services.down.add('/tsa');
          return (options.tsa as NonNullable<typeof options.tsa>)(wanted);
        },
      });
      const signed = await signAt(plain, services.people.ada, once);
      expect(signed).toMatchObject({ level: 'B-LT', reached: false, notes: [{ code: 'tsp/unreachable' }] });
      expect(judge(signed.pdf, services).indication).toBe('TOTAL-PASSED');
    });

    test('a signer who was revoked gets no further than B-T, and the reason', async () => {
      const signed = await signAt(plain, services.people.revoked, withServices(services, 'B-LT'));
      expect(signed).toMatchObject({ level: 'B-T', reached: false, notes: [{ code: 'extend/revoked' }] });
    });

    test('without an authority a level above B-B is not reached', async () => {
      const { tsa: _, ...options } = withServices(services, 'B-T');
      expect(await signAt(plain, services.people.ada, options)).toMatchObject({
        level: 'B-B',
        reached: false,
        notes: [{ code: 'extend/no-tsa' }],
      });
    });
  });
});
