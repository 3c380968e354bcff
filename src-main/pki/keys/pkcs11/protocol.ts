import type { Result } from '../../../domain/result.ts';
import type { SignatureAlgorithm } from '../../signer.ts';

/** What a token says of the attempts left for its PIN (CKF_USER_PIN_...); none tells a number. */
export type PinState = 'ok' | 'count-low' | 'final-try' | 'locked';

/** A token as it describes itself. */
export interface TokenInfo {
  readonly label: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly pin: PinState;
}

/** A certificate on a token, as anyone may read it without a PIN. */
export interface TokenCertificate {
  readonly label: string;
  /** CKA_ID, hex. */
  readonly id: string;
  readonly der: Uint8Array;
}

/** Which token and key are meant. */
export interface KeyChoice {
  /** Label or serial number; needed where several tokens are plugged in. */
  readonly token?: string | undefined;
  /** Label, or CKA_ID in hex; needed where several keys may sign. */
  readonly key?: string | undefined;
  /** Certificates, DER, the signer's first: for a token that keeps none. */
  readonly certificates?: readonly Uint8Array[] | undefined;
  /** Default: by the kind of key. */
  readonly algorithm?: SignatureAlgorithm | undefined;
}

/** A key that is ready to sign. */
export interface OpenKey {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  /** The PIN is wanted again for each signature (CKA_ALWAYS_AUTHENTICATE). */
  readonly pinForEach: boolean;
}

/** What the process that holds the module is asked: a request, then its answer; one at a time. */
export interface Requests {
  /** Loads the module. The tokens, with their certificates. */
  list: {
    readonly question: { readonly module: string };
    readonly answer: readonly (TokenInfo & { readonly certificates: readonly TokenCertificate[] })[];
  };
  /** Loads the module and opens a session with the token meant. */
  open: { readonly question: { readonly module: string } & KeyChoice; readonly answer: TokenInfo };
  /** Logs in and finds the key. */
  login: { readonly question: { readonly pin: string }; readonly answer: OpenKey };
  /** `pin`: for a key that wants it each time. */
  sign: { readonly question: { readonly data: Uint8Array; readonly pin: string | null }; readonly answer: Uint8Array };
  /** Logs out and lets go of the module. */
  close: { readonly question: object; readonly answer: null };
}

export type Request = { [K in keyof Requests]: { readonly kind: K } & Requests[K]['question'] }[keyof Requests];

/** `defect`: a bug, in words. */
export type Answer = Result<unknown> | { readonly defect: string };
