import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFace, type Face } from './face.ts';

/** The faces that records are set in. A value: whoever draws is given it. */
export interface Fonts {
  readonly regular: Face;
  readonly semibold: Face;
}

/** Opens the faces of a folder that holds `Inter-Regular.ttf` and `Inter-SemiBold.ttf`. Once a process is enough. */
export const loadFonts = async (directory: string): Promise<Fonts> => {
  const [regular, semibold] = await Promise.all(
    ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map(async (file) => openFace(await readFile(join(directory, file)))),
  );
  if (!regular || !semibold) throw new Error('both faces are read or the promise was rejected');
  return { regular, semibold };
};
