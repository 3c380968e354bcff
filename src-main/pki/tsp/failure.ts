/** Why an authority gave no time-stamp that can be used. */
export const TspFailure = {
  /** The address is no http or https URL. */
  BadUrl: 'tsp/bad-url',
  /** No connection, or it broke; `cause` in the system's words. */
  Unreachable: 'tsp/unreachable',
  Timeout: 'tsp/timeout',
  /** Another HTTP status than 200 (redirects among them: they are not followed), with `status`. */
  HttpStatus: 'tsp/http-status',
  /** More bytes than any time-stamp has. */
  TooLarge: 'tsp/too-large',
  /** No TimeStampResp, or one that contradicts itself. */
  BadResponse: 'tsp/bad-response',
  /** The authority refused: `status`, `failures` (PKIFailureInfo in RFC 3161's words) and its own `text`. */
  Refused: 'tsp/refused',
  /** A stamp of something else than what was sent. */
  WrongImprint: 'tsp/wrong-imprint',
  /** The answer to another request, perhaps an old one played again. */
  WrongNonce: 'tsp/wrong-nonce',
  /** Another policy than was asked for. */
  WrongPolicy: 'tsp/wrong-policy',
  /** The token is not soundly signed by the certificate that it names. */
  BadToken: 'tsp/bad-token',
  /** Its certificate is not one for time-stamping alone, or is not valid now (RFC 3161 2.3). */
  WrongCertificate: 'tsp/wrong-certificate',
  /** Its certificate leads to none of the trust anchors given. */
  Untrusted: 'tsp/untrusted',
} as const;
export type TspFailure = (typeof TspFailure)[keyof typeof TspFailure];
