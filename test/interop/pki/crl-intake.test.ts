import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCertificateFile, readCrlFile, takeCrl, validatePath } from '../../../src-main/pki/index.ts';
import { hasOpenSsl, type OpenSsl, openSsl } from '../../support/pki-openssl.ts';

const config = `
[req]
distinguished_name = name
prompt = no
[name]
O = Site Works
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[person]
keyUsage = critical, digitalSignature, nonRepudiation
authorityKeyIdentifier = keyid
crlDistributionPoints = point
[point]
fullname = URI:http://pki.site.example/part-2.crl
[ca]
default_ca = own
[own]
database = index.txt
crlnumber = number.txt
default_md = sha256
default_crl_days = 7
unique_subject = no
policy = any
rand_serial = yes
new_certs_dir = .
[any]
commonName = supplied
[whole]
authorityKeyIdentifier = keyid
[part1]
authorityKeyIdentifier = keyid
issuingDistributionPoint = critical, @idp1
[part2]
authorityKeyIdentifier = keyid
issuingDistributionPoint = critical, @idp2
[idp1]
fullname = URI:http://pki.site.example/part-1.crl
[idp2]
fullname = URI:http://pki.site.example/part-2.crl
[delta]
2.5.29.27 = critical, ASN1:INTEGER:1
`;

/** A site's own authority as openssl makes it: root, issuing authority, one person whose certificate is revoked. */
const makeSite = (tool: OpenSsl, key: readonly string[]): void => {
  tool.file('site.cnf', config);
  tool.file('index.txt', '');
  tool.file('number.txt', '01\n');
  for (const name of ['root', 'issuing', 'person']) tool.must('genpkey', ...key, '-out', `${name}.key`);
  const request = (name: string) =>
    tool.must(
      'req',
      '-new',
      '-config',
      'site.cnf',
      '-key',
      `${name}.key`,
      '-subj',
      `/O=Site Works/CN=Site ${name}`,
      '-out',
      `${name}.csr`,
    );
  const root = [
    '-config',
    'site.cnf',
    '-key',
    'root.key',
    '-subj',
    '/O=Site Works/CN=Site root',
    '-extensions',
    'authority',
  ];
  tool.must('req', '-x509', '-new', ...root, '-days', '60', '-out', 'root.pem');
  const issue = (name: string, by: string, section: string) => {
    request(name);
    const signer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-extfile', 'site.cnf', '-extensions', section];
    tool.must('x509', '-req', '-in', `${name}.csr`, ...signer, '-days', '30', '-out', `${name}.pem`);
  };
  issue('issuing', 'root', 'authority');
  issue('person', 'issuing', 'person');
  tool.must(
    'ca',
    '-config',
    'site.cnf',
    '-cert',
    'issuing.pem',
    '-keyfile',
    'issuing.key',
    '-revoke',
    'person.pem',
    '-crl_reason',
    'keyCompromise',
  );
};

describe.skipIf(!hasOpenSsl())('revocation lists of a site’s own authority, made by openssl', () => {
  const tools: OpenSsl[] = [];
  afterAll(() => {
    for (const tool of tools) tool.dispose();
  });

  test.each([
    ['ECDSA', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['RSA', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['Ed25519', ['-algorithm', 'ED25519']],
  ] as const)('C24: are taken in: whole, partitioned, of the root, and what they say counts (%s)', (_, key) => {
    const tool = openSsl();
    tools.push(tool);
    makeSite(tool, key);
    const file = (name: string): Uint8Array => readFileSync(join(tool.folder, name));
    const certificate = (name: string): Uint8Array => readCertificateFile(file(`${name}.pem`))[0] ?? new Uint8Array();
    const list = (section: string | null, by = 'issuing'): Uint8Array => {
      const signer = ['-cert', `${by}.pem`, '-keyfile', `${by}.key`];
      const extensions = section === null ? [] : ['-crlexts', section];
      tool.must('ca', '-gencrl', '-config', 'site.cnf', ...signer, ...extensions, '-out', 'list.pem');
      return readCrlFile(file('list.pem'))[0] ?? new Uint8Array();
    };
    const anchors = [certificate('root')];
    const intermediates = [certificate('issuing')];
    const at = new Date();
    const take = (der: Uint8Array) => {
      const result = takeCrl(der, { anchors, intermediates, at });
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.value;
    };
    const [whole, again, one, two] = [list('whole'), list('whole'), list('part1'), list('part2')];
    const scopes = [whole, again, one, two].map((der) => take(der).scope);
    expect(scopes[1]).toBe(scopes[0]);
    expect(new Set(scopes).size).toBe(3);
    expect(take(again).crl.number).not.toBe(take(whole).crl.number);
    expect(take(whole).signer.subject.text).toBe('CN=Site issuing,O=Site Works');
    const ofRoot = list('whole', 'root');
    expect(take(ofRoot).signer.subject.text).toBe('CN=Site root,O=Site Works');
    // Without extensions, and so without a number.
    expect(take(list(null)).crl.scope).toBeNull();
    const refused = (der: Uint8Array, more = {}) => takeCrl(der, { anchors, intermediates, at, ...more });
    expect(refused(list('delta'))).toMatchObject({ error: { code: 'crl/delta' } });
    expect(refused(whole, { intermediates: [] })).toMatchObject({ error: { code: 'crl/unknown-issuer' } });
    expect(refused(whole, { anchors: [certificate('person')] })).toMatchObject({
      error: { code: 'crl/unknown-issuer' },
    });
    expect(refused(whole, { at: new Date(at.getTime() - 2 * 86_400_000) })).toMatchObject({
      error: { code: 'crl/not-yet' },
    });
    expect(take(whole).crl.nextUpdate?.getTime()).toBeGreaterThan(at.getTime());
    expect(takeCrl(whole, { anchors, intermediates, at: new Date(at.getTime() + 20 * 86_400_000) }).ok).toBe(true);

    const judge = (...crls: readonly Uint8Array[]) =>
      validatePath(certificate('person'), { anchors, intermediates, crls: [ofRoot, ...crls], at: new Date() });
    const later = { indication: 'INDETERMINATE', subIndication: 'TRY_LATER' };
    expect(judge(two).conclusion).toMatchObject({ subIndication: 'REVOKED_NO_POE' });
    expect(judge(one).conclusion).toMatchObject(later);
  });
});
