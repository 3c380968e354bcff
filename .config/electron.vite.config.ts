import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { chmodSync, globSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { contract } from '../src-main/contract/index.ts';
import { components } from './components.ts';

/**
 * One build for everything: `electron-vite build --config .config/electron.vite.config.ts`.
 *
 * Everything of the main process lies flat in out/main, chunks and workers too. So from any file `src-main/<folder>/<file>.ts`
 * and from the bundle alike, `new URL('../../assets/', import.meta.url)` is the assets folder; only the composition roots
 * (shell, cli) say so and hand the path on. A worker thread is a file `<name>.worker.ts`, started by
 * `new Worker(new URL(import.meta.url.endsWith('.ts') ? './<name>.worker.ts' : './<name>.worker.js', import.meta.url))`.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path: string): string => `${root}/${path}`;

const workers = Object.fromEntries(
  globSync('src-main/**/*.worker.ts', { cwd: root }).map((file) => [basename(file, '.ts'), at(file)]),
);

/** The command line is a program of its own, started from a shell or by npm. */
const program: Plugin = {
  name: 'countersign:program',
  renderChunk: (code, chunk) =>
    chunk.fileName === 'cli.js' ? { code: `#!/usr/bin/env node\n${code}`, map: null } : null,
  writeBundle: ({ dir = '' }) => chmodSync(`${dir}/cli.js`, 0o755),
};

const shipped = components(fileURLToPath(new URL('..', import.meta.url)));

export default defineConfig({
  main: {
    plugins: [program, shipped],
    // Its build for Node declares a `require` of its own, beside the one that electron-vite gives to a chunk.
    resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
    build: {
      // Read from a disk, not over a network.
      chunkSizeWarningLimit: 8_000,
      rolldownOptions: {
        input: {
          index: at('src-main/shell/main.ts'),
          browser: at('src-main/shell/browser-host.ts'),
          cli: at('src-main/cli/main.ts'),
          ...workers,
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        // No paths of the building machine as comments: the same sources give the same bytes wherever their packages lie.
        experimental: { attachDebugInfo: 'none' },
      },
    },
  },
  preload: {
    plugins: [shipped],
    define: { CALL_NAMES: JSON.stringify(Object.keys(contract)) },
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src-main/preload/index.ts') },
        // A sandboxed preload is a CommonJS script of one file; the package is ESM, hence the ending.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [react(), shipped],
    build: {
      minify: true,
      chunkSizeWarningLimit: 8_000,
      outDir: at('out/renderer'),
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
  },
});
