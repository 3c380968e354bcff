import { existsSync } from 'node:fs';
import { join, parse } from 'node:path';

/**
 * A free place for an export where no dialog is to be had: in the person's folder for downloads, else at home. What stands
 * there already is never written over; a number is added to the name.
 */
export const freePlace = (home: string, name: string): string => {
  const downloads = join(home, 'Downloads');
  const folder = existsSync(downloads) ? downloads : home;
  const { name: stem, ext } = parse(name);
  for (let number = 1; ; number += 1) {
    const place = join(folder, number === 1 ? name : `${stem} (${number})${ext}`);
    if (!existsSync(place)) return place;
  }
};
