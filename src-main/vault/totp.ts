import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds for which a code stands (RFC 6238, 4.1): what authenticator apps take for granted. */
export const totpPeriod = 30;

/** Steps before and after the present one whose codes are taken too: clocks of phones and laptops differ (RFC 6238, 5.2). */
const skew = 1;

export interface OtpOptions {
  readonly digits?: number;
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
}

/** The HMAC-based one-time password of a counter (RFC 4226, 5.3). */
export const hotp = (
  secret: Uint8Array,
  counter: number,
  { digits = 6, algorithm = 'sha1' }: OtpOptions = {},
): string => {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(algorithm, secret).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
};

/** The time step that a moment lies in (RFC 6238, 4.2). */
export const stepOf = (moment: Date): number => Math.floor(moment.getTime() / 1000 / totpPeriod);

/** The step, near the present one, that a code of six digits belongs to; null where it is none of them. */
export const matchingStep = (secret: Uint8Array, code: string, now: Date): number | null => {
  const given = Buffer.from(code, 'utf8');
  const present = stepOf(now);
  let found: number | null = null;
  // All are looked at, so that the time taken tells nothing.
  for (let step = Math.max(0, present - skew); step <= present + skew; step += 1) {
    const expected = Buffer.from(hotp(secret, step), 'utf8');
    if (expected.length === given.length && timingSafeEqual(expected, given)) found = step;
  }
  return found;
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 (RFC 4648, 6) without padding, as authenticator apps read secrets. */
export const base32 = (bytes: Uint8Array): string => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet.charAt(parseInt(five.padEnd(5, '0'), 2))).join('');
};
