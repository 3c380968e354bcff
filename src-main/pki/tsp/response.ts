import { type Result, fail, ok } from '../../domain/result.ts';
import { readNamedBits, readSmallInteger, readText, readWhole, Tag } from '../asn1/read.ts';

/** PKIFailureInfo (RFC 3161 2.4.2) by bit number. */
const failureWords: ReadonlyMap<number, string> = new Map([
  [0, 'badAlg'],
  [2, 'badRequest'],
  [5, 'badDataFormat'],
  [14, 'timeNotAvailable'],
  [15, 'unacceptedPolicy'],
  [16, 'unacceptedExtension'],
  [17, 'addInfoNotAvailable'],
  [25, 'systemFailure'],
]);

/** PKIStatus (RFC 3161 2.4.2) by number. */
const statusWords = [
  'granted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
] as const;

/** TimeStampResp (RFC 3161 2.4.2) as read. */
export interface TimestampResponse {
  /** In the standard's words; a number where it knows none. */
  readonly status: string;
  /** The authority's own words. */
  readonly text: string;
  /** PKIFailureInfo in the standard's words. */
  readonly failures: readonly string[];
  /** TimeStampToken, DER; null where none was given. */
  readonly token: Uint8Array | null;
}

/** Reads a TimeStampResp. Errors: `tsp/damaged`. */
export const readTimestampResponse = (der: Uint8Array): Result<TimestampResponse> => {
  try {
    const response = readWhole(der).expect(Tag.Sequence);
    const info = response.at(0, Tag.Sequence);
    const status = readSmallInteger(info.at(0, Tag.Integer));
    const rest = info.children.slice(1);
    const text = rest.find((child) => child.is(Tag.Sequence))?.children.map((line) => readText(line) ?? '') ?? [];
    const bits = rest.find((child) => child.is(Tag.BitString));
    return ok({
      status: statusWords[status] ?? String(status),
      text: text.join(' '),
      failures: [...(bits ? readNamedBits(bits) : [])].map((bit) => failureWords.get(bit) ?? `bit ${bit}`),
      token: response.children[1]?.raw ?? null,
    });
  } catch (error) {
    return fail('tsp/damaged', { cause: error instanceof Error ? error.message : String(error) });
  }
};
