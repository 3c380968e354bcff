import type { Failure } from '../../domain/result.ts';
import { type CertificateInfo, readCertificate } from '../certificate.ts';
import { readSignedData } from '../cms/signed-data.ts';
import { type CrlInfo, readCrl } from '../crl.ts';
import { type OcspInfo, readOcsp } from '../ocsp.ts';
import { readCertificateFile, readCrlFile } from '../pem.ts';
import { detailText } from './detail.ts';
import type { HttpClient } from './http.ts';
import { buildOcspRequest, nonceAgrees } from './ocsp-request.ts';

/** An address that gave nothing of use, about whom it was asked, and why; the cause as a sentence. */
export interface Problem {
  readonly url: string;
  readonly about: CertificateInfo;
  readonly cause: string;
}

const maxOcspBytes = 1024 * 1024;
const maxCrlBytes = 64 * 1024 * 1024;
const maxCertificateBytes = 1024 * 1024;

const words = (failure: Failure): string => {
  switch (failure.code) {
    case 'http/timeout':
      return 'no answer in time';
    case 'http/unreachable':
      return `not reached (${detailText(failure, 'cause')})`;
    case 'http/too-large':
      return 'the answer is too large';
    case 'http/refused':
    case 'http/redirected':
      return `answered with HTTP status ${detailText(failure, 'status')}`;
    default:
      return 'not an address that is followed';
  }
};

/** Asks an OCSP responder about one certificate; null, with the problem noted, where nothing of use came back. */
export const fetchOcsp = async (
  url: string,
  {
    certificate,
    issuer,
    nonce,
  }: { readonly certificate: CertificateInfo; readonly issuer: CertificateInfo; readonly nonce: Uint8Array | null },
  http: HttpClient,
  problems: Problem[],
): Promise<OcspInfo | null> => {
  const give = (cause: string): null => {
    problems.push({ url, about: certificate, cause });
    return null;
  };
  const answer = await http({
    method: 'POST',
    url,
    maxBytes: maxOcspBytes,
    body: { type: 'application/ocsp-request', bytes: buildOcspRequest(certificate, issuer, nonce) },
  });
  if (!answer.ok) return give(words(answer.error));
  const ocsp = readOcsp(answer.value);
  if (!ocsp.ok)
    return give(
      ocsp.error.code === 'ocsp/not-successful'
        ? `the responder refused (status ${detailText(ocsp.error, 'status')})`
        : 'the answer is no OCSP response',
    );
  return nonceAgrees(ocsp.value, nonce) ? ocsp.value : give('the OCSP response answers another request (nonce)');
};

/** Gets a CRL, DER or PEM; null, with the problem noted, where none came back. LDAP and other schemes are not followed. */
export const fetchCrl = async (
  url: string,
  about: CertificateInfo,
  http: HttpClient,
  problems: Problem[],
): Promise<CrlInfo | null> => {
  const give = (cause: string): null => {
    problems.push({ url, about, cause });
    return null;
  };
  const answer = await http({ method: 'GET', url, maxBytes: maxCrlBytes });
  if (!answer.ok) return give(words(answer.error));
  const [der] = readCrlFile(answer.value);
  const crl = der && readCrl(der);
  return crl?.ok ? crl.value : give('the answer is no CRL');
};

/** Gets the certificates that authorityInfoAccess names as the issuer's (RFC 5280 4.2.2.1): DER, PEM or certs-only CMS. */
export const fetchIssuers = async (
  about: CertificateInfo,
  http: HttpClient,
  problems: Problem[],
): Promise<readonly CertificateInfo[]> => {
  const found: CertificateInfo[] = [];
  for (const url of about.issuerUrls) {
    const answer = await http({ method: 'GET', url, maxBytes: maxCertificateBytes });
    if (!answer.ok) {
      problems.push({ url, about, cause: words(answer.error) });
      continue;
    }
    const read = certificatesOf(answer.value);
    if (read.length === 0) problems.push({ url, about, cause: 'the answer is no certificate' });
    found.push(...read);
  }
  return found;
};

const certificatesOf = (bytes: Uint8Array): readonly CertificateInfo[] => {
  const ders = readCertificateFile(bytes);
  const read = (items: readonly Uint8Array[]): readonly CertificateInfo[] =>
    items.flatMap((der) => {
      const certificate = readCertificate(der);
      return certificate.ok ? [certificate.value] : [];
    });
  const direct = read(ders);
  if (direct.length > 0 || ders[0] === undefined) return direct;
  try {
    return read(readSignedData(ders[0]).certificates);
  } catch {
    return [];
  }
};
