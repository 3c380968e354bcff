import { randomBytes } from 'node:crypto';
import { Indication } from '../../domain/indication.ts';
import { type Failure, fail, ok, type Result } from '../../domain/result.ts';
import { sameBytes, toHex } from '../asn1/read.ts';
import type { CertificateInfo } from '../certificate.ts';
import { checkCms, type CmsReport } from '../cms/check.ts';
import { sameSerial } from '../cms/signing-certificate.ts';
import type { TstInfo } from '../cms/tst-info.ts';
import { type HttpClient, HttpFailure } from '../fetch/http.ts';
import { validatePath } from '../path.ts';
import { defaultValidationPolicy, type ValidationPolicy } from '../validation-policy.ts';
import { TspFailure } from './failure.ts';
import { buildTimestampRequest, type Imprint } from './request.ts';
import { readTimestampResponse } from './response.ts';

/** A time-stamp that was checked: it is about what was sent, answers this request, and is soundly signed. */
export interface Timestamp {
  /** TimeStampToken, a CMS, DER. */
  readonly token: Uint8Array;
  readonly time: Date;
  /** Of the time-stamping unit. */
  readonly certificate: CertificateInfo;
  /** All that came with the token, DER. Untrusted. */
  readonly certificates: readonly Uint8Array[];
  /** The policy that the authority says it followed, as an OID. */
  readonly policy: string;
}

/** Stamps a digest. Errors: `TspFailure`. */
export type Timestamper = (imprint: Imprint) => Promise<Result<Timestamp, Failure<TspFailure>>>;

/** An authority and how it is asked. */
export interface TimestampAuthority {
  readonly url: string;
  readonly http: HttpClient;
  readonly now: () => Date;
  /** Trust anchors, DER. Where some are given the authority's certificate has to lead to one. */
  readonly anchors?: readonly Uint8Array[];
  readonly intermediates?: readonly Uint8Array[];
  /** The policy to demand, as an OID. */
  readonly policy?: string;
  /** Makes each request's nonce; default: 64 random bits. */
  readonly nonce?: () => Uint8Array;
}

/** Real tokens have 2 to 8 KiB; a chain of large certificates may add some more. */
const maxBytes = 256 * 1024;

/** Revocation is not asked for here: what is known of it counts. */
const trustPolicy: ValidationPolicy = {
  ...defaultValidationPolicy,
  revocation: { leaf: 'if-known', issuers: 'if-known' },
};

/**
 * A client of an RFC 3161 authority over HTTP (3.4). A stamp comes back only when the status grants it, imprint, nonce
 * and policy are those of the request, the token is signed by the certificate that its signing-certificate attribute
 * names (C26), and that certificate is for time-stamping, critically and alone, and valid now (2.3).
 */
export const timestampAuthority =
  (authority: TimestampAuthority): Timestamper =>
  async (imprint) => {
    const { url, http, policy, nonce = () => new Uint8Array(randomBytes(8)) } = authority;
    const sent = nonce();
    const request = buildTimestampRequest({ imprint, nonce: sent, ...(policy === undefined ? {} : { policy }) });
    const answer = await http({
      method: 'POST',
      url,
      maxBytes,
      body: { type: 'application/timestamp-query', bytes: request },
    });
    if (!answer.ok) return transportFailure(answer.error);
    const response = readTimestampResponse(answer.value);
    if (!response.ok) return fail(TspFailure.BadResponse, { url, ...response.error.details });
    const { status, text, failures, token } = response.value;
    if (status !== 'granted' && status !== 'grantedWithMods')
      return fail(TspFailure.Refused, { url, status, failures, text });
    if (token === null) return fail(TspFailure.BadResponse, { url, cause: 'granted, but without a token' });
    return judgeToken(token, imprint, sent, authority);
  };

const transportFailure = ({ code, details = {} }: Failure<HttpFailure>) => {
  switch (code) {
    case HttpFailure.BadUrl:
      return fail(TspFailure.BadUrl, details);
    case HttpFailure.Unreachable:
      return fail(TspFailure.Unreachable, details);
    case HttpFailure.Timeout:
      return fail(TspFailure.Timeout, details);
    case HttpFailure.TooLarge:
      return fail(TspFailure.TooLarge, details);
    case HttpFailure.Redirected:
    case HttpFailure.Refused:
      return fail(TspFailure.HttpStatus, details);
  }
};

const judgeToken = (
  token: Uint8Array,
  imprint: Imprint,
  nonce: Uint8Array,
  authority: TimestampAuthority,
): Result<Timestamp, Failure<TspFailure>> => {
  const { url } = authority;
  const report = checkCms(token, {
    profile: 'timestamp',
    digestOf: (algorithm) => (algorithm === imprint.algorithm ? imprint.hash : new Uint8Array(0)),
  });
  const info = report.timestamp;
  const certificate = report.signerCertificate;
  if (info !== null) {
    const fault = mismatch(info, imprint, nonce, authority.policy);
    if (fault !== null) return fail(fault, { url });
  }
  if (report.conclusion.indication !== Indication.Passed || info === null || certificate === null)
    return fail(TspFailure.BadToken, { url, cause: report.conclusion.reasons.join('; ') });
  const fault = certificateFault(report, certificate, authority);
  if (fault !== null) return fault;
  return ok({ token, time: info.genTime, certificate, certificates: report.certificates, policy: info.policy });
};

/** Is it the answer to what was asked (RFC 3161 2.2)? */
const mismatch = (
  info: TstInfo,
  imprint: Imprint,
  nonce: Uint8Array,
  policy: string | undefined,
): TspFailure | null => {
  if (info.imprint.algorithm !== imprint.algorithm || !sameBytes(info.imprint.hash, imprint.hash))
    return TspFailure.WrongImprint;
  if (info.nonce === null || !sameSerial(info.nonce, toHex(nonce))) return TspFailure.WrongNonce;
  return policy !== undefined && info.policy !== policy ? TspFailure.WrongPolicy : null;
};

const certificateFault = (report: CmsReport, certificate: CertificateInfo, authority: TimestampAuthority) => {
  const { url, now, anchors = [], intermediates = [] } = authority;
  const common = {
    intermediates: [...intermediates, ...report.certificates],
    crls: report.crls,
    ocsps: report.ocsps,
    at: now(),
    purpose: 'timestamping',
    policy: trustPolicy,
  } as const;
  // A path of this certificate alone shows what it is fit for, whoever issued it.
  const alone = validatePath(certificate, { ...common, anchors: [certificate] }).conclusion;
  if (alone.indication !== Indication.Passed)
    return fail(TspFailure.WrongCertificate, { url, cause: alone.reasons.join('; ') });
  if (anchors.length === 0) return null;
  const { conclusion } = validatePath(certificate, { ...common, anchors });
  return conclusion.indication === Indication.Passed
    ? null
    : fail(TspFailure.Untrusted, { url, cause: conclusion.reasons.join('; ') });
};
