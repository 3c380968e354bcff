import { randomBytes } from 'node:crypto';
import { type CertificateInfo, readCertificate, sameCertificate } from '../certificate.ts';
import { type CrlInfo, readCrl } from '../crl.ts';
import { deltaCrlUrls } from '../distribution-point.ts';
import { isResponder, type OcspInfo, readOcsp } from '../ocsp.ts';
import { type PathReport, validatePath } from '../path.ts';
import type { RevocationStatus } from '../revocation.ts';
import { verifyOnce } from '../verify-once.ts';
import { fetchCrl, fetchIssuers, fetchOcsp, type Problem } from './evidence.ts';
import type { HttpClient } from './http.ts';

/** What is known before anything is asked for. All DER; all but the anchors untrusted. */
export interface AtHand {
  /** Roots that the caller trusts. Empty: a chain ends in a self-signed certificate at hand; whom to trust is for the verifier to say. */
  readonly anchors: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

/** For whom validation data is wanted, and from where. */
export interface CollectInput {
  readonly atHand: AtHand;
  /** The time that the certificate is judged at: a time-stamp's, or now. */
  readonly at: Date;
  readonly purpose: 'signing' | 'timestamping';
  /** Absent: offline, with what is at hand. */
  readonly http?: HttpClient;
  /** Ask anew for what could be answered by data at hand. */
  readonly fresh?: boolean;
  /** Makes the nonce of an OCSP request; default: 128 random bits. null: none is sent. */
  readonly nonce?: (() => Uint8Array) | null;
}

/** What a verifier needs later to judge one certificate without a network (ETSI EN 319 142-1, 5.4). */
export interface CollectedData {
  /** The path's certificates, leaf and anchor among them, and OCSP responders'. DER. */
  readonly certificates: readonly Uint8Array[];
  /** The lists and responses that answer for the path, each verified. DER. */
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  /** Every certificate below the anchor is answered for. */
  readonly complete: boolean;
  /** Certificates of the path that were revoked at the time; sentences. */
  readonly revoked: readonly string[];
  /** What could not be had, and why; sentences. */
  readonly missing: readonly string[];
  readonly path: PathReport;
}

/** A chain that is longer is no chain of a person's or an authority's. */
const maxIssuerRounds = 6;

/**
 * Collects certificates and revocation data for a path: issuers by authorityInfoAccess, then per certificate OCSP and,
 * where that gives no answer, a CRL. What is fetched counts only after `validatePath` accepted it as an answer for that
 * certificate. What cannot be had is said, never thrown. Revocation addresses are taken from certificates with a path to
 * an anchor only, so that a stranger's file does not choose whom this machine calls; issuers have to be asked for
 * before, by the addresses in the file.
 */
export const collectValidationData = async (
  leafInput: CertificateInfo | Uint8Array,
  input: CollectInput,
): Promise<CollectedData> => {
  const leaf = leafInput instanceof Uint8Array ? readCertificate(leafInput) : ({ ok: true, value: leafInput } as const);
  const collecting = new Collecting(input);
  if (!leaf.ok) return collecting.result(validatePath(new Uint8Array(0), collecting.judgement()));
  return collecting.run(leaf.value);
};

/** The state of one collection. */
class Collecting {
  readonly #input: CollectInput;
  readonly #certificates: CertificateInfo[];
  readonly #crls: CrlInfo[];
  readonly #ocsps: OcspInfo[];
  /** Lists for OCSP responders: no certificate of the path hangs on them directly. */
  readonly #responderCrls: CrlInfo[] = [];
  readonly #problems: Problem[] = [];

  constructor(input: CollectInput) {
    this.#input = input;
    this.#certificates = readAll(input.atHand.certificates, readCertificate);
    this.#crls = readAll(input.atHand.crls, readCrl);
    this.#ocsps = readAll(input.atHand.ocsps, readOcsp);
  }

