import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readWhole, Tag } from '../../src-main/pki/asn1/read.ts';
import {
  contextPrimitive,
  generalizedTime,
  integer,
  octetString,
  oid,
  sequence,
} from '../../src-main/pki/asn1/write.ts';
import { createAuthority } from '../../src-main/pki/authority.ts';
import { parseCertificate } from '../../src-main/pki/certificate.ts';
import { digestIdentifier } from '../../src-main/pki/digest.ts';
import {
  basicConstraintsExtension,
  crlUrlExtension,
  extendedKeyUsageExtension,
  extension,
  keyUsageExtension,
  subjectKeyIdExtension,
} from '../../src-main/pki/extensions.ts';
import { issueCrl } from '../../src-main/pki/issue-crl.ts';
import { Oid } from '../../src-main/pki/oids.ts';
import { writePem } from '../../src-main/pki/pem.ts';
import type { Signer } from '../../src-main/pki/signer.ts';
import { issueOddly, type TestIdentity, type TestKey, testKey, testSigner } from './pki.ts';
import { oddCms } from './pki-cms.ts';

/** How the time-stamp authority behaves under `/tsa/NAME`; `/tsa` itself is honest. */
export type TsaFault =
  | 'silent'
  | 'wrong-nonce'
  | 'wrong-imprint'
  | 'wrong-certificate'
  | 'tampered'
  | 'oversized'
  | 'no-response'
  | 'no-token'
  | 'unavailable'
  | 'moved';

/** Policies that the authority knows; it refuses every other. */
export const tsaPolicy = { usual: '1.3.6.1.4.1.99999.3.1', other: '1.3.6.1.4.1.99999.3.2' } as const;

