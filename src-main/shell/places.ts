import { fileURLToPath } from 'node:url';

/**
 * Folders beside the program. Source files lie two folders below the project's root, and so do the bundled files
 * (out/main is flat), in a checkout as in the packed application: one expression serves all three.
 */
const below = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const assetsFolder = below('assets/');
export const reportsFolder = below('out/reports/');
export const pageFolder = below('out/renderer/');
export const preloadFile = below('out/preload/index.cjs');
export const browserHostFile = below('out/main/browser.js');
export const iconFile = below('assets/icons/icon.png');
export const projectFolder = below('');