  /** What a path is judged by, with everything that is at hand by now, or with one piece of evidence alone. */
  judgement(only?: { readonly crls: readonly CrlInfo[]; readonly ocsps: readonly OcspInfo[] }) {
    const { atHand, at, purpose } = this.#input;
    const anchors = atHand.anchors.length > 0 ? atHand.anchors : this.#certificates.filter(isSelfSigned);
    const evidence = only ?? { crls: [...this.#crls, ...this.#responderCrls], ocsps: this.#ocsps };
    return { anchors, intermediates: this.#certificates, ...evidence, at, purpose };
  }

  async run(leaf: CertificateInfo): Promise<CollectedData> {
    await this.#completeChain(leaf);
    const { chain, anchor } = validatePath(leaf, this.judgement());
    if (anchor !== null) {
      for (let depth = 0; depth < chain.length - 1; depth += 1) await this.#answerFor(chain, depth);
    }
    return this.result(validatePath(leaf, this.judgement()));
  }

  /** Asks for issuers until the chain ends in an anchor. */
  async #completeChain(leaf: CertificateInfo): Promise<void> {
    const { http } = this.#input;
    if (!http) return;
    for (let round = 0; round < maxIssuerRounds; round += 1) {
      const { chain, anchor } = validatePath(leaf, this.judgement());
      const top = chain.at(-1);
      if (anchor !== null || top === undefined || top.selfIssued) return;
      const issuers = (await fetchIssuers(top, http, this.#problems)).filter(
        (one) => one.subject.key === top.issuer.key && verifyOnce(top, one) === 'valid',
      );
      if (issuers.length === 0) return;
      this.#certificates.push(...issuers);
    }
  }

  async #answerFor(chain: readonly CertificateInfo[], depth: number): Promise<void> {
    const [leaf] = chain;
    const [certificate, issuer] = chain.slice(depth);
    if (leaf === undefined || certificate === undefined || issuer === undefined) return;
    const status = (only?: { readonly crls: readonly CrlInfo[]; readonly ocsps: readonly OcspInfo[] }) =>
      statusAt(validatePath(leaf, this.judgement(only)), depth).status;
    const { http, fresh = false, nonce = () => new Uint8Array(randomBytes(16)) } = this.#input;
    if (!http || (!fresh && status() !== 'unknown')) return;
    const about = { certificate, issuer, nonce: nonce?.() ?? null };
    for (const url of certificate.ocspUrls) {
      const ocsp = await fetchOcsp(url, about, http, this.#problems);
      if (ocsp === null) continue;
      const delegate = ocsp.certificates.find((one) => isResponder(ocsp, one) && !sameCertificate(one, issuer));
      if (delegate && !delegate.ocspNoCheck) await this.#answerForResponder(delegate, issuer, http);
      if (status({ crls: this.#responderCrls, ocsps: [ocsp] }) !== 'unknown') {
        this.#ocsps.push(ocsp);
        return;
      }
      this.#problems.push({ url, about: certificate, cause: 'the OCSP response gives no answer that counts' });
    }
    for (const url of certificate.crlUrls) {
      const crl = await fetchCrl(url, certificate, http, this.#problems);
      if (crl === null) continue;
      const crls = [crl, ...(await this.#deltasTo(crl, certificate, http))];
      if (status({ crls, ocsps: [] }) !== 'unknown') {
        this.#crls.push(...crls);
        return;
      }
      this.#problems.push({ url, about: certificate, cause: 'the CRL gives no answer that counts' });
    }
  }

  /** The delta CRL that brings a complete list up to date, where the certificate or the list says that there is one. */
  async #deltasTo(crl: CrlInfo, certificate: CertificateInfo, http: HttpClient): Promise<readonly CrlInfo[]> {
    for (const url of new Set([...deltaCrlUrls(certificate.extensions), ...crl.deltaUrls])) {
      const delta = await fetchCrl(url, certificate, http, this.#problems);
      if (delta?.baseNumber != null) return [delta];
    }
    return [];
  }

  /** A responder's own revocation, from CRLs alone: an OCSP response about it would come from itself. */
  async #answerForResponder(responder: CertificateInfo, issuer: CertificateInfo, http: HttpClient): Promise<void> {
    for (const url of responder.crlUrls) {
      const crl = await fetchCrl(url, responder, http, this.#problems);
      if (crl === null || crl.issuer.key !== issuer.subject.key || verifyOnce(crl, issuer) !== 'valid') continue;
      this.#responderCrls.push(crl);
      return;
    }
  }

  result(path: PathReport): CollectedData {
    const { chain, anchor } = path;
    const below = chain.slice(0, -1).map((certificate, depth) => ({ certificate, ...statusAt(path, depth) }));
    const used = new Set(below.flatMap(({ evidence }) => evidence));
    const ocsps = this.#ocsps.filter(({ fingerprint }) => used.has(fingerprint));
    const crls = [...this.#crls.filter(({ fingerprint }) => used.has(fingerprint)), ...this.#responderCrls];
    const missing =
      anchor === null
        ? [...path.reasons, ...this.#problems.map(sentence)]
        : below
            .filter(({ status }) => status === 'unknown')
            .flatMap(({ certificate, reasons }) => {
              const tried = this.#problems.filter(({ about }) => sameCertificate(about, certificate));
              return `no revocation answer for ${certificate.subject.text}: ${[...reasons, ...tried.map(sentence), ...this.#untried(certificate)].join('; ')}`;
            });
    const responders = ocsps.flatMap((ocsp) => ocsp.certificates.filter((one) => isResponder(ocsp, one)));
    return {
      certificates: distinct([...chain, ...responders]),
      crls: distinct(crls),
      ocsps: distinct(ocsps),
      complete: missing.length === 0,
      revoked: below
        .filter(({ status }) => status === 'revoked')
        .map(
          ({ certificate, revokedAt }) =>
            `${certificate.subject.text} was revoked on ${revokedAt?.toISOString() ?? 'an unknown date'}`,
        ),
      missing,
      path,
    };
  }

  #untried({ ocspUrls, crlUrls }: CertificateInfo): readonly string[] {
    if (ocspUrls.length + crlUrls.length === 0) return ['the certificate names no address for it'];
    return this.#input.http ? [] : ['nothing was fetched'];
  }
}

const isSelfSigned = (certificate: CertificateInfo): boolean =>
  certificate.selfIssued && verifyOnce(certificate, certificate) === 'valid';

const statusAt = (path: PathReport, depth: number): RevocationStatus =>
  (depth === 0 ? path.revocation : path.issuerRevocations[depth - 1]) ?? path.revocation;

const sentence = ({ url, cause }: Problem): string => `${url}: ${cause}`;

const distinct = (
  items: readonly { readonly fingerprint: string; readonly der: Uint8Array }[],
): readonly Uint8Array[] => [...new Map(items.map(({ fingerprint, der }) => [fingerprint, der])).values()];

const readAll = <T>(
  ders: readonly Uint8Array[],
  read: (der: Uint8Array) => { readonly ok: true; readonly value: T } | { readonly ok: false },
): T[] =>
  ders.flatMap((der) => {
    const result = read(der);
    return result.ok ? [result.value] : [];
  });
