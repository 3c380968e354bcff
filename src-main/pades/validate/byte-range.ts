import type { Revision } from '../pdf/revisions.ts';
import { isSpace } from '../pdf/lexer.ts';
import { PdfString } from '../pdf/objects.ts';
import type { FoundSignature } from './signatures.ts';

/** What a signature's /ByteRange says and whether it is as it must be (ISO 32000-2, 12.8.1; C6 to C10). */
export interface Coverage {
  /** Null where there is no usable range: then there is nothing to digest. */
  readonly range: readonly [number, number, number, number] | null;
  /** The octets of /Contents, padding included. */
  readonly contents: Uint8Array;
  /** What is wrong; empty: the range covers its revision to the last byte, and leaves out nothing but /Contents. */
  readonly faults: readonly string[];
  /** The range reaches the end of the file; white space after it does not count. */
  readonly coversWholeFile: boolean;
}

/** Keys that the judgement hangs on: of two values each reader takes another. */
const decisiveKeys: ReadonlySet<string> = new Set(['Contents', 'ByteRange', 'SubFilter', 'Reference', 'Cert']);

/** Checks the range against the token of /Contents in the parsed dictionary, and its end against the revision's. */
export const checkCoverage = (found: FoundSignature): Coverage => {
  const { view, dict } = found;
  const { bytes, revisions } = view.document;
  const faults: string[] = [];
  for (const key of new Set(dict.duplicates)) {
    if (decisiveKeys.has(key)) faults.push(`/${key} stands twice in the signature dictionary`);
  }
  const token = view.resolve(dict.get('Contents'));
  const contents = token instanceof PdfString ? token.bytes : new Uint8Array();
  if (!(token instanceof PdfString)) faults.push('the signature dictionary has no /Contents');
  else if (contents.every((byte) => byte === 0)) faults.push('/Contents is empty: nobody has signed');
  const none = (fault: string): Coverage => ({
    range: null,
    contents,
    faults: [...faults, fault],
    coversWholeFile: false,
  });

  const numbers = view.array(dict.get('ByteRange')).map((item) => view.number(item));
  const [first, firstLength, second, secondLength] = numbers;
  if (numbers.length !== 4 || first == null || firstLength == null || second == null || secondLength == null) {
    return none('/ByteRange does not consist of four integers');
  }
  const range = [first, firstLength, second, secondLength] as const;
  if (range.some((value) => !Number.isSafeInteger(value) || value < 0))
    return none('/ByteRange holds a negative or broken number');
  const end = second + secondLength;
  if (first !== 0 || firstLength > second) return none('/ByteRange does not begin at 0, or its parts overlap');
  if (end > bytes.length) return none(`/ByteRange ends ${end - bytes.length} bytes past the end of the file`);

  if (token instanceof PdfString) faults.push(...gapFaults(token, firstLength, second));
  const own = revisions[found.revision - 1];
  if (own && !endsRevision(own, end)) {
    faults.push(
      own.eof < 0
        ? `revision ${own.number}, which the signature belongs to, has no proper end`
        : `the signed bytes end at ${end}, which is not the end of revision ${own.number} (${own.end})`,
    );
  }
  return { range, contents, faults, coversWholeFile: faults.length === 0 && onlySpaceAfter(bytes, end) };
};

/** The gap is the hexadecimal token of /Contents, from `<` to `>`, and nothing else (C7). */
const gapFaults = (token: PdfString, start: number, end: number): string[] => {
  if (!token.hex || token.start < 0) return ['/Contents is not a hexadecimal string in the file itself'];
  if (token.start !== start || token.end !== end) {
    return [`the bytes left out (${start} to ${end}) are not those of /Contents (${token.start} to ${token.end})`];
  }
  if (token.end - token.start - 2 !== 2 * token.bytes.length) return ['/Contents holds something else than digits'];
  return [];
};

/** Right after `%%EOF`, or after the end-of-line mark that follows it. */
const endsRevision = (revision: Revision, end: number): boolean =>
  revision.eof >= 0 && end >= revision.eof && end <= revision.end;

const onlySpaceAfter = (bytes: Uint8Array, from: number): boolean => {
  for (let at = from; at < bytes.length; at++) if (!isSpace(bytes[at])) return false;
  return true;
};
