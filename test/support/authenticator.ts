import { hotp, stepOf } from '../../src-main/vault/totp.ts';
import type { TestClock } from './services.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const unbase32 = (text: string): Buffer => {
  const bits = Array.from(text, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
};

/** An authenticator app that holds the secret of an `otpauth://` URI, as a phone reads it from the QR code. */
export const authenticator = (uri: string): { at(moment: Date): string } => {
  const secret = unbase32(new URL(uri).searchParams.get('secret') ?? '');
  return { at: (moment) => hotp(secret, stepOf(moment)) };
};

/** The code that an app shows on the next look, half a minute later: each works once. */
export const nextCode = (clock: TestClock, app: { at(moment: Date): string }): string => {
  clock.advance(30_000);
  return app.at(clock.now());
};
