import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files named, and every `.pdf` below the folders named, in a stable order. A path that is absent stays in: the
 *  verdict on it says so. */
export async function* pdfFiles(paths: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found?.isDirectory()) {
      yield path;
      continue;
    }
    const names = await readdir(path, { recursive: true });
    for (const name of names.filter((one) => /\.pdf$/i.test(one)).sort()) yield join(path, name);
  }
}
