/**
 * `npm run faults -- [TIMES]`: the fault tests, each tried TIMES as often as in a plain run (default 5), and their table
 * as `docs/faults.md`. For a nightly run, and before a release.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const times = process.argv[2] ?? '5';
rmSync(join(root, 'test-results/faults'), { recursive: true, force: true });
const { status } = spawnSync('npm', ['run', '-s', 'test:unit', '--', '--project', 'faults'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, COUNTERSIGN_FAULTS: times },
  shell: process.platform === 'win32',
});
if (status !== 0) process.exit(status ?? 1);

const table = readFileSync(join(root, 'test-results/faults.md'), 'utf8');
writeFileSync(
  join(root, 'docs/faults.md'),
  `# Faults, and what the vault promises

What is done to real processes and real files in \`test/faults\`, how often, and what was found. "Tried" and "Kept" count this
run, which tried everything ${times} times as often as a plain test run does ("In a plain run"; that one writes
\`test-results/faults.md\` and \`faults.json\`, on every change). It ran on ${process.platform} ${arch()} with Node ${process.version}. Made by \`npm run faults -- ${times}\`; not edited by hand.

"Kept" counts the tries after which the promise was found kept. A test that finds one broken fails, and no table is written.
A hung or lost token is tried in \`test/interop/pki\` and, under a signer, in \`test/integration/services/token-keys.test.ts\`; attackers' files in \`test/fuzz\`.

${table}`,
);
