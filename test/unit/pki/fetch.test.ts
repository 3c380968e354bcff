import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readWhole, Tag, toHex } from '../../../src-main/pki/asn1/read.ts';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import { collectValidationData } from '../../../src-main/pki/fetch/collect.ts';
import { nodeHttpClient } from '../../../src-main/pki/fetch/node-http.ts';
import { buildOcspRequest } from '../../../src-main/pki/fetch/ocsp-request.ts';
import { rememberGets } from '../../../src-main/pki/fetch/remember-gets.ts';
import { crlUrlExtension } from '../../../src-main/pki/extensions.ts';
import { buildCrl, freshestCrlExtension } from '../../support/crl-cases.ts';
import { issueOddly, testDay, testKey, testNow, testPki, usageExtension } from '../../support/pki.ts';

let server: Server;
let asked: string[];
/** What the server gives besides, by its path. */
const lists = new Map<string, Uint8Array>();
const url = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers['content-type'] ?? ''}`.trim());
    switch (request.url) {
      case '/hello':
        response.end('hello');
        break;
      case '/echo':
        request.pipe(response);
        break;
      case '/silent':
        break;
      case '/drip':
        response.write('a');
        break;
      case '/cut':
        response.writeHead(200, { 'content-length': 100 });
        response.write('only this', () => request.socket.destroy());
        break;
      case '/large':
        response.end(new Uint8Array(70_000));
        break;
      case '/moved':
        response.writeHead(302, { location: '/hello' }).end();
        break;
      default: {
        const list = lists.get(request.url ?? '');
        if (list) response.end(list);
        else response.writeHead(404).end('no');
      }
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
beforeEach(() => {
  asked = [];
  lists.clear();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

const get = (path: string, timeoutMs = 5_000, maxBytes = 65_536) =>
  nodeHttpClient({ timeoutMs })({ method: 'GET', url: path.startsWith('/') ? url(path) : path, maxBytes });

describe('the HTTP client', () => {
  test('brings the body of a 200, and sends a body with its type', async () => {
    const found = await get('/hello');
    expect(found.ok && Buffer.from(found.value).toString()).toBe('hello');
    const body = { type: 'application/ocsp-request', bytes: new Uint8Array([1, 2, 3]) };
    const echo = await nodeHttpClient()({ method: 'POST', url: url('/echo'), maxBytes: 10, body });
    expect(echo).toEqual({ ok: true, value: new Uint8Array([1, 2, 3]) });
    expect(asked).toEqual(['GET /hello', 'POST /echo application/ocsp-request']);
  });

  test('waits no longer than it may, for an answer or for the rest of one', async () => {
    for (const path of ['/silent', '/drip']) {
      // Neither ever ends by itself.
      expect(await get(path, 150)).toMatchObject({ ok: false, error: { code: 'http/timeout' } });
    }
  });

  test('reads no more than it may', async () => {
    expect(await get('/large')).toMatchObject({ error: { code: 'http/too-large', details: { maxBytes: 65_536 } } });
    expect(await get('/large', 5_000, 70_000)).toMatchObject({ ok: true });
  });

  test('does not follow a redirect', async () => {
    expect(await get('/moved')).toMatchObject({ error: { code: 'http/redirected', details: { location: '/hello' } } });
    expect(asked).toEqual(['GET /moved']);
  });

  test('tells a refusal, a broken answer and a dead address apart', async () => {
    expect(await get('/absent')).toMatchObject({ error: { code: 'http/refused', details: { status: 404 } } });
    expect(await get('/cut')).toMatchObject({ error: { code: 'http/unreachable' } });
    const dead = createServer();
    await new Promise<void>((resolve) => {
      dead.listen(0, '127.0.0.1', resolve);
    });
    const { port } = dead.address() as AddressInfo;
    await new Promise((resolve) => {
      dead.close(resolve);
    });
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({
      error: { code: 'http/unreachable', details: { cause: 'ECONNREFUSED' } },
    });
  });

  test('goes to http and https only, and takes no password in an address', async () => {
    const { port } = server.address() as AddressInfo;
    for (const bad of [
      'ldap://127.0.0.1/cn=x',
      'file:///etc/passwd',
      'no address',
      `http://me:secret@127.0.0.1:${port}/hello`,
    ])
      expect(await get(bad)).toEqual({ ok: false, error: { code: 'http/bad-url' } });
    expect(asked).toEqual([]);
  });

  test('a remembering client asks for the same address once, and posts each time', async () => {
    const http = rememberGets(nodeHttpClient());
    const body = { type: 'text/plain', bytes: new Uint8Array([1]) };
    for (let i = 0; i < 3; i += 1) {
      await http({ method: 'GET', url: url('/hello'), maxBytes: 100 });
      await http({ method: 'GET', url: url('/absent'), maxBytes: 100 });
      await http({ method: 'POST', url: url('/echo'), maxBytes: 100, body });
    }
    expect(asked.filter((line) => line.startsWith('GET'))).toEqual(['GET /hello', 'GET /absent']);
    expect(asked).toHaveLength(5);
  });
});

