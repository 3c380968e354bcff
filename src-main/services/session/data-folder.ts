import { join } from 'node:path';

/**
 * This person's application data, where each system expects it; both hosts use the same folder, so that a vault made in
 * one opens in the other. `COUNTERSIGN_DATA` names another.
 */
export const dataFolder = (
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string => {
  const chosen = env['COUNTERSIGN_DATA'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Countersign');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Countersign');
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Countersign');
};