/** A public key infrastructure that lives now, with its services on the loopback interface. */
export interface TrustServices {
  readonly root: Uint8Array;
  readonly issuing: Uint8Array;
  /** The CRLs that are published. */
  readonly crls: readonly Uint8Array[];
  readonly people: {
    /** OCSP, CRL and issuer's certificate are named in the certificate. */
    readonly ada: Signer;
    readonly rsa: Signer;
    /** Only a CRL is named. */
    readonly crlOnly: Signer;
    /** A CRL is named that nobody publishes. */
    readonly lost: Signer;
    /** OCSP says revoked since an hour ago. */
    readonly revoked: Signer;
    /** Its responder's certificate is that of the signer itself. */
    readonly selfAnswered: Signer;
    /** Its responder may be revoked itself, and names a CRL for that. */
    readonly checked: Signer;
    /** Its responder answers another request than the one that was sent. */
    readonly replayed: Signer;
  };
  /** PKCS#8 and certificate of `ada`, for making key files. */
  readonly adaIdentity: TestIdentity;
  tsaUrl(fault?: TsaFault): string;
  url(path: string): string;
  /** Paths whose connections are broken off from now on. */
  readonly down: Set<string>;
  /** `METHOD path` of every request so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

const hour = 3_600_000;
const run = promisify(execFile);

const accessExtension = (ocsp: string | null, issuer: string | null): Uint8Array =>
  extension(
    Oid.authorityInfoAccess,
    false,
    sequence(
      ...(ocsp === null ? [] : [sequence(oid(Oid.adOcsp), contextPrimitive(6, Buffer.from(ocsp, 'latin1')))]),
      ...(issuer === null ? [] : [sequence(oid(Oid.adCaIssuers), contextPrimitive(6, Buffer.from(issuer, 'latin1')))]),
    ),
  );

const tsaConfig = `
[tsa]
default_tsa = here
[here]
serial = tsa.serial
crypto_device = builtin
signer_digest = sha256
default_policy = ${tsaPolicy.usual}
other_policies = ${tsaPolicy.other}
digests = sha256, sha384, sha512
accuracy = secs:1
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

/** Starts the services: `openssl ts` and `openssl ocsp` answer, over HTTP on a free port of 127.0.0.1. */
export const startTrustServices = async (): Promise<TrustServices> => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-'));
  const down = new Set<string>();
  const requests: string[] = [];
  const files = new Map<string, Uint8Array>();
  let tsaReply: (query: Uint8Array) => Promise<Uint8Array> = () => Promise.reject(new Error('not started'));
  let ocspReply: (query: Uint8Array, by?: string) => Promise<Uint8Array> = tsaReply;
  let signWrongly: (query: Uint8Array) => Promise<Uint8Array> = tsaReply;

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    requests.push(`${request.method ?? ''} ${path}`);
    if (down.has(path)) {
      request.socket.destroy();
      return;
    }
    const body: Uint8Array[] = [];
    for await (const chunk of request) body.push(chunk as Uint8Array);
    const query = new Uint8Array(Buffer.concat(body));
    const give = (status: number, bytes: Uint8Array | string, headers: Record<string, string> = {}): void => {
      response.writeHead(status, headers).end(bytes);
    };
    const file = files.get(path);
    if (request.method === 'GET') give(file ? 200 : 404, file ?? 'not here');
    else if (path === '/ocsp') give(200, await ocspReply(query));
    else if (path === '/ocsp/self') give(200, await ocspReply(query, 'selfAnswered'));
    else if (path === '/ocsp/checked') give(200, await ocspReply(query, 'revocable'));
    else if (path === '/ocsp/other') give(200, await ocspReply(altered(query, 'last octet')));
    else if (path === '/tsa') give(200, await tsaReply(query));
    else if (path === '/tsa/wrong-nonce') give(200, await tsaReply(altered(query, 'nonce')));
    else if (path === '/tsa/wrong-imprint') give(200, await tsaReply(altered(query, 'imprint')));
    else if (path === '/tsa/wrong-certificate') give(200, await signWrongly(query));
    else if (path === '/tsa/tampered') {
      const reply = await tsaReply(query);
      // The last octets are the signature value's.
      reply[reply.length - 4] = (reply[reply.length - 4] ?? 0) ^ 1;
      give(200, reply);
    } else if (path === '/tsa/oversized') give(200, new Uint8Array(4 * 1024 * 1024));
    else if (path === '/tsa/no-response') give(200, '<html>Welcome</html>');
    else if (path === '/tsa/no-token') give(200, sequence(sequence(integer(0))));
    else if (path === '/tsa/unavailable') give(503, 'later');
    else if (path === '/tsa/moved') give(302, '', { location: '/tsa' });
    // `silent`: no answer ever comes.
    else if (path !== '/tsa/silent') give(404, 'not here');
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  const start = new Date(Date.now() - 24 * hour);
  const end = new Date(Date.now() + 30 * 24 * hour);
  const { root } = await createAuthority({ organisation: 'Trust Test', vaultId: 'trust', now: start });
  const issue = async (
    issuer: { readonly certificate: Uint8Array; readonly pkcs8: Uint8Array },
    key: TestKey,
    commonName: string,
    extensions: readonly Uint8Array[],
  ) => issueOddly(issuer, { key, commonName, extensions, notBefore: start, notAfter: end });
  const issuingKey = testKey.p256();
  const issuing = {
    ...issuingKey,
    certificate: await issue(root, issuingKey, 'Trust Test Issuing CA', [
      basicConstraintsExtension(true, 0),
      keyUsageExtension(['keyCertSign', 'cRLSign']),
      subjectKeyIdExtension(issuingKey.spki),
      crlUrlExtension(url('/crl/root')),
      accessExtension(null, url('/ca/root')),
    ]),
  };
  const signing = keyUsageExtension(['digitalSignature', 'nonRepudiation']);
  const crl = crlUrlExtension(url('/crl/issuing'));
  const access = accessExtension(url('/ocsp'), url('/ca/issuing'));
  const below = async (
    key: TestKey,
    commonName: string,
    extensions: readonly Uint8Array[],
    chain: readonly Uint8Array[] = [issuing.certificate],
  ): Promise<TestIdentity> => ({ ...key, certificate: await issue(issuing, key, commonName, extensions), chain });
  // ada's chain is not in her key file: the issuer has to be fetched.
  const ada = await below(testKey.p256(), 'Ada Online', [signing, crl, access], []);
  const rsa = await below(testKey.rsa(), 'Rosa RSA', [signing, crl, access]);
  const crlOnly = await below(testKey.p256(), 'Carl CRL', [signing, crl]);
  const lost = await below(testKey.p256(), 'Lotte Lost', [signing, crlUrlExtension(url('/crl/nowhere'))]);
  const revoked = await below(testKey.p256(), 'Rita Revoked', [signing, access]);
  const self = accessExtension(url('/ocsp/self'), null);
  const selfAnswered = await below(testKey.p256(), 'Selma Self', [signing, self]);
  const checked = await below(testKey.p256(), 'Chloe Checked', [signing, accessExtension(url('/ocsp/checked'), null)]);
  const replayed = await below(testKey.p256(), 'Remo Replayed', [signing, accessExtension(url('/ocsp/other'), null)]);
  const unit = await below(testKey.p256(), 'Time-stamping unit', [
    keyUsageExtension(['digitalSignature']),
    extendedKeyUsageExtension(true, [Oid.kpTimeStamping]),
    crl,
  ]);
  const responder = await below(testKey.p256(), 'OCSP responder', [
    keyUsageExtension(['digitalSignature']),
    extendedKeyUsageExtension(false, [Oid.kpOcspSigning]),
    extension(Oid.ocspNoCheck, false, Uint8Array.of(5, 0)),
  ]);
  const revocable = await below(testKey.p256(), 'OCSP responder that may be revoked', [
    keyUsageExtension(['digitalSignature']),
    extendedKeyUsageExtension(false, [Oid.kpOcspSigning]),
    crl,
  ]);
  const notForStamps = await below(testKey.p256(), 'Not for time-stamping', [
    signing,
    extendedKeyUsageExtension(false, [Oid.kpTimeStamping, Oid.kpEmailProtection]),
  ]);

