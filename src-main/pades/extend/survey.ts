import { Indication } from '../../domain/indication.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { checkCms, type CmsReport } from '../../pki/cms/check.ts';
import { PdfDocument } from '../pdf/document.ts';
import type { Unlock } from '../pdf/encryption.ts';
import { defaultLimits, PdfError } from '../pdf/limits.ts';
import { PdfString } from '../pdf/objects.ts';
import { SignFailure } from '../sign/plan.ts';
import { unfitForUpdate } from '../sign/prepare.ts';
import type { Level, SignatureReport } from '../validate/report.ts';
import { readSecurityStore, type SecurityStore } from '../validate/security-store.ts';
import { findSignatures } from '../validate/signatures.ts';
import { validatePdf } from '../validate/validate.ts';
import { ExtendFailure, type ExtendOptions, lowest } from './options.ts';

/** A signature or document time-stamp with what its data can be collected from. */
export interface Surveyed {
  readonly report: SignatureReport;
  readonly cms: CmsReport;
  /** The octets of /Contents, padding included. */
  readonly contents: Uint8Array;
}

/** What a file holds, as far as raising its level is concerned. */
export interface Survey {
  readonly document: PdfDocument;
  readonly store: SecurityStore;
  /** The signatures concerned that stand, oldest first. */
  readonly targets: readonly Surveyed[];
  /** The document time-stamps that stand, oldest first. */
  readonly stamps: readonly Surveyed[];
  /** Signatures concerned that do not stand: field and reason. */
  readonly broken: readonly { readonly field: string; readonly reason: string }[];
  /** The lowest of `targets`. */
  readonly level: Level;
}

/**
 * Looks at a file before and after each step. What a signature's level is, and whether it stands, is the validator's
 * word. Errors: `SignFailure`, `ExtendFailure`.
 * @param field the one signature concerned; absent: all.
 */
export const survey = (pdf: Uint8Array, options: ExtendOptions, field?: string): Result<Survey> => {
  const { anchors, crls = [], ocsps = [], certificates = [], limits = defaultLimits } = options;
  const unlock: Unlock = { password: options.password, recipient: options.recipient };
  try {
    const document = new PdfDocument(pdf, limits, unlock);
    const unfit = unfitForUpdate(document.latest, 'fillForms');
    if (unfit) return unfit;
    const given = { anchors, crls, ocsps, intermediates: certificates, limits, ...unlock };
    const report = validatePdf(pdf, { ...given, at: options.now() });
    if (!report.ok) return report;
    const store = readSecurityStore(document);
    const stored = store.certificates.map(({ der }) => der);
    const found = findSignatures(document);
    const all = found.flatMap(({ view, dict }, index): readonly Surveyed[] => {
      const own = report.value.signatures[index];
      const value = view.resolve(dict.get('Contents'));
      const contents = value instanceof PdfString ? value.bytes : new Uint8Array(0);
      // Whether the bytes are those that were signed stands in the report: here the CMS is only opened.
      const cms = () => checkCms(contents, { profile: 'pkcs7', digestOf: nothing, certificates: stored });
      return own ? [{ report: own, contents, cms: cms() }] : [];
    });
    const isStamp = ({ report: { kind } }: Surveyed) => kind === 'documentTimestamp';
    const signatures = all.filter((one) => !isStamp(one) && (field === undefined || one.report.field === field));
    if (signatures.length === 0) return fail(ExtendFailure.NoSignature);
    const targets = signatures.filter(stands);
    const broken = signatures
      .filter((one) => !stands(one))
      .map(({ report: { field: name, reasons } }) => ({ field: name, reason: reasons[0] ?? '' }));
    if (targets.length === 0)
      return fail(ExtendFailure.NoSoundSignature, {
        reasons: broken.map(({ field: name, reason }) => `${name}: ${reason}`),
      });
    return ok({
      document,
      store,
      targets,
      stamps: all.filter((one) => isStamp(one) && stands(one)),
      broken,
      level: lowest(targets.map((one) => one.report.level)),
    });
  } catch (error) {
    if (error instanceof PdfError) return fail(SignFailure.Unreadable, { cause: error.message });
    throw error;
  }
};

const nothing = (): Uint8Array => new Uint8Array(0);

const stands = ({ report }: Surveyed): boolean => report.indication !== Indication.Failed;
