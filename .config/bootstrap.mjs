// The one file that may run on any Node from 20 on: it installs what is missing, builds what is stale, and hands over to
// the project's own Node 24 (the `node` package), so that one command is all a newcomer types.
//   node .config/bootstrap.mjs demo|countersign|start|bench|test [arguments]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ownNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Runs a program; its messages go to stderr, so that stdout carries nothing but the command's own answer. */
const run = (command, args) => {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) {
    console.error(`"${command} ${args.join(' ')}" failed with exit code ${status}.`);
    process.exit(70);
  }
};

/** Installs by the lock file when it has changed since the last install, or nothing is installed. */
const install = () => {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.countersign-lock');
  if (existsSync(ownNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('Installing the dependencies (about a minute) ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error']);
  if (!existsSync(ownNode)) run('npm', ['rebuild', 'node', '--loglevel', 'error']);
  writeFileSync(stamp, lock);
};

const newest = (path) => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
};

/** Builds when a source is newer than the last build. */
const build = () => {
  const stamp = join(root, 'out', '.built');
  const built = existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) : 0;
  const config = ['electron.vite.config.ts', 'components.ts'].map((name) => join('.config', name));
  const sources = ['src-main', 'src-renderer', 'assets', 'package-lock.json', ...config];
  if (Math.max(...sources.map((source) => newest(join(root, source)))) <= built) return;
  console.error('Building ...');
  const started = Date.now();
  run(ownNode, [
    join('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
    'build',
    '--config',
    '.config/electron.vite.config.ts',
    '--logLevel',
    'warn',
  ]);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(stamp, String(started));
};

const [verb, ...rest] = process.argv.slice(2);
const programs = {
  demo: ['out/main/cli.js', 'demo'],
  countersign: ['out/main/cli.js'],
  bench: ['out/main/cli.js', 'bench'],
  start: ['src-main/shell/start.ts'],
  test: ['.config/check.mjs'],
};
const program = programs[verb];
if (!program) {
  console.error(`usage: bootstrap.mjs ${Object.keys(programs).join('|')} [arguments]`);
  process.exit(64);
}
install();
build();
// npm runs this in the project's folder; paths that a person types are relative to where they stand.
const cwd = process.env.INIT_CWD ?? process.cwd();
const { status, signal } = spawnSync(ownNode, [join(root, program[0]), ...program.slice(1), ...rest], {
  cwd,
  stdio: 'inherit',
});
process.exit(status ?? (signal ? 130 : 70));
