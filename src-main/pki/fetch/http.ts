import type { Failure, Result } from '../../domain/result.ts';

/** One question to a server of a public key infrastructure (TSA, OCSP responder, CRL, certificates). */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** What is sent, with its media type; GET sends nothing. */
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
  /** Bytes of the answer that are read at most. */
  readonly maxBytes: number;
}

/** Why there is no answer. */
export const HttpFailure = {
  /** Not a URL, not http or https, or with user name and password in it. `details.url` is absent: it may hold a secret. */
  BadUrl: 'http/bad-url',
  /** No connection, or it broke. */
  Unreachable: 'http/unreachable',
  Timeout: 'http/timeout',
  /** More bytes than the request allows. */
  TooLarge: 'http/too-large',
  /** The server points elsewhere. That is not followed: the caller chose this address and no other. */
  Redirected: 'http/redirected',
  /** Any status but 200. */
  Refused: 'http/refused',
} as const;
export type HttpFailure = (typeof HttpFailure)[keyof typeof HttpFailure];

/**
 * The way to the network. Nothing in this folder or in `tsp` reaches a network but through the client that its caller
 * hands in: without one, everything works offline. Answers the body of a 200; never throws on what a server does.
 */
export type HttpClient = (request: HttpRequest) => Promise<Result<Uint8Array, Failure<HttpFailure>>>;
