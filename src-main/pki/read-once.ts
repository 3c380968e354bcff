import type { Result } from '../domain/result.ts';
import { type CertificateInfo, readCertificate } from './certificate.ts';
import { type CrlInfo, readCrl } from './crl.ts';
import { type OcspInfo, readOcsp } from './ocsp.ts';

/** Values kept of a kind, and the bytes that these were read from; more than a folder's authorities have. */
const maxKept = 4096;
const maxKeptBytes = 12 * 1024 * 1024;
/** A signature ends these structures, so their last octets tell them apart as well as a digest of all would. */
const tail = 24;

interface Kept<T> {
  readonly der: Uint8Array;
  readonly result: Result<T>;
}

/**
 * A reader that gives the same object for the same bytes, so that what was worked out for an issuer or a list in one
 * file (its key, its signature) is not worked out again in the next. The octets are copied: a certificate does not keep
 * the file alive that it came with. What was used longest ago goes first.
 */
const once = <T>(read: (der: Uint8Array) => Result<T>): ((der: Uint8Array) => Result<T>) => {
  const kept = new Map<string, Kept<T>>();
  let size = 0;
  const drop = (key: string, { der }: Kept<T>): void => {
    kept.delete(key);
    size -= der.length;
  };
  return (der) => {
    if (der.length > maxKeptBytes / 8) return read(der);
    const octets = Buffer.from(der.buffer, der.byteOffset, der.byteLength);
    const key = `${der.length} ${octets.toString('latin1', Math.max(0, der.length - tail))}`;
    const known = kept.get(key);
    if (known) drop(key, known);
    let current = known;
    if (!current || octets.compare(current.der) !== 0) {
      const copy = der.slice();
      current = { der: copy, result: read(copy) };
    }
    kept.set(key, current);
    size += der.length;
    for (const [oldest, one] of kept) {
      if (kept.size <= maxKept && size <= maxKeptBytes) break;
      drop(oldest, one);
    }
    return current.result;
  };
};

/** `readCertificate`, the same object for the same bytes. */
export const readCertificateOnce: (der: Uint8Array) => Result<CertificateInfo> = once(readCertificate);
/** `readCrl`, the same object for the same bytes. */
export const readCrlOnce: (der: Uint8Array) => Result<CrlInfo> = once(readCrl);
/** `readOcsp`, the same object for the same bytes. */
export const readOcspOnce: (der: Uint8Array) => Result<OcspInfo> = once(readOcsp);
