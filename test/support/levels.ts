import {
  type BaselineLevel,
  type ExtendedPdf,
  type ExtendOptions,
  type SignaturePlan,
  signPdfAtLevel,
  type ValidationReport,
  validatePdf,
} from '../../src-main/pades/index.ts';
import { nodeHttpClient, timestampAuthority } from '../../src-main/pki/index.ts';
import type { Signer } from '../../src-main/pki/signer.ts';
import { expectOk, planFor } from './pades-files.ts';
import type { TrustServices, TsaFault } from './trust-services.ts';

const http = nodeHttpClient({ timeoutMs: 5_000 });
const now = (): Date => new Date();

/** Options that use every service and trust its root. */
export const withServices = (
  services: TrustServices,
  level: BaselineLevel,
  more: Partial<ExtendOptions> & { readonly fault?: TsaFault } = {},
): ExtendOptions => {
  const { fault, ...rest } = more;
  const anchors = [services.root];
  const client = fault === 'silent' ? nodeHttpClient({ timeoutMs: 200 }) : http;
  const tsa = timestampAuthority({ url: services.tsaUrl(fault), http: client, now, anchors });
  return { level, anchors, now, http, tsa, ...rest };
};

/** A signature made just now. */
export const signAt = async (
  pdf: Uint8Array,
  signer: Signer,
  options: ExtendOptions,
  plan: Partial<SignaturePlan> & { readonly name?: string } = {},
): Promise<ExtendedPdf> => {
  const { name = 'Sig1', ...more } = plan;
  return expectOk(await signPdfAtLevel(pdf, planFor(name, { signedAt: now(), ...more }), signer, options));
};

/** The verdict now, offline, with nothing but the root. */
export const judge = (pdf: Uint8Array, services: TrustServices): ValidationReport =>
  expectOk(validatePdf(pdf, { anchors: [services.root], at: now() }));

/** Field, level, indication and what came later, signature by signature. */
export const outline = (report: ValidationReport) =>
  report.signatures.map(({ field, level, indication, changesAfter, timeSource }) => ({
    field,
    level,
    indication,
    changesAfter,
    timeSource,
  }));

/** Is `before` an exact prefix of `after`, and is something added? */
export const extendsExactly = (before: Uint8Array, after: Uint8Array): boolean =>
  after.length > before.length && Buffer.compare(before, after.subarray(0, before.length)) === 0;
