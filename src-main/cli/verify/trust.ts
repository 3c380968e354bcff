import { readFile } from 'node:fs/promises';
import { readCertificate, readCertificateFile, readCrlFile } from '../../pki/index.ts';
import { InputError } from '../command.ts';

/** Trust anchors and revocation lists, DER. */
export interface Trust {
  readonly anchors: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** Reads certificates and CRLs from PEM or DER files. @throws InputError naming the file that holds none. */
export const readTrust = async (anchorFiles: readonly string[], crlFiles: readonly string[]): Promise<Trust> => ({
  anchors: await readAll(anchorFiles, 'certificate', (bytes) =>
    readCertificateFile(bytes).filter((der) => readCertificate(der).ok),
  ),
  crls: await readAll(crlFiles, 'revocation list', readCrlFile),
});

const readAll = async (
  files: readonly string[],
  what: string,
  read: (bytes: Uint8Array) => readonly Uint8Array[],
): Promise<readonly Uint8Array[]> => {
  const found = await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(file).catch((error: unknown) => {
        throw new InputError('trust/unreadable', `${file}: ${error instanceof Error ? error.message : String(error)}`);
      });
      const inside = read(bytes);
      if (inside.length === 0) throw new InputError('trust/empty', `${file} holds no ${what}`);
      return inside;
    }),
  );
  return found.flat();
};
