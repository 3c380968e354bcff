import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserHostFile, projectFolder } from './places.ts';

/**
 * `npm start`: opens the application in Electron where its program is installed, else says so and opens the browser host.
 * Looks at the files itself: `import 'electron'` would try to download the program.
 */
const electronFolder = join(projectFolder, 'node_modules', 'electron');

/** Electron's program, or null where only its npm package is there. */
const electronProgram = (): string | null => {
  const name = join(electronFolder, 'path.txt');
  if (!existsSync(name)) return null;
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronFolder, 'dist');
  const program = join(folder, readFileSync(name, 'utf8').trim());
  return existsSync(program) ? program : null;
};

const electron = electronProgram();
if (electron === null) {
  console.error("Electron's program is not installed here: showing the same application in a Chromium window.");
}
const args = process.argv.slice(2);
const child =
  electron === null
    ? spawn(process.execPath, [browserHostFile, ...args], { stdio: 'inherit' })
    : spawn(electron, [projectFolder, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 70 : 130);
});