  const validity = { thisUpdate: new Date(Date.now() - hour), nextUpdate: new Date(Date.now() + 72 * hour) };
  const revokedAt = new Date(Date.now() - hour);
  files.set('/crl/root', await issueCrl(root, { entries: [], ...validity, number: 1 }));
  files.set('/crl/issuing', await issueCrl(issuing, { entries: [], ...validity, number: 2 }));
  files.set('/ca/root', root.certificate);
  files.set('/ca/issuing', issuing.certificate);

  const file = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
  file('tsa.cnf', tsaConfig);
  file('tsa.serial', '01\n');
  for (const [name, { certificate, pkcs8 }] of Object.entries({ issuing, unit, responder, revocable, selfAnswered })) {
    file(`${name}.pem`, writePem('CERTIFICATE', certificate));
    file(`${name}.key`, writePem('PRIVATE KEY', pkcs8));
  }
  const utc = (date: Date): string => `${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`;
  const line = ({ certificate }: TestIdentity): string => {
    const serial = parseCertificate(certificate).serial.toUpperCase();
    const state =
      certificate === revoked.certificate ? `R\t${utc(end)}\t${utc(revokedAt)},keyCompromise` : `V\t${utc(end)}\t`;
    return `${state}\t${serial}\tunknown\t/CN=${serial}\n`;
  };
  file('index.txt', [ada, rsa, revoked, selfAnswered, checked, replayed, unit].map(line).join(''));

  // One after the other: openssl counts its serial numbers in a file.
  let queue: Promise<unknown> = Promise.resolve();
  const tool = (query: Uint8Array, ...args: readonly string[]): Promise<Uint8Array> => {
    const answer = queue.then(async () => {
      file('query', query);
      await run('openssl', [...args], { cwd: folder });
      return new Uint8Array(readFileSync(join(folder, 'reply')));
    });
    queue = answer.catch(() => undefined);
    return answer;
  };
  const signedBy = ['-signer', 'unit.pem', '-inkey', 'unit.key', '-chain', 'issuing.pem'];
  tsaReply = (query) =>
    tool(query, 'ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', ...signedBy, '-out', 'reply');
  ocspReply = (query, by = 'responder') => {
    const signer = ['-CA', 'issuing.pem', '-rsigner', `${by}.pem`, '-rkey', `${by}.key`];
    const files = ['-index', 'index.txt', '-reqin', 'query', '-respout', 'reply'];
    return tool(query, 'ocsp', ...files, ...signer, '-ndays', '1');
  };
  signWrongly = async (query) => {
    const { imprint, nonce } = readQuery(query);
    const signer = await testSigner(notForStamps);
    const info = sequence(
      integer(1),
      oid(tsaPolicy.usual),
      sequence(digestIdentifier('sha256'), octetString(imprint)),
      integer(7),
      generalizedTime(new Date()),
      nonce,
    );
    const token = await oddCms({ signer, content: info, eContent: info, contentType: Oid.tstInfo });
    return sequence(sequence(integer(0)), token);
  };

  return {
    root: root.certificate,
    issuing: issuing.certificate,
    crls: ['/crl/root', '/crl/issuing'].flatMap((path) => files.get(path) ?? []),
    people: {
      ada: await testSigner(ada),
      rsa: await testSigner(rsa),
      crlOnly: await testSigner(crlOnly),
      lost: await testSigner(lost),
      revoked: await testSigner(revoked),
      selfAnswered: await testSigner(selfAnswered),
      checked: await testSigner(checked),
      replayed: await testSigner(replayed),
    },
    adaIdentity: ada,
    tsaUrl: (fault) => url(fault === undefined ? '/tsa' : `/tsa/${fault}`),
    url,
    down,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** What a TimeStampReq asks for; the nonce as it is encoded. */
const readQuery = (query: Uint8Array): { readonly imprint: Uint8Array; readonly nonce: Uint8Array } => {
  const request = readWhole(query);
  const nonce = request.children.slice(2).find((child) => child.is(Tag.Integer));
  return { imprint: request.at(1).at(1).content, nonce: nonce?.raw ?? new Uint8Array(0) };
};

/**
 * The query with one bit of its nonce or imprint changed: the authority then honestly answers another question. An OCSP
 * request ends with its nonce.
 */
const altered = (query: Uint8Array, what: 'nonce' | 'imprint' | 'last octet'): Uint8Array => {
  const bytes = new Uint8Array(query);
  const request = readWhole(bytes);
  const nonce = request.children.slice(2).find((child) => child.is(Tag.Integer));
  const target = what === 'last octet' ? request : what === 'nonce' ? nonce : request.at(1).at(1);
  if (target === undefined) throw new Error(`the query has no ${what}`);
  bytes[target.end - 1] = (bytes[target.end - 1] ?? 0) ^ 1;
  return bytes;
};
