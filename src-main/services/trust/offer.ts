import { readCertificateFile, writePem } from '../../pki/index.ts';

/** A certificate from elsewhere as it waits for an administrator: the signer's, and the issuers that it came with. DER. */
export interface Offer {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
}

/** As the vault keeps it: PEM, the signer's first. */
export const writeOffer = ({ certificate, chain }: Offer): string =>
  [certificate, ...chain].map((der) => writePem('CERTIFICATE', der)).join('');

export const readOffer = (offered: string): Offer => {
  const [certificate, ...chain] = readCertificateFile(Buffer.from(offered, 'latin1'));
  if (certificate === undefined) throw new Error('an offer without its certificate');
  return { certificate, chain };
};

/** The issuers alone, as they stay beside a certificate that was accepted; null where none came with it. */
export const writeChain = (chain: readonly Uint8Array[]): string | null =>
  chain.length === 0 ? null : chain.map((der) => writePem('CERTIFICATE', der)).join('');

export const readChain = (chain: string | null): readonly Uint8Array[] =>
  chain === null ? [] : readCertificateFile(Buffer.from(chain, 'latin1'));
