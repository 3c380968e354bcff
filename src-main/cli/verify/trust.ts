import { readFile } from 'node:fs/promises';
import { readCertificate, readPem } from '../../pki/index.ts';
import { InputError } from '../command.ts';

/** Trust anchors and revocation lists, DER. */
export interface Trust {
  readonly anchors: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** Reads certificates and CRLs from PEM or DER files. @throws InputError naming the file that is neither. */
export const readTrust = async (anchorFiles: readonly string[], crlFiles: readonly string[]): Promise<Trust> => ({
  anchors: (await Promise.all(anchorFiles.map((file) => derOf(file, 'CERTIFICATE')))).flat().map((der) => {
    const read = readCertificate(der);
    if (!read.ok) throw new InputError('trust/not-a-certificate', 'a trust anchor is not a certificate');
    return der;
  }),
  crls: (await Promise.all(crlFiles.map((file) => derOf(file, 'X509 CRL')))).flat(),
});

const derOf = async (file: string, label: string): Promise<readonly Uint8Array[]> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new InputError('trust/unreadable', `${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
  // A DER SEQUENCE begins with 0x30; PEM begins with text.
  if (bytes[0] === 0x30) return [new Uint8Array(bytes)];
  const blocks = readPem(bytes.toString('latin1')).filter((block) => block.label === label);
  if (blocks.length === 0) throw new InputError('trust/empty', `${file} holds no ${label}`);
  return blocks.map((block) => block.der);
};
