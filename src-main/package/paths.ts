/** Why a path may not stand in a package. */
export type PathFault =
  | 'empty'
  | 'absolute'
  | 'traversal'
  | 'backslash'
  | 'drive'
  | 'unprintable'
  | 'reserved'
  | 'too-long'
  | 'folder';

const longestPath = 240;
/** Names that Windows gives to devices, with any ending. */
const device = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/**
 * Whether a path means one file below wherever a package is unpacked, on every system: relative, with `/`, with no step
 * up and no name that some system reads as something else. Null: it does.
 */
export const pathFault = (path: string): PathFault | null => {
  if (path === '') return 'empty';
  if (path.length > longestPath) return 'too-long';
  if (path.includes('\\')) return 'backslash';
  if (path.startsWith('/')) return 'absolute';
  if (/^[A-Za-z]:/.test(path)) return 'drive';
  if (path.endsWith('/')) return 'folder';
  const names = path.split('/');
  if (names.some((name) => name === '..' || name === '.' || name === '')) return 'traversal';
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(path)) return 'unprintable';
  return names.some((name) => device.test(name) || /[<>:"|?*]/.test(name) || /[. ]$/.test(name)) ? 'reserved' : null;
};

/** Paths that some file system takes for the same one: letter case and the ways to write a letter do not count. */
export const foldPath = (path: string): string => path.normalize('NFKC').toLowerCase();
