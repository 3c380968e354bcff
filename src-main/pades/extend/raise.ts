import { type Failure, fail, ok, type Result } from '../../domain/result.ts';
import { detailText } from '../../pki/fetch/detail.ts';
import { rememberGets } from '../../pki/fetch/remember-gets.ts';
import { PdfError } from '../pdf/limits.ts';
import { SignFailure } from '../sign/plan.ts';
import { addDocumentTimestamp } from './document-timestamp.ts';
import { atLeast, type ExtendedPdf, type ExtendNote, type ExtendOptions } from './options.ts';
import { survey, type Survey, type Surveyed } from './survey.ts';
import { addToSecurityStore, gather } from './validation-data.ts';
import { noAuthority, timestampNote } from './words.ts';

/** A step taken, or what stood against it. */
type Step = { readonly pdf: Uint8Array } | { readonly notes: readonly ExtendNote[] };

/**
 * Raises signatures to a level step by step, each step one appended revision: a time-stamp where none proves a
 * signature's time (B-T), the validation data (B-LT), a document time-stamp over all of it (B-LTA). What cannot be done,
 * or would bring a signature down, ends the way at the level reached before. Errors: `SignFailure`, `ExtendFailure`
 * where nothing can be done at all.
 * @param field the one signature concerned; absent: all of the file.
 */
export const raise = async (pdf: Uint8Array, options: ExtendOptions, field?: string): Promise<Result<ExtendedPdf>> => {
  const start = survey(pdf, options, field);
  if (!start.ok) return start;
  const { level: wanted } = options;
  const notes: ExtendNote[] = [...aboutFile(start.value)];
  let now = start.value;
  const take = (step: Step): boolean => {
    if ('notes' in step) {
      notes.push(...step.notes);
      return false;
    }
    const { bytes } = now.document;
    if (step.pdf === bytes) return true;
    if (Buffer.compare(bytes, step.pdf.subarray(0, bytes.length)) !== 0)
      throw new Error('an update has changed bytes that were there before');
    const next = survey(step.pdf, options, field);
    const known = new Set(now.broken.map((one) => one.field));
    const fallen = next.ok
      ? next.value.broken.filter((one) => !known.has(one.field))
      : [{ field: '', reason: reasonOf(next.error) }];
    if (!next.ok || fallen.length > 0) {
      notes.push(...fallen.map(refusedStep));
      return false;
    }
    now = next.value;
    return true;
  };
  const end = (done: boolean): Result<ExtendedPdf> =>
    ok({ pdf: now.document.bytes, level: now.level, reached: done && atLeast(now.level, wanted), notes });
  try {
    if (wanted === 'B-B') return end(true);
    const refresh = wanted === 'B-LTA' && now.level === 'B-LTA';
    if (!refresh && atLeast(now.level, wanted)) return end(true);
    if (now.targets.some((one) => lacksTime(one, now.stamps)) && !take(await stamp(now, options))) return end(false);
    if (wanted === 'B-T') return end(true);
    if (!take(await addData(now, options, refresh))) return end(false);
    if (wanted === 'B-LT') return end(true);
    return end(take(await stamp(now, options)));
  } catch (error) {
    if (error instanceof PdfError) return fail(SignFailure.Unreadable, { cause: error.message });
    throw error;
  }
};

const stamp = async (found: Survey, options: ExtendOptions): Promise<Step> => {
  const { tsa } = options;
  if (!tsa) return { notes: [noAuthority] };
  const stamped = await addDocumentTimestamp(found.document.bytes, tsa, options);
  return stamped.ok ? { pdf: stamped.value } : { notes: [timestampNote(stamped.error)] };
};

const addData = async (found: Survey, options: ExtendOptions, refresh: boolean): Promise<Step> => {
  // Signer and time-stamp unit often share an authority: its list is fetched once.
  const http = options.http && rememberGets(options.http);
  const gathered = await gather(found, { ...options, ...(http ? { http } : {}) }, refresh);
  // Half of the data is no level: nothing is written then.
  if (gathered.notes.length > 0) return { notes: gathered.notes };
  return { pdf: addToSecurityStore(found, gathered, options.vri === true) };
};

/**
 * A step that would bring a signature down is not taken: the time of a time-stamp makes certain, for instance, that a
 * certificate was revoked before.
 */
const refusedStep = ({ field, reason }: { readonly field: string; readonly reason: string }): ExtendNote => ({
  code: 'extend/would-fail',
  details: { field },
  words: `nothing was added, since ${field === '' ? 'the signature' : `"${field}"`} would then fail: ${reason}`,
});

const reasonOf = (failure: Failure): string => detailText(failure, 'reasons') || failure.code;

/** Is there no time-stamp that proves when the signature was there? A form of no level is looked at by what follows it. */
const lacksTime = ({ report }: Surveyed, stamps: readonly Surveyed[]): boolean =>
  report.level === 'B-B' || (report.level === 'none' && !stamps.some((one) => one.report.revision > report.revision));

/** What somebody who asks for a level should know of the file besides. */
const aboutFile = ({ targets, broken }: Survey): readonly ExtendNote[] => {
  const notes: ExtendNote[] = broken.map(({ field, reason }) => ({
    code: 'extend/broken-signature',
    details: { field },
    words: `the signature "${field}" does not stand and is left as it is: ${reason}`,
  }));
  for (const { report } of targets) {
    const { field } = report;
    if (report.level === 'none')
      notes.push({
        code: 'extend/no-baseline',
        details: { field },
        words: `"${field}" is not a PAdES baseline signature: time-stamps and data are added, but it reaches no level`,
      });
    if (report.docMDP === 1)
      notes.push({
        code: 'extend/certified-no-changes',
        details: { field },
        words: `"${field}" allows no changes (DocMDP P=1); ISO 32000-2, 12.8.2.2 permits validation data and document time-stamps, but some viewers do not`,
      });
  }
  return notes;
};
