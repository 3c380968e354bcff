import { open, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Whether a path that was named is an audit package: a zip by its name or by its first bytes (APPNOTE 4.3.7, 4.3.16). A
 * PDF may begin with anything (ISO 32000-2, 7.5.2 and its readers), so the name counts first.
 */
export const isPackage = async (path: string): Promise<boolean> => {
  if (/\.zip$/i.test(path)) return (await stat(path).catch(() => null))?.isFile() === true;
  if (/\.pdf$/i.test(path) || (await stat(path).catch(() => null))?.isFile() !== true) return false;
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && ['504b0304', '504b0506'].includes(buffer.toString('hex'));
  } finally {
    await file.close();
  }
};

/**
 * The files named, and every `.pdf` below the folders named, in a stable order: a folder's own files by name, then its
 * folders. A path that is absent stays in: the verdict on it says so. Of all that lies below a folder only one folder's
 * names are held at a time (and those of the folders above it). Links to folders are not followed.
 */
export async function* pdfFiles(paths: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) yield* below(path);
    else yield path;
  }
}

async function* below(folder: string): AsyncGenerator<string, void, undefined> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      if (entry.isDirectory()) folders.push(entry.name);
      else if (/\.pdf$/i.test(entry.name)) files.push(entry.name);
    }
  } catch {
    // A folder that cannot be read is answered for like a file that cannot.
    yield folder;
    return;
  }
  for (const name of files.sort()) yield join(folder, name);
  for (const name of folders.sort()) yield* below(join(folder, name));
}
