import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The one vault in a data folder. @throws where there is none */
export const vaultFolderOf = (dataFolder: string): string => {
  const found = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('.vault'));
  if (found === undefined) throw new Error(`no vault in ${dataFolder}`);
  return join(dataFolder, found);
};
