import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The openssl command line in a folder of its own that `dispose` removes. */
export interface OpenSsl {
  readonly folder: string;
  /** Runs `openssl ...args`; `output` is stdout and stderr together. */
  run(...args: readonly string[]): { readonly ok: boolean; readonly output: string };
  /** The same, but a failure is thrown with the tool's words. */
  must(...args: readonly string[]): string;
  /** Writes a file into the folder and answers its path. */
  file(name: string, content: string | Uint8Array): string;
  dispose(): void;
}

/** Is there an openssl to judge us? */
export const hasOpenSsl = (): boolean => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export const openSsl = (): OpenSsl => {
  const folder = mkdtempSync(join(tmpdir(), 'pki-'));
  const run: OpenSsl['run'] = (...args) => {
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    return { ok: status === 0, output: `${stdout}${stderr}` };
  };
  return {
    folder,
    run,
    must: (...args) => {
      const { ok, output } = run(...args);
      if (!ok) throw new Error(`openssl ${args.join(' ')}: ${output}`);
      return output;
    },
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
};