describe('an OCSP request (RFC 6960 4.1)', () => {
  test('names the certificate by serial number, issuer name and issuer key, with a nonce or without', async () => {
    const pki = await testPki();
    const [certificate, issuer] = [pki.people.ada.certificate, pki.issuing.certificate].map(parseCertificate) as [
      ReturnType<typeof parseCertificate>,
      ReturnType<typeof parseCertificate>,
    ];
    const bare = readWhole(buildOcspRequest(certificate, issuer, null)).at(0);
    expect(bare.children).toHaveLength(1);
    const certId = bare.at(0).at(0).at(0);
    expect(toHex(certId.at(3, Tag.Integer).content)).toBe(certificate.serial);
    const withNonce = buildOcspRequest(certificate, issuer, new Uint8Array(16).fill(0xab));
    expect(readWhole(withNonce).at(0).children).toHaveLength(2);
    expect(toHex(withNonce)).toContain(`0410${'ab'.repeat(16)}`);
  });
});

describe('collecting validation data offline', () => {
  const collect = async (crls: 'both' | 'issuing' | 'none', anchors: 'given' | 'at hand' | 'other' = 'given') => {
    const pki = await testPki();
    const root = pki.root.certificate;
    return collectValidationData(pki.people.ada.certificate, {
      atHand: {
        anchors: anchors === 'given' ? [root] : anchors === 'other' ? [pki.stranger.root.certificate] : [],
        certificates: [pki.issuing.certificate, root, pki.stranger.root.certificate],
        crls: crls === 'none' ? [] : crls === 'issuing' ? [pki.issuingCrl] : [pki.issuingCrl, pki.rootCrl],
        ocsps: [],
      },
      at: testNow,
      purpose: 'signing',
    });
  };

  test('takes what is at hand, and no more than the path needs', async () => {
    const pki = await testPki();
    const data = await collect('both');
    expect(data).toMatchObject({ complete: true, missing: [], revoked: [], ocsps: [] });
    expect(data.certificates).toEqual([pki.people.ada.certificate, pki.issuing.certificate, pki.root.certificate]);
    expect(data.crls).toHaveLength(2);
    expect((await collect('both', 'at hand')).complete).toBe(true);
  });

  test('says whose revocation is not known, and that nothing was fetched', async () => {
    const data = await collect('issuing');
    expect(data.complete).toBe(false);
    expect(data.missing).toHaveLength(1);
    expect(data.missing[0]).toContain('no revocation answer for');
    expect(data.missing[0]).toContain('Issuing CA');
    expect((await collect('none')).missing).toHaveLength(2);
  });

  test('collects nothing for a chain that leads to no given anchor', async () => {
    const data = await collect('both', 'other');
    expect(data).toMatchObject({ complete: false, crls: [], path: { anchor: null } });
    expect(data.missing[0]).toContain('no path to a trust anchor');
  });

  test('says who was revoked at the time', async () => {
    const pki = await testPki();
    const at = async (days: number) =>
      collectValidationData(pki.people.revoked.certificate, {
        atHand: {
          anchors: [pki.root.certificate],
          certificates: [pki.issuing.certificate],
          crls: [pki.issuingCrl, pki.rootCrl],
          ocsps: [],
        },
        at: testDay(days),
        purpose: 'signing',
      });
    expect((await at(0)).revoked[0]).toContain('Rita Revoked');
    expect(await at(-20)).toMatchObject({ revoked: [], complete: true });
  });
});

describe('delta CRLs (RFC 5280 4.2.1.15, 5.2.4, 5.2.6), fetched by freshestCRL', () => {
  const collect = async (about: { readonly inCertificate: boolean; readonly delta: boolean }) => {
    const pki = await testPki();
    const leaf = await issueOddly(pki.issuing, {
      key: testKey.p256(),
      commonName: 'Delta',
      extensions: [
        usageExtension(true, 'digitalSignature', 'nonRepudiation'),
        crlUrlExtension(url('/base')),
        ...(about.inCertificate ? [freshestCrlExtension(url('/delta'))] : []),
      ],
    });
    const deltaUrl = about.inCertificate ? 'http://127.0.0.1:1/elsewhere' : url('/delta');
    const base = await buildCrl(pki.issuing, { deltaUrl });
    const entries = [{ serial: parseCertificate(leaf).serial }];
    const delta = await buildCrl(pki.issuing, { base: 5, number: 6, issued: -1, entries });
    lists.set('/base', base);
    if (about.delta) lists.set('/delta', delta);
    const data = await collectValidationData(leaf, {
      atHand: {
        anchors: [pki.root.certificate],
        certificates: [pki.issuing.certificate],
        crls: [pki.rootCrl],
        ocsps: [],
      },
      at: testNow,
      purpose: 'signing',
      http: nodeHttpClient(),
    });
    return { data, base, delta };
  };

  test.each([
    ['the list', false],
    ['the certificate', true],
  ])('where %s names one: a revocation that the complete list does not know yet is seen', async (_, inCertificate) => {
    const { data, base, delta } = await collect({ inCertificate, delta: true });
    expect(asked).toEqual(['GET /base', 'GET /delta']);
    expect(data.revoked[0]).toContain('Delta');
    expect(data.crls).toEqual(expect.arrayContaining([base, delta].map((der) => new Uint8Array(der))));
  });

  test('one that is not to be had leaves the complete list, which counts by itself', async () => {
    const { data } = await collect({ inCertificate: false, delta: false });
    expect(asked).toEqual(['GET /base', 'GET /delta']);
    expect(data).toMatchObject({ complete: true, revoked: [], missing: [] });
  });

  test('what stands in its place and is no delta is not taken for one', async () => {
    const pki = await testPki();
    lists.set('/delta', await buildCrl(pki.issuing, { number: 9 }));
    const { data } = await collect({ inCertificate: false, delta: false });
    expect(data.crls).toHaveLength(2);
    expect(data.complete).toBe(true);
  });
});
