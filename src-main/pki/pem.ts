/** One block of a PEM file (RFC 7468). */
export interface PemBlock {
  /** `CERTIFICATE`, `X509 CRL`, ... */
  readonly label: string;
  readonly der: Uint8Array;
}

const block = /-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\s]*?)-----END \1-----/g;

/** Every block of a text, in order; what stands between them is commentary. */
export const readPem = (text: string): readonly PemBlock[] =>
  [...text.matchAll(block)].map(([, label = '', body = '']) => ({
    label,
    der: new Uint8Array(Buffer.from(body, 'base64')),
  }));

/** A block of 64-column base64. */
export const writePem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`;

/**
 * The structures of a file that may be PEM (any number of blocks) or DER (one): of a PEM file the blocks with one of the
 * labels, of anything else the bytes themselves, when they begin like a SEQUENCE. Empty: the file holds none.
 */
export const readPemOrDer = (bytes: Uint8Array, ...labels: readonly string[]): readonly Uint8Array[] => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (text.includes('-----BEGIN '))
    return readPem(text).flatMap(({ label, der }) => (labels.includes(label) ? [der] : []));
  return bytes[0] === 0x30 ? [bytes] : [];
};

/** Certificates of a PEM or DER file. */
export const readCertificateFile = (bytes: Uint8Array): readonly Uint8Array[] =>
  readPemOrDer(bytes, 'CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE');

/** CRLs of a PEM or DER file. */
export const readCrlFile = (bytes: Uint8Array): readonly Uint8Array[] => readPemOrDer(bytes, 'X509 CRL');
