import type { Result } from '../../domain/result.ts';
import type { ExtendedPdf, ExtendOptions } from './options.ts';
import { raise } from './raise.ts';

/**
 * Raises the signatures that a PDF holds, ours or others', to a level (ETSI EN 319 142-1, 5.4, 6), by appending:
 *
 * - B-T: a document time-stamp. A signature time-stamp would have to go into the CMS of a signature that is there, that
 *   is into the gap of its /ByteRange; it would rewrite earlier bytes, which later signatures may cover, so an existing
 *   file gets the proof of its time from a document time-stamp, as EN 319 142-1, 6.3 has it.
 * - B-LT: certificates, CRLs and OCSP responses of signers and time-stamp authorities, in the document security store.
 * - B-LTA: a document time-stamp over these. A file that is at B-LTA is refreshed: the data of its last document
 *   time-stamp, asked for anew, then another document time-stamp.
 *
 * DocMDP and locks forbid none of this (ISO 32000-2, 12.8.2.2: also after P=1). Errors: `SignFailure`
 * (`pades/encrypted`, `pades/not-permitted`, `pades/mac-protected`, `pades/unreadable`), `ExtendFailure`. A level that is
 * not reached is no error: the file comes back at the level reached, with the reasons in `notes`.
 */
export const upgradePdf = (pdf: Uint8Array, options: ExtendOptions): Promise<Result<ExtendedPdf>> =>
  raise(pdf, options);
