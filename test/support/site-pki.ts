import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSsl } from './pki-openssl.ts';

/** Somebody's key and certificate as the PKI of a site hands them out. */
export interface SiteIdentity {
  /** The certificate, DER. */
  readonly certificate: Uint8Array;
  /** PrivateKeyInfo, DER. */
  readonly pkcs8: Uint8Array;
  /** Key, certificate and issuing authority as PKCS#12. */
  readonly p12: Uint8Array;
}

export interface PersonOptions {
  /** Of the certificate, in openssl's words. */
  readonly extensions?: string;
  /** How long it is valid, from today. */
  readonly days?: number;
  /** Of the PKCS#12 file. */
  readonly passPhrase?: string;
  readonly key?: 'P-256' | 'RSA 1024';
  /** With which it is signed. */
  readonly digest?: 'sha256' | 'sha1';
}

/** A PKI that we did not write: a root and an issuing authority, run by the openssl command line. */
export interface SitePki {
  /** PEM, as its people download it. */
  readonly root: Uint8Array;
  readonly issuing: Uint8Array;
  readonly issuingDer: Uint8Array;
  person(name: string, options?: PersonOptions): SiteIdentity;
  /** Certifies a request, PKCS#10 in PEM; answers the certificate with its issuer behind it, PEM. */
  certify(request: Uint8Array): Uint8Array;
  revoke(certificate: Uint8Array): void;
  /** The lists of both authorities, PEM. */
  lists(days?: number): Uint8Array;
  dispose(): void;
}

const signing = 'keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=critical,CA:false';
const authority = 'keyUsage=critical,keyCertSign,cRLSign\nbasicConstraints=critical,CA:true';

/** The pass phrase of every PKCS#12 file, where the test does not say another. */
export const filePassPhrase = 'as the card office printed it';

export const sitePki = (organisation = 'Meridian Biologics'): SitePki => {
  const tool = openSsl();
  const { folder } = tool;
  const must = (...args: readonly string[]): string => tool.must(...args);
  const file = (name: string, content: string | Uint8Array): string => tool.file(name, content);
  const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
  const extensions = (name: string, text: string): string =>
    file(`${name}.ext`, `${text}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`);
  const kinds = {
    'P-256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    'RSA 1024': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  };
  const issue = (name: string, by: string, text: string, days: number, digest = 'sha256'): void => {
    const subject = ['-in', `${name}.csr`, '-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial', `-${digest}`];
    must('x509', '-req', ...subject, '-days', String(days), '-extfile', extensions(name, text), '-out', `${name}.pem`);
  };
  const request = (name: string, commonName: string, kind: keyof typeof kinds = 'P-256'): void => {
    must('genpkey', ...kinds[kind], '-out', `${name}.key`);
    must(
      'req',
      '-new',
      '-utf8',
      '-key',
      `${name}.key`,
      '-subj',
      `/O=${organisation}/CN=${commonName}`,
      '-out',
      `${name}.csr`,
    );
  };
  for (const ca of ['root', 'issuing']) {
    file(`${ca}.index`, '');
    file(`${ca}.number`, '01\n');
    file(
      `${ca}.cnf`,
      `[ca]\ndefault_ca=this\n[this]\ndatabase=${ca}.index\ncrlnumber=${ca}.number\ndefault_md=sha256\ncrl_extensions=list\n[list]\nauthorityKeyIdentifier=keyid\n`,
    );
  }
  request('root', 'Site Root');
  must(
    'x509',
    '-req',
    '-in',
    'root.csr',
    '-signkey',
    'root.key',
    '-days',
    '3650',
    '-extfile',
    file('root.ext', `${authority}\nsubjectKeyIdentifier=hash\n`),
    '-out',
    'root.pem',
  );
  request('issuing', 'Site Issuing');
  issue('issuing', 'root', authority, 1800);
  must('x509', '-in', 'issuing.pem', '-outform', 'DER', '-out', 'issuing.der');

  let made = 0;
  const der = (name: string): Uint8Array => {
    must('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    return bytes(`${name}.der`);
  };
  return {
    root: bytes('root.pem'),
    issuing: bytes('issuing.pem'),
    issuingDer: bytes('issuing.der'),
    person: (commonName, { extensions: text = signing, days = 700, passPhrase = filePassPhrase, key, digest } = {}) => {
      made += 1;
      const name = `person-${made}`;
      request(name, commonName, key);
      issue(name, 'issuing', text, days, digest);
      must('pkcs8', '-topk8', '-nocrypt', '-in', `${name}.key`, '-outform', 'DER', '-out', `${name}.p8`);
      const content = ['-inkey', `${name}.key`, '-in', `${name}.pem`, '-certfile', 'issuing.pem'];
      must('pkcs12', '-export', ...content, '-passout', `pass:${passPhrase}`, '-out', `${name}.p12`);
      return { certificate: der(name), pkcs8: bytes(`${name}.p8`), p12: bytes(`${name}.p12`) };
    },
    certify: (pkcs10) => {
      made += 1;
      const name = `request-${made}`;
      file(`${name}.csr`, pkcs10);
      issue(name, 'issuing', signing, 700);
      return Buffer.concat([bytes(`${name}.pem`), bytes('issuing.pem')]);
    },
    revoke: (certificate) => {
      file('revoked.der', certificate);
      must('x509', '-inform', 'DER', '-in', 'revoked.der', '-out', 'revoked.pem');
      must(
        'ca',
        '-config',
        'issuing.cnf',
        '-cert',
        'issuing.pem',
        '-keyfile',
        'issuing.key',
        '-revoke',
        'revoked.pem',
        '-crl_reason',
        'keyCompromise',
      );
    },
    lists: (days = 30) => {
      for (const ca of ['root', 'issuing'])
        must(
          'ca',
          '-config',
          `${ca}.cnf`,
          '-cert',
          `${ca}.pem`,
          '-keyfile',
          `${ca}.key`,
          '-gencrl',
          '-crldays',
          String(days),
          '-out',
          `${ca}.crl`,
        );
      return Buffer.concat([bytes('root.crl'), bytes('issuing.crl')]);
    },
    dispose: () => tool.dispose(),
  };
};
